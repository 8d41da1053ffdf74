"""Rounds of trivia, and a kill amid them: seeded points around what is shown, pressed and answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign.evidence import is_behind
from tests.campaign.rounds_judge import Played, judge, rounds_under_way
from tests.campaign.rounds_people import Players
from tests.campaign.tally import Tally
from tests.loopback.harness import Bot, Discord, bot_running, discord_running

PROGRAM = ("-m", "tests.loopback.bot_with_rounds")
CHANNELS, PLAYERS = 3, 5
CROSSINGS = 80
"""Rather more than a point's rounds pass: some points are not reached, which kills it when it is idle."""
STEPS = 600
"""Looks at a point's rounds until they have to be over."""
FREE_AGAIN = 12.0
"""How many seconds of the world a step takes at most when nobody has anything to press."""
_POLL = 0.03
_AWAY = 700.0
_EDIT, _CALLBACK = "/channels/*/messages/*", "/interactions/*/callback"
_FAULTS: tuple[dict[str, Any] | None, ...] = (
    None,
    None,
    None,
    {"method": "PATCH", "path": _EDIT, "kind": "lost answer"},
    {"method": "PATCH", "path": _EDIT, "kind": "status", "status": 502},
    {"method": "PATCH", "path": _EDIT, "kind": "rate limit", "retry_after": 0.05},
    {"method": "PATCH", "path": _EDIT, "kind": "reset"},
    {"method": "POST", "path": _CALLBACK, "kind": "lost answer"},
    {"method": "POST", "path": _CALLBACK, "kind": "status", "status": 502},
)


@dataclass(frozen=True, slots=True)
class Point:
    """Where the bot dies, what goes wrong besides, and how long it is gone afterwards."""

    crossing: int
    since: str
    fault: dict[str, Any] | None
    away: float
    """Seconds of the world."""
    deleted: bool
    """Whether a moderator deletes the message of a question."""


def points(count: int, seed: int) -> list[Point]:
    rng = Random(seed)
    return [
        Point(
            rng.randint(1, CROSSINGS),
            rng.choice(("round", "press", "press", "start")),
            rng.choice(_FAULTS),
            rng.choice((0.0, 0.0, 0.0, 5.0, 30.0, _AWAY)),
            rng.random() < 0.15,
        )
        for _ in range(count)
    ]


async def run(folder: Path, chosen: list[Point], seed: int = 1) -> Tally:
    """Try the points one after another, some rounds each; then compare what is kept with what was told."""
    tally = Tally(tried=len(chosen))
    async with discord_running(folder, "--no-limits", "--identify-window", "0.05") as small:
        made = await small.do("add_guild", channels=CHANNELS)
        players = await small.do("add_members", guild=made["guild"], count=PLAYERS)
        played = Played(folder, made["channels"])
        rng = Random(seed)
        rounds = Rounds(small, played, Players(small, played, players, rng), rng)
        for number, point in enumerate(chosen):
            tally.met += await rounds.one(number, point)
        await rounds.last()
        tally.survived = tally.tried - len(await judge(small, played, tally))
    return tally


@dataclass(slots=True)
class Rounds:
    """Players in some channels."""

    discord: Discord
    played: Played
    people: Players
    rng: Random

    async def one(self, number: int, point: Point) -> bool:
        """The bot starts, goes on with what was left, plays new rounds, and dies; whether by itself."""
        settings = {"KILL_AT": str(point.crossing), "KILL_FROM": point.since}
        async with bot_running(self.discord, self.played.folder, program=PROGRAM, **settings) as bot:
            if point.fault is not None:
                await self.discord.do("fail", times=self.rng.randint(1, 3), **point.fault)
            died = not await self.play(bot, number, begin=True, delete=point.deleted)
        await self.people.hear()
        await self.discord.do("mend")
        await self.discord.do("move_time", seconds=point.away)
        return died

    async def last(self) -> None:
        """A start without a kill: everything left comes to its end, and each channel can be played in."""
        async with bot_running(self.discord, self.played.folder, program=PROGRAM) as bot:
            if not await self.play(bot, -1, begin=False):
                raise RuntimeError(f"the bot ended by itself:\n{bot.log}")
            for channel in self.played.open_channels:
                await self.people.call_off(channel)
            if not await self.play(bot, -1, begin=False):
                raise RuntimeError(f"the bot ended by itself:\n{bot.log}")
        await self.people.hear()

    async def play(self, bot: Bot, point: int, *, begin: bool, delete: bool = False) -> bool:
        """Press whatever is shown until all rounds are over; False when the bot dies meanwhile."""
        ready = False
        for _ in range(STEPS):
            if bot.exit_code is not None:
                return False
            if not ready:
                ready = "ready as" in bot.log
            elif begin:
                await asyncio.gather(
                    *(self.people.begin(bot, channel) for channel in self.played.open_channels)
                )
                begin = False
            elif not rounds_under_way(self.played):
                return True
            eager = 0.6 if ready else 0.05  # what is pressed while it is away never reaches it
            pressed = await asyncio.gather(
                *(
                    self.people.press_some(bot if ready else None, channel, point, eager)
                    for channel in self.played.open_channels
                )
            )
            if delete and pressed[0]:
                delete = not await self.people.delete(self.played.channels[0])
            if ready and not await self._is_behind():
                most = 2.5 if any(pressed) else FREE_AGAIN
                await self.discord.do("move_time", seconds=self.rng.uniform(0.2, most))
            await asyncio.sleep(_POLL)
        raise TimeoutError(f"the rounds did not end:\n{bot.log}")

    async def _is_behind(self) -> bool:
        """Whether a scene's time is over and the bot still at it."""
        now = datetime.fromisoformat(await self.discord.do("move_time", seconds=0))
        return is_behind(self.played.folder, "trivia", now)
