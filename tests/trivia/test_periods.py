"""Weeks and seasons of a server's own calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trivia.periods import Period, last_month, next_month, season_ends_at, span

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
START = datetime(2016, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2016, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("period", "day", "zone", "since", "until"),
    [
        (Period.WEEK, "2026-06-14", "Asia/Seoul", "2026-06-07T15:00", "2026-06-14T15:00"),
        (Period.WEEK, "2026-06-15", "Asia/Seoul", "2026-06-14T15:00", "2026-06-21T15:00"),
        (Period.WEEK, "2021-01-01", "UTC", "2020-12-28T00:00", "2021-01-04T00:00"),  # ISO week 53
        (Period.MONTH, "2026-12-31", "UTC", "2026-12-01T00:00", "2027-01-01T00:00"),
        (Period.MONTH, "2026-03-10", "America/New_York", "2026-03-01T05:00", "2026-04-01T04:00"),
        # São Paulo's clocks skipped midnight of 4 November 2018: the day began at 1:00
        (Period.WEEK, "2018-11-04", "America/Sao_Paulo", "2018-10-29T03:00", "2018-11-05T02:00"),
    ],
)
def test_a_period_holds(period: Period, day: str, zone: str, since: str, until: str) -> None:
    found = span(period, date.fromisoformat(day), ZoneInfo(zone))

    assert found.since == datetime.fromisoformat(since).replace(tzinfo=UTC)
    assert found.until == datetime.fromisoformat(until).replace(tzinfo=UTC)


@given(st.sampled_from([Period.WEEK, Period.MONTH]), DAYS, ZONES)
def test_periods_follow_each_other_without_gap_or_overlap(period: Period, day: date, zone: ZoneInfo) -> None:
    found = span(period, day, zone)
    following = span(period, day + timedelta(days=7) if period is Period.WEEK else next_month(day), zone)

    assert found.since < found.until == following.since
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC)
    assert found.since <= noon < found.until


@given(DAYS)
def test_months_go_forth_and_back(day: date) -> None:
    assert last_month(next_month(day)) == day.replace(day=1)
    assert (next_month(day) - day.replace(day=1)).days in range(28, 32)


@given(st.integers(0, 7_000).map(lambda days: START + timedelta(days=days, hours=days % 24)), ZONES)
def test_a_season_ends_after_now_when_the_servers_month_is_over(now: datetime, zone: ZoneInfo) -> None:
    end = season_ends_at(now, zone)

    assert now < end <= now + timedelta(days=32)
    assert end.astimezone(zone).day == 1
    assert (end - timedelta(seconds=1)).astimezone(zone).month == now.astimezone(zone).month


def test_all_time_holds_everything() -> None:
    found = span(Period.ALL, date(2026, 6, 12), ZoneInfo("UTC"))

    assert found.since.year <= 2015
    assert found.until.year >= 3000
