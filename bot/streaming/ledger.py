"""What members log, and what becomes of it: undone, voided, accepted, declined."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.errors import UserError
from bot.folding import can_be_seen
from bot.guilds.service import SettingsService
from bot.i18n.marking import gettext_noop
from bot.privacy.last_names import LastNames
from bot.privacy.names import NameChoices
from bot.streaming import log_store, standing_store, store
from bot.streaming.book import GoalBook, GoalGone
from bot.streaming.curve import DAY
from bot.streaming.goals import Goal
from bot.streaming.log_store import HeldLog, Settlement
from bot.streaming.logs import (
    LONGEST_REASON,
    UNDO_WITHIN,
    GoalClosed,
    Log,
    SettledAlready,
    State,
    Verdict,
    check_day,
    day_cap,
    judge,
    last_day,
    ordinary_day,
    settled,
    to_undo,
)
from bot.streaming.overview import OverviewService
from bot.streaming.own_logs import OwnLogs
from bot.streaming.progress import Progress
from bot.streaming.review import HeldLogs
from bot.streaming.settings import CAP
from bot.streaming.shown_proofs import ShownProofs
from bot.streaming.standing_store import Calendar
from bot.streaming.streaks import LOOKED_BACK

LOGS_SHOWN = 400


class AfterDeadline(UserError):
    message = gettext_noop("The deadline of “{name}” has passed. You can log for {last} and before.")


class NoReason(UserError):
    message = gettext_noop("Say in a few words why, so that the member can understand it.")


class LogGone(UserError):
    message = gettext_noop("That log is not there any more.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member wants to log."""

    log_id: int
    """The interaction's id: the same one never counts twice."""
    goal_id: int
    amount: int
    name: str
    """What the member is called in the server."""
    day: date | None = None
    """None: today."""


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of a log."""

    goal: Goal
    log: Log
    day: date
    verdict: Verdict
    streak: int
    """Days in a row, over all goals of the server."""
    first_held: bool
    """Whether it waits for moderators, and nothing did before it."""


@dataclass(frozen=True, slots=True)
class LedgerService:
    """Member logs, as people write them."""

    database: Database
    settings: SettingsService
    book: GoalBook
    progress: Progress
    held: HeldLogs
    own: OwnLogs
    proofs: ShownProofs
    overview: OverviewService
    choices: NameChoices
    names: LastNames
    clock: Clock

    async def log(self, caller: Caller, wish: Wish) -> Logged:
        """Log what a member did on a day.

        Raises:
            ServersOnly, GoalGone: there is no such goal here.
            UserError: it cannot be logged, or not all of it.
        """
        known = self.book.get(caller.guild, wish.goal_id)
        calendar = self.book.calendar(known)
        day = wish.day if wish.day is not None else calendar.today
        first_day = calendar.today - LOOKED_BACK[0] * DAY
        back = (calendar.today - day).days
        log = Log(wish.log_id, known.id, caller.user_id, wish.amount, calendar.now, back)

        async def write(tx: Transaction) -> tuple[Goal, Log, Verdict, AbstractSet[date], bool]:
            lately = await standing_store.lately(tx, known, log, calendar, first_day)
            if lately is None:
                raise GoalGone
            goal = lately.goal
            _check_day(goal, day, calendar)
            verdict = await self._judge(tx, goal, log, day, calendar, lately.amount)
            kept = replace(log, state=verdict.state) if verdict.hold is not None else log
            first = verdict.hold is not None and not self.held.any_in(goal.guild_id)
            self._remember_name(tx, goal.guild_id, caller.user_id, wish.name)
            added = await log_store.add(tx, kept, verdict.hold)
            if added and verdict.hold is not None:
                called = None if self.choices.withheld(caller.user_id) else wish.name
                await self.held.add(tx, HeldLog(kept, goal.guild_id, verdict.hold, called))
            elif added:
                await self.progress.follow_logs(tx, goal)
            done = lately.done if verdict.hold is not None else lately.done | {day}
            return goal, kept, verdict, done, first

        goal, kept, verdict, done, first = await self.database.brief(write)
        streak = await self.overview.streak_since(
            goal.guild_id, caller.user_id, first_day, done, calendar.today
        )
        return Logged(goal, kept, day, verdict, streak, first)

    async def undo(self, caller: Caller, log_id: int | None = None) -> tuple[Goal, Log]:
        """Take back what somebody logged, within a day: that log, or else the last one.

        Raises:
            ServersOnly: there is no server here.
            NothingToUndo: there is nothing.
        """

        async def take_back(tx: Transaction) -> Log:
            now = self.clock.now()
            lately = await log_store.since(tx, caller.guild, caller.user_id, now - UNDO_WITHIN)
            log = to_undo((one for one in lately if log_id in {None, one.id}), caller.user_id, now)
            await self.become(tx, log, State.UNDONE, Settlement(caller.user_id, now))
            return log

        log = await self.database.write(take_back)
        return self.book.get(caller.guild, log.goal_id), log

    async def logs(self, caller: Caller, goal_id: int) -> tuple[Goal, tuple[Log, ...], dict[int, str]]:
        """A goal's latest logs, and what people are called.

        Raises:
            NotAModerator: this person may not see them.
            GoalGone: there is no such goal.
        """
        self.settings.expect_moderator(caller)
        goal = self.book.get(caller.guild, goal_id)
        found = await self.database.read(lambda on: log_store.latest(on, goal.id, LOGS_SHOWN))
        names = await self.database.read(lambda on: standing_store.names(on, caller.guild))
        return goal, tuple(found), names

    async def void(self, caller: Caller, log_id: int, reason: str) -> tuple[Goal, Log]:
        """Let a log not count, for a reason.

        Raises:
            NotAModerator: this person may not.
            NoReason, LogGone, SettledAlready: it cannot be.
        """
        if not can_be_seen(reason):
            raise NoReason
        return await self._decide(caller, log_id, lambda _: State.VOIDED, reason.strip()[:LONGEST_REASON])

    async def decide_proof(
        self, caller: Caller, log_id: int, reason: str = "", *, accept: bool
    ) -> tuple[Goal, Log]:
        """Say of a log what its proof shows: what waits is accepted or declined, what counts may be voided.

        What is not accepted may have a reason, which its member is told.

        Raises:
            NotAModerator: this person may not.
            LogGone, SettledAlready: there is nothing to decide.
        """

        def state(log: Log) -> State | None:
            if log.state is State.COUNTED:
                return None if accept else State.VOIDED
            return State.COUNTED if accept else State.DECLINED

        return await self._decide(caller, log_id, state, reason.strip()[:LONGEST_REASON])

    async def become(self, tx: Transaction, log: Log, state: State, by: Settlement) -> None:
        """Let something become of a log, with all that follows.

        Raises:
            SettledAlready: it cannot become that any more.
        """
        after = settled(log, state)
        if not await log_store.settle(tx, log, after, by):
            raise SettledAlready
        if log.state is State.HELD:
            await self.held.settle(tx, log.id, by.user_id)
        goal = await store.get(tx, log.goal_id)
        if goal is not None:
            await self.own.settled(tx, goal.guild_id, log, by.user_id, by.at)
            await self.proofs.decided(tx, goal.guild_id, log.id)
            await self.progress.follow_logs(tx, goal)

    async def _decide(
        self, caller: Caller, log_id: int, state_of: Callable[[Log], State | None], reason: str
    ) -> tuple[Goal, Log]:
        self.settings.expect_moderator(caller)

        async def decide(tx: Transaction) -> Log:
            log = await log_store.get(tx, caller.guild, log_id)
            if log is None:
                raise LogGone
            state = state_of(log)
            if state is not None:
                given = reason if state is not State.COUNTED else ""
                await self.become(tx, log, state, Settlement(caller.user_id, self.clock.now(), given or None))
            else:
                await self.proofs.decided(tx, caller.guild, log_id)
            return log

        log = await self.database.write(decide)
        return self.book.get(caller.guild, log.goal_id), log

    async def _judge(  # noqa: PLR0913, PLR0917
        self, tx: Transaction, goal: Goal, log: Log, day: date, calendar: Calendar, before: int
    ) -> Verdict:
        """What becomes of a log at once. What is ordinary is only looked up where it matters."""
        user_id = log.user_id or 0
        server_cap = self.settings.of(goal.guild_id)[CAP]
        ordinary = None
        if 2 * (before + log.amount) > day_cap(goal.plan.song_length, server_cap):
            own = await standing_store.own_days(tx, goal, user_id, day, calendar)
            anybody = await standing_store.anybodys_days(tx, goal, day, calendar)
            ordinary = ordinary_day(own, anybody)
        return judge(log.amount, goal, before, ordinary, server_cap)

    def _remember_name(self, tx: Transaction, guild_id: int, user_id: int, name: str) -> None:
        """Keep what somebody is called, if they let us."""
        called = self.names.to_write(guild_id, user_id, name)
        if called is not None:
            standing_store.put_name(tx, guild_id, user_id, called.name, self.clock.now())
            tx.on_commit(partial(self.names.wrote, called))


def _check_day(goal: Goal, day: date, calendar: Calendar) -> None:
    """Make sure that a day may be logged for.

    Raises:
        GoalClosed, AfterDeadline, DayAhead, DayTooLongAgo: it may not.
    """
    if not goal.is_open():
        raise GoalClosed(name=goal.plan.name)
    deadline, last = goal.plan.deadline, last_day(goal, calendar.zone)
    if deadline is not None and last is not None and deadline <= calendar.now and day > last:
        raise AfterDeadline(name=goal.plan.name, last=last)
    check_day(day, calendar.today, goal.begun_at.astimezone(calendar.zone).date())
