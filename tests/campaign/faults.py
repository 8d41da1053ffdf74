"""A server in which everything goes on while the world around the bot misbehaves; nobody kills it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign import goals_judge
from tests.campaign.evidence import custom_ids
from tests.campaign.goals_people import STEP
from tests.campaign.losses import Loss
from tests.campaign.mishaps import OUTAGE, PLACES, Turn, turns
from tests.campaign.outages import strike
from tests.campaign.tally import Tally
from tests.campaign.world import World
from tests.loopback.harness import Bot, Discord, Refused, bot_running, discord_running

PROGRAM = ("-m", "tests.loopback.bot_with_everything")
OPTIONS = ("--no-limits", "--identify-window", "0.05", "--heartbeat", "300")
SECONDS_A_TURN = 90.0
BOARDS_LOOK_AGAIN = timedelta(hours=1, seconds=1)
"""After how long a board is tried again that could not be edited."""
_LONGEST_STEP, _A_LITTLE = timedelta(minutes=10), timedelta(milliseconds=10)
_POLL = 0.03
_LOOKS_AT_BOARDS = 5


def points(count: int, seed: int) -> list[Turn]:
    """So many faults, several a turn."""
    return list(turns(count, seed))


async def run(
    folder: Path,
    chosen: Sequence[Turn],
    seed: int = 1,
    *,
    program: tuple[str, ...] = PROGRAM,
    **settings: str,
) -> Tally:
    """Let one bot live through all turns; then compare what stands and is kept with what was told."""
    tally = Tally()
    async with discord_running(folder, *OPTIONS) as small:
        world = await World.made(small, folder, Random(seed))
        async with bot_running(
            small, folder, program=program, EVERYTHING=json.dumps(world.told()), **settings
        ) as bot:
            await bot.wrote("ready as")
            life = Life(small, bot, world, Random(seed + 1))
            for turn in chosen:
                await life.one(turn)
            await life.last()
        spoiled = await world.judge(small, tally)
        _count(tally, life.met, spoiled)
        tally.unmet = life.unmet
    return tally


def _count(tally: Tally, met: list[list[str]], spoiled: set[int]) -> None:
    """Faults that were met are those that were tried; they survived where their turn did."""
    for number, names in enumerate(met):
        tally.tried += len(names)
        tally.survived += 0 if number in spoiled else len(names)
        tally.kinds.update(names)
    tally.met = tally.tried


@dataclass(slots=True)
class Life:
    """A bot's, turn by turn."""

    discord: Discord
    bot: Bot
    world: World
    rng: Random
    met: list[list[str]] = field(default_factory=list)
    """By turn, the names of what went wrong."""
    unmet: Counter[str] = field(default_factory=Counter)
    """What was to go wrong, and nobody ran into."""

    @property
    def number(self) -> int:
        return len(self.met) - 1

    async def one(self, turn: Turn) -> None:
        """Something comes due, everybody does something, and meanwhile the world misbehaves."""
        world = self.world
        await self._begin()
        if turn.day:
            await self._begin_goals()  # before their countdowns are gone through
            await self._up_to_day()
        place = next(iter(turn.of(*PLACES)), None)
        loss = Loss(self.discord, world, place) if place is not None else None
        if loss is not None and not loss.amid_rounds:
            await loss.happens()
        if not turn.day:
            await self._begin_goals()
        await self._let_fail(turn)
        await self._go_on_to(world.next_instant(await world.people.now(), day=turn.day))
        playing = asyncio.create_task(world.rounds.play(self.bot, self.number, begin=True))
        try:
            if loss is not None and loss.amid_rounds:
                await asyncio.sleep(self.rng.uniform(0.5, 2))
                await loss.happens()
            await asyncio.gather(self._gateway(turn), self._errands(turn), world.people.go_on(self.bot))
            if turn.closes:
                await world.people.close(self.bot)
            if loss is not None:
                self._note(str(place), met=await loss.was_met())
                await loss.is_mended()
            if not await playing:
                raise RuntimeError(f"the bot ended by itself:\n{self.bot.log[-5000:]}")
        finally:
            playing.cancel()
        await self._settled()
        if place is not None and place.where == "boards":
            await self._pass(BOARDS_LOOK_AGAIN)
        await self._end(turn)

    async def last(self) -> None:
        """A turn without mishaps, with a day's post, and a channel free for each round."""
        await self._begin()
        world = self.world
        await self._begin_goals()
        await self._up_to_day()
        await self._go_on_to(world.next_instant(await world.people.now(), day=True))
        await self._begin_goals()
        await world.people.try_each(self.bot)
        await world.rounds.play(self.bot, -1, begin=True)
        for channel in world.rounds.played.open_channels:
            await world.rounds.people.call_off(channel)
        await world.rounds.play(self.bot, -1, begin=False)
        await self._end(Turn((), day=True, closes=False))

    async def _begin_goals(self) -> None:
        for kind in STEP:
            await self.world.people.begin(self.bot, kind)

    async def _begin(self) -> None:
        self.met.append([])
        self.world.record.begun.append(await self.world.people.now())
        self.world.first_of_turn.append(self.world.days.begun)

    async def _end(self, turn: Turn) -> None:
        """All faults are over, everything is done, boards are right, and people know what they were told."""
        await self._settled()
        met = await self.discord.do("met")
        for index, mishap in enumerate(turn.requests):
            self._note(str(mishap), met=bool(met.get(self._name(index))))
        await self.discord.do("mend")
        await self._settled()
        await self._look_at_boards()
        await self.world.rounds.people.hear()
        await self._hear()

    async def _look_at_boards(self) -> None:
        """Boards follow; what was told late by a broken connection may still be on its way."""
        stale: list[str] = []
        for _ in range(_LOOKS_AT_BOARDS):
            await self._settled()
            stale = await goals_judge.stale_boards(self.discord, self.world.record)
            if not stale:
                return
            await self._pass(goals_judge.NEWS)
            await asyncio.sleep(10 * _POLL)
        self.world.record.stale += stale

    def _name(self, index: int) -> str:
        return f"{self.number} {index}"

    def _note(self, name: str, *, met: bool) -> None:
        if met:
            self.met[-1].append(name)
        else:
            self.unmet[name] += 1

    async def _let_fail(self, turn: Turn) -> None:
        for index, mishap in enumerate(turn.requests):
            await self.discord.do("fail", name=self._name(index), **dict(mishap.asked))

    async def _gateway(self, turn: Turn) -> None:
        """One thing after another, each until the connection is back."""
        for mishap in turn.of("gateway"):
            await asyncio.sleep(self.rng.uniform(0, 0.5))
            self._note(str(mishap), met=await self._breaks(mishap.what))

    async def _breaks(self, what: str) -> bool:
        """Whether there was a connection to break."""
        if what == OUTAGE:
            await self.discord.do("outage", guild=self.world.guild, begins=True)
            await asyncio.sleep(self.rng.uniform(0.1, 1))
            await self.discord.do("outage", guild=self.world.guild, begins=False)
            return True
        try:
            await strike(self.discord, self.bot, what, SECONDS_A_TURN)
        except Refused:
            return False
        return True

    async def _errands(self, turn: Turn) -> None:
        """What is answered later than at once."""
        world = self.world
        asker = {"channel": world.hall, "user": world.moderator}
        if "a file" in turn.errands:
            await self._ask("slash", **asker, command="anniversaries export")
        if "health" in turn.errands:
            seen = await self._ask("slash", **asker, command="settings")
            for custom_id in custom_ids(seen[0]["data"], "settings:v1:health")[:1] if seen else ():
                message = int(seen[0]["message"]["id"])
                await self._ask("press", message=message, user=world.moderator, custom_id=custom_id, count=2)

    async def _ask(self, verb: str, count: int = 1, **asked: Any) -> list[dict[str, Any]]:
        with suppress(Refused):
            sent = await self.discord.do(verb, **asked)
            return list(await self.discord.do("seen", interaction=sent, count=count, seconds=4))
        return []

    async def _up_to_day(self) -> None:
        """Let one turn of a countdown after another come due, until the next is the day's post."""
        while True:
            now = await self.world.people.now()
            ahead = self.world.next_instant(now, day=False)
            if ahead == self.world.next_instant(now, day=True):
                return
            await self._go_on_to(ahead)
            await self._settled()

    async def _go_on_to(self, instant: datetime) -> None:
        now = await self.world.people.now()
        await self._pass(max(timedelta(0), instant - now) + _A_LITTLE)

    async def _pass(self, by: timedelta) -> None:
        now = await self.discord.do("move_time", seconds=by.total_seconds())
        self.world.note_days(datetime.fromisoformat(now))

    async def _settled(self) -> None:
        """Wait until everything due is done; what is tried again later need not be waited for."""
        for _ in range(int(SECONDS_A_TURN / _POLL)):
            if self.bot.exit_code is not None:
                raise RuntimeError(f"the bot ended by itself:\n{self.bot.log[-5000:]}")
            now = await self.world.people.now()
            self.world.note_days(now)
            with suppress(sqlite3.OperationalError):  # busy
                left, next_due = self.world.left(now)
                if not left:
                    return
                if next_due is not None and next_due > now:
                    await self._pass(min(next_due - now, _LONGEST_STEP) + _A_LITTLE)
            await asyncio.sleep(_POLL)
        raise TimeoutError(f"it is not in order: {self.world.what_is_left()}\n{self.bot.log[-5000:]}")

    async def _hear(self) -> None:
        record = self.world.record
        for act in record.acts:
            if not record.told.get(act.interaction, ""):
                record.heard(act, await self.discord.do("seen", interaction=act.interaction, count=0))
