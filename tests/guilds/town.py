"""A server as services see one, with what is in it given by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.server import Channel, ChannelType, Role


@dataclass(frozen=True)
class Town:
    """A server in which the bot may do everything."""

    id: int = 1
    preferred_locale: str = "en-US"
    mentions_everyone: bool = False
    channels: tuple[Channel, ...] = ()
    roles: tuple[Role, ...] = field(
        default=(Role(50, "Helpers", mentionable=False, manages_server=False, within_reach=True),)
    )

    def channel(self, channel_id: int) -> Channel | None:
        return next((one for one in self.channels if one.id == channel_id), None)

    def role(self, role_id: int) -> Role | None:
        return next((one for one in self.roles if one.id == role_id), None)

    def channels_named(self, name: str) -> Sequence[Channel]:
        return [one for one in self.channels if one.name == name]

    def roles_named(self, name: str) -> Sequence[Role]:
        return [one for one in self.roles if one.name == name]

    def missing(self, channel_id: int, needed: Iterable[str]) -> tuple[str, ...]:
        return ()

    def without(self, channel_id: int) -> Town:
        return replace(self, channels=tuple(one for one in self.channels if one.id != channel_id))


def text_channels(count: int, first: int = 101) -> tuple[Channel, ...]:
    """Text channels with ids in a row."""
    return tuple(Channel(one, f"c{one}", ChannelType.TEXT) for one in range(first, first + count))
