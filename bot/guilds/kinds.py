"""Kinds of values a setting can have: how they are read, checked and merged. Pure."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Generic, TypeVar

from bot.errors import UserError
from bot.guilds.times import time_of_day
from bot.guilds.zones import known_zone
from bot.i18n.marking import gettext_noop
from bot.server import Channel, ChannelType, Role, Server

T = TypeVar("T")
SEVERAL = 25
"""How many channels, roles or options Discord lets one choose at once."""
POSTABLE = (ChannelType.TEXT, ChannelType.ANNOUNCEMENT)
_ID = re.compile(r"[0-9]{1,20}")


class ValueNotTaken(UserError):
    """A value of another shape than the setting has."""

    message = gettext_noop("That value does not fit here. Choose one from the list.")


class ChannelElsewhere(UserError):
    message = gettext_noop("I cannot find that channel in this server. Choose one that is here.")


class ChannelOfWrongType(UserError):
    message = gettext_noop("{channel} is not a channel I can use for that. Choose a text channel.")


class RoleElsewhere(UserError):
    message = gettext_noop("I cannot find that role in this server. Choose one that is here.")


class EveryoneIsNoRole(UserError):
    message = gettext_noop("That would be everybody. Choose a role that only some people have.")


class TooMany(UserError):
    message = gettext_noop("That is more than I can keep here: {most} at most.")


@dataclass(frozen=True)
class Label:
    """One of a setting's options: what is stored, and the sentence people read."""

    value: str
    text: str
    own_name: bool = False
    """Whether it is said the same in every language, such as a language's own name."""


class Kind(ABC, Generic[T]):
    """A kind of value. `T` is immutable, and compares equal when it means the same."""

    @abstractmethod
    def read(self, raw: Any) -> T:
        """The value of something that was JSON.

        Raises:
            ValueNotTaken: it is none.
        """

    def dump(self, value: T) -> Any:
        """The value as JSON can hold it; `read` gives it back."""
        return value

    def check(self, value: T, server: Server) -> None:  # most kinds fit any server
        """Make sure the value can be used in a server.

        Raises:
            UserError: with what to do about it.
        """

    def still_here(self, value: T, server: Server) -> T:  # noqa: ARG002  # one value is kept or refused
        """A list without the channels that are gone; another value as it is."""
        return value

    def merge(self, base: T, wanted: T, current: T) -> T:  # noqa: ARG002  # one value replaces another
        """What somebody meant who saw `base` and chose `wanted`, where it is `current` meanwhile."""
        return wanted

    def moved(self, value: T, ids: Mapping[int, int]) -> T:  # noqa: ARG002
        """The value with another server's channels and roles exchanged; those without counterpart go."""
        return value

    def takes(self, one: Channel | Role) -> bool:  # noqa: ARG002
        """Whether a channel or role of this sort can be its value, or one of it."""
        return True

    def channel_ids(self, value: T) -> tuple[int, ...]:  # noqa: ARG002
        """The channels it names."""
        return ()

    def role_ids(self, value: T) -> tuple[int, ...]:  # noqa: ARG002
        """The roles it names."""
        return ()


@dataclass(frozen=True)
class YesNo(Kind[bool]):
    def read(self, raw: Any) -> bool:
        if not isinstance(raw, bool):
            raise ValueNotTaken
        return raw


@dataclass(frozen=True)
class OneOf(Kind[str | None]):
    """One of a few options; None is an option of its own, told by the setting's `unset`."""

    options: tuple[Label, ...]

    def read(self, raw: Any) -> str | None:
        if raw is None:
            return None
        if not isinstance(raw, str) or raw not in {option.value for option in self.options}:
            raise ValueNotTaken
        return raw


@dataclass(frozen=True)
class SomeOf(Kind[tuple[str, ...]]):
    """Any of a few options, kept in their order."""

    options: tuple[Label, ...]

    def read(self, raw: Any) -> tuple[str, ...]:
        known = [option.value for option in self.options]
        if not isinstance(raw, list | tuple) or any(one not in known for one in raw):
            raise ValueNotTaken
        return tuple(value for value in known if value in raw)

    def dump(self, value: tuple[str, ...]) -> Any:
        return list(value)

    def merge(
        self, base: tuple[str, ...], wanted: tuple[str, ...], current: tuple[str, ...]
    ) -> tuple[str, ...]:
        return self.read(_merged(base, wanted, current))


@dataclass(frozen=True)
class OneChannel(Kind[int | None]):
    """A channel of some types by its id; None: none."""

    types: tuple[ChannelType, ...] = POSTABLE

    def read(self, raw: Any) -> int | None:
        return None if raw is None else _id(raw)

    def dump(self, value: int | None) -> Any:
        return None if value is None else str(value)

    def check(self, value: int | None, server: Server) -> None:
        if value is not None:
            _check_channel(value, self.types, server)

    def moved(self, value: int | None, ids: Mapping[int, int]) -> int | None:
        return None if value is None else ids.get(value)

    def takes(self, one: Channel | Role) -> bool:
        return isinstance(one, Channel) and one.type in self.types

    def channel_ids(self, value: int | None) -> tuple[int, ...]:
        return () if value is None else (value,)


@dataclass(frozen=True)
class SomeChannels(Kind[tuple[int, ...]]):
    """Channels of some types by their ids, in order."""

    types: tuple[ChannelType, ...] = POSTABLE
    most: int = SEVERAL

    def read(self, raw: Any) -> tuple[int, ...]:
        if not isinstance(raw, list | tuple):
            raise ValueNotTaken
        return tuple(sorted({_id(one) for one in raw}))

    def dump(self, value: tuple[int, ...]) -> Any:
        return [str(one) for one in value]

    def check(self, value: tuple[int, ...], server: Server) -> None:
        if len(value) > self.most:
            raise TooMany(most=self.most)
        for channel_id in value:
            _check_channel(channel_id, self.types, server)

    def still_here(self, value: tuple[int, ...], server: Server) -> tuple[int, ...]:
        return tuple(channel_id for channel_id in value if server.channel(channel_id) is not None)

    def merge(
        self, base: tuple[int, ...], wanted: tuple[int, ...], current: tuple[int, ...]
    ) -> tuple[int, ...]:
        return tuple(sorted(_merged(base, wanted, current)))

    def moved(self, value: tuple[int, ...], ids: Mapping[int, int]) -> tuple[int, ...]:
        return tuple(sorted({ids[one] for one in value if one in ids}))

    def takes(self, one: Channel | Role) -> bool:
        return isinstance(one, Channel) and one.type in self.types

    def channel_ids(self, value: tuple[int, ...]) -> tuple[int, ...]:
        return value


@dataclass(frozen=True)
class OneRole(Kind[int | None]):
    """A role by its id, but @everyone; None: none."""

    def read(self, raw: Any) -> int | None:
        return None if raw is None else _id(raw)

    def dump(self, value: int | None) -> Any:
        return None if value is None else str(value)

    def check(self, value: int | None, server: Server) -> None:
        if value is None:
            return
        if value == server.id:  # Discord's documentation, Role Object: @everyone has the server's id
            raise EveryoneIsNoRole
        if server.role(value) is None:
            raise RoleElsewhere

    def moved(self, value: int | None, ids: Mapping[int, int]) -> int | None:
        return None if value is None else ids.get(value)

    def role_ids(self, value: int | None) -> tuple[int, ...]:
        return () if value is None else (value,)


@dataclass(frozen=True)
class Zone(Kind[str | None]):
    """An IANA zone by its name."""

    def read(self, raw: Any) -> str | None:
        if raw is not None and (not isinstance(raw, str) or known_zone(raw) is None):
            raise ValueNotTaken
        return raw


@dataclass(frozen=True)
class ClockTime(Kind[time]):
    """A time of day to the minute."""

    def read(self, raw: Any) -> time:
        if not isinstance(raw, str):
            raise ValueNotTaken
        return time_of_day(raw)

    def dump(self, value: time) -> Any:
        return f"{value:%H:%M}"


@dataclass(frozen=True)
class Number(Kind[int]):
    """A whole number within limits, both included."""

    least: int
    most: int

    def read(self, raw: Any) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not self.least <= raw <= self.most:
            raise ValueNotTaken
        return raw


def _id(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int | str) or not _ID.fullmatch(str(raw)):
        raise ValueNotTaken
    return int(raw)


def _check_channel(channel_id: int, types: Sequence[ChannelType], server: Server) -> None:
    channel = server.channel(channel_id)
    if channel is None:
        raise ChannelElsewhere
    if channel.type not in types:
        raise ChannelOfWrongType(channel=channel.name)


def _merged(base: Iterable[Any], wanted: Iterable[Any], current: Iterable[Any]) -> list[Any]:
    """What was added and taken away against `base`, done to `current`."""
    base, wanted = set(base), set(wanted)
    return list((set(current) | (wanted - base)) - (base - wanted))
