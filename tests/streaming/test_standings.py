"""Totals, ranks and curves equal what a recount of the ledger gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.streaming.curve import Curve
from bot.streaming.logs import Log, State
from bot.streaming.pace import Aim, Status, pace
from bot.streaming.standings import Period, community_readings
from tests.streaming.oracle import (
    Place,
    active_members,
    by_day,
    days_of,
    holds,
    leaderboard,
    total,
)

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")
ZONES = st.sampled_from([*map(ZoneInfo, ("Asia/Seoul", "America/New_York", "Pacific/Apia", "Asia/Beirut"))])
LOGS = st.lists(
    st.builds(
        Log,
        id=st.integers(),
        goal_id=st.just(1),
        user_id=st.integers(1, 6),
        amount=st.integers(1, 50),
        logged_at=st.integers(0, 40 * 24).map(lambda hours: BEGIN + timedelta(hours=hours)),
        days_back=st.integers(0, 7),
        state=st.sampled_from(State),
    ),
    max_size=60,
)


def _log(user_id: int, amount: int, day: int) -> Log:
    """Logged at Seoul's noon of a day of March."""
    return Log(0, 1, user_id, amount, datetime(2026, 3, day, 3, tzinfo=UTC))


def test_equal_amounts_share_a_rank() -> None:
    logs = [_log(1, 10, 2), _log(2, 30, 2), _log(3, 20, 2), _log(4, 20, 2), _log(1, 5, 3)]
    board = leaderboard(logs, Period.ALL, date(2026, 3, 9), SEOUL)

    assert board == (Place(1, 2, 30), Place(2, 3, 20), Place(2, 4, 20), Place(4, 1, 15))


def test_who_is_left_out_takes_nobodys_rank() -> None:
    logs = [_log(1, 10, 2), _log(2, 30, 2), _log(3, 20, 2)]
    board = leaderboard(logs, Period.ALL, date(2026, 3, 9), SEOUL, left_out={2})

    assert board == (Place(1, 3, 20), Place(2, 1, 10))


@pytest.mark.parametrize(
    ("today", "day", "week"),
    [(date(2026, 3, 8), 4, 6), (date(2026, 3, 9), 8, 8), (date(2026, 3, 2), 2, 6), (date(2026, 3, 1), 1, 1)],
)
def test_a_week_is_monday_to_sunday(today: date, day: int, week: int) -> None:
    logs = [_log(1, 1, 1), _log(1, 2, 2), _log(1, 4, 8), _log(1, 8, 9)]  # the 2nd is a Monday

    assert leaderboard(logs, Period.DAY, today, SEOUL)[0].amount == day
    assert leaderboard(logs, Period.WEEK, today, SEOUL)[0].amount == week
    assert leaderboard(logs, Period.ALL, today, SEOUL)[0].amount == 15


def test_the_first_days_of_a_year_are_of_the_last_ones_week() -> None:
    assert holds(Period.WEEK, date(2026, 12, 31), date(2027, 1, 3))
    assert not holds(Period.WEEK, date(2026, 1, 1), date(2027, 1, 1))  # week 1 and week 53
    assert not holds(Period.WEEK, date(2026, 3, 2), date(2027, 3, 8))  # week 10 of two years


def test_who_logged_for_one_of_seven_days_is_active() -> None:
    logs = [_log(1, 1, 2), _log(2, 1, 3), _log(2, 1, 9), replace(_log(3, 1, 9), state=State.HELD)]

    assert active_members(logs, date(2026, 3, 9), SEOUL) == 1
    assert active_members(logs, date(2026, 3, 8), SEOUL) == 2


@given(LOGS, st.sampled_from(Period), st.integers(0, 45), ZONES, st.sets(st.integers(1, 6)))
def test_a_board_is_what_the_ledger_adds_up_to(
    logs: list[Log], period: Period, day: int, zone: ZoneInfo, left_out: set[int]
) -> None:
    today = BEGIN.date() + timedelta(days=day)
    board = leaderboard(logs, period, today, zone, left_out)

    counted = [log for log in logs if log.state is State.COUNTED and holds(period, log.day(zone), today)]
    for place in board:
        assert place.user_id not in left_out
        assert place.amount == sum(log.amount for log in counted if log.user_id == place.user_id)
        assert place.rank == 1 + sum(other.amount > place.amount for other in board)
    assert {place.user_id for place in board} == {log.user_id for log in counted} - left_out
    assert [place.amount for place in board] == sorted((place.amount for place in board), reverse=True)
    if period is Period.ALL and not left_out:
        assert sum(place.amount for place in board) == total(logs)


@given(LOGS, ZONES)
def test_a_community_goals_curve_ends_at_its_total_and_never_falls(logs: list[Log], zone: ZoneInfo) -> None:
    now = BEGIN + timedelta(days=41)
    readings = community_readings(by_day(logs, zone), 500, BEGIN, now, zone)

    assert readings[0].at == BEGIN
    assert readings[-1].at == now
    assert readings[-1].total == 500 + total(logs)
    assert [reading.at for reading in readings] == sorted({reading.at for reading in readings})
    assert [reading.total for reading in readings] == sorted(reading.total for reading in readings)
    for reading in readings[1:-1]:
        day = (reading.at - timedelta(seconds=1)).astimezone(zone).date()
        known = [log for log in logs if log.state is State.COUNTED and log.day(zone) <= day]
        assert reading.total == 500 + sum(log.amount for log in known)


def test_a_community_goal_has_a_pace_like_any_other() -> None:
    logs = [_log(user_id, 30, day) for day in range(1, 31) for user_id in range(1, 5)]
    now = datetime(2026, 3, 30, 14, 59, tzinfo=UTC)  # a minute to Seoul's midnight
    readings = community_readings(by_day(logs, SEOUL), 0, BEGIN - timedelta(hours=9), now, SEOUL)
    stands = pace(readings, Aim(0, 4800, now + timedelta(days=20)), now, 4)

    assert Curve(readings).last.total == 3600
    assert stands.per_day == pytest.approx(120, rel=0.01)
    assert stands.status is Status.AHEAD


def test_what_nobodys_name_stands_to_counts_in_totals_alone() -> None:
    logs = [_log(1, 10, 2), replace(_log(2, 30, 2), user_id=None)]

    assert total(logs) == sum(by_day(logs, SEOUL).values()) == 40
    assert leaderboard(logs, Period.ALL, date(2026, 3, 9), SEOUL) == (Place(1, 1, 10),)
    assert active_members(logs, date(2026, 3, 2), SEOUL) == 1


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-20, 20), st.sampled_from(Period))
def test_a_periods_days_are_those_it_holds(today: date, later: int, period: Period) -> None:
    day, bounds = today + timedelta(days=later), period.days(today)

    assert holds(period, day, today) is (bounds is None or bounds[0] <= day <= bounds[1])


@given(LOGS, ZONES)
def test_days_of_streaks_are_those_that_count(logs: list[Log], zone: ZoneInfo) -> None:
    for user_id in range(1, 7):
        own = [log for log in logs if log.user_id == user_id and log.state is State.COUNTED]
        assert days_of(logs, user_id, zone) == {log.day(zone) for log in own}
