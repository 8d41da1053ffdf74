"""Who may do what, where."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import Enum
from typing import Any

from discord import app_commands

from bot.kit.host import Interaction

AnyCommand = app_commands.Command[Any, ..., Any]


SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
MEMBER = app_commands.AppInstallationType(guild=True, user=False)
"""Where the commands that need a server's state work: in servers that the bot is a member of.

Said in full: what is left open is filled from the tree's defaults, `guild_only` notwithstanding.
"""
ONLY_FOR = "only for"
"""The name, in a command's extras, of the `Audience` that its service serves alone."""


class Audience(Enum):
    """Who a command is for, where Discord offers it to all and the server decides."""

    MODERATORS = "moderators"
    READERS = "those who enter readings"
    STARTERS = "those who start rounds"


def may_run(
    interaction: Interaction,
    command: AnyCommand,
    belongs_to: AbstractSet[Audience],
    opened: AbstractSet[str] = frozenset(),
) -> bool:
    """Whether a command would serve this person in this place.

    `belongs_to` is which audiences they are part of here. A server's own rules for a command (Server
    Settings, Integrations) are seen as far as they open one to this person that Discord keeps from most:
    `opened` are the top-level names of those.
    """
    if ONLY_FOR in command.extras and command.extras[ONLY_FOR] not in belongs_to:
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
    offered = needed is None or held.administrator or needed <= held or root.name in opened
    return bool(contexts.guild) and offered
