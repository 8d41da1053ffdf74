"""What keeps a server's settings from working, in words a moderator can act on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.caller import Caller
from bot.guilds.general import MODERATOR_ROLE
from bot.guilds.settings import AnySetting, Declarations, GuildSettings
from bot.i18n.marking import Phrase, gettext_noop
from bot.permissions import NAMES
from bot.server import Server

COMMANDS = ("settings", "configure")
"""The commands that Discord offers to those with Manage Server alone, unless it is told otherwise."""
CHANNEL_GONE = gettext_noop("The channel is gone. Choose another one.")
ROLE_GONE = gettext_noop("The role is gone. Choose another one.")
CANNOT_POST = gettext_noop("I lack {permissions} in {channel}. Allow it there, in the channel's settings.")
CANNOT_PING = gettext_noop(
    "I cannot mention {role}. Let everyone mention it in the role's settings, or give me Mention Everyone."
)
CANNOT_HAND_OUT = gettext_noop(
    "I cannot hand out {role}, so nobody can take it below the post. Give me Manage Roles, and move my role"
    " above it, in the server's settings."
)
CANNOT_SEE = gettext_noop(
    "People with {role} do not see {commands} yet. In Server Settings, Integrations, choose me and allow the"
    " role to use them."
)

Needs = Mapping[str, tuple[str, ...]]
"""Permissions (discord.py's names) by the key of the setting in whose channels they are needed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right."""

    setting: AnySetting
    message: str
    """A catalog sentence; its placeholders are `values`, and `channel_id` and `role_id` as mentions."""
    values: Mapping[str, Any]
    channel_id: int | None = None
    role_id: int | None = None
    commands: tuple[str, ...] = ()
    """By name; what the message calls `{commands}`."""


@dataclass(frozen=True, slots=True)
class Override:
    """Discord's rule for who may use a command in a server (Application Command Permissions)."""

    target_id: int
    """A role, a person, a channel; @everyone is the server's id, all channels that id minus 1."""
    is_role: bool
    allowed: bool


def findings(
    declarations: Declarations,
    settings: GuildSettings,
    server: Server,
    overrides: Mapping[str, tuple[Override, ...]],
    in_use: Needs,
) -> tuple[Finding, ...]:
    """Everything to put right in a server, area by area.

    `overrides` are those for each of `COMMANDS`, by its name; what could not be read is not in it.
    `in_use` is needed besides what settings declare, by what people do there.
    """
    found: list[Finding] = []
    for setting in declarations:
        value = settings[setting]
        needs = (*setting.needs, *in_use.get(setting.key, ()))
        found.extend(_channels(setting, value, server, needs))
        if setting.needed_in is not None and value != setting.default:
            there = setting.needed_in.kind.channel_ids(settings[setting.needed_in])
            found.extend(_lacking(setting, there, server, needs))
        found.extend(_roles(setting, value, server))
    role_id = settings[MODERATOR_ROLE]
    role = server.role(role_id) if role_id is not None else None
    if role is not None:
        hidden = tuple(name for name, of in overrides.items() if not _sees(role.id, of, server))
        if hidden:
            found.append(Finding(MODERATOR_ROLE, CANNOT_SEE, {}, role_id=role.id, commands=hidden))
    return tuple(found)


def _channels(setting: AnySetting, value: Any, server: Server, needs: tuple[str, ...]) -> Iterator[Finding]:
    channel_ids = setting.kind.channel_ids(value)
    if any(server.channel(channel_id) is None for channel_id in channel_ids):
        yield Finding(setting, CHANNEL_GONE, {})
    yield from _lacking(setting, channel_ids, server, needs)


def _lacking(
    setting: AnySetting, channel_ids: Iterable[int], server: Server, needs: tuple[str, ...]
) -> Iterator[Finding]:
    for channel_id in channel_ids:
        if missing := server.missing(channel_id, needs):
            named = [Phrase(NAMES[name]) for name in missing]
            yield Finding(setting, CANNOT_POST, {"permissions": named}, channel_id=channel_id)


def _roles(setting: AnySetting, value: Any, server: Server) -> Iterator[Finding]:
    for role_id in setting.kind.role_ids(value):
        role = server.role(role_id)
        if role is None:
            yield Finding(setting, ROLE_GONE, {})
        elif setting.pings:
            if not role.within_reach:
                yield Finding(setting, CANNOT_HAND_OUT, {}, role_id=role_id)
            if not role.mentionable and not server.mentions_everyone:
                yield Finding(setting, CANNOT_PING, {}, role_id=role_id)


def offered_to(caller: Caller, overrides: tuple[Override, ...]) -> bool:
    """Whether Discord's rules for a command open it to a person: by name, else by role, else to everyone."""
    roles = caller.role_ids - {caller.guild_id}  # @everyone is a role, whose id is the server's
    of_them = [one.allowed for one in overrides if not one.is_role and one.target_id == caller.user_id]
    of_roles = [one.allowed for one in overrides if one.is_role and one.target_id in roles]
    of_all = [one.allowed for one in overrides if one.is_role and one.target_id == caller.guild_id]
    return any(of_them or of_roles or of_all)


def _sees(role_id: int, overrides: tuple[Override, ...], server: Server) -> bool:
    """Whether Discord offers a command to a role: an override decides, else its permissions do."""
    by_role = {override.target_id: override.allowed for override in overrides if override.is_role}
    if role_id in by_role:
        return by_role[role_id]
    if server.id in by_role:
        return by_role[server.id]
    role = server.role(role_id)
    return role is not None and role.manages_server
