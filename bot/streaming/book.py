"""The goals of every server, in memory: what a keystroke is answered from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.database.erasing import Person
from bot.database.interface import Database, Reader, Transaction
from bot.errors import UserError
from bot.facts.service import FactService
from bot.folding import key
from bot.guilds.general import ZONE
from bot.guilds.service import SettingsService
from bot.guilds.zones import zone_of
from bot.i18n.marking import gettext_noop
from bot.streaming import store
from bot.streaming.goals import Goal
from bot.streaming.standing_store import Calendar

_NAMED = 3
_ID = re.compile(r"[0-9]{1,20}")


class NoGoals(UserError):
    message = gettext_noop("There is no goal in this server yet. Moderators begin one with {command}.")


class UnknownGoal(UserError):
    message = gettext_noop("I do not know a goal of that name here. There are {names}.")


class WhichGoal(UserError):
    message = gettext_noop("There are several goals here: {names}. Say which one you mean.")


class GoalGone(UserError):
    message = gettext_noop("That goal is not there any more.")


class GoalBook:
    """All goals; follows the database."""

    def __init__(
        self, database: Database, settings: SettingsService, facts: FactService, clock: Clock
    ) -> None:
        self._database, self._settings, self._facts, self._clock = database, settings, facts, clock
        self._goals: defaultdict[int, dict[int, Goal]] = defaultdict(dict)

    async def load(self) -> None:
        """Read every server's goals."""
        self._goals.clear()
        for goal in await self._database.read(store.all_goals):
            self._goals[goal.guild_id][goal.id] = goal

    def forget(self, guild_id: int) -> None:
        """A server that is gone for good."""
        self._goals.pop(guild_id, None)

    def unname(self, person: Person) -> None:
        """Somebody is erased: what they began goes on without them."""
        for goals in (
            goals for guild_id, goals in self._goals.items() if person.guild_id in {None, guild_id}
        ):
            for goal in [goal for goal in goals.values() if goal.organiser_id == person.user_id]:
                goals[goal.id] = replace(goal, organiser_id=None)

    def follow(self, tx: Transaction, goal: Goal) -> None:
        """A goal is written that is new or has changed."""
        tx.on_commit(lambda: self._goals[goal.guild_id].__setitem__(goal.id, goal))

    def of(self, guild_id: int | None) -> tuple[Goal, ...]:
        """A server's goals: those that are open first, each the newest first."""
        known = self._goals.get(guild_id, {}) if guild_id is not None else {}
        ordered = sorted(known.values(), key=lambda goal: (goal.begun_at, goal.id), reverse=True)
        return tuple(sorted(ordered, key=lambda goal: not goal.is_open()))

    def open_in(self, guild_id: int | None) -> tuple[Goal, ...]:
        """A server's open goals, the newest first."""
        return tuple(goal for goal in self.of(guild_id) if goal.is_open())

    def get(self, guild_id: int, goal_id: int) -> Goal:
        """A goal of a server.

        Raises:
            GoalGone: there is none of that id.
        """
        goal = self._goals.get(guild_id, {}).get(goal_id)
        if goal is None:
            raise GoalGone
        return goal

    async def current(self, on: Reader, goal: Goal) -> Goal:
        """A goal as the database has it: what is written goes by this, and not by what was seen before.

        Raises:
            GoalGone: it is not there any more.
        """
        known = await store.get(on, goal.id)
        if known is None:
            raise GoalGone
        return known

    def find(self, guild_id: int, typed: str) -> Goal:
        """The goal somebody chose from the list, or named; of one name, the open one.

        Raises:
            NoGoals, UnknownGoal: there is none.
        """
        chosen = self._goals.get(guild_id, {}).get(int(typed)) if _ID.fullmatch(typed) else None
        if chosen is not None:
            return chosen
        known = self.of(guild_id)
        if not known:
            raise NoGoals(command="/goal create")
        wanted = key(typed)
        named = [goal for goal in known if key(goal.plan.name) == wanted]
        begun = [goal for goal in known if wanted and key(goal.plan.name).startswith(wanted)]
        if named or len(begun) == 1:
            return (named or begun)[0]
        raise UnknownGoal(names=_names(known))

    def only(self, guild_id: int) -> Goal:
        """The goal that is meant where somebody names none.

        Raises:
            NoGoals, WhichGoal: there is none, or several.
        """
        known = self.of(guild_id)
        if not known:
            raise NoGoals(command="/goal create")
        goals = [goal for goal in known if goal.is_open()] or known[:1]
        if len(goals) > 1:
            raise WhichGoal(names=_names(goals))
        return goals[0]

    def zone(self, guild_id: int) -> ZoneInfo:
        """The clock a server lives by."""
        return zone_of(self._settings.of(guild_id)[ZONE], self._facts.base.fandom.home_zone)

    def calendar(self, goal: Goal) -> Calendar:
        """A goal's days, up to now."""
        return Calendar(self.zone(goal.guild_id), goal.begun_at, self._clock.now())

    def calendar_of(self, guild_id: int) -> Calendar:
        """The days of all of a server's goals."""
        now = self._clock.now()
        begun = min((goal.begun_at for goal in self._goals.get(guild_id, {}).values()), default=now)
        return Calendar(self.zone(guild_id), begun, now)


def _names(goals: Iterable[Goal]) -> list[str]:
    return [goal.plan.name for goal in goals][:_NAMED]
