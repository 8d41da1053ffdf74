"""Which part of the world a goal's chart shows, and where things stand in it. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from operator import itemgetter

from bot.streaming.chart import Place
from bot.streaming.charted import ChartedGoal
from bot.streaming.curve import DAY, Curve, Reading
from bot.streaming.pace import BandPoint, Pace, Status

COLUMNS = 160
"""Of readings that fall into one column of the plot, the first and the last are drawn."""

_HEADROOM, _MARGIN = 0.13, 0.04  # of the height above, of the width behind all that is shown
_PAST_TO_FUTURE, _LEAST_PAST = 5, 14 * DAY  # so that years of past leave room for what lies ahead
_LATE = 0.4  # so far behind the deadline an arrival is still shown, to the whole way there
_FAR, _FARTHEST, _OPEN = 4, 20, 2  # without a deadline, how far ahead is looked, to what lies behind
_LEAST_AHEAD = 7 * DAY


@dataclass(frozen=True, slots=True)
class Frame:
    """From when to when, from how much to how much."""

    begin: datetime
    end: datetime
    low: float
    high: float

    def x(self, at: datetime) -> float:
        return (at - self.begin) / (self.end - self.begin)

    def y(self, total: float) -> float:
        return (total - self.low) / (self.high - self.low)

    def place(self, reading: Reading) -> Place:
        return self.x(reading.at), self.y(reading.total)


def frame(goal: ChartedGoal, pace: Pace, curve: Curve | None) -> Frame:
    """Choose what is shown: all that was read, target, deadline and arrival, as far as that can be read."""
    return _Choice(goal, pace, curve).frame()


def foreseen(pace: Pace) -> tuple[BandPoint, ...]:
    """The forecast as far as a chart shows it: not once the target is reached."""
    return () if pace.status is Status.REACHED else pace.band


def thinned(instants: Sequence[datetime], totals: Sequence[int], shown: Frame) -> list[Place]:
    """What was read, and of it no more than a phone shows.

    The first and the last of a column are what M4 (Jugel and others, 2014) keeps of a curve that never falls:
    at this resolution no line looks different, and no extreme is lost.
    """
    width = (shown.end - shown.begin) / COLUMNS
    columns = [None, *((at - shown.begin) // width for at in instants), None]
    return [
        (shown.x(instants[number]), shown.y(totals[number]))
        for number, (before, own, after) in enumerate(zip(columns, columns[1:], columns[2:], strict=False))
        if before != own or own != after
    ]


def within(places: Sequence[Place]) -> tuple[Place, ...]:
    """The part of a curve that lies in the plot; one that never falls."""
    return tuple(_cut(_cut(places, 0), 1))


def between(low: Sequence[Place], high: Sequence[Place]) -> tuple[Place, ...]:
    """The part of the area between two curves that lies in the plot; both begin in one place."""
    above, below = _cut(_cut(high, 0), 1), _cut(_cut(low, 0), 1)
    if len(above) < 2 or len(below) < 2:
        return ()
    end = max(above[-1][0], below[-1][0])
    corner = [(end, above[-1][1])] if above[-1][0] < end else []
    return (*above, *corner, *reversed(below))


def reached(places: Sequence[Place], height: float) -> float | None:
    """Where a curve that never falls first stands so high; None where it does not."""
    at = bisect_left(places, height, key=itemgetter(1))
    if at == len(places):
        return None
    return places[0][0] if at == 0 else _at(places[at - 1], places[at], 1, height)[0]


def _cut(places: Sequence[Place], axis: int) -> list[Place]:
    """What lies from 0 to 1 on an axis on which the places never fall."""
    made: list[Place] = []
    for early, late in pairwise(places):
        if late[axis] < 0 or early[axis] > 1:
            continue
        begin = _at(early, late, axis, 0.0) if early[axis] < 0 else early
        known = (made and made[-1] == begin) or (early[axis] < 0 and begin == late)
        made += [] if known else [begin]
        made.append(_at(early, late, axis, 1.0) if late[axis] > 1 else late)
    return made if len(places) > 1 else [place for place in places if 0 <= place[axis] <= 1]


def _at(early: Place, late: Place, axis: int, value: float) -> Place:
    share = (value - early[axis]) / (late[axis] - early[axis])
    other = early[1 - axis] + (late[1 - axis] - early[1 - axis]) * share
    return (value, other) if axis == 0 else (other, value)


@dataclass(frozen=True, slots=True)
class _Choice:
    goal: ChartedGoal
    pace: Pace
    curve: Curve | None

    @property
    def band(self) -> tuple[BandPoint, ...]:
        return foreseen(self.pace)

    @property
    def begun_at(self) -> datetime:
        """The earliest of all there is to show."""
        known = [self.goal.begun_at, self.goal.aim.deadline or self.goal.begun_at]
        known += [] if self.curve is None else [self.curve.first.at]
        return min(known).astimezone(UTC)

    @property
    def last_at(self) -> datetime:
        return self.begun_at if self.curve is None else self.curve.last.at

    @property
    def total(self) -> int:
        return self.goal.aim.start if self.curve is None else self.curve.last.total

    def frame(self) -> Frame:
        end = self._end()
        begin = self._begin(end)
        end += (end - begin) * _MARGIN
        low = self._lowest(begin)
        high = max(self._highest(end), low + 1)
        return Frame(begin, end, low, high + (high - low) * _HEADROOM)

    def _end(self) -> datetime:
        deadline, arrival = self.goal.aim.deadline, self.pace.arrival
        likely = arrival.likely if arrival else None
        ends = [self.last_at, self.begun_at + (DAY if self.curve else _LEAST_PAST)]
        if deadline is not None:
            ends.append(deadline.astimezone(UTC))
        if deadline is None or self.pace.status is Status.OVER:
            ends += [self._open_end()] if self.band else []
        else:
            way = max(deadline - self.begun_at, _LEAST_AHEAD)
            ends += [likely.astimezone(UTC)] if likely and likely <= deadline + way * _LATE else []
        return max(ends)

    def _open_end(self) -> datetime:
        """Where no deadline says how far to look: to the arrival, if it does not make the past a dot."""
        past = max(self.last_at - self.begun_at, _LEAST_AHEAD)
        arrival, end = self.pace.arrival, self.band[-1].at
        if arrival and arrival.latest and arrival.latest <= self.last_at + past * _FAR:
            end = arrival.latest
        elif arrival and arrival.likely and arrival.likely <= self.last_at + past * _FARTHEST:
            end = arrival.likely
        else:
            end = min(end, self.last_at + past * _OPEN)
        return end.astimezone(UTC)

    def _begin(self, end: datetime) -> datetime:
        if not self.band:
            return self.begun_at
        kept = max((end - self.last_at) * _PAST_TO_FUTURE, _LEAST_PAST)
        begin = max(self.begun_at, self.last_at - kept)
        return min(begin, (self.goal.aim.deadline or begin).astimezone(UTC))

    def _lowest(self, begin: datetime) -> float:
        first = self.goal.aim.start if self.curve is None else self.curve.total_at(begin)
        return min(first, self.goal.aim.start) if begin == self.begun_at else first

    def _highest(self, end: datetime) -> float:
        """The target, or only as high as the forecast leads where no deadline and no arrival show it."""
        target, band, arrival = self.goal.aim.target, self.band, self.pace.arrival
        likely = arrival.likely if arrival else None
        if not band or self.goal.aim.deadline or (likely and likely <= end):
            return max(target, self.total)
        high = next((point.high for point in band if point.at >= end), band[-1].high)
        return max(min(high, target), self.total)
