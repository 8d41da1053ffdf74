"""Where a counter leads: its middle, its range, and what always holds of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.streaming.curve import DAY, Curve, Reading
from bot.streaming.forecast import forecast
from bot.streaming.pace import EVEN
from tests.streaming.counters import daily, foreseeable, known, paced, steady

WEEK = (1.0, 1.0, 1.0, 1.0, 1.3, 1.6, 1.5)


def test_a_week_has_its_pattern_once_three_weeks_are_known() -> None:
    """Two days to a weekend lead nearer than two weekend days."""
    gains = [1000 * WEEK[day % 7] for day in range(60)]
    old, young = (known(forecast(Curve(daily(one)))) for one in (gains, gains[-20:]))

    assert [old.gain(day + 1, 0.5) - old.gain(day, 0.5) for day in range(14)] == pytest.approx(
        [1000 * WEEK[(60 + day) % 7] for day in range(14)], rel=0.03
    )
    assert young.gain(1, 0.5) == pytest.approx(young.gain(2, 0.5) - young.gain(1, 0.5))


def test_noise_is_no_week() -> None:
    """Days that differ by a fifth for no reason come out even, within a fortieth."""
    rng = Random(7)
    noisy = known(forecast(Curve(daily([1000 * rng.uniform(0.65, 1.35) for _ in range(56)]))))

    days = [noisy.gain(day + 1, 0.5) - noisy.gain(day, 0.5) for day in range(7)]
    assert max(days) / min(days) < 1.05


def test_a_fall_goes_on_and_fades_and_a_rise_does_not_go_on() -> None:
    falling = known(forecast(Curve(daily([100_000 * 0.95**day for day in range(28)]))))
    rising = known(forecast(Curve(daily([10_000 * 1.05**day for day in range(28)]))))

    days = [falling.gain(day + 1, 0.5) - falling.gain(day, 0.5) for day in range(60)]
    assert days[0] == pytest.approx(100_000 * 0.95**28, rel=0.05)
    assert all(late < early for early, late in pairwise(days[:40]))
    assert days[59] > 0.97 * days[40]  # it levels out
    assert rising.gain(20, 0.5) - rising.gain(19, 0.5) == pytest.approx(rising.gain(1, 0.5), rel=0.001)


def test_a_calm_counter_has_a_narrower_range_than_a_wild_one() -> None:
    counters = [1000 + day % 2 for day in range(60)], [100 if day % 9 < 6 else 2800 for day in range(60)]
    calm, wild = (known(forecast(Curve(daily(gains)))) for gains in counters)

    assert (calm.gain(14, 0.9) - calm.gain(14, 0.1)) / calm.gain(14, 0.5) < 0.15
    assert (wild.gain(14, 0.9) - wild.gain(14, 0.1)) / wild.gain(14, 0.5) > 0.4


def test_a_young_counter_has_a_wider_range() -> None:
    widths = []
    for days in (3, 6, 60):
        one = known(forecast(Curve(steady(days))))
        widths.append(one.gain(14, 0.9) - one.gain(14, 0.1))

    assert widths[0] > widths[1] > widths[2]


def test_what_is_there_already_is_certain() -> None:
    one = known(forecast(Curve(steady())))

    assert (one.chance(0, 1), one.days_to(0, 0.9)) == (1, 0)


@given(foreseeable(), st.integers(1, 10**10), st.integers(1, 10**10), st.integers(1, 800))
def test_a_higher_target_is_never_likelier_nor_earlier(
    readings: list[Reading], more: int, yet_more: int, days: int
) -> None:
    last = readings[-1]
    near, far = (paced(readings, last.total + rest, last.at + days * DAY) for rest in (more, more + yet_more))

    assert 0 <= known(far.chance) <= known(near.chance) <= 1
    soon, late = known(near.arrival), known(far.arrival)
    for one, other in (
        (soon.earliest, late.earliest),
        (soon.likely, late.likely),
        (soon.latest, late.latest),
    ):
        assert other is None or (one is not None and one <= other)


@given(foreseeable(), st.integers(1, 10**10), st.integers(1, 2000), st.integers(1, 2000))
def test_a_later_deadline_is_never_less_likely(
    readings: list[Reading], more: int, days: int, later: int
) -> None:
    last = readings[-1]
    soon, late = (
        paced(readings, last.total + more, last.at + wait * DAY).chance for wait in (days, days + later)
    )

    assert known(soon) <= known(late) + 1e-9  # next to certainty the tails of the two meet


@given(foreseeable(), st.integers(1, 10**10))
def test_a_range_is_in_order_and_its_band_never_falls(readings: list[Reading], more: int) -> None:
    now = paced(readings, readings[-1].total + more)

    arrival, total = known(now.arrival), known(now.last).total
    days = [at for at in (arrival.earliest, arrival.likely, arrival.latest) if at]
    assert days == sorted(days)
    assert (now.band[0].low, now.band[0].high) == (total, total)
    for point in now.band:
        assert point.low <= point.likely <= point.high
    for early, late in pairwise(now.band):
        assert early.at < late.at
        assert early.low <= late.low
        assert early.likely <= late.likely
        assert early.high <= late.high


def test_a_small_goal_leads_up_a_slope_and_no_stairs() -> None:
    """One a week: between two whole ones the forecast rises all the same."""
    now = paced(daily([day % 7 == 6 for day in range(28)], start=0), 10)

    for early, late in pairwise(now.band):
        assert early.low < late.low
        assert early.likely < late.likely
        assert early.high < late.high


@given(foreseeable(), st.integers(1, 10**9))
def test_even_odds_are_those_of_the_likely_day(readings: list[Reading], more: int) -> None:
    likely = known(paced(readings, readings[-1].total + more).arrival).likely
    assume(likely is not None)

    at_it = paced(readings, readings[-1].total + more, known(likely) + timedelta(seconds=1))
    assert known(at_it.chance) > 0.49
    assert at_it.margin == timedelta(seconds=1)


@given(foreseeable(), st.integers(1, 10**10))
def test_units_do_not_matter(readings: list[Reading], more: int) -> None:
    """A thousand times as much of everything is as likely and as late."""
    larger = [replace(reading, total=1000 * reading.total) for reading in readings]
    deadline = readings[-1].at + 30 * DAY
    one = paced(readings, readings[-1].total + more, deadline)
    other = paced(larger, 1000 * (readings[-1].total + more), deadline)

    assert one.chance == pytest.approx(other.chance, abs=1e-6)
    assert one.status is other.status or abs((one.chance or 0) - EVEN) < 1e-6
