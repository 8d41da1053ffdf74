"""A zone's days as a database can work them out: by the offsets the zone has had. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_FIRST_DAY = date(1970, 1, 1).toordinal()


class Offset(NamedTuple):
    """How far a zone's clock is ahead of UTC's."""

    until: datetime | None
    """To before this instant; None: from the one before on."""
    ahead: timedelta


@lru_cache(maxsize=4096)
def offsets(zone: ZoneInfo, first: date, last: date) -> tuple[Offset, ...]:
    """A zone's offsets from a date to another, both included and a day around them, in order.

    Between two noons of UTC at most one change is looked for: no zone has had two.
    """
    days = [datetime(first.year, first.month, first.day, 12, tzinfo=UTC) - 2 * _DAY]
    days += [days[0] + day * _DAY for day in range(1, (last - first).days + 4)]
    changes = list(_changes(zone, days))
    return (*changes, Offset(None, _ahead(zone, days[-1])))


def number(day: date) -> int:
    """A date as days since 1970 began."""
    return day.toordinal() - _FIRST_DAY


def numbered(days: int) -> date:
    """The date of so many days since 1970 began."""
    return date.fromordinal(days + _FIRST_DAY)


def _changes(zone: ZoneInfo, days: list[datetime]) -> Iterator[Offset]:
    for begin, end in pairwise(days):
        before = _ahead(zone, begin)
        if before == _ahead(zone, end):
            continue
        low, high = 0, int((end - begin).total_seconds())  # seconds: it changes after `low`, by `high`
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if _ahead(zone, begin + middle * _SECOND) != before else (middle, high)
        yield Offset(begin + high * _SECOND, before)


def _ahead(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
