"""Where labels stand along a chart: round totals, and times with which something begins. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum
from itertools import count, groupby

MOST_TOTALS = 7
"""More do not fit beside a picture for a phone."""


class Span(Enum):
    """What lies between two times; also how they are written."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


MOST_TIMES = {Span.HOURS: 5, Span.DAYS: 5, Span.MONTHS: 6, Span.YEARS: 7}
"""More do not fit below it."""
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_STEPS = (
    *((Span.HOURS, step, step * _HOUR) for step in (1, 2, 3, 6, 12)),
    *((Span.DAYS, step, step * _DAY - _HOUR) for step in (1, 2, 3, 7, 14)),  # clocks are set
    *((Span.MONTHS, step, step * 28 * _DAY) for step in (1, 2, 3, 6)),
    *((Span.YEARS, step, step * 365 * _DAY) for step in (1, 2, 5, 10, 20, 50, 100)),
)
"""What lies between, how many of it, and how short that can be."""


def totals(low: int, high: int) -> list[int]:
    """Round totals from `low` to `high`, evenly apart: 1, 2 or 5 times a power of ten."""
    step = _round_step(high - low)
    return list(range(-(-low // step) * step, high + 1, step))


def roundest(marks: Iterable[int], beside: int, apart: float) -> list[int]:
    """Of totals above 0 those that leave each other, and the one beside them, so much room; round ones first.

    Of equally round ones all are taken or none, so that a step stays a step; unless that would leave nothing.
    """
    ranks = [list(same) for _, same in groupby(sorted(marks, key=_roundness, reverse=True), _roundness)]
    return _chosen(ranks, beside, apart, whole=True) or _chosen(ranks, beside, apart, whole=False)


def _chosen(ranks: Sequence[Sequence[int]], beside: int, apart: float, *, whole: bool) -> list[int]:
    kept = [beside]
    for rank in ranks:
        before = len(kept)
        for mark in rank:
            if all(abs(mark - other) >= apart for other in kept):
                kept.append(mark)
            elif whole:
                del kept[before:]
                break
    return kept[1:]


def _roundness(total: int) -> int:
    """The largest round number, 1, 2 or 5 times a power of ten, that divides a total."""
    rest = str(total).rstrip("0")
    power: int = 10 ** (len(str(total)) - len(rest))
    return power * (5 if rest[-1] == "5" else 1 if int(rest[-1]) % 2 else 2)


def _round_step(span: int) -> int:
    steps: Iterator[int] = (factor * 10**power for power in count() for factor in (1, 2, 5))
    return next(step for step in steps if span <= step * (MOST_TOTALS - 1))


def times(begin: datetime, end: datetime, zone: tzinfo) -> tuple[Span, list[datetime]]:
    """Hours, days, months or years that begin between two instants, by the clocks of a zone.

    Days a week apart are Mondays.
    """
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    length = end - begin
    span, step, _ = next((one for one in _STEPS if length < one[2] * MOST_TIMES[one[0]]), _STEPS[-1])
    first, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    beginning = {
        datetime.combine(day, time(hour), zone).astimezone(UTC)
        for day in _days(span, step, first, last)
        for hour in range(0, 24, step if span is Span.HOURS else 24)
    }
    return span, sorted(at for at in beginning if begin <= at <= end)


def _days(span: Span, step: int, first: date, last: date) -> Iterator[date]:
    """The days on which something begins."""
    match span:
        case Span.HOURS:
            yield from map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        case Span.DAYS:
            ordinal = first.toordinal()
            begin = ordinal - (ordinal - 1) % step
            yield from map(date.fromordinal, range(begin, last.toordinal() + 1, step))
        case Span.MONTHS:
            month = first.year * 12 + first.month - 1
            for each in range(month - month % step, last.year * 12 + last.month, step):
                yield date(each // 12, each % 12 + 1, 1)
        case Span.YEARS:
            for year in range(max(1, first.year - first.year % step), last.year + 1, step):
                yield date(year, 1, 1)
