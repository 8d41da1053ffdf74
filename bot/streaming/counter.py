"""What official counters show, as trusted people enter it: read off, corrected, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Conflict, Database, Transaction
from bot.errors import UserError
from bot.guilds.service import SettingsService
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import role_mention
from bot.streaming import reading_store, readings
from bot.streaming.book import GoalBook
from bot.streaming.curve import Reading
from bot.streaming.goals import Goal, Kind
from bot.streaming.progress import Progress
from bot.streaming.readings import NothingToCorrect, OfficialReading, holding
from bot.streaming.settings import READERS

LONGEST_NOTE = 200


class NotAReader(UserError):
    message = gettext_noop("In this server {role} and moderators enter what official counters show.")


class NotAModeratorEither(UserError):
    message = gettext_noop("In this server moderators enter what official counters show.")


class NoCounter(UserError):
    message = gettext_noop("“{name}” counts what members log, so there is no official counter to enter.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to enter."""

    reading_id: int
    """The interaction's id: the same one never counts twice."""
    goal_id: int
    total: int
    at: datetime | None = None
    """When the counter showed it; None: now."""
    note: str = ""
    recount: bool = False
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A reading that holds now."""

    goal: Goal
    entry: OfficialReading
    before: Reading | None
    """The one that held at the moment before it."""
    marks: tuple[int, ...]
    """The milestones that were passed by it."""


@dataclass(frozen=True, slots=True)
class ReadingLedger:
    """A goal's entries."""

    goal: Goal
    entries: tuple[OfficialReading, ...]
    """All of them, the latest entered first."""
    holding: frozenset[int]
    """The ids of those that hold."""


@dataclass(frozen=True, slots=True)
class CounterService:
    """The ledger of official readings, as people write it."""

    database: Database
    settings: SettingsService
    book: GoalBook
    progress: Progress
    clock: Clock

    def is_reader(self, caller: Caller) -> bool:
        """Whether a person may enter readings."""
        role_id = self.settings.of(caller.guild_id)[READERS]
        return self.settings.is_moderator(caller) or (role_id is not None and role_id in caller.role_ids)

    def expect_reader(self, caller: Caller) -> None:
        """Refuse who may not enter readings.

        Raises:
            ServersOnly: there is no server here.
            UserError: this person may not.
        """
        if self.is_reader(caller):
            return
        role_id = self.settings.of(caller.guild)[READERS]
        if role_id is None:
            raise NotAModeratorEither
        raise NotAReader(role=role_mention(role_id))

    async def enter(self, caller: Caller, wish: Wish) -> Entered:
        """Enter what a counter shows, or correct what was entered.

        Raises:
            UserError: this person may not, or it does not fit.
        """
        self.expect_reader(caller)
        known = self.book.get(caller.guild, wish.goal_id)

        async def write(tx: Transaction) -> Entered:
            goal = await self.book.current(tx, known)
            if goal.plan.kind is not Kind.OFFICIAL:
                raise NoCounter(name=goal.plan.name)
            now = self.clock.now()  # in its turn, so that instants lie in the order of what was written
            reading = Reading(wish.at or now, wish.total)
            note = wish.note.strip()[:LONGEST_NOTE]
            entry = OfficialReading(
                wish.reading_id, reading, caller.user_id, now, note, wish.recount, wish.corrects
            )
            entries = await reading_store.of_goal(tx, goal.id)
            if all(one.id != entry.id for one in entries):
                readings.check(entry, entries, now)
                await reading_store.add(tx, goal.id, entry)
            marks = await self.progress.follow(tx, goal)
            earlier = [one.reading for one in holding(entries) if one.reading.at < reading.at]
            return Entered(goal, entry, earlier[-1] if earlier else None, marks)

        try:
            return await self.database.write(write)
        except Conflict:
            raise NothingToCorrect from None

    async def withdraw(self, caller: Caller, goal_id: int, reading_id: int) -> ReadingLedger:
        """Let an entry hold no longer; it stays in the ledger.

        Raises:
            UserError: this person may not, or it does not hold.
        """
        self.expect_reader(caller)
        known, now = self.book.get(caller.guild, goal_id), self.clock.now()

        async def write(tx: Transaction) -> None:
            goal = await self.book.current(tx, known)
            held = {entry.id for entry in holding(await reading_store.of_goal(tx, goal.id))}
            if reading_id not in held:
                raise NothingToCorrect
            await reading_store.withdraw(tx, goal.id, reading_id, caller.user_id, now)
            await self.progress.follow(tx, goal)

        await self.database.write(write)
        return await self.entries(caller, goal_id)

    async def entries(self, caller: Caller, goal_id: int) -> ReadingLedger:
        """A goal's ledger.

        Raises:
            UserError: this person may not see it.
        """
        self.expect_reader(caller)
        goal = self.book.get(caller.guild, goal_id)
        found = await self.database.read(lambda on: reading_store.of_goal(on, goal.id))
        held = frozenset(entry.id for entry in holding(found))
        return ReadingLedger(goal, tuple(reversed(found)), held)
