"""The ledger of what members log: what counts, what waits for a moderator, what can be taken back. Pure.

A log is kept by its instant and how many days back it was for, so that its day follows the server's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from statistics import median
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.streaming.goals import Goal, Mode

DAYS_BACK = 7
DEFAULT_CAP = 480
"""Plays a day holds where no song's length says it: three minutes each, day and night."""
UNDO_WITHIN = timedelta(hours=24)
LONGEST_REASON = 300
"""Of a decision, in characters."""
_DAY = timedelta(days=1)

OWN_DAYS, ANY_DAYS = 5, 20
"""From so many days of a member, or else of all members, on it is known what is ordinary."""
UNUSUAL = 5
"""Times what is ordinary. Only what also fills half a day is held back: small numbers vary."""


class State(Enum):
    """What has become of a log."""

    COUNTED = "counted"
    HELD = "held"
    """It waits for a moderator."""
    DECLINED = "declined"
    UNDONE = "undone"
    """By who logged it."""
    VOIDED = "voided"
    """By a moderator, with a reason."""


MAY_BECOME: dict[State, frozenset[State]] = {
    State.COUNTED: frozenset({State.UNDONE, State.VOIDED}),
    State.HELD: frozenset({State.COUNTED, State.DECLINED, State.UNDONE}),
    State.DECLINED: frozenset(),
    State.UNDONE: frozenset(),
    State.VOIDED: frozenset(),
}


class Hold(Enum):
    """Why a log waits."""

    REVIEWED = "reviewed"
    """All logs of this goal do."""
    BEYOND_A_DAY = "beyond_a_day"
    """It is more than a day can hold."""
    UNUSUAL = "unusual"
    """It is far more than this member, or members here, use to log."""


class GoalClosed(UserError):
    message = gettext_noop("The goal “{name}” is closed, so nothing more can be logged for it.")


class DayAhead(UserError):
    message = gettext_noop("That day is still to come. Log it when it is there.")


class DayTooLongAgo(UserError):
    message = gettext_noop("That day is too long ago. You can log for {first} at the earliest.")


class BeforeTheGoal(UserError):
    message = gettext_noop("The goal began on {first}. You can log for that day and later ones.")


class MoreThanADay(UserError):
    message = gettext_noop("A day holds {cap} at most. What was for other days can be logged for those.")


class DayFull(UserError):
    message = gettext_noop(
        "A day holds {cap} at most, and you have logged {logged} for that one. You can add {left} more."
    )


class SettledAlready(UserError):
    message = gettext_noop("Somebody has settled that already.")


class NothingToUndo(UserError):
    message = gettext_noop("There is nothing of yours here that you could undo: it works for 24 hours.")


@dataclass(frozen=True, slots=True)
class Log:
    """What a member says they did."""

    id: int
    """The interaction's, so that none counts twice."""
    goal_id: int
    user_id: int | None
    """None once they had themselves forgotten: what they did stays in everybody's total."""
    amount: int
    logged_at: datetime
    days_back: int = 0
    """For which day: 0 is the one it was logged on."""
    state: State = State.COUNTED

    def day(self, zone: ZoneInfo) -> date:
        """The day it was for, on the server's calendar."""
        return self.logged_at.astimezone(zone).date() - self.days_back * _DAY


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a log at once."""

    hold: Hold | None
    """Why it waits; None where it counts."""
    day_total: int
    """What this member has logged for that day with it, what waits included."""

    @property
    def state(self) -> State:
        return State.COUNTED if self.hold is None else State.HELD


def day_cap(song_length: timedelta | None, server_cap: int = DEFAULT_CAP) -> int:
    """How many plays a day can hold: 24 hours of the song, or else what the server has set."""
    return server_cap if song_length is None else _DAY // song_length


def check_day(day: date, today: date, begun_on: date) -> int:
    """How many days back a day is that may be logged for: a week at most, and not before the goal.

    Raises:
        UserError: it may not.
    """
    if day > today:
        raise DayAhead
    first = today - DAYS_BACK * _DAY
    if day < begun_on and first <= begun_on:
        raise BeforeTheGoal(first=begun_on)
    if day < first:
        raise DayTooLongAgo(first=first)
    return (today - day).days


def last_day(goal: Goal, zone: ZoneInfo) -> date | None:
    """The last day that a goal's deadline leaves, on the server's calendar; None where it has no deadline."""
    deadline = goal.plan.deadline
    return (deadline - timedelta(milliseconds=1)).astimezone(zone).date() if deadline is not None else None


def days_to_log(goal: Goal, now: datetime, zone: ZoneInfo) -> list[date]:
    """The days a goal can be logged for now, the latest first."""
    if not goal.is_open():
        return []
    today, begun_on = now.astimezone(zone).date(), goal.begun_at.astimezone(zone).date()
    last = last_day(goal, zone) or today
    days = [today - back * _DAY for back in range(DAYS_BACK + 1)]
    return [day for day in days if begun_on <= day <= last]


def judge(
    amount: int, goal: Goal, before: int, ordinary: float | None, server_cap: int = DEFAULT_CAP
) -> Verdict:
    """Decide on what a member logs for a day of theirs.

    `before` is what they logged for that day already, what waits included; `ordinary` what a day brings.

    Raises:
        GoalClosed: it comes after the end.
        MoreThanADay, DayFull: the goal is capped, and the day does not hold it.
    """
    if not goal.is_open():
        raise GoalClosed(name=goal.plan.name)
    cap = day_cap(goal.plan.song_length, server_cap)
    total = before + amount
    if goal.plan.mode is Mode.CAPPED and total > cap:
        if not before:
            raise MoreThanADay(cap=cap)
        raise DayFull(cap=cap, logged=before, left=max(0, cap - before))
    return Verdict(_hold(total, goal.plan.mode, cap, ordinary), total)


def ordinary_day(own: Sequence[int], anybody: Sequence[int]) -> float | None:
    """What an ordinary day brings: the median of the member's own latest days, or else of anybody's.

    Both are totals of what counted, of days with any, without the day in question. None where too little is
    known.
    """
    if len(own) >= OWN_DAYS:
        return median(own)
    return median(anybody) if len(anybody) >= ANY_DAYS else None


def settled(log: Log, state: State) -> Log:
    """The log with what has become of it.

    Raises:
        SettledAlready: it cannot become that any more.
    """
    if state not in MAY_BECOME[log.state]:
        raise SettledAlready
    return replace(log, state=state)


def may_undo(log: Log, now: datetime) -> bool:
    """Whether who logged it can still take it back."""
    return State.UNDONE in MAY_BECOME[log.state] and now - log.logged_at < UNDO_WITHIN


def to_undo(logs: Iterable[Log], user_id: int, now: datetime) -> Log:
    """A member's latest log that can still be taken back.

    Raises:
        NothingToUndo: there is none, or it is more than a day old.
    """
    own = (log for log in logs if log.user_id == user_id and may_undo(log, now))
    latest = max(own, key=lambda log: (log.logged_at, log.id), default=None)
    if latest is None:
        raise NothingToUndo
    return latest


def _hold(total: int, mode: Mode, cap: int, ordinary: float | None) -> Hold | None:
    if mode is Mode.REVIEWED:
        return Hold.REVIEWED
    if total > cap:
        return Hold.BEYOND_A_DAY
    if ordinary is not None and total > UNUSUAL * ordinary and total > cap / 2:
        return Hold.UNUSUAL
    return None
