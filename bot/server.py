"""A server as Discord shows it to the bot: what settings are checked against. Knows nothing of discord.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol


class ChannelType(IntEnum):
    """Kinds of channels a setting can ask for, by Discord's numbers (Channel Types)."""

    TEXT = 0
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    STAGE = 13
    DIRECTORY = 14
    FORUM = 15
    MEDIA = 16


@dataclass(frozen=True, slots=True)
class Channel:
    id: int
    name: str
    type: int
    """Discord's number; one of `ChannelType` for those a setting can ask for."""


@dataclass(frozen=True, slots=True)
class Role:
    id: int
    name: str
    mentionable: bool
    manages_server: bool
    """Whether it brings Manage Server or Administrator."""
    within_reach: bool
    """Whether the bot can hand it out: it holds Manage Roles, and its own role stands above this one."""


class Server(Protocol):
    """One server, at this moment."""

    @property
    def id(self) -> int: ...

    @property
    def preferred_locale(self) -> str:
        """The language Discord has for it, such as `ko` or `en-US`."""
        ...

    @property
    def mentions_everyone(self) -> bool:
        """Whether the bot may mention roles that are not mentionable."""
        ...

    def channel(self, channel_id: int) -> Channel | None:
        """A channel or active thread of this server; None when there is none of that id."""
        ...

    def role(self, role_id: int) -> Role | None:
        """A role of this server; None when there is none of that id."""
        ...

    def channels_named(self, name: str) -> Sequence[Channel]: ...

    def roles_named(self, name: str) -> Sequence[Role]: ...

    def missing(self, channel_id: int, needed: Iterable[str]) -> tuple[str, ...]:
        """Which of these permissions (discord.py's names) the bot lacks in a channel, overwrites included."""
        ...
