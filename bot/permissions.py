"""Discord's permissions as people know them: discord.py's names and what Discord's own pages call them."""

from __future__ import annotations

from bot.i18n.marking import gettext_noop

NAMES = {
    "administrator": gettext_noop("Administrator"),
    "add_reactions": gettext_noop("Add Reactions"),
    "attach_files": gettext_noop("Attach Files"),
    "create_events": gettext_noop("Create Events"),
    "create_public_threads": gettext_noop("Create Public Threads"),
    "embed_links": gettext_noop("Embed Links"),
    "manage_guild": gettext_noop("Manage Server"),
    "manage_messages": gettext_noop("Manage Messages"),
    "manage_roles": gettext_noop("Manage Roles"),
    "mention_everyone": gettext_noop("Mention Everyone"),
    "pin_messages": gettext_noop("Pin Messages"),
    "read_message_history": gettext_noop("Read Message History"),
    "send_messages": gettext_noop("Send Messages"),
    "send_messages_in_threads": gettext_noop("Send Messages in Threads"),
    "view_channel": gettext_noop("View Channel"),
}
