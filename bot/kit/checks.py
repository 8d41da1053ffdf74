"""Who may do what, where."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.kit.host import Interaction

AnyCommand = app_commands.Command[Any, ..., Any]


SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
MEMBER = app_commands.AppInstallationType(guild=True, user=False)
"""Where the commands that need a server's state work: in servers that the bot is a member of.

Said in full: what is left open is filled from the tree's defaults, `guild_only` notwithstanding.
"""
FOR_MODERATORS = "for moderators"
"""The name, in a command's extras, of the mark that its service serves moderators alone."""


def may_run(interaction: Interaction, command: AnyCommand, *, moderator: bool) -> bool:
    """Whether a command would serve this person in this place; `moderator`, whether they are one here.

    A server's own overrides of a command (Server Settings, Integrations) are not seen here.
    """
    if command.extras.get(FOR_MODERATORS) and not moderator:
        return False
    tree = interaction.client.tree
    root = command.root_parent or command
    contexts = root.allowed_contexts or tree.allowed_contexts
    installs = root.allowed_installs or tree.allowed_installs
    if interaction.guild_id is None:
        return bool(contexts.dm_channel) and not root.guild_only
    if interaction.client.get_guild(interaction.guild_id) is None and not installs.user:
        return False
    needed = root.default_permissions
    held = interaction.permissions
    return bool(contexts.guild) and (needed is None or held.administrator or needed <= held)
