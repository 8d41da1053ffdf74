"""Simulated members: they answer trivia and log streams, at the pace of people. Seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import log
from random import Random

from bot.trivia.answers import LETTERS
from demo.forms import Impossible
from demo.people import Person
from demo.watch import Asked, Watch
from demo.world import World

QUICKEST, SLOWEST = 1.2, 17.0
"""Seconds from a question to an answer, for people who read it first."""
SPREAD = 0.4
WAKES = 8
"""The hour before which nobody logs streams, at the fandom's home."""
ROUND_GOES_ON = timedelta(minutes=2)
"""A round whose message has not changed for so long is over for who looks at it."""


class Mood(StrEnum):
    """How busy simulated members are."""

    CALM = "calm"
    BUSY = "busy"
    AWAY = "away"


BETWEEN_LOGS = {
    Mood.CALM: (timedelta(minutes=40), timedelta(hours=4)),
    Mood.BUSY: (timedelta(seconds=20), timedelta(seconds=70)),
}
"""From one log of a member to the next."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody is."""

    knows: float
    """How often they know the answer, from 0 to 1."""
    seconds: float
    """How long they usually take for it."""
    streams: tuple[int, int]
    """How many they log at a time."""


@dataclass(frozen=True, slots=True, order=True)
class _Plan:
    at: datetime
    who: int
    asked: Asked | None = field(default=None, compare=False)
    choice: int = field(default=0, compare=False)


class Members:
    """What simulated members are about to do, and doing it."""

    def __init__(
        self, world: World, watch: Watch, people: Sequence[tuple[Person, Habits]], seed: int
    ) -> None:
        self._world, self.watch, self._rng = world, watch, Random(seed)
        self.people = list(people)
        self._plans: list[_Plan] = []
        self.mood = Mood.AWAY

    def be(self, mood: Mood) -> None:
        """Let them be as busy as this from now on."""
        self.mood = mood
        self._plans = [plan for plan in self._plans if plan.asked is not None and mood is not Mood.AWAY]
        if mood is not Mood.AWAY:
            for who in range(len(self.people)):
                self._plan_log(who, first=True)

    def next_at(self) -> datetime | None:
        """When the next of them does something."""
        return min(self._plans).at if self._plans else None

    @property
    def attentive(self) -> bool:
        """Whether something may come up any second that they want to see."""
        now = self._world.env.now()
        return self.mood is not Mood.AWAY and any(
            now - seen < ROUND_GOES_ON for seen in self.watch.playing.values()
        )

    def look(self) -> None:
        """Notice the questions that came up, and think."""
        asked, self.watch.asked = self.watch.asked, []
        if self.mood is Mood.AWAY:
            return
        for question in asked:
            for who, (_, habits) in enumerate(self.people):
                pause = self._rng.lognormvariate(log(habits.seconds), SPREAD)
                at = self._world.env.now() + timedelta(seconds=min(max(pause, QUICKEST), SLOWEST))
                self._plans.append(_Plan(at, who, question, self._choice(question, habits)))

    async def act(self) -> None:
        """Do what is due."""
        while self._plans and min(self._plans).at <= self._world.env.now():
            plan = min(self._plans)
            self._plans.remove(plan)
            person, habits = self.people[plan.who]
            try:
                if plan.asked is not None:
                    await self._answer(person, plan.asked, plan.choice)
                else:
                    self._plan_log(plan.who)
                    await self._log(person, habits)
            except Impossible:
                continue  # the question is over, or there is no goal: people shrug

    def _choice(self, asked: Asked, habits: Habits) -> int:
        question = self._world.bot.app.opened.get(asked.round_id)
        knows = self._rng.random() < habits.knows
        if question is None or question.number != asked.number:
            return self._rng.randrange(asked.choices)
        right = question.drawn.asked.right
        wrong = [choice for choice in range(asked.choices) if choice != right]
        return right if knows else self._rng.choice(wrong)

    async def _answer(self, person: Person, asked: Asked, choice: int) -> None:
        card = self._world.card(asked.channel_id, asked.message_id)
        if card is not None:
            await person.press(LETTERS[choice], on=card)

    async def _log(self, person: Person, habits: Habits) -> None:
        goals = self._world.bot.app.goals.book.open_in(self._world.server.id)
        if not goals:
            return
        amount = self._rng.randint(*habits.streams)
        await person.slash("/goal log", goal=goals[0].plan.name, amount=str(amount))

    def _plan_log(self, who: int, *, first: bool = False) -> None:
        least, most = BETWEEN_LOGS[self.mood]
        pause = least + (most - least) * self._rng.random()
        if first:
            pause = timedelta(seconds=25 + 40 * who)  # whoever looks on for two minutes sees somebody at it
        at = self._world.now() + pause
        if self.mood is Mood.CALM and at.hour < WAKES:
            at = at.replace(hour=WAKES, minute=self._rng.randrange(60))
        self._plans.append(_Plan(at, who))
