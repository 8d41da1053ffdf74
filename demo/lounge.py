"""A server that is lived in: the world of the demo. Its history is made by people who use the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.client import PERMISSIONS
from bot.i18n.marking import gettext_noop
from bot.i18n.say import Say
from demo import tour
from demo.breaking import DAILY
from demo.driver import Driver
from demo.forms import Impossible
from demo.goal import DEADLINE, GOAL, MILESTONES, NOTE, START, TARGET, week_of, year
from demo.members import Habits, Members, Mood
from demo.stage import on_stage
from demo.watch import Watch
from demo.world import SEED, World
from demo.world import START as NOW

GENERAL, NEWS, DESK = "general", "news", "moderators"
BEGINNING = (NOW - timedelta(days=8)).replace(hour=20, minute=0)
"""Before a week of daily posts."""
MADE_UP = "made up for the demo"
TOPICS = {
    GENERAL: gettext_noop("A lounge made up for the demo. Type / below."),
    DAILY: gettext_noop("What happened on this day, every morning"),
    NEWS: gettext_noop("Goals and seasons; the numbers are made up for the demo"),
    DESK: gettext_noop("For moderators: what needs them"),
}
GRANTED = (*(name for name, held in PERMISSIONS if held), "pin_messages", "manage_messages", "attach_files")
"""What the bot's role may do here: what the invite asks for, and what the live boards need."""
CAST = (
    ("Yuna (demo)", Habits(knows=0.75, seconds=5.0, streams=(15, 60))),
    ("Theo (demo)", Habits(knows=0.55, seconds=7.0, streams=(5, 35))),
)
ROUNDS = {2: 3, 4: 2, 6: 3}
"""How many questions were played on which day of the week behind."""
_DAY = timedelta(days=1)


class Lounge:
    """The server, and whoever drives it."""

    def __init__(self, world: World, driver: Driver) -> None:
        self.world, self.driver = world, driver
        self._rng = Random(SEED)
        self._total = START
        self._welcome: int | None = None

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        *,
        state_dir: Path | None = None,
        facts_file: Path | None = None,
        wrist: Callable[[], float] | None = None,
        address: str | None = None,
    ) -> AsyncIterator[Lounge]:
        """The server on the evening before the debut's anniversary, with a week behind it.

        `wrist` as for `Driver`; `address` is where other channels are opened, for the welcome message.

        Raises:
            FactsInvalid: the fact base has faults.
        """
        async with World.open(state_dir=state_dir, facts_file=facts_file, start=BEGINNING) as world:
            watch = Watch(world.env)
            cast = [(world.person(name), habits) for name, habits in CAST]
            members = Members(world, watch, cast, SEED)
            driver = Driver(world, members=members, voice=world.person("Demo"), wrist=wrist)
            lounge = cls(world, driver)
            await lounge._furnish()
            await lounge._live()
            await world.furnish(on_stage(driver))
            await lounge.welcome(address=address)
            members.be(Mood.CALM)
            yield lounge

    async def welcome(self, locale: str = "en-US", address: str | None = None) -> None:
        """Say hello in #general, or say it anew in another language or with an address."""
        greeting, haru = tour.welcome(self._say(locale), address), self.world.moderator
        haru.go_to(GENERAL)
        if self._welcome is not None:
            try:
                await haru.rewrite(self._welcome, greeting)
            except Impossible:  # somebody deleted it
                self._welcome = None
        if self._welcome is None:
            self._welcome = await haru.write(greeting)

    async def speak(self, locale: str, address: str | None = None) -> None:
        """Let everybody's Discord, and what everybody reads, be in a language. In one's turn."""
        for person in self.world.people():
            person.speak(locale)
        say = self._say(locale)
        self.world.moderator.go_to(GENERAL)
        answer = await self.world.moderator.slash("/configure general", language=say.tag)
        if answer.message is not None:  # Haru did not ask for it
            await self.world.server.delete_message(self.world.moderator.here, answer.message.id)
        for name, topic in TOPICS.items():
            if name in self.world.server.handle.channels:
                self.world.server.tell_topic(self.world.server.handle.channels[name], say.plain(topic))
        await self.welcome(locale, address)

    async def _furnish(self) -> None:
        """What moderators set up: channels, permissions, settings."""
        server, say, haru = self.world.server, self._say("en-US"), self.world.moderator
        server.describe(MADE_UP)
        server.tell_topic(self.world.general, say.plain(TOPICS[GENERAL]))
        daily = server.text_channel(DAILY, say.plain(TOPICS[DAILY]))
        news = server.text_channel(NEWS, say.plain(TOPICS[NEWS]))
        desk = server.private_channel(DESK, "Moderators", say.plain(TOPICS[DESK]))
        await server.let_bot(*GRANTED)
        await haru.slash("/configure general", notice_channel=desk)
        await haru.slash("/configure daily", channel=daily, time="7:30")
        preview = await haru.slash(
            "/goal create",
            what=GOAL,
            target=str(TARGET),
            start=str(START),
            unit="streams",
            milestones=MILESTONES,
            deadline=DEADLINE,
            song_length="3:19",
        )
        await haru.press("Create", on=preview)
        for at, total in year(BEGINNING - _DAY, self._rng):
            await self._read(total, f"{at:%Y-%m-%d %H:%M}")
            self._total = total
        # later than the year, whose milestones are no news any more
        await haru.slash("/configure goals", announcements=news)
        await haru.slash("/configure trivia", season_channel=news)

    async def _live(self) -> None:
        """A week, day by day: posts come by themselves, members play and log."""
        driver, minji = self.driver, self.world.member
        for day in range((NOW - BEGINNING).days + 1):
            evening = BEGINNING + day * _DAY
            if day:
                await driver.reach(evening - timedelta(hours=1))
                self._total += week_of(day, self._rng) // 7
                await self._read(self._total)
            for person, habits in driver.members.people:
                for _ in range(2):
                    amount = self._rng.randint(*habits.streams)
                    await person.slash("/goal log", goal=GOAL, amount=str(amount))
            if day in ROUNDS:
                await driver.reach(evening)
                await self._play(ROUNDS[day])
        # last, so that the board is drawn once and not on each of these days
        boards = self.world.server.handle.channels[NEWS]
        await self.world.moderator.slash("/configure goals", boards=boards)
        await minji.slash("/goal log", goal=GOAL, amount="12")
        minji.go_to("dm")
        await minji.slash("/fact search", query="spring day")
        minji.go_to(GENERAL)
        await driver.reach(NOW)
        self.world.server.forget_private_answers()

    async def _play(self, questions: int) -> None:
        members, world = self.driver.members, self.world
        members.be(Mood.CALM)
        lobby = await world.moderator.slash("/trivia start", questions=questions, seconds=10)
        if not lobby.buttons_called("Begin now"):  # a small fact base has too few questions for a round
            members.be(Mood.AWAY)
            return
        await world.moderator.press("Begin now", on=lobby)
        while members.attentive:
            await self.driver.go_on(timedelta(seconds=5))
        members.be(Mood.AWAY)

    async def _read(self, total: int, when: str | None = None) -> None:
        options = {"when": when} if when is not None else {}
        await self.world.moderator.slash("/goal reading", goal=GOAL, total=str(total), note=NOTE, **options)

    def _say(self, locale: str) -> Say:
        return self.world.bot.catalogs.say(locale)
