"""Where a goal stands and where it leads, from readings as people write them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.streaming.curve import DAY, Curve, Gain, Reading
from bot.streaming.forecast import LONGEST_DAYS, forecast
from bot.streaming.pace import EVEN, SURE, Aim, Arrival, Lift, Missing, Pace, Status, pace

BEGIN = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
T = TypeVar("T")
WEEK = (1.0, 1.0, 1.0, 1.0, 1.3, 1.6, 1.5)


def known(value: T | None) -> T:
    """What must be known here."""
    assert value is not None
    return value


def _daily(gains: Sequence[float], start: int = 1_000_000, begin: datetime = BEGIN) -> list[Reading]:
    """A reading a day, the first before anything is gained."""
    readings, total = [Reading(begin, start)], float(start)
    for day, gain in enumerate(gains, 1):
        total += gain
        readings.append(Reading(begin + day * DAY, round(total)))
    return readings


def _steady(days: int = 30, gain: int = 1000) -> list[Reading]:
    return _daily([gain] * days)


def _pace(readings: list[Reading], target: int, deadline: datetime | None = None) -> Pace:
    """As it looks when the last reading has just been made."""
    return pace(readings, Aim(readings[0].total, target, deadline), readings[-1].at)


MOMENTS = st.integers(0, 400 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
TOTALS = st.integers(0, 10**13)


@st.composite
def _counters(draw: st.DrawFn, least: int = 1, most: int = 40) -> list[Reading]:
    """Any rising counter, read at any times."""
    times = draw(st.lists(MOMENTS, min_size=least, max_size=most, unique=True))
    totals = sorted(draw(st.lists(TOTALS, min_size=len(times), max_size=len(times))))
    return [Reading(at, total) for at, total in zip(sorted(times), totals, strict=True)]


@st.composite
def _foreseeable(draw: st.DrawFn) -> list[Reading]:
    """A counter that a forecast can be made of."""
    gains = draw(st.lists(st.integers(0, 10**9), min_size=3, max_size=80))
    assume(sum(gains[-21:]) > 0)
    hours = draw(st.lists(st.integers(1, 90), min_size=len(gains), max_size=len(gains)))
    readings = [Reading(BEGIN, draw(TOTALS))]
    for hour, gain in zip(hours, gains, strict=True):
        readings.append(Reading(readings[-1].at + hour * HOUR, readings[-1].total + gain))
    assume(readings[-1].at - BEGIN >= 2 * DAY)
    return readings


# what is known


def test_nothing_is_known_without_a_reading() -> None:
    nothing = pace([], Aim(0, 1000), BEGIN)

    assert nothing.status is Status.TOO_FEW
    assert nothing.missing == Missing(3, None)
    assert (nothing.last, nothing.per_day, nothing.arrival, nothing.band) == (None, None, None, ())
    assert pace([Reading(BEGIN + HOUR, 5)], Aim(0, 1000), BEGIN) == nothing  # it is yet to come
    assert pace([], Aim(0, 1000, BEGIN), BEGIN).status is Status.OVER


def test_one_reading_tells_the_total_and_how_many_more_it_takes() -> None:
    one = pace([Reading(BEGIN, 250)], Aim(0, 1000, BEGIN + 10 * DAY), BEGIN + 6 * HOUR)

    assert one.status is Status.TOO_FEW
    assert (one.age, one.progress, one.remaining) == (6 * HOUR, 0.25, 750)
    assert one.missing == Missing(2, BEGIN + 2 * DAY)
    assert one.needed_per_day == 75
    assert (one.gained_in_day, one.chance, one.lift) == (None, None, None)


def test_readings_that_lie_too_close_are_too_few() -> None:
    close = [Reading(BEGIN + hours * HOUR, hours) for hours in range(6)]

    assert _pace(close, 1000).missing == Missing(1, BEGIN + 2 * DAY)
    far = [*close, Reading(BEGIN + 2 * DAY, 48)]
    assert _pace(far, 1000).status is Status.OPEN


@pytest.mark.parametrize(
    ("hours", "in_day", "in_week"),
    [
        ((0, 24, 48, 72), Gain(24_000, interpolated=False), None),
        ((0, 36, 72), Gain(24_000, interpolated=True), None),
        ((0, 168), Gain(24_000, interpolated=True), Gain(168_000, interpolated=False)),
        ((0, 5, 167, 169), Gain(24_000, interpolated=True), Gain(168_000, interpolated=True)),
        ((0, 23), None, None),
    ],
)
def test_gains_are_read_off_the_curve(
    hours: tuple[int, ...], in_day: Gain | None, in_week: Gain | None
) -> None:
    now = _pace([Reading(BEGIN + hour * HOUR, 1000 * hour) for hour in hours], 10**9)

    assert (now.gained_in_day, now.gained_in_week) == (in_day, in_week)


def test_of_two_readings_at_one_instant_the_higher_counts() -> None:
    readings = _steady(5)
    low, high = Reading(readings[-1].at, 7), Reading(readings[-1].at, 2_000_000)

    assert _pace([*readings, low], 10**7) == _pace(readings, 10**7)
    for order in ([*readings, high], [*readings[:-1], high, readings[-1]]):
        assert _pace(order, 10**7).last == high


def test_a_platform_that_counts_anew_takes_nothing_from_the_pace() -> None:
    """It took 50,000 away in a night; the days before gained what they gained."""
    before, after = _steady(20), _daily([1000] * 10, 1_020_000 - 50_000, BEGIN + 21 * DAY)
    now = _pace(before + after, 2_000_000)

    assert now.last == Reading(BEGIN + 31 * DAY, 980_000)
    assert now.gained_in_week == Gain(7000, interpolated=False)
    assert now.per_day == pytest.approx(1000, rel=0.05)


@given(_counters(), st.randoms(use_true_random=False))
def test_the_order_in_which_readings_were_entered_does_not_matter(
    readings: list[Reading], rng: Random
) -> None:
    entered = list(readings)
    rng.shuffle(entered)
    now, aim = BEGIN + 500 * DAY, Aim(0, 10**13, BEGIN + 600 * DAY)

    assert pace(entered, aim, now) == pace(readings, aim, now)


@given(_counters(), st.integers(0, 10**12), st.integers(1, 10**6))
def test_another_reading_never_lowers_total_progress_or_what_was_reached(
    readings: list[Reading], more: int, minutes: int
) -> None:
    aim = Aim(0, 10**12, BEGIN + 700 * DAY)
    last = readings[-1]
    another = Reading(last.at + timedelta(minutes=minutes), last.total + more)
    before, after = pace(readings, aim, last.at), pace([*readings, another], aim, another.at)

    assert known(after.last).total >= known(before.last).total
    assert after.progress >= before.progress
    assert after.remaining <= before.remaining
    if before.status is Status.REACHED:
        assert after.status is Status.REACHED
        assert after.reached_at == before.reached_at


# what is to come


def test_a_steady_counter_arrives_when_it_has_to() -> None:
    readings = _steady()
    now = _pace(readings, 1_060_000, readings[-1].at + 40 * DAY)

    assert now.per_day == pytest.approx(1000)
    assert known(now.arrival).likely == readings[-1].at + 30 * DAY
    assert now.margin == 10 * DAY
    assert now.needed_per_day == 750
    assert now.status is Status.AHEAD
    assert now.lift is None


@pytest.mark.parametrize(
    ("days", "status"),
    [(60, Status.AHEAD), (32, Status.ON_COURSE), (30, Status.ON_COURSE), (28, Status.BEHIND)],
)
def test_a_status_says_how_sure_the_deadline_is(days: int, status: Status) -> None:
    readings = _steady()
    now = _pace(readings, 1_060_000, readings[-1].at + days * DAY)

    assert now.status is status
    assert now.margin == (days - 30) * DAY
    assert (known(now.chance) >= SURE) is (status is Status.AHEAD)
    assert (known(now.chance) < EVEN) is (status is Status.BEHIND)


def test_what_lifts_a_goal_that_is_behind_is_what_it_lacks() -> None:
    """1,000 a day come anyway and 1,500 are needed, from 30 active members."""
    readings = _steady()
    aim = Aim(0, 1_045_000 + 15_000, readings[-1].at + 20 * DAY)
    behind = pace(readings, aim, readings[-1].at, active_members=30)

    assert behind.status is Status.BEHIND
    assert behind.lift == Lift(EVEN, per_day=500, per_member=17)
    assert pace(readings, aim, readings[-1].at).lift == Lift(EVEN, per_day=500, per_member=None)


def test_what_makes_a_goal_on_course_sure_takes_less_than_a_day_lost() -> None:
    readings = _steady()
    deadline = readings[-1].at + 30 * DAY
    on_course = _pace(readings, 1_060_000, deadline)
    assert on_course.status is Status.ON_COURSE
    lift = known(on_course.lift)
    assert lift.chance == SURE

    easier = _pace(readings, 1_060_000 - 30 * lift.per_day, deadline)
    assert easier.status is Status.AHEAD


def test_an_old_reading_leaves_less_time_for_what_lacks() -> None:
    readings = _steady()
    aim = Aim(0, 1_060_000, readings[-1].at + 20 * DAY)
    fresh, old = (pace(readings, aim, readings[-1].at + days * DAY) for days in (0, 10))

    assert (known(fresh.lift).per_day, known(old.lift).per_day) == (500, 1000)
    assert fresh.needed_per_day == old.needed_per_day == 1500  # both since the last reading
    assert old.age == 10 * DAY


def test_a_week_has_its_pattern_once_three_weeks_are_known() -> None:
    """Two days to a weekend lead nearer than two weekend days."""
    gains = [1000 * WEEK[day % 7] for day in range(60)]
    old, young = (known(forecast(Curve(_daily(one)))) for one in (gains, gains[-20:]))

    assert [old.gain(day + 1, 0.5) - old.gain(day, 0.5) for day in range(14)] == pytest.approx(
        [1000 * WEEK[(60 + day) % 7] for day in range(14)], rel=0.03
    )
    assert young.gain(1, 0.5) == pytest.approx(young.gain(2, 0.5) - young.gain(1, 0.5))


def test_noise_is_no_week() -> None:
    """Days that differ by a fifth for no reason come out even, within a fortieth."""
    rng = Random(7)
    noisy = known(forecast(Curve(_daily([1000 * rng.uniform(0.65, 1.35) for _ in range(56)]))))

    days = [noisy.gain(day + 1, 0.5) - noisy.gain(day, 0.5) for day in range(7)]
    assert max(days) / min(days) < 1.05


def test_a_fall_goes_on_and_fades_and_a_rise_does_not_go_on() -> None:
    falling = known(forecast(Curve(_daily([100_000 * 0.95**day for day in range(28)]))))
    rising = known(forecast(Curve(_daily([10_000 * 1.05**day for day in range(28)]))))

    days = [falling.gain(day + 1, 0.5) - falling.gain(day, 0.5) for day in range(60)]
    assert days[0] == pytest.approx(100_000 * 0.95**28, rel=0.05)
    assert all(late < early for early, late in pairwise(days[:40]))
    assert days[59] > 0.97 * days[40]  # it levels out
    assert rising.gain(20, 0.5) - rising.gain(19, 0.5) == pytest.approx(rising.gain(1, 0.5), rel=0.001)


def test_a_calm_counter_has_a_narrower_range_than_a_wild_one() -> None:
    counters = [1000 + day % 2 for day in range(60)], [100 if day % 9 < 6 else 2800 for day in range(60)]
    calm, wild = (known(forecast(Curve(_daily(gains)))) for gains in counters)

    assert (calm.gain(14, 0.9) - calm.gain(14, 0.1)) / calm.gain(14, 0.5) < 0.15
    assert (wild.gain(14, 0.9) - wild.gain(14, 0.1)) / wild.gain(14, 0.5) > 0.4


def test_a_young_counter_has_a_wider_range() -> None:
    widths = []
    for days in (3, 6, 60):
        one = known(forecast(Curve(_steady(days))))
        widths.append(one.gain(14, 0.9) - one.gain(14, 0.1))

    assert widths[0] > widths[1] > widths[2]


def test_what_is_there_already_is_certain() -> None:
    one = known(forecast(Curve(_steady())))

    assert (one.chance(0, 1), one.days_to(0, 0.9)) == (1, 0)


def test_a_gap_of_months_is_spread_over_its_days() -> None:
    readings = [*_steady(10), Reading(BEGIN + 110 * DAY, 1_010_000 + 200_000)]
    now = _pace(readings, 1_410_000)

    assert now.per_day == pytest.approx(2000, rel=0.01)
    assert now.gained_in_day == Gain(2000, interpolated=True)


def test_where_nothing_is_gained_there_is_no_arrival() -> None:
    still = _pace(_daily([0] * 40), 1_000_001, BEGIN + 60 * DAY)

    assert still.status is Status.BEHIND
    assert (still.per_day, still.chance, still.margin) == (0, 0, None)
    assert still.arrival == Arrival(None, None, None)
    assert still.lift == Lift(EVEN, per_day=1, per_member=None)
    assert {point.high for point in still.band} == {1_000_000}


def test_what_takes_longer_than_ten_years_is_not_given_a_day() -> None:
    now = _pace(_steady(), 10**13)

    assert now.status is Status.OPEN
    assert known(now.arrival).likely is None
    assert now.band[-1].at <= now.band[0].at + LONGEST_DAYS * DAY


# the end


def test_a_target_reached_between_two_readings_has_its_instant() -> None:
    readings = [Reading(BEGIN, 0), Reading(BEGIN + 4 * DAY, 400)]
    in_time, late = (_pace(readings, 100, BEGIN + days * DAY) for days in (2, 0.5))

    assert in_time.status is late.status is Status.REACHED
    assert in_time.reached_at == late.reached_at == BEGIN + DAY
    assert (in_time.chance, late.chance) == (1, 0)
    assert (in_time.margin, late.margin) == (DAY, -0.5 * DAY)
    assert (in_time.needed_per_day, in_time.arrival, in_time.lift, in_time.remaining) == (None, None, None, 0)
    assert in_time.progress == 4


def test_a_deadline_that_passed_is_over_and_may_yet_turn_out_well() -> None:
    readings = _steady()
    last = readings[-1].at
    unread = pace(readings, Aim(0, 1_032_000, last + 10 * DAY), last + 11 * DAY)
    missed = pace(readings, Aim(0, 1_032_000, last - DAY), last + 11 * DAY)

    assert unread.status is missed.status is Status.OVER
    assert known(unread.chance) > 0.95
    assert missed.chance == 0
    assert (unread.needed_per_day, unread.lift) == (None, None)
    assert _pace(readings[:2], 1_032_000, readings[1].at).chance == 0


def test_a_deadline_in_minutes_is_a_deadline() -> None:
    readings = _steady()
    now = _pace(readings, readings[-1].total + 10, readings[-1].at + timedelta(minutes=5))

    assert now.needed_per_day == pytest.approx(10 * 24 * 12)
    assert now.status is Status.BEHIND
    assert known(now.chance) < 0.01
    assert known(now.lift).per_day == pytest.approx(10 * 288 - 1000, abs=1)


def test_numbers_as_large_as_the_largest_counters_keep_their_digits() -> None:
    readings = _daily([10**10 + 7] * 30, start=10**13)
    now = _pace(readings, 2 * 10**13, readings[-1].at + 1000 * DAY)

    assert known(now.last).total == 10**13 + 30 * (10**10 + 7)
    assert now.remaining == 10**13 - 30 * (10**10 + 7)
    assert now.gained_in_week == Gain(7 * (10**10 + 7), interpolated=False)
    assert now.status is Status.ON_COURSE


# what always holds


@given(_foreseeable(), st.integers(1, 10**10), st.integers(1, 10**10), st.integers(1, 800))
def test_a_higher_target_is_never_likelier_nor_earlier(
    readings: list[Reading], more: int, yet_more: int, days: int
) -> None:
    last = readings[-1]
    near, far = (_pace(readings, last.total + rest, last.at + days * DAY) for rest in (more, more + yet_more))

    assert 0 <= known(far.chance) <= known(near.chance) <= 1
    soon, late = known(near.arrival), known(far.arrival)
    for one, other in (
        (soon.earliest, late.earliest),
        (soon.likely, late.likely),
        (soon.latest, late.latest),
    ):
        assert other is None or (one is not None and one <= other)


@given(_foreseeable(), st.integers(1, 10**10), st.integers(1, 2000), st.integers(1, 2000))
def test_a_later_deadline_is_never_less_likely(
    readings: list[Reading], more: int, days: int, later: int
) -> None:
    last = readings[-1]
    soon, late = (
        _pace(readings, last.total + more, last.at + wait * DAY).chance for wait in (days, days + later)
    )

    assert known(soon) <= known(late) + 1e-9  # next to certainty the tails of the two meet


@given(_foreseeable(), st.integers(1, 10**10))
def test_a_range_is_in_order_and_its_band_never_falls(readings: list[Reading], more: int) -> None:
    now = _pace(readings, readings[-1].total + more)

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


@given(_foreseeable(), st.integers(1, 10**9))
def test_even_odds_are_those_of_the_likely_day(readings: list[Reading], more: int) -> None:
    likely = known(_pace(readings, readings[-1].total + more).arrival).likely
    assume(likely is not None)

    at_it = _pace(readings, readings[-1].total + more, known(likely) + timedelta(seconds=1))
    assert known(at_it.chance) > 0.49
    assert at_it.margin == timedelta(seconds=1)


@given(_foreseeable(), st.integers(1, 10**10))
def test_units_do_not_matter(readings: list[Reading], more: int) -> None:
    """A thousand times as much of everything is as likely and as late."""
    larger = [replace(reading, total=1000 * reading.total) for reading in readings]
    deadline = readings[-1].at + 30 * DAY
    one = _pace(readings, readings[-1].total + more, deadline)
    other = _pace(larger, 1000 * (readings[-1].total + more), deadline)

    assert one.chance == pytest.approx(other.chance, abs=1e-6)
    assert one.status is other.status or abs((one.chance or 0) - EVEN) < 1e-6


@given(
    _foreseeable(),
    st.sampled_from(["Asia/Seoul", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati"]),
)
def test_no_zone_has_a_say(readings: list[Reading], zone: str) -> None:
    """The same instants, written on another clock: gains, rates and days to come are the same."""
    there = [replace(reading, at=reading.at.astimezone(ZoneInfo(zone))) for reading in readings]
    deadline = readings[-1].at + 50 * DAY
    utc, local = (_pace(one, one[-1].total + 10**6, deadline) for one in (readings, there))

    assert (local.gained_in_week, local.per_day) == (utc.gained_in_week, utc.per_day)
    assert (local.needed_per_day, local.status) == (utc.needed_per_day, utc.status)
    assert (local.chance, local.margin) == (utc.chance, utc.margin)


@pytest.mark.parametrize("change", ["2026-03-08T07:00", "2026-11-01T06:00"])
def test_a_day_of_23_or_25_hours_changes_no_rate(change: str) -> None:
    """New York sets its clocks; a counter that gains 60 a minute gains 86,400 in 24 hours."""
    around = datetime.fromisoformat(change).replace(tzinfo=UTC).astimezone(ZoneInfo("America/New_York"))
    noons = [around.replace(hour=12, minute=0) + day * DAY for day in range(-6, 6)]
    readings = [Reading(noon.astimezone(UTC), int(noon.timestamp()) * 60) for noon in noons]
    now = pace(readings, Aim(0, 10**13), readings[-1].at)

    assert known(now.gained_in_day).amount == 60 * 86_400
    assert now.per_day == pytest.approx(60 * 86_400)
