"""The forecast of goals against futures it has not seen, beside a plain average of the last seven days.

Each series (`benchmarks.made_up.series`) gives its readings to the forecast, and its counter tells the
truth 3, 7, 14, 30 and 60 days later. A range *covers* when the counter then shows a total within it; all
horizons count alike. The numbers of the method were chosen on series of other seeds (5,000,000 and up),
same families; those here were not looked at. What it does where counters are rougher than any it was tuned
on is reported beside.

The plain method takes the mean of the last seven days for every day to come, and a range of so many per cent
around it. Its per cents are set here, in hindsight and for each horizon, to cover just as often as ours; of
two shapes (plus and minus, times and divided by) the narrower counts. Widths are shares of what was gained.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import fmean, median

from benchmarks.figures import Figure, at_most, between, reported, within
from benchmarks.lengths import Lengths
from benchmarks.made_up.series import FAMILIES, FUTURE, Series, series
from bot.streaming.curve import DAY, Curve, Reading
from bot.streaming.forecast import Forecast, forecast
from bot.streaming.pace import Aim, pace

FIRST_SEED = 1
HORIZONS = (3, 7, 14, 30, 60)
LOW, HIGH = 0.1, 0.9
_LEAST_GAIN = 0.05  # of the expected one: a share of nothing has no size
_DEEDS = (0.6, 0.8, 0.9, 1.0, 1.1, 1.25, 1.6)  # times the present rate, for probabilities of all sizes
_ROUNDS = 30
_ROUGH = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """One forecast of one series at one horizon, and what came of it."""

    family: str
    horizon: int
    low: float
    expected: float
    high: float
    gained: int
    plain: float
    """What the plain method expects."""

    @property
    def unit(self) -> float:
        """What widths are shares of."""
        return max(self.gained, _LEAST_GAIN * self.expected, 1)


Range = tuple[float, float]


def measure(_folder: Path, lengths: Lengths) -> list[Figure]:
    """Coverage, width and speed."""
    trials, arrivals, chances, few = _tried(lengths.series)
    rough = _tried(lengths.series, _ROUGH)[0]
    ours = [(trial.low, trial.high) for trial in trials]
    plain = min((_plain(trials, shape) for shape in (_added, _multiplied)), key=partial(_width, trials))
    series_count = len(FAMILIES) * lengths.series
    totals = f"80 % range of the total {min(HORIZONS)} to {max(HORIZONS)} days on, {series_count:,} series"
    figures = [between(f"{totals}: covers", "%", _covers(trials, ours), 75, 85)]
    for family in FAMILIES:
        own = [trial for trial in trials if trial.family == family]
        ranges = [(trial.low, trial.high) for trial in own]
        figures.append(between(f"the same, {family}", "%", _covers(own, ranges), 65, 100))
    return [
        *figures,
        at_most(
            "its mean width, to the seven-day average's at the same coverage",
            "of the gain",
            [(_width(trials, ours), _width(trials, plain))],
            1,
        ),
        reported("its interval score, likewise", "of the gain", _score(trials, ours), _score(trials, plain)),
        reported(
            "mean error of its middle, likewise",
            "of the gain",
            _error((trial.expected, trial) for trial in trials),
            _error((trial.plain, trial) for trial in trials),
        ),
        between("80 % range of the arrival at a target: covers", "%", 100 * fmean(arrivals), 75, 85),
        reported(
            "80 % range of the total where all is twice as rough: covers",
            "%",
            _covers(rough, [(trial.low, trial.high) for trial in rough]),
        ),
        reported("probabilities of reaching a target: mean distance from what happened", "%", _off(chances)),
        reported("series with too few readings for a forecast", "series", few),
        within("a goal's pace, five years of daily readings", "ms", _pace_ms(), 5, None),
    ]


def _tried(count: int, roughness: float = 1) -> tuple[list[Trial], list[bool], list[tuple[float, bool]], int]:
    """Trials; whether arrivals fell within their ranges; chances given and what happened; series without."""
    trials: list[Trial] = []
    arrivals: list[bool] = []
    chances: list[tuple[float, bool]] = []
    few = 0
    for family in FAMILIES:
        for seed in range(FIRST_SEED, FIRST_SEED + count):
            one = series(family, seed, roughness)
            curve = Curve(one.readings)
            foreseen = forecast(curve)
            if foreseen is None:
                few += 1
                continue
            rate = _seven_day_rate(curve)
            waited = (one.now - curve.last.at) / DAY
            for horizon in HORIZONS:
                days = waited + horizon
                gained = one.shown(one.now + horizon * DAY) - curve.last.total
                low, expected, high = (foreseen.gain(days, share) for share in (LOW, 0.5, HIGH))
                trials.append(Trial(family, horizon, low, expected, high, gained, rate * days))
                deeds = (foreseen.per_day * days * deed for deed in _DEEDS)
                chances += [(foreseen.chance(deed, days), gained >= deed) for deed in deeds if deed > 0]
            if rate > 0:
                arrivals.append(_arrives(one, curve.last, foreseen, rate * Random(seed).uniform(3, 60)))
    return trials, arrivals, chances, few


def _seven_day_rate(curve: Curve) -> float:
    """The plain method: the mean of the last seven days, or of all while there are fewer."""
    begin = max(curve.first.at, curve.last.at - 7 * DAY)
    return (curve.last.total - curve.total_at(begin)) / ((curve.last.at - begin) / DAY)


def _arrives(one: Series, last: Reading, foreseen: Forecast, wanted: float) -> bool:
    """Whether the counter gains so much within the range that was given; beyond all that is known is late."""
    hours = range(24 * (FUTURE - 2))
    hour = bisect_left(
        hours, last.total + wanted, key=lambda hour: one.shown(last.at + timedelta(hours=hour))
    )
    earliest, latest = foreseen.days_to(wanted, LOW), foreseen.days_to(wanted, HIGH)
    if earliest is None or 24 * earliest > hour:
        return False
    return latest is None or hour <= 24 * latest + 1


def _added(expected: float, share: float) -> Range:
    return max(0.0, expected * (1 - share)), expected * (1 + share)


def _multiplied(expected: float, share: float) -> Range:
    return expected / (1 + share), expected * (1 + share)


def _plain(trials: Sequence[Trial], shape: Callable[[float, float], Range]) -> list[Range]:
    """The plain method's ranges, as wide at each horizon as it takes to cover as often as ours."""
    by_horizon: dict[int, list[Trial]] = defaultdict(list)
    for trial in trials:
        by_horizon[trial.horizon].append(trial)
    shares = {
        horizon: _share_that_covers(own, shape, _covers(own, [(one.low, one.high) for one in own]))
        for horizon, own in by_horizon.items()
    }
    return [shape(trial.plain, shares[trial.horizon]) for trial in trials]


def _share_that_covers(
    trials: Sequence[Trial], shape: Callable[[float, float], Range], wanted: float
) -> float:
    low, high = 0.0, 100.0
    for _ in range(40):
        share = (low + high) / 2
        enough = _covers(trials, [shape(trial.plain, share) for trial in trials]) >= wanted
        low, high = (low, share) if enough else (share, high)
    return high


def _covers(trials: Iterable[Trial], ranges: Iterable[Range]) -> float:
    """Per cent of the trials."""
    return 100 * fmean(low <= trial.gained <= high for trial, (low, high) in zip(trials, ranges, strict=True))


def _width(trials: Iterable[Trial], ranges: Iterable[Range]) -> float:
    return fmean((high - low) / trial.unit for trial, (low, high) in zip(trials, ranges, strict=True))


def _error(expected: Iterable[tuple[float, Trial]]) -> float:
    return fmean(abs(gain - trial.gained) / trial.unit for gain, trial in expected)


def _score(trials: Iterable[Trial], ranges: Iterable[Range]) -> float:
    """The interval score of Gneiting and Raftery (2007): width, and ten times what a total lies outside."""
    return fmean(
        (high - low + 10 * max(0, low - trial.gained, trial.gained - high)) / trial.unit
        for trial, (low, high) in zip(trials, ranges, strict=True)
    )


def _off(chances: Iterable[tuple[float, bool]]) -> float:
    """How far, in per cent, tenths of probability are from how often it then happened."""
    tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, happened in chances:
        tenths[min(9, int(10 * chance))].append((chance, happened))
    count = sum(map(len, tenths.values()))
    return 100 * sum(
        len(tenth) / count * abs(fmean(chance for chance, _ in tenth) - fmean(done for _, done in tenth))
        for tenth in tenths.values()
    )


def _pace_ms() -> float:
    begin = datetime(2021, 1, 1, tzinfo=UTC)
    rng = Random(FIRST_SEED)
    total, readings = 0, []
    for day in range(5 * 365):
        total += rng.randint(900_000, 1_100_000)
        readings.append(Reading(begin + day * DAY, total))
    now = begin + 5 * 365 * DAY
    aim = Aim(0, 2 * total, now + 300 * DAY)
    took = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        pace(readings, aim, now, 50)
        took.append(1000 * (time.perf_counter() - begun))
    return median(took)
