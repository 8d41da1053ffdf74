"""The official counter as a curve over time. Pure.

Between two readings it is taken to rise evenly: what is read off between them is interpolated, and says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the official counter showed at an instant, which is aware."""

    at: datetime
    total: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What was gained in a while."""

    amount: int
    interpolated: bool
    """Whether no reading stands at its beginning, so that the curve between two readings was asked."""


class Curve:
    """Readings in order of time; there is at least one.

    Of two readings at one instant the higher counts. Where a total falls, the platform has counted anew:
    the latest reading stands, and what was read before is lowered by as much, so that what was gained
    then stays gained and the fall itself gains nothing.
    """

    def __init__(self, readings: Iterable[Reading]) -> None:
        """Take readings in any order.

        Raises:
            ValueError: there is none.
        """
        highest: dict[datetime, int] = {}
        for reading in readings:
            at = reading.at.astimezone(UTC)  # two times of one zone are subtracted by its clock
            highest[at] = max(reading.total, highest.get(at, reading.total))
        if not highest:
            raise ValueError("a curve needs a reading")
        self.instants = sorted(highest)
        self.totals = [highest[at] for at in self.instants]
        lowered = 0
        for before in reversed(range(len(self.totals) - 1)):
            lowered += max(0, self.totals[before] - lowered - self.totals[before + 1])
            self.totals[before] -= lowered

    def __len__(self) -> int:
        return len(self.instants)

    @property
    def first(self) -> Reading:
        return Reading(self.instants[0], self.totals[0])

    @property
    def last(self) -> Reading:
        return Reading(self.instants[-1], self.totals[-1])

    @property
    def span(self) -> timedelta:
        """How long after the first reading the last one was."""
        return self.instants[-1] - self.instants[0]

    def total_at(self, at: datetime) -> float:
        """The total at an instant; outside the readings, the nearest one's."""
        after = bisect_left(self.instants, at)
        if after == 0:
            return float(self.totals[0])
        if after == len(self.instants):
            return float(self.totals[-1])
        early, late = self.instants[after - 1], self.instants[after]
        low, high = self.totals[after - 1], self.totals[after]
        return low + (high - low) * ((at - early) / (late - early))

    def gained_in(self, while_: timedelta) -> Gain | None:
        """What was gained up to the last reading; None where the readings do not reach back that far."""
        begin = self.instants[-1] - while_
        if begin < self.instants[0]:
            return None
        known = self.instants[bisect_left(self.instants, begin)] == begin
        return Gain(round(self.totals[-1] - self.total_at(begin)), interpolated=not known)

    def daily_gains(self, most: int) -> list[float]:
        """What each of the last days gained, the latest last.

        A day is the 24 hours before the last reading, and so on back: whole days only, whatever the
        clocks of any zone do, and a week is seven of them.
        """
        days = min(most, self.span // DAY)
        edges = [self.total_at(self.instants[-1] - day * DAY) for day in range(days, -1, -1)]
        return [late - early for early, late in pairwise(edges)]

    def reached_at(self, total: int) -> datetime | None:
        """When the curve first stood that high; None while it does not."""
        at = bisect_left(self.totals, total)
        if at == len(self.totals):
            return None
        if at == 0:
            return self.instants[0]
        early, late = self.instants[at - 1], self.instants[at]
        low, high = self.totals[at - 1], self.totals[at]
        return early + (late - early) * ((total - low) / (high - low))
