"""Who may do what, where."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.kit.host import Interaction

AnyCommand = app_commands.Command[Any, ..., Any]


def may_run(interaction: Interaction, command: AnyCommand) -> bool:
    """Whether Discord offers a command to this person in this place.

    A server's own overrides of a command (Server Settings, Integrations) are not told to bots and so
    are not seen here.
    """
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
