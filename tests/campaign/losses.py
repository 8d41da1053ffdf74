"""A channel that the bot loses in a turn: it may not write or see there any more, or the channel is gone."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import discord

from tests.campaign.evidence import rows
from tests.campaign.mishaps import Mishap
from tests.campaign.world import World
from tests.loopback.harness import Discord, Refused
from tests.loopback.store import ANNOUNCEMENT

_POLL = 0.03
_LOOKS = 50
_TRIES = 20


@dataclass(slots=True)
class Loss:
    """A channel the bot may not write in or see any more, or that is gone."""

    discord: Discord
    world: World
    mishap: Mishap
    channel: int = 0
    refused: int = 0
    """How many requests had been refused there before."""

    @property
    def amid_rounds(self) -> bool:
        return self.mishap.where == "round"

    async def happens(self) -> None:
        """It is lost, and the gateway tells of it."""
        places = self.world.places(self.mishap.where)
        self.channel = places[-1]
        self.refused = await self.discord.do("refused", channel=self.channel)
        if self.mishap.what == "deleted":
            await self.discord.do("delete_channel", channel=self.channel)
        else:
            deny = discord.Permissions(
                send_messages=True, view_channel=self.mishap.what == "may not see"
            ).value
            await self._overwrite(deny)
        await self.discord.do("tell_of_channel", channel=self.channel)

    async def is_mended(self) -> None:
        """It is given back, or a moderator chooses another."""
        if self.mishap.what != "deleted":
            await self._overwrite(0)
            await self.discord.do("tell_of_channel", channel=self.channel)
            self._let_go_of_round()
            return
        where = self.mishap.where
        kind = ANNOUNCEMENT if where == "daily" else 0
        new = await self.discord.do("add_channel", guild=self.world.guild, kind=kind)
        self.world.places(where).append(new)
        if where == "round":
            self.world.rounds.played.left.add(self.channel)
            self._let_go_of_round()
        else:
            await self._configure(*_OPTIONS[where], new)

    def _let_go_of_round(self) -> None:
        """What the channel's latest round shows could not be changed."""
        shown = rows(self.world.record.folder, _LATEST_ROUND, self.channel)
        self.world.rounds.played.deleted |= {message for (message,) in shown}

    async def was_met(self) -> bool:
        """Whether a request was refused there, or a post waits, after a moment at the latest."""
        for _ in range(_LOOKS):
            waits = rows(self.world.record.folder, _WAITS, self.channel)
            if waits or await self.discord.do("refused", channel=self.channel) > self.refused:
                return True
            await asyncio.sleep(_POLL)
        return False

    async def _overwrite(self, deny: int) -> None:
        await self.discord.do("overwrite", channel=self.channel, target=self.world.guild, kind=0, deny=deny)

    async def _configure(self, area: str, option: str, to: int) -> None:
        """A moderator says where it is from now on, until it is."""
        for _ in range(_TRIES):
            asked: dict[str, Any] = {"channel": self.world.hall, "user": self.world.moderator}
            with suppress(Refused):
                seen = await self.discord.ask("configure", **asked, area=area, option=option, to=to)
                if seen and rows(self.world.record.folder, _IS_SET, f"{area}.{option}", f"%{to}%"):
                    return
            await asyncio.sleep(_POLL)
        raise TimeoutError(f"{area} {option} could not be set")


_OPTIONS = {"daily": ("daily", "channel"), "news": ("goals", "announcements"), "boards": ("goals", "boards")}
"""The settings that say where something stands."""
_WAITS = "SELECT 1 FROM post_pauses WHERE channel_id = ?"
_LATEST_ROUND = (
    "SELECT message_id FROM trivia_rounds WHERE channel_id = ? AND message_id IS NOT NULL "
    "ORDER BY round_id DESC LIMIT 1"
)
_IS_SET = "SELECT 1 FROM settings WHERE key = ? AND value LIKE ?"
