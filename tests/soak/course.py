"""One soak, from the founding of its servers to what is found in the end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.campaign import goals_judge
from tests.campaign.goals_people import STEP, People
from tests.campaign.goals_record import Record
from tests.campaign.rounds_judge import Played, rounds_under_way
from tests.campaign.rounds_people import Players
from tests.loopback.harness import Bot, Discord, bot_running, discord_running, free_port
from tests.soak import town as towns
from tests.soak.comings import Comings
from tests.soak.reports import Reports
from tests.soak.samples import Sample, look
from tests.soak.talk import Talk
from tests.soak.town import Server, Town
from tests.soak.visitors import Visitors
from tests.soak.weather import Weather
from tests.soak.world import Pace

PROGRAM = ("-m", "tests.soak.bot_with_leaks")
AT_ONCE = 4
"""How many visitors there are at a time."""
SHORTLY = timedelta(minutes=10)
LIVES = tuple(left + SHORTLY for left in (timedelta(days=7), timedelta(days=1), timedelta(hours=3)))
"""How long before its deadline a goal begins: shortly before one of the notices."""
GOAL_CLOSES, RELOADS = timedelta(minutes=20), timedelta(minutes=10)
TRIES = 10
"""How often somebody tries to set something until they are told that it worked."""
SETTLES_WITHIN = 120.0
"""Real seconds that everything left has in the end."""
_EAGER, _DELETES, _BEGINS = 0.4, 0.01, 0.3
"""How likely somebody who has not answered presses, a moderator deletes a question, a round is begun."""
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run."""

    seed: int
    lasts: timedelta
    """Of the world."""
    pace: float
    """How many seconds of the world a real one is."""
    samples: int
    leak: str = ""
    """What the bot is made to leak, if anything."""
    warm_up: timedelta = timedelta(0)
    """How much of it is over when the bot is first looked at: what it keeps to be quick has filled up."""


@dataclass(slots=True)
class Soak:
    """A soak under way, and what there is to judge it by."""

    plan: Plan
    folder: Path
    discord: Discord
    town: Town
    talk: Talk
    weather: Weather
    visitors: Visitors
    people: People
    players: Players
    reports: Reports
    comings: Comings
    rng: Random
    samples: list[Sample] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What went wrong on the way."""
    log: str = ""
    exit_code: int | None = None
    over: bool = False
    _pace: Pace = field(init=False)

    @property
    def folder_of_state(self) -> Path:
        return self.folder / "state"

    async def run(self) -> None:
        """Everything at once until the time is over; then what is left, and an orderly end."""
        port = free_port()
        settings = {
            "HEALTH_PORT": str(port),
            "LOG_FORMAT": "json",
            "PACE": str(self.plan.pace),
            "LEAK": self.plan.leak,
        }
        async with bot_running(self.discord, self.folder, program=PROGRAM, **settings) as bot:
            await bot.wrote("health and measures on", 60)
            self._pace = Pace.from_now(self.discord, self.plan.pace)
            time_passes = asyncio.create_task(self._pace.run())
            try:
                await self._live(bot, port)
                await self._settle(bot)
            finally:
                time_passes.cancel()
            bot.send(signal.SIGTERM)
            self.exit_code = await bot.ended(30)
            self.log = bot.log
        await self.players.hear()
        for act in self.people.record.acts:
            seen = await self.discord.do("seen", interaction=act.interaction, count=0)
            self.people.record.heard(act, seen)

    async def _live(self, bot: Bot, port: int) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._on_and_on(self._visit))
            group.create_task(self._on_and_on(self.weather.of_requests))
            group.create_task(self._on_and_on(lambda: self.weather.of_the_gateway(bot)))
            group.create_task(self._on_and_on(self.reports.go_on))
            group.create_task(self._on_and_on(self.comings.guest))
            group.create_task(self._on_and_on(lambda: self._goals(bot)))
            group.create_task(self._on_and_on(self._forget))
            group.create_task(self._rounds(bot))
            group.create_task(self._every(GOAL_CLOSES, lambda: self.people.close(bot)))
            group.create_task(self._every(RELOADS, lambda: self.comings.reload(bot)))
            group.create_task(self._every(self.plan.lasts / 3, self._back_up))
            for server in self.town.servers:
                group.create_task(self._move_post(server))
            await self._sample(bot, port)
            self.over = True

    async def _on_and_on(self, step: Callable[[], Awaitable[object]]) -> None:
        while not self.over:
            await step()

    async def _every(self, between: timedelta, step: Callable[[], Awaitable[object]]) -> None:
        """Do something again and again; what comes at the end is left out. Short soaks have it sooner."""
        between = min(between, self.plan.lasts / 3)
        at = self.town.begins + between
        while at < self.town.ends:
            await self._pace.until(at)
            await step()
            at += between

    async def _sample(self, bot: Bot, port: int) -> None:
        """Look at the bot evenly until the end."""
        first, seen = self.town.begins + self.plan.warm_up, self.plan.lasts - self.plan.warm_up
        for number in range(1, self.plan.samples + 1):
            await self._pace.until(first + seen * (number / self.plan.samples))
            if bot.exit_code is not None:
                raise RuntimeError(f"the bot ended by itself:\n{bot.log[-4000:]}")
            self.samples.append(await look(bot.pid, port, self.folder_of_state))

    async def _visit(self) -> None:
        await self.visitors.visit()
        await asyncio.sleep(self.rng.uniform(0.02, 0.2))

    async def _forget(self) -> None:
        await asyncio.sleep(1)
        await self.talk.forget()

    async def _goals(self, bot: Bot) -> None:
        """Members log and take back, moderators decide, seldom there is a new reading."""
        people = self.people
        for kind in STEP:
            await people.begin(bot, kind)
        if self.rng.random() < 0.15:
            await people.read(bot)
        await asyncio.gather(
            *(people.member(bot, member) for member in self.rng.sample(people.members, 2)),
            people.decide(bot),
        )
        await asyncio.sleep(self.rng.uniform(0.1, 0.5))

    async def _rounds(self, bot: Bot) -> None:
        """Rounds in each channel, one after another, until the end and until the last is over."""
        while not self.over or rounds_under_way(self.players.played):
            for channel in self.town.stages:
                pressed = await self.players.press_some(None, channel, 0, _EAGER)
                if pressed and self.rng.random() < _DELETES:
                    await self.players.delete(channel)
                elif not pressed and not self.over and self.rng.random() < _BEGINS:
                    await self.players.begin(bot, channel)
            await asyncio.sleep(_POLL * 2)

    async def _move_post(self, server: Server) -> None:
        """A moderator moves the daily post to later once it has been posted."""
        for before, after in zip(server.posts, server.posts[1:], strict=False):
            await self._pace.until(before + (after - before) / 2)
            at = f"{server.local(after):%H:%M}"
            for _ in range(TRIES):
                if await self.talk.slash("configure daily", server.hall, server.owner, time=at):
                    break
                await asyncio.sleep(1)
            else:
                self.wrong.append(f"the daily post of {server.zone} could not be moved to {at}")

    async def _back_up(self) -> None:
        if trouble := await self.comings.back_up(self.folder):
            self.wrong.append(trouble)

    async def _settle(self, bot: Bot) -> None:
        """Nothing goes wrong any more: everything left comes to its end, and each part is known to work."""
        await self.weather.clear()
        for channel in self.town.stages:
            await self.players.call_off(channel)
        await self.players.begin(bot, self.town.stages[0])
        while rounds_under_way(self.players.played):
            await self.players.press_some(bot, self.town.stages[0], 0, 1.0)
            await asyncio.sleep(_POLL)
        for kind in STEP:
            await self.people.begin(bot, kind)
        await self.people.try_each(bot)
        async with asyncio.timeout(SETTLES_WITHIN):
            while not self._is_settled():  # noqa: ASYNC110  # another process works it off
                await asyncio.sleep(_POLL)
        record = self.people.record
        record.stale += await goals_judge.stale_boards(self.discord, record)

    def _is_settled(self) -> bool:
        return goals_judge.in_order(self.folder, self._pace.world.now()) and not rounds_under_way(
            self.players.played
        )


@asynccontextmanager
async def soaking(folder: Path, plan: Plan) -> AsyncIterator[Soak]:
    """A soak that is ready to run, in a Discord of its own."""
    rng = Random(plan.seed)
    async with discord_running(folder, "--no-limits", "--identify-window", "0.05") as small:
        begins = await towns.at_a_start(small)
        town = await Town.founded(small, begins, plan.lasts)
        await town.set_up(small, towns.settings(str(folder / "state")))
        main = town.servers[0]
        direct = await small.do("direct_channel")
        talk = Talk(small)
        record = Record(folder, [town.news], [town.boards], begun=[begins])
        people = People(small, record, main.hall, main.owner, town.members, Random(rng.random()), LIVES, 0.0)
        played = Played(folder, town.stages)
        visitors = Visitors(talk, town, direct, Random(rng.random()))
        yield Soak(
            plan,
            folder,
            small,
            town,
            talk,
            Weather(small, plan.lasts.total_seconds(), plan.pace, Random(rng.random())),
            visitors,
            people,
            Players(small, played, town.players, Random(rng.random())),
            Reports(talk, town.servers[1], Random(rng.random())),
            Comings(talk, visitors, played, plan.pace, Random(rng.random())),
            rng,
        )
