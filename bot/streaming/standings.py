"""Who did how much, from the ledger of logs: totals, leaderboards, a community goal's curve. Pure.

Only what counts is counted; what waits, was declined, undone or voided is not there. What the store works out
in SQL is held against these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import accumulate
from zoneinfo import ZoneInfo

from bot.streaming.curve import Reading
from bot.streaming.logs import Log, State

ACTIVE_DAYS = 7
"""A member is active who logged something for one of the last so many days."""
_DAY = timedelta(days=1)


class Period(Enum):
    """Which days a leaderboard looks at."""

    DAY = "day"
    WEEK = "week"
    """Monday to Sunday (ISO 8601)."""
    ALL = "all"

    def holds(self, day: date, today: date) -> bool:
        """Whether a day is of the period that today is of."""
        if self is Period.DAY:
            return day == today
        return self is Period.ALL or day.isocalendar()[:2] == today.isocalendar()[:2]

    def days(self, today: date) -> tuple[date, date] | None:
        """The first and the last day of the period that today is of; None where it holds all."""
        if self is Period.DAY:
            return today, today
        monday = today - today.weekday() * _DAY
        return None if self is Period.ALL else (monday, monday + 6 * _DAY)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a leaderboard."""

    rank: int
    """Equal amounts share a rank, and the next one is counted on: 1, 2, 2, 4."""
    user_id: int
    amount: int


def total(logs: Iterable[Log]) -> int:
    """What all members have done."""
    return sum(log.amount for log in logs if log.state is State.COUNTED)


def leaderboard(
    logs: Iterable[Log],
    period: Period,
    today: date,
    zone: ZoneInfo,
    left_out: AbstractSet[int] = frozenset(),
) -> tuple[Place, ...]:
    """Everybody who did something in a period, most first; who is left out takes nobody's rank."""
    amounts: Counter[int] = Counter()
    for log in logs:
        if log.user_id is None or log.user_id in left_out or log.state is not State.COUNTED:
            continue
        if period.holds(log.day(zone), today):
            amounts[log.user_id] += log.amount
    ordered = sorted(amounts.items(), key=lambda one: (-one[1], one[0]))
    places: list[Place] = []
    for at, (user_id, amount) in enumerate(ordered, 1):
        tied = places and places[-1].amount == amount
        places.append(Place(places[-1].rank if tied else at, user_id, amount))
    return tuple(places)


def days_of(logs: Iterable[Log], user_id: int, zone: ZoneInfo) -> frozenset[date]:
    """The days a member did something, for streaks."""
    return frozenset(log.day(zone) for log in logs if log.user_id == user_id and log.state is State.COUNTED)


def active_members(logs: Iterable[Log], today: date, zone: ZoneInfo) -> int:
    """How many logged something lately."""
    since = today - (ACTIVE_DAYS - 1) * _DAY
    lately = {log.user_id for log in logs if log.state is State.COUNTED and log.day(zone) >= since}
    return len(lately - {None})


def by_day(logs: Iterable[Log], zone: ZoneInfo) -> Mapping[date, int]:
    """What all members have done for each day with any."""
    days: Counter[date] = Counter()
    for log in logs:
        if log.state is State.COUNTED:
            days[log.day(zone)] += log.amount
    return days


def community_readings(
    days: Mapping[date, int], start: int, begun_at: datetime, now: datetime, zone: ZoneInfo
) -> tuple[Reading, ...]:
    """A community goal's counter: where it stood as it began, at the end of each day, and now.

    `days` is what was done for each. A day ends at the server's midnight; what was logged for a
    day counts on it, whenever it was logged.
    """
    first, today = (at.astimezone(zone).date() for at in (begun_at, now))
    counted = [first + day * _DAY for day in range((today - first).days + 1)]
    earlier = sum(amount for day, amount in days.items() if day < first)
    totals = accumulate((days.get(day, 0) for day in counted), initial=start + earlier)
    ends = (begun_at, *(min(now, _end(day, zone)) for day in counted))
    return tuple(Reading(at, amount) for at, amount in zip(ends, totals, strict=True))


def _end(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + _DAY, time.min, zone).astimezone(UTC)
