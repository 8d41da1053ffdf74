"""The daily post, and a kill a day: seeded points around intent, send, record, follow-ups; then a restart."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import discord

from bot.anniversaries.daily import KIND
from bot.delivery.model import Key
from bot.delivery.outbox import FOLLOW_UP, POST
from tests.campaign import daily_judge
from tests.campaign.tally import Tally
from tests.loopback.harness import Bot, Discord, bot_running, discord_running

PROGRAM = ("-m", "tests.loopback.bot_with_daily")
PERMISSIONS = discord.Permissions(
    send_messages=True, read_message_history=True, create_public_threads=True, pin_messages=True
).value
CROSSINGS = 40
"""Rather more than a day's post passes: some points are not reached, which kills it when it is idle."""
SECONDS_A_POINT = 30.0
_POLL = 0.05
_DAY = timedelta(days=1)
_FAULTS: tuple[dict[str, Any] | None, ...] = (
    None,
    None,
    {"method": "POST", "path": "/channels/*/messages", "kind": "lost answer"},
    {"method": "POST", "path": "/channels/*/threads", "kind": "lost answer"},
    {"method": "PUT", "path": "/channels/*/pins/*", "kind": "lost answer"},
    {"method": "POST", "path": "/channels/*/messages", "kind": "status", "status": 502},
    {"method": "POST", "path": "/channels/*/messages", "kind": "rate limit", "retry_after": 0.05},
    {"method": "GET", "path": "/channels/*/messages", "kind": "reset"},
)


@dataclass(frozen=True, slots=True)
class Point:
    """Where the bot dies, and what goes wrong besides."""

    crossing: int
    since: str
    fault: dict[str, Any] | None


def points(count: int, seed: int) -> list[Point]:
    rng = Random(seed)
    return [
        Point(rng.randint(1, CROSSINGS), rng.choice(("due", "due", "start")), rng.choice(_FAULTS))
        for _ in range(count)
    ]


async def run(folder: Path, chosen: list[Point]) -> Tally:
    """Try the points one after another, a day each; count what stands in the channel at the end."""
    tally = Tally(tried=len(chosen))
    async with discord_running(folder, "--identify-window", "0.05") as small:
        made = await small.do("add_guild", permissions=PERMISSIONS)
        now = datetime.fromisoformat(await small.do("move_time", seconds=0))
        first = (now + _DAY / 2).replace(second=0, microsecond=0)
        day = Days(small, folder, made["guild"], made["channels"], first)
        for point in chosen:
            tally.met += await day.one(point)
        await day.last()
        spoiled = await daily_judge.judge(small, day.channels, day.marks(), tally)
        tally.survived = sum(number not in spoiled for number in day.of_points)
    return tally


@dataclass(slots=True)
class Days:
    """A server's daily posts."""

    discord: Discord
    folder: Path
    guild: int
    channels: list[int]
    """Where it has been posted; the last one is where it is posted now."""
    first: datetime

    begun: int = 0
    """How many days have been due."""
    of_points: list[int] = field(default_factory=list)
    """By point, the day it fell on."""

    async def one(self, point: Point) -> bool:
        """The bot starts, mends what was left, posts the next day, and dies; whether by itself.

        When it dies over what was left, the next day waits for the next point.
        """
        settings = {"KILL_AT": str(point.crossing), "KILL_FROM": point.since}
        async with self._bot(**settings) as bot:
            self.of_points.append(max(0, self.begun - 1))
            if not await self._settled(bot):
                return True
            if point.fault is not None:
                await self.discord.do("fail", times=1, **point.fault)
            self.of_points[-1] = self.begun
            await self._next_day()
            return not await self._settled(bot)

    async def last(self) -> None:
        """A start without a kill, and one more day: everything is to be in order after it."""
        await self.discord.do("mend")
        async with self._bot() as bot:
            for last in (False, True):
                if not await self._settled(bot):
                    raise RuntimeError(f"the bot ended by itself:\n{bot.log}")
                if not last:
                    await self._next_day()

    def _bot(self, **settings: str) -> Any:
        daily = {"guild": self.guild, "channel": self.channels[-1], "at": f"{self.first:%H:%M}"}
        return bot_running(self.discord, self.folder, program=PROGRAM, DAILY=json.dumps(daily), **settings)

    async def _next_day(self) -> None:
        now = datetime.fromisoformat(await self.discord.do("move_time", seconds=0))
        ahead = (self.first + self.begun * _DAY - now).total_seconds()
        await self.discord.do("move_time", seconds=ahead + 0.01)
        self.begun += 1

    async def _settled(self, bot: Bot) -> bool:
        """Wait until all posts so far are in order; False when the bot dies meanwhile."""
        for turn in range(1, int(SECONDS_A_POINT / _POLL)):
            if self._in_order():
                return True
            if bot.exit_code is not None:
                return False
            await asyncio.sleep(_POLL)
            if turn % 10 == 0:  # what is tried again need not be waited for
                await self.discord.do("move_time", seconds=2)
        raise TimeoutError(f"the posts are not in order:\n{bot.log}")

    def _in_order(self) -> bool:
        file = self.folder / "state" / "borahae.sqlite3"
        if not file.exists():
            return False
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as raw:
            try:
                ((posts, settled),) = raw.execute("SELECT COUNT(*), COUNT(settled_at) FROM posts")
                ((steps,),) = raw.execute("SELECT COUNT(*) FROM post_steps WHERE outcome IS NULL")
                ((due,),) = raw.execute(
                    "SELECT COUNT(*) FROM due_work WHERE kind IN (?, ?)", (POST, FOLLOW_UP)
                )
                ((on,),) = raw.execute("SELECT COUNT(*) FROM due_work WHERE kind = 'daily'")
            except sqlite3.OperationalError:  # not there yet, or busy
                return False
        return bool(posts == settled >= self.begun and steps == due == 0 and on == 1)

    def marks(self) -> dict[str, str]:
        """By mark, the content date."""
        dates = [str((self.first + number * _DAY).date()) for number in range(self.begun)]
        return {Key(self.guild, KIND, date).mark: date for date in dates}
