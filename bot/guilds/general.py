"""The settings of the whole server."""

from __future__ import annotations

from bot.guilds.kinds import Label, OneChannel, OneOf, OneRole, SomeChannels, YesNo, Zone
from bot.guilds.settings import Area, Setting
from bot.i18n.marking import gettext_noop
from bot.server import ChannelType

_WHERE_PEOPLE_ASK = (
    ChannelType.TEXT,
    ChannelType.ANNOUNCEMENT,
    ChannelType.FORUM,
    ChannelType.VOICE,
    ChannelType.STAGE,
)

MODERATOR_ROLE: Setting[int | None] = Setting(
    key="general.moderator_role",
    kind=OneRole(),
    default=None,
    label=gettext_noop("Moderator role"),
    help=gettext_noop("Who may change settings and review reports, beside those with Manage Server"),
    unset=gettext_noop("Nobody but those with Manage Server"),
    only_manage_server=True,
)
LANGUAGE: Setting[str | None] = Setting(
    key="general.language",
    kind=OneOf((Label("en", "English", own_name=True), Label("ko", "한국어", own_name=True))),
    default=None,
    label=gettext_noop("Language"),
    help=gettext_noop("The language of what everybody reads; private answers speak each person's own"),
    unset=gettext_noop("The server's language in Discord"),
)
ZONE: Setting[str | None] = Setting(
    key="general.zone",
    kind=Zone(),
    default=None,
    label=gettext_noop("Time zone"),
    help=gettext_noop("The clock this server lives by. A city will do, such as Manila"),
    unset=gettext_noop("The fandom's home"),
)
PRIVATE_ANSWERS: Setting[bool] = Setting(
    key="general.private_answers",
    kind=YesNo(),
    default=False,
    label=gettext_noop("Private answers"),
    help=gettext_noop("Whether only the person who asks sees the answer, in every channel"),
    unset=gettext_noop("No – everybody in the channel reads along"),
    set=gettext_noop("only the person who asks sees the answer"),
)
QUIET_CHANNELS: Setting[tuple[int, ...]] = Setting(
    key="general.quiet_channels",
    kind=SomeChannels(_WHERE_PEOPLE_ASK),
    default=(),
    label=gettext_noop("Quiet channels"),
    help=gettext_noop("Channels where I only answer privately, their threads among them"),
    unset=gettext_noop("None – I answer for everybody to read"),
    set=gettext_noop("there I answer privately"),
)
NOTICE_CHANNEL: Setting[int | None] = Setting(
    key="general.notice_channel",
    kind=OneChannel(),
    default=None,
    label=gettext_noop("Notices for moderators"),
    help=gettext_noop("Where I tell moderators what needs them, such as a reported fact"),
    unset=gettext_noop("Nowhere – look at the reports yourself now and then"),
    set=gettext_noop("there I tell moderators what needs them"),
    needs=("view_channel", "send_messages"),
)

GENERAL = Area(
    "general",
    gettext_noop("General"),
    gettext_noop("How I behave in this server."),
    (MODERATOR_ROLE, LANGUAGE, ZONE, PRIVATE_ANSWERS, QUIET_CHANNELS, NOTICE_CHANNEL),
)
