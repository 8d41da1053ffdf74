"""A server as services see it, for a setting that is made before the bot has connected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.server import Channel, ChannelType, Role


@dataclass(frozen=True)
class ServerBefore:
    """The server, before the bot has seen it: every channel is there."""

    id: int
    preferred_locale: str = "en-US"
    mentions_everyone: bool = False
    kind: ChannelType = ChannelType.TEXT
    """What its channels are."""

    def channel(self, channel_id: int) -> Channel | None:
        return Channel(channel_id, "channel-0", self.kind)

    def role(self, role_id: int) -> Role | None:
        return None

    def channels_named(self, name: str) -> Sequence[Channel]:
        return []

    def roles_named(self, name: str) -> Sequence[Role]:
        return []

    def missing(self, channel_id: int, needed: Iterable[str]) -> tuple[str, ...]:
        return ()
