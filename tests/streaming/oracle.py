"""What the stores of logs work out in SQL, worked out from the logs themselves.

Only what counts is counted; what waits, was declined, undone or voided is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.streaming.logs import Log, State
from bot.streaming.standings import ACTIVE_DAYS, Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a leaderboard."""

    rank: int
    """Equal amounts share a rank, and the next one is counted on: 1, 2, 2, 4."""
    user_id: int
    amount: int


def holds(period: Period, day: date, today: date) -> bool:
    """Whether a day is of the period that today is of."""
    if period is Period.DAY:
        return day == today
    return period is Period.ALL or day.isocalendar()[:2] == today.isocalendar()[:2]


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
        if holds(period, log.day(zone), today):
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


def logged_for(logs: Iterable[Log], user_id: int, day: date, zone: ZoneInfo) -> int:
    """What a member has logged for a day, what waits included."""
    return sum(
        log.amount
        for log in logs
        if log.user_id == user_id and log.state in {State.COUNTED, State.HELD} and log.day(zone) == day
    )
