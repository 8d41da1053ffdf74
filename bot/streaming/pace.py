"""How a goal stands: gained, needed, when it is likely reached, and what would change that. Pure.

Official readings alone are asked, those that hold: corrected and withdrawn ones are left out before. All
rates are per 24 hours, so neither a zone nor its changes of clocks have a say. Nothing is made up beyond the
last reading: totals are what was read last, with its age, and what is needed is needed from there on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import accumulate
from math import ceil

from bot.streaming.curve import DAY, Curve, Gain, Reading
from bot.streaming.forecast import LEAST_DAYS, LEAST_READINGS, LONGEST_DAYS, Forecast, forecast

EVEN, SURE = 0.5, 0.9
"""Chances: from the first on a goal is on course, from the second on ahead."""
_SHARES = (0.1, EVEN, 0.9)  # the range between the outer two holds in four of five cases
_POINTS = 48  # of the band; more is not seen on a phone
_SHORTEST_BAND = DAY
_OPEN_BAND = 30 * DAY  # where neither a deadline nor the forecast says how far to look


class Status(Enum):
    """What to say of a goal first."""

    REACHED = "reached"
    OVER = "over"
    """The deadline has passed, and no reading says that it was reached."""
    TOO_FEW = "too_few"
    """Not enough readings for a forecast."""
    OPEN = "open"
    """Under way, without a deadline to be held against."""
    AHEAD = "ahead"
    ON_COURSE = "on_course"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be reached."""

    start: int
    target: int
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What a forecast waits for."""

    readings: int
    """How many more, at least one."""
    not_before: datetime | None
    """The last of them no earlier, so that they lie far enough apart; None before the first."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When the target is reached: before `earliest` in one of ten cases, after `latest` in another.

    None is beyond what is foreseen, ten years or never.
    """

    earliest: datetime | None
    likely: datetime | None
    latest: datetime | None


@dataclass(frozen=True, slots=True)
class Lift:
    """What has to come on top, from now to the deadline, for a better chance."""

    chance: float
    """The one it leads to: `EVEN` for a goal that is behind, else `SURE`."""
    per_day: int
    per_member: int | None
    """Of that, for each active member; None where there are none."""


@dataclass(frozen=True, slots=True)
class BandPoint:
    """The forecast total at an instant; with its fractions, which small goals are made of."""

    at: datetime
    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How a goal stands."""

    status: Status
    last: Reading | None
    age: timedelta | None
    """Of the last reading."""
    progress: float
    """The share of the way from start to target, at least 0; more than 1 beyond the target."""
    remaining: int
    gained_in_day: Gain | None
    """In the 24 hours up to the last reading; None where readings do not reach back that far."""
    gained_in_week: Gain | None
    needed_per_day: float | None
    """From the last reading to the deadline; None without one, after it and when reached."""
    per_day: float | None
    """At present, recent days weighing more, weekdays evened out; None while there are too few readings."""
    arrival: Arrival | None
    reached_at: datetime | None
    """When it was, between two readings as if they rose evenly."""
    chance: float | None
    """That the target is reached by the deadline; 0 or 1 once that is settled."""
    margin: timedelta | None
    """How long before the deadline it is likely reached; negative: behind by so much."""
    lift: Lift | None
    missing: Missing | None
    band: tuple[BandPoint, ...]
    """The forecast, from the last reading on, closer in time at first; empty where there is none."""


def pace(readings: Iterable[Reading], aim: Aim, now: datetime, active_members: int = 0) -> Pace:
    """How a goal stands at an instant; readings of later ones are not looked at."""
    known = [reading for reading in readings if reading.at <= now]
    if not known:
        over = aim.deadline is not None and aim.deadline <= now
        return _without_readings(aim, Status.OVER if over else Status.TOO_FEW)
    curve = Curve(known)
    view = _View(aim, now, curve, forecast(curve))
    arrival, chance = _arrival(view), _chance(view)
    return Pace(
        status=_status(view, chance),
        last=view.last,
        age=now - view.last.at,
        progress=_progress(aim, view.last.total),
        remaining=view.remaining,
        gained_in_day=curve.gained_in(DAY),
        gained_in_week=curve.gained_in(7 * DAY),
        needed_per_day=_needed_per_day(view),
        per_day=view.foreseen.per_day if view.foreseen else None,
        arrival=arrival,
        reached_at=view.reached_at,
        chance=chance,
        margin=_margin(aim, view.reached_at or (arrival.likely if arrival else None)),
        lift=_lift(view, chance, active_members),
        missing=None if view.foreseen else _missing(curve),
        band=_band(view, arrival),
    )


@dataclass(frozen=True, slots=True)
class _View:
    """What all that is worked out looks at."""

    aim: Aim
    now: datetime
    curve: Curve
    foreseen: Forecast | None

    @property
    def last(self) -> Reading:
        return self.curve.last

    @property
    def remaining(self) -> int:
        return max(0, self.aim.target - self.last.total)

    @property
    def reached_at(self) -> datetime | None:
        return None if self.remaining else self.curve.reached_at(self.aim.target)

    @property
    def coming_deadline(self) -> datetime | None:
        """The deadline, while it lies ahead."""
        deadline = self.aim.deadline
        return deadline if deadline is not None and deadline > self.now else None


def _without_readings(aim: Aim, status: Status) -> Pace:
    return Pace(
        status=status,
        last=None,
        age=None,
        progress=0.0,
        remaining=max(0, aim.target - aim.start),
        gained_in_day=None,
        gained_in_week=None,
        needed_per_day=None,
        per_day=None,
        arrival=None,
        reached_at=None,
        chance=None,
        margin=None,
        lift=None,
        missing=Missing(LEAST_READINGS, None),
        band=(),
    )


def _status(view: _View, chance: float | None) -> Status:
    if not view.remaining:
        return Status.REACHED
    if view.aim.deadline is not None and view.coming_deadline is None:
        return Status.OVER
    if view.foreseen is None:
        return Status.TOO_FEW
    if chance is None:
        return Status.OPEN
    if chance < EVEN:
        return Status.BEHIND
    return Status.AHEAD if chance >= SURE else Status.ON_COURSE


def _progress(aim: Aim, total: int) -> float:
    way = aim.target - aim.start
    return max(0.0, (total - aim.start) / way) if way > 0 else 1.0


def _needed_per_day(view: _View) -> float | None:
    if view.coming_deadline is None or not view.remaining:
        return None
    return view.remaining / _days(view.last.at, view.coming_deadline)


def _chance(view: _View) -> float | None:
    deadline, reached_at = view.aim.deadline, view.reached_at
    if deadline is None:
        return None
    if reached_at is not None or deadline <= view.last.at:
        return 1.0 if reached_at is not None and reached_at <= deadline else 0.0
    if view.foreseen is None:
        return None
    return view.foreseen.chance(view.remaining, _days(view.last.at, deadline))


def _arrival(view: _View) -> Arrival | None:
    if view.foreseen is None or not view.remaining:
        return None
    days = [view.foreseen.days_to(view.remaining, share) for share in _SHARES]
    return Arrival(*(None if day is None else view.last.at + day * DAY for day in days))


def _margin(aim: Aim, at: datetime | None) -> timedelta | None:
    return None if aim.deadline is None or at is None else aim.deadline - at


def _lift(view: _View, chance: float | None, active_members: int) -> Lift | None:
    deadline, foreseen = view.coming_deadline, view.foreseen
    if deadline is None or foreseen is None or chance is None or chance >= SURE:
        return None
    wanted = EVEN if chance < EVEN else SURE
    comes_anyway = foreseen.gain(_days(view.last.at, deadline), 1 - wanted)
    per_day = max(1, ceil((view.remaining - comes_anyway) / _days(view.now, deadline)))
    return Lift(wanted, per_day, ceil(per_day / active_members) if active_members > 0 else None)


def _missing(curve: Curve) -> Missing:
    return Missing(max(1, LEAST_READINGS - len(curve)), curve.first.at + LEAST_DAYS * DAY)


def _band(view: _View, arrival: Arrival | None) -> tuple[BandPoint, ...]:
    if view.foreseen is None:
        return ()
    ends = [end for end in (view.aim.deadline, arrival and (arrival.latest or arrival.likely)) if end]
    until = max(max(ends, default=view.now + _OPEN_BAND), view.now + _SHORTEST_BAND)
    days = min(float(LONGEST_DAYS), _days(view.last.at, until))
    # the near days bend most, and a chart may show no others
    ages = [days * (point / (_POINTS - 1)) ** 2 for point in range(_POINTS)]
    # read off between two days it may seem to fall by the last digit of a fraction
    edges = (accumulate(view.foreseen.gains(ages, share), max) for share in _SHARES)
    return tuple(
        BandPoint(view.last.at + age * DAY, *(view.last.total + gain for gain in one))
        for age, *one in zip(ages, *edges, strict=True)
    )


def _days(begin: datetime, end: datetime) -> float:
    return (end - begin) / DAY
