"""Days in a row, with rest. Pure: worked out from the days themselves, never counted on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

REST_DAYS = 1
"""How many days out of any seven in a row may be left out."""
_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Streak:
    """How many days something was done without a break. Rest days break nothing and are not counted."""

    current: int
    longest: int
    done_today: bool


def streak(days: AbstractSet[date], today: date, rest_days: int = REST_DAYS) -> Streak:
    """The streak that lasts to today, and the longest ever.

    A stretch of days is a streak while no seven days in a row of it lack more than `rest_days`. Today lacks
    nothing before it is over. So a day that is logged later can only lengthen a streak.
    """
    done = sorted(days)
    if not done:
        return Streak(0, 0, done_today=False)
    longest = current = 0  # current: of the longest stretch that ends with the day looked at
    missing: list[date] = []  # the latest missing days, one more than are allowed
    for ago in range((today - done[0]).days, -1, -1):
        day = today - ago * _DAY
        if day in days:
            current += 1
            longest = max(longest, current)
        elif day != today:
            missing = [*missing, day][-rest_days - 1 :]
            if len(missing) > rest_days and (day - missing[0]).days < _WEEK:
                current = bisect_right(done, day) - bisect_right(done, missing[0])
    return Streak(current, longest, done_today=today in days)
