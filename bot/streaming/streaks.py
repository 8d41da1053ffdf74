"""Days in a row, with rest. Pure: worked out from the days themselves, never counted on."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

REST_DAYS = 1
"""How many days out of any seven in a row may be left out."""
_WEEK = 7
LOOKED_BACK = (35, 140, 560)
"""How many days are looked at for a streak, more where it is as long, before all of them are."""


def streak(days: AbstractSet[date], today: date, rest_days: int = REST_DAYS) -> int:
    """How many days the streak has that lasts to today: the longest stretch that does.

    A stretch of days is a streak while no seven days in a row of it lack more than `rest_days`. Today lacks
    nothing before it is over. Rest days break nothing and are not counted. So a day that is logged later can
    only lengthen a streak.
    """
    current, last = 0, today.toordinal()
    done = {day.toordinal() for day in days}
    missing: list[int] = []  # days ago, the latest first
    for ago in range(last - min(done) + 1 if done else 0):
        if last - ago in done:
            current += 1
        elif ago:
            missing.append(ago)
            if len(missing) > rest_days and ago - missing[-rest_days - 1] < _WEEK:
                break
    return current


def streak_since(first: date, days: AbstractSet[date], today: date, rest_days: int = REST_DAYS) -> int | None:
    """The streak by the days from `first` on; None where it may have begun before that.

    It has not where one of these days is left out of it already, nor where a week without any came before.
    """
    found, done = streak(days, today, rest_days), [day for day in days if day <= today]
    if done and found == len(done) and (min(done) - first).days < _WEEK:
        return None
    return found
