"""Where a counter leads, as a range. Pure; the method, its sources and its limits stand in docs/streaming.md.

In short: a weighted mean of the recent days; a fall, never a rise, carried on and fading; a week's pattern
once three weeks are known; and around it a range as wide as this method was wrong on the counter's own past.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log, sqrt
from statistics import NormalDist, fmean

from bot.streaming.curve import Curve

LEAST_READINGS, LEAST_DAYS = 3, 2
"""From so many readings, so many days apart, on there is a forecast."""
LONGEST_DAYS = 3650
"""Nothing is said of later days."""

_REMEMBERED = 112  # days that are looked at
_HALF_LIFE = 3.5  # days after which a day weighs half as much in the level
_LEVEL_DAYS = 28
_SLOPE_DAYS = 14  # the fall is seen between the last so many days and as many before
_STEEPEST = -0.25  # a day, of the rate's logarithm
_DOUBT = 10  # how many times its squared standard error a fall must exceed to count at all
_USUAL_NOISE, _USUAL_NOISE_DAYS = 0.02, 4  # of a day's gain, as its squared relative deviation
_DAMPING = 0.9
_WEEK = 7
_PATTERN_FROM, _PATTERN_DAYS = 21, 56
_LEAST_FACTOR = 0.1

_AHEAD = 7  # days that the trials on the counter's own past look ahead
_TRIALS = 60
_TRIAL_HALF_LIFE = 20.0
_TRIALS_WORTH = 14.0  # what is usual counts as much as so many trials
_ABSOLUTE_TO_SPREAD = 1.2533  # a normal distribution's deviation to its mean absolute one
_LEAST_SPREAD, _MOST_SPREAD = 0.01, 1.0
_YOUTH = 3.0
_USUAL_DAYS = (1.0, 2.0, 4.0, 7.0, 14.0, 28.0, 60.0)
_USUAL_SPREAD = (0.33, 0.22, 0.155, 0.13, 0.14, 0.185, 0.23)
"""How far off the method was, so many days ahead, on made-up series of other seeds than the bench's."""

_DAILY = 63  # days that are laid out one by one, whole weeks
_STRIDE = 1.06  # and then each so many times as far
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a counter gains after its last reading. Days are counted from that reading.

    A gain is the expected one times (1 + z·spread/2)², with a standard normal z.
    """

    per_day: float
    """The present rate, without the week's pattern."""
    days: tuple[float, ...]
    """The days that are laid out, from 0 on."""
    expected: tuple[float, ...]
    """What is gained by then, in the middle."""
    spread: tuple[float, ...]
    """How far off that can be, as the deviation of a relative error."""

    def gains(self, days: Iterable[float], share: float) -> list[float]:
        """What is gained by each of some days, with so much probability (0 to 1, exclusive) of less."""
        quantiles = self._quantiles(share)
        return [_between(self.days, quantiles, day) for day in days]

    def gain(self, days: float, share: float) -> float:
        """What is gained by one day, likewise."""
        return self.gains([days], share)[0]

    def chance(self, gain: float, days: float) -> float:
        """The probability that so much is gained by a day."""
        if gain <= 0:
            return 1.0
        until = bisect_left(self.days, days)
        expected = [*self.expected[:until], _between(self.days, self.expected, days)]
        spread = [*self.spread[:until], _between(self.days, self.spread, days)]
        # a counter never falls: what was likely by an earlier day is as likely by a later one
        most = max(
            (
                2 * (1 - sqrt(gain / middle)) / width
                for middle, width in zip(expected, spread, strict=True)
                if middle > 0
            ),
            default=None,
        )
        return 0.0 if most is None else _NORMAL.cdf(most)

    def days_to(self, gain: float, share: float) -> float | None:
        """By when so much is gained, with so much probability; None if not within `LONGEST_DAYS`."""
        if gain <= 0:
            return 0.0
        gains = self._quantiles(1 - share)
        at = bisect_left(gains, gain)
        if at == len(gains):
            return None
        low, high = gains[at - 1], gains[at]
        return self.days[at - 1] + (self.days[at] - self.days[at - 1]) * ((gain - low) / (high - low))

    def _quantiles(self, share: float) -> list[float]:
        """What is gained by each day that is laid out; never less than by an earlier one."""
        z = _NORMAL.inv_cdf(share)
        gains = (
            middle * max(0.0, 1 + z * width / 2) ** 2
            for middle, width in zip(self.expected, self.spread, strict=True)
        )
        return list(accumulate(gains, max))


def forecast(curve: Curve) -> Forecast | None:
    """Forecast a curve; None where it has too few readings, or they lie too close."""
    if len(curve) < LEAST_READINGS or curve.span.days < LEAST_DAYS:
        return None
    gains = curve.daily_gains(_REMEMBERED)
    week = _week(gains)
    plain = [gain / week[day % _WEEK] for day, gain in enumerate(gains)]
    level, slope = _level(plain, len(plain))
    rates = [level * exp(slope * faded) for faded in _FADED]
    daily = [rate * week[(len(gains) + day) % _WEEK] for day, rate in enumerate(rates[:_DAILY])]
    expected = list(accumulate(daily, initial=0.0))
    expected += [expected[-1] + rates[-1] * (day - _DAILY) for day in _DAYS[_DAILY + 1 :]]
    own = _own_spread(plain) * sqrt(1 + _YOUTH / len(plain))
    spread = tuple(min(_MOST_SPREAD, own * usual) for usual in _USUAL)
    return Forecast(level, _DAYS, tuple(expected), spread)


def _week(gains: Sequence[float]) -> list[float]:
    """The factors of the days of the week, in the order of `gains`; 1 on average, all 1 while it is young.

    Ratios to the mean of the week around each day, drawn towards 1 as far as days of one name differ among
    themselves (James and Stein).
    """
    even = [1.0] * _WEEK
    if len(gains) < _PATTERN_FROM:
        return even
    by_name: list[list[float]] = [[] for _ in range(_WEEK)]
    for day in range(max(3, len(gains) - _PATTERN_DAYS), len(gains) - 3):
        around = fmean(gains[day - 3 : day + 4])
        if around > 0:
            by_name[day % _WEEK].append(gains[day] / around)
    if min(map(len, by_name)) < 2:
        return even
    means = [fmean(ratios) for ratios in by_name]
    middle = fmean(means)
    among = sum((mean - middle) ** 2 for mean in means) / (_WEEK - 1)
    if among <= 0:
        return even
    each = sum(map(len, by_name)) / _WEEK
    within = sum((one - mean) ** 2 for ratios, mean in zip(by_name, means, strict=True) for one in ratios)
    within /= (each - 1) * _WEEK
    kept = max(0.0, 1 - within / each / among)
    factors = [max(_LEAST_FACTOR, 1 + kept * (mean - middle)) for mean in means]
    return [factor / fmean(factors) for factor in factors]


def _level(gains: Sequence[float], until: int) -> tuple[float, float]:
    """The rate at the end of the first `until` days, and its logarithm's fall a day (0 or less)."""
    slope = _slope(gains, until)
    back, fallen = exp(-slope), exp(-slope / 2)
    total = weight = 0.0
    for weighs, gain in zip(_WEIGHTS, reversed(gains[max(0, until - _LEVEL_DAYS) : until]), strict=False):
        total += weighs * gain
        weight += weighs * fallen
        fallen *= back
    return total / weight, slope


def _slope(gains: Sequence[float], until: int) -> float:
    """How the rate falls, where that stands out from the days' own noise."""
    days = min(_SLOPE_DAYS, until // 2)
    late, early = sum(gains[until - days : until]), sum(gains[until - 2 * days : until - days])
    if days < 2 or not 0 < late < early:
        return 0.0
    slope = log(late / early) / days
    rate, step = (late + early) / (2 * days) * exp(-slope * (days - 0.5)), exp(slope)
    noise = _USUAL_NOISE * _USUAL_NOISE_DAYS
    for gain in gains[until - 2 * days : until]:
        noise += (gain / rate - 1) ** 2
        rate *= step
    noise /= 2 * days - 2 + _USUAL_NOISE_DAYS
    return max(_STEEPEST, slope * max(0.0, 1 - _DOUBT * noise / days**3 / slope**2))


def _own_spread(gains: Sequence[float]) -> float:
    """How far off the method was on this counter's last weeks, to what is usual; 1 where nothing is known."""
    totals = list(accumulate(gains, initial=0.0))
    off = weights = 0.0
    for origin in range(max(2, len(gains) - _AHEAD - _TRIALS), len(gains) - _AHEAD + 1):
        level, slope = _level(gains, origin)
        if level > 0:
            foreseen = level * (sum(exp(slope * faded) for faded in _FADED[:_AHEAD]) if slope else _AHEAD)
            weighs = 0.5 ** ((len(gains) - _AHEAD - origin) / _TRIAL_HALF_LIFE)
            off += weighs * abs(2 * (sqrt((totals[origin + _AHEAD] - totals[origin]) / foreseen) - 1))
            weights += weighs
    if not weights:
        return 1.0
    own = max(_LEAST_SPREAD, _ABSOLUTE_TO_SPREAD * off / weights)
    return exp(weights * log(own / _usual(_AHEAD)) / (weights + _TRIALS_WORTH))


def _usual(days: float) -> float:
    """The usual spread so many days ahead: even in the logarithm of days, on beyond the last known one."""
    known = [log(day) for day in _USUAL_DAYS]
    at = min(max(1, bisect_left(known, log(max(1.0, days)))), len(known) - 1)
    share = (log(max(1.0, days)) - known[at - 1]) / (known[at] - known[at - 1])
    return _USUAL_SPREAD[at - 1] + (_USUAL_SPREAD[at] - _USUAL_SPREAD[at - 1]) * share


def _between(days: Sequence[float], values: Sequence[float], day: float) -> float:
    """A value at a day, even between those laid out; the last one's beyond them."""
    at = bisect_left(days, day)
    if at == 0:
        return values[0]
    if at == len(days):
        return values[-1]
    return values[at - 1] + (values[at] - values[at - 1]) * ((day - days[at - 1]) / (days[at] - days[at - 1]))


def _laid_out() -> tuple[float, ...]:
    days = [float(day) for day in range(_DAILY + 1)]
    while days[-1] < LONGEST_DAYS:
        days.append(min(float(LONGEST_DAYS), days[-1] * _STRIDE))
    return tuple(days)


_DAYS = _laid_out()
_USUAL = tuple(map(_usual, _DAYS))
_WEIGHTS = [0.5 ** (age / _HALF_LIFE) for age in range(_LEVEL_DAYS)]
_FADED = list(accumulate(_DAMPING ** (day + 0.5) for day in range(_DAILY + 1)))
"""How often a day's fall has been added by the middle of each day to come."""
