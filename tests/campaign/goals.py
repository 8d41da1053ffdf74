"""Goals, and a kill amid them: seeded points around logs, readings, decisions, countdowns, boards."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import discord

from tests.campaign import goals_judge
from tests.campaign.goals_people import DAY_HOLDS, STEP, People
from tests.campaign.goals_record import Record, Verb
from tests.campaign.tally import Tally
from tests.loopback.harness import Bot, Discord, bot_running, discord_running

PROGRAM = ("-m", "tests.loopback.bot_with_goals")
PERMISSIONS = discord.Permissions(send_messages=True, read_message_history=True, pin_messages=True).value
MEMBERS = 4
CROSSINGS = 120
"""Rather more than a point's work passes: some points are not reached, which kills it when it is idle."""
SECONDS_A_POINT = 60.0
_POLL = 0.03
_SEND, _EDIT = "/channels/*/messages", "/channels/*/messages/*"
_CALLBACK = "/interactions/*/callback"
_FAULTS: tuple[dict[str, Any] | None, ...] = (
    None,
    None,
    None,
    {"method": "POST", "path": _SEND, "kind": "lost answer"},
    {"method": "POST", "path": _SEND, "kind": "status", "status": 502},
    {"method": "POST", "path": _SEND, "kind": "rate limit", "retry_after": 0.05},
    {"method": "GET", "path": _SEND, "kind": "reset"},
    {"method": "PUT", "path": "/channels/*/pins/*", "kind": "lost answer"},
    {"method": "PATCH", "path": _EDIT, "kind": "lost answer"},
    {"method": "PATCH", "path": _EDIT, "kind": "status", "status": 502},
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
    closes: bool
    """Whether a moderator closes a goal before its time."""


def points(count: int, seed: int) -> list[Point]:
    rng = Random(seed)
    return [
        Point(
            rng.randint(1, CROSSINGS),
            rng.choice(("entry", "entry", "turn", "board", "start")),
            rng.choice(_FAULTS),
            rng.choice((0.0, 0.0, 5.0, 30.0, 700.0)),
            rng.random() < 0.15,
        )
        for _ in range(count)
    ]


async def run(folder: Path, chosen: list[Point], seed: int = 1) -> Tally:
    """Try the points one after another, a turn of a countdown each; then compare what stands and was told."""
    tally = Tally(tried=len(chosen))
    async with discord_running(folder, "--no-limits", "--identify-window", "0.05") as small:
        made = await small.do("add_guild", channels=3, permissions=PERMISSIONS)
        members = await small.do("add_members", guild=made["guild"], count=MEMBERS)
        news, boards, hall = made["channels"]
        record = Record(folder, [news], [boards])
        people = People(small, record, hall, made["owner"], members, Random(seed))
        drive = _Drive(small, record, made["guild"], people)
        for point in chosen:
            tally.met += await drive.one(point)
        await drive.last()
        tally.survived = tally.tried - len(await goals_judge.judge(small, record, tally))
    return tally


@dataclass(slots=True)
class _Drive:
    """A server that pushes two goals at a time, one after another."""

    discord: Discord
    record: Record
    guild: int
    people: People

    async def one(self, point: Point) -> bool:
        """The bot starts, goes on with what was left, sees the next turn, and dies; whether by itself.

        When it dies over what was left, the next turn waits for the next point.
        """
        self.record.begun.append(await self.people.now())
        async with self._bot(KILL_AT=str(point.crossing), KILL_FROM=point.since) as bot:
            died = not await self._lap(bot, point)
        await self._hear()
        await self.discord.do("mend")
        await self.discord.do("move_time", seconds=point.away)
        return died

    async def last(self) -> None:
        """A start without a kill: everything left comes to its end, and people go on."""
        async with self._bot() as bot:
            if not (await self._settled(bot) and await self._lap(bot, None)):
                raise RuntimeError(f"the bot ended by itself:\n{bot.log}")
            await self.people.try_each(bot)
            await self._settled(bot)
        await self._hear()

    def _bot(self, **settings: str) -> Any:
        told = {
            "guild": self.guild,
            "news": self.record.news[-1],
            "boards": self.record.boards[-1],
            "cap": DAY_HOLDS,
        }
        return bot_running(
            self.discord, self.record.folder, program=PROGRAM, GOALS=json.dumps(told), **settings
        )

    async def _lap(self, bot: Bot, point: Point | None) -> bool:
        """One turn of a countdown, and what people do about it; False when the bot dies meanwhile."""
        await self._ready(bot)
        await self._again(bot)
        if not await self._settled(bot):
            return False
        if point is not None and point.fault is not None:
            await self.discord.do("fail", times=self.people.rng.randint(1, 3), **point.fault)
        for kind in STEP:
            await self.people.begin(bot, kind)
        if point is not None:
            await self._next_turn()
        await self.people.go_on(bot)
        if point is not None and point.closes:
            await self.people.close(bot)
        if not await self._settled(bot):
            return False
        self.record.stale += await goals_judge.stale_boards(self.discord, self.record)
        return True

    async def _ready(self, bot: Bot) -> None:
        while "ready as" not in bot.log and bot.exit_code is None:  # noqa: ASYNC110  # another process writes it
            await asyncio.sleep(_POLL)

    async def _again(self, bot: Bot) -> None:
        """What the ledgers know by its id arrives once more, where nobody has answered it."""
        unanswered = [
            act.interaction
            for act in self.record.acts
            if act.verb in {Verb.LOG, Verb.READ} and not self.record.told.get(act.interaction, "")
        ]
        for interaction in unanswered[-3:]:
            if bot.exit_code is None:
                await self.discord.do("redeliver", interaction=interaction)

    async def _settled(self, bot: Bot) -> bool:
        """Wait until everything due is done; False when the bot dies meanwhile."""
        for _ in range(int(SECONDS_A_POINT / _POLL)):
            if bot.exit_code is not None:
                return False
            if "ready as" in bot.log:
                if goals_judge.in_order(self.record.folder, await self.people.now()):
                    return True
                await self.discord.do("move_time", seconds=1)
            await asyncio.sleep(_POLL)
        raise TimeoutError(f"the goals are not in order:\n{bot.log}")

    async def _next_turn(self) -> None:
        """Let the world's time be that of the next turn of a countdown."""
        now = await self.people.now()
        ahead = [
            turn - now for goal in self.record.goals() for turn in goal.turns if goal.open and turn > now
        ]
        if ahead:
            await self.discord.do("move_time", seconds=min(ahead).total_seconds() + 0.01)

    async def _hear(self) -> None:
        """What people were told so far."""
        for act in self.record.acts:
            if not self.record.told.get(act.interaction, ""):
                seen = await self.discord.do("seen", interaction=act.interaction, count=0)
                self.record.heard(act, seen)
