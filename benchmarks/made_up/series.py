"""Made-up official counters whose future is known: five families of daily streams, and readings of them.

What the families are made of, chosen to look like songs and not like the method:

- *decay*: a release, read from its first days on: a power law of age down to a plateau
- *weekly*: an older song with a strong week, 15 to 40 % more or less on Friday to Sunday
- *comeback*: an older song that a comeback lifts by 0.4 to 3 times its rate, for one to four weeks, somewhere
  between 40 days before the forecast and 30 days after it: half of them, or so, nobody could foresee
- *irregular*: any other shape, read every 1.5 to 6 days in the mean, with gaps of weeks and days read thrice
- *plateau*: an older song on its way, slowly up or down

All have a week of some size, correlated multiplicative noise, a level that wanders, and steps that fade (a
playlist, a video). Seven in ten counters move once a day, hours late, and leave a day out now and then; the
others move all the time. Daily readings come hours early or late, and up to a quarter of them is missing; one
counter in ten is read off rounded.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from bot.streaming.curve import Reading

FAMILIES = ("decay", "weekly", "comeback", "irregular", "plateau")
FUTURE = 400
"""Days of each series that lie after its last reading."""
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_DIGITS = 5  # significant ones of a rounded total


@dataclass(frozen=True, slots=True)
class Series:
    """A counter with the readings made of it."""

    family: str
    readings: tuple[Reading, ...]
    now: datetime
    """When the forecast is made: up to a day after the last reading."""
    shown: Callable[[datetime], int]
    """What the counter shows at an instant, past or future."""


def series(family: str, seed: int, roughness: float = 1) -> Series:
    """One series of a family; noise, wander and steps are so many times as large as they use to be."""
    rng = Random(f"{family}:{seed}")
    past = round(math.exp(rng.uniform(math.log(20 if family == "irregular" else 6), math.log(200))))
    rates = _rates(family, past, rng, roughness)
    shown = _counter(rates, rng)
    readings = _readings(shown, past, rng, irregular=family == "irregular")
    return Series(family, readings, readings[-1].at + timedelta(days=rng.random()), shown)


def _rates(family: str, past: int, rng: Random, roughness: float) -> list[float]:
    """Streams of each day."""
    days = past + FUTURE
    if family == "irregular":
        shape = _shape(rng.choice(("decay", "weekly", "comeback", "plateau")), past, days, rng)
    else:
        shape = _shape(family, past, days, rng)
    week = _week(rng, strong=family == "weekly")
    scale = 10 ** rng.uniform(3.3, 6.7)
    noise, memory, wander = rng.uniform(0.02, 0.10), rng.uniform(0, 0.6), rng.uniform(0.002, 0.02)
    wobble, level, lift, fading = 0.0, 0.0, 0.0, 1.0
    rates = []
    for day in range(days):
        wobble = memory * wobble + roughness * rng.gauss(0, noise)
        level += roughness * rng.gauss(0, wander)
        lift *= fading
        if rng.random() < 1 / 120:
            lift, fading = lift + roughness * rng.gauss(0, 0.25), 0.5 ** (1 / rng.uniform(10, 60))
        rates.append(scale * shape[day] * week[day % 7] * math.exp(wobble + level + lift))
    return rates


def _shape(kind: str, past: int, days: int, rng: Random) -> list[float]:
    """How the rate would run without week and noise, about 1."""
    if kind == "decay":
        age, pace = rng.uniform(0, 10), rng.uniform(2, 15)
        power, floor = rng.uniform(0.6, 1.4), rng.uniform(0.05, 0.3)
        return [floor + (1 - floor) * (1 + (age + day) / pace) ** -power for day in range(days)]
    drift = rng.gauss(0, 0.001)
    level = [math.exp(drift * day) for day in range(days)]
    if kind == "comeback":
        begins, size, lasts = past + rng.uniform(-40, 30), rng.uniform(0.4, 3), rng.uniform(7, 28)
        rise = rng.uniform(1, 3)
        for day in range(days):
            since = day - begins
            if since > -rise:
                level[day] *= 1 + size * (1 + since / rise if since < 0 else math.exp(-since / lasts))
    return level


def _week(rng: Random, *, strong: bool) -> list[float]:
    """Factors of the seven days."""
    weekend = rng.choice((-1, 1)) * rng.uniform(0.15, 0.4) if strong else rng.uniform(-0.12, 0.12)
    single = 0.04 if strong else 0.02
    return [1 + rng.gauss(0, single) + weekend * share for share in (0, 0, 0, 0, 0.5, 1, 1)]


def _counter(rates: list[float], rng: Random) -> Callable[[datetime], int]:
    """What a platform shows of them."""
    totals = [10 ** rng.uniform(2, 8)]
    for rate in rates:
        totals.append(totals[-1] + rate)
    if rng.random() < 0.3:

        def live(at: datetime) -> int:
            days = min(max(0.0, (at - _BEGIN) / timedelta(days=1)), len(rates) - 0.001)
            return int(totals[int(days)] + rates[int(days)] * (days % 1))

        return live
    late = rng.uniform(6, 30)
    moves = [(24 * (day + 1) + late + rng.uniform(-2, 2), day + 1) for day in range(len(rates))]
    moves = [move for move in moves if rng.random() > 0.03]
    hours = [hour for hour, _ in moves]

    def daily(at: datetime) -> int:
        before = bisect_right(hours, (at - _BEGIN) / timedelta(hours=1))
        return int(totals[moves[before - 1][1] if before else 0])

    return daily


def _readings(
    shown: Callable[[datetime], int], past: int, rng: Random, *, irregular: bool
) -> tuple[Reading, ...]:
    """What somebody wrote down in the first `past` days."""
    times: list[float] = []
    if irregular:
        mean, day = rng.uniform(1.5, 6), rng.uniform(0, 2)
        while day < past:
            times += [day + hour / 24 for hour in ((0, 3, 8) if rng.random() < 0.1 else (0,))]
            day += rng.uniform(14, 40) if rng.random() < 0.02 else 0.2 + rng.expovariate(1 / mean)
    else:
        habit, stray, missed = rng.uniform(0, 1), rng.uniform(0, 0.25), rng.uniform(0, 0.25)
        times = [day + habit + rng.uniform(-stray, stray) for day in range(past) if rng.random() >= missed]
    times = sorted({max(0.0, time) for time in times}) or [0.0]
    rounded = rng.random() < 0.1
    readings = []
    for time in times:
        at = _BEGIN + timedelta(days=time)
        total = shown(at)
        if rounded:
            unit = 10 ** max(0, len(str(total)) - _DIGITS)
            total -= total % unit
        readings.append(Reading(at, total))
    return tuple(readings)
