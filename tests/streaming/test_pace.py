"""How a goal stands, from readings as people write them down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.streaming.curve import DAY, Gain, Reading
from bot.streaming.forecast import LONGEST_DAYS
from bot.streaming.pace import EVEN, SURE, Aim, Arrival, Lift, Missing, Status, pace
from tests.streaming.counters import BEGIN, HOUR, counters, daily, foreseeable, known, paced, steady


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

    assert paced(close, 1000).missing == Missing(1, BEGIN + 2 * DAY)
    far = [*close, Reading(BEGIN + 2 * DAY, 48)]
    assert paced(far, 1000).status is Status.OPEN


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
    now = paced([Reading(BEGIN + hour * HOUR, 1000 * hour) for hour in hours], 10**9)

    assert (now.gained_in_day, now.gained_in_week) == (in_day, in_week)


def test_of_two_readings_at_one_instant_the_higher_counts() -> None:
    readings = steady(5)
    low, high = Reading(readings[-1].at, 7), Reading(readings[-1].at, 2_000_000)

    assert paced([*readings, low], 10**7) == paced(readings, 10**7)
    for order in ([*readings, high], [*readings[:-1], high, readings[-1]]):
        assert paced(order, 10**7).last == high


def test_a_platform_that_counts_anew_takes_nothing_from_the_pace() -> None:
    """It took 50,000 away in a night; the days before gained what they gained."""
    before, after = steady(20), daily([1000] * 10, 1_020_000 - 50_000, BEGIN + 21 * DAY)
    now = paced(before + after, 2_000_000)

    assert now.last == Reading(BEGIN + 31 * DAY, 980_000)
    assert now.gained_in_week == Gain(7000, interpolated=False)
    assert now.per_day == pytest.approx(1000, rel=0.05)


@given(counters(), st.randoms(use_true_random=False))
def test_the_order_in_which_readings_were_entered_does_not_matter(
    readings: list[Reading], rng: Random
) -> None:
    entered = list(readings)
    rng.shuffle(entered)
    now, aim = BEGIN + 500 * DAY, Aim(0, 10**13, BEGIN + 600 * DAY)

    assert pace(entered, aim, now) == pace(readings, aim, now)


@given(counters(), st.integers(0, 10**12), st.integers(1, 10**6))
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


def test_a_steady_counter_arrives_when_it_has_to() -> None:
    readings = steady()
    now = paced(readings, 1_060_000, readings[-1].at + 40 * DAY)

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
    readings = steady()
    now = paced(readings, 1_060_000, readings[-1].at + days * DAY)

    assert now.status is status
    assert now.margin == (days - 30) * DAY
    assert (known(now.chance) >= SURE) is (status is Status.AHEAD)
    assert (known(now.chance) < EVEN) is (status is Status.BEHIND)


def test_what_lifts_a_goal_that_is_behind_is_what_it_lacks() -> None:
    """1,000 a day come anyway and 1,500 are needed, from 30 active members."""
    readings = steady()
    aim = Aim(0, 1_045_000 + 15_000, readings[-1].at + 20 * DAY)
    behind = pace(readings, aim, readings[-1].at, active_members=30)

    assert behind.status is Status.BEHIND
    assert behind.lift == Lift(EVEN, per_day=500, per_member=17)
    assert pace(readings, aim, readings[-1].at).lift == Lift(EVEN, per_day=500, per_member=None)


def test_what_makes_a_goal_on_course_sure_takes_less_than_a_day_lost() -> None:
    readings = steady()
    deadline = readings[-1].at + 30 * DAY
    on_course = paced(readings, 1_060_000, deadline)
    assert on_course.status is Status.ON_COURSE
    lift = known(on_course.lift)
    assert lift.chance == SURE

    easier = paced(readings, 1_060_000 - 30 * lift.per_day, deadline)
    assert easier.status is Status.AHEAD


def test_an_old_reading_leaves_less_time_for_what_lacks() -> None:
    readings = steady()
    aim = Aim(0, 1_060_000, readings[-1].at + 20 * DAY)
    fresh, old = (pace(readings, aim, readings[-1].at + days * DAY) for days in (0, 10))

    assert (known(fresh.lift).per_day, known(old.lift).per_day) == (500, 1000)
    assert fresh.needed_per_day == old.needed_per_day == 1500  # both since the last reading
    assert old.age == 10 * DAY


def test_a_gap_of_months_is_spread_over_its_days() -> None:
    readings = [*steady(10), Reading(BEGIN + 110 * DAY, 1_010_000 + 200_000)]
    now = paced(readings, 1_410_000)

    assert now.per_day == pytest.approx(2000, rel=0.01)
    assert now.gained_in_day == Gain(2000, interpolated=True)


def test_where_nothing_is_gained_there_is_no_arrival() -> None:
    still = paced(daily([0] * 40), 1_000_001, BEGIN + 60 * DAY)

    assert still.status is Status.BEHIND
    assert (still.per_day, still.chance, still.margin) == (0, 0, None)
    assert still.arrival == Arrival(None, None, None)
    assert still.lift == Lift(EVEN, per_day=1, per_member=None)
    assert {point.high for point in still.band} == {1_000_000}


def test_what_takes_longer_than_ten_years_is_not_given_a_day() -> None:
    now = paced(steady(), 10**13)

    assert now.status is Status.OPEN
    assert known(now.arrival).likely is None
    assert now.band[-1].at <= now.band[0].at + LONGEST_DAYS * DAY


def test_a_target_reached_between_two_readings_has_its_instant() -> None:
    readings = [Reading(BEGIN, 0), Reading(BEGIN + 4 * DAY, 400)]
    in_time, late = (paced(readings, 100, BEGIN + days * DAY) for days in (2, 0.5))

    assert in_time.status is late.status is Status.REACHED
    assert in_time.reached_at == late.reached_at == BEGIN + DAY
    assert (in_time.chance, late.chance) == (1, 0)
    assert (in_time.margin, late.margin) == (DAY, -0.5 * DAY)
    assert (in_time.needed_per_day, in_time.arrival, in_time.lift, in_time.remaining) == (None, None, None, 0)
    assert in_time.progress == 4


def test_a_deadline_that_passed_is_over_and_may_yet_turn_out_well() -> None:
    readings = steady()
    last = readings[-1].at
    unread = pace(readings, Aim(0, 1_032_000, last + 10 * DAY), last + 11 * DAY)
    missed = pace(readings, Aim(0, 1_032_000, last - DAY), last + 11 * DAY)

    assert unread.status is missed.status is Status.OVER
    assert known(unread.chance) > 0.95
    assert missed.chance == 0
    assert (unread.needed_per_day, unread.lift) == (None, None)
    assert paced(readings[:2], 1_032_000, readings[1].at).chance == 0


def test_a_deadline_in_minutes_is_a_deadline() -> None:
    readings = steady()
    now = paced(readings, readings[-1].total + 10, readings[-1].at + timedelta(minutes=5))

    assert now.needed_per_day == pytest.approx(10 * 24 * 12)
    assert now.status is Status.BEHIND
    assert known(now.chance) < 0.01
    assert known(now.lift).per_day == pytest.approx(10 * 288 - 1000, abs=1)


def test_numbers_as_large_as_the_largest_counters_keep_their_digits() -> None:
    readings = daily([10**10 + 7] * 30, start=10**13)
    now = paced(readings, 2 * 10**13, readings[-1].at + 1000 * DAY)

    assert known(now.last).total == 10**13 + 30 * (10**10 + 7)
    assert now.remaining == 10**13 - 30 * (10**10 + 7)
    assert now.gained_in_week == Gain(7 * (10**10 + 7), interpolated=False)
    assert now.status is Status.ON_COURSE


@given(
    foreseeable(),
    st.sampled_from(["Asia/Seoul", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati"]),
)
def test_no_zone_has_a_say(readings: list[Reading], zone: str) -> None:
    """The same instants, written on another clock: gains, rates and days to come are the same."""
    there = [replace(reading, at=reading.at.astimezone(ZoneInfo(zone))) for reading in readings]
    deadline = readings[-1].at + 50 * DAY
    utc, local = (paced(one, one[-1].total + 10**6, deadline) for one in (readings, there))

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
