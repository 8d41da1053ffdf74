"""Where labels stand along a chart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.streaming.ticks import MOST_TIMES, MOST_TOTALS, Span, roundest, times, totals

SEOUL, APIA = ZoneInfo("Asia/Seoul"), ZoneInfo("Pacific/Apia")
BEGIN = datetime(2026, 9, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 3, [0, 1, 2, 3]),
        (0, 12, [0, 2, 4, 6, 8, 10, 12]),
        (400, 1000, [400, 500, 600, 700, 800, 900, 1000]),
        (0, 113, [0, 20, 40, 60, 80, 100]),
        (999_200_111, 1_000_100_000, list(range(999_400_000, 1_000_100_000, 200_000))),
        (7, 8, [7, 8]),
    ],
)
def test_totals_are_round(low: int, high: int, expected: list[int]) -> None:
    assert totals(low, high) == expected


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_totals_are_few_and_even(low: int, more: int) -> None:
    found = totals(low, low + more)

    assert 1 <= len(found) <= MOST_TOTALS
    assert len({late - early for early, late in pairwise(found)}) <= 1
    assert all(low <= total <= low + more for total in found)


def test_all_milestones_are_shown_where_there_is_room() -> None:
    assert sorted(roundest([25, 50, 75], 100, 6)) == [25, 50, 75]
    assert roundest([5, 777], 1000, 1) == [5, 777]


def test_of_many_milestones_the_round_ones_are_shown() -> None:
    assert sorted(roundest(range(1, 100), 100, 7)) == [10, 20, 30, 40, 50, 60, 70, 80, 90]
    # 420 to 480 would be a step of 20, but 480 stands too close to the target
    assert roundest(range(401, 500), 500, 30) == [450]


def test_where_none_is_rounder_than_others_some_are_shown() -> None:
    assert roundest([11, 13, 17, 19], 100, 3) == [11, 17]


@pytest.mark.parametrize(
    ("length", "span", "first"),
    [
        (timedelta(hours=5), Span.HOURS, "2026-09-01 14:00"),
        (timedelta(days=4), Span.DAYS, "2026-09-02 00:00"),
        (timedelta(days=30), Span.DAYS, "2026-09-07 00:00"),  # a Monday
        (timedelta(days=120), Span.MONTHS, "2026-10-01 00:00"),
        (timedelta(days=5 * 365), Span.YEARS, "2027-01-01 00:00"),
        (timedelta(days=400 * 365), Span.YEARS, "2100-01-01 00:00"),
    ],
)
def test_times_begin_something_where_the_server_is(length: timedelta, span: Span, first: str) -> None:
    found, instants = times(BEGIN, BEGIN + length, SEOUL)

    assert found is span
    assert f"{instants[0].astimezone(SEOUL):%Y-%m-%d %H:%M}" == first


@given(
    st.integers(0, 300_000),
    st.integers(1, 500_000),
    st.sampled_from([UTC, SEOUL, APIA, ZoneInfo("Europe/London")]),
)
def test_times_are_few_and_within(begin: int, hours: int, zone: ZoneInfo) -> None:
    start = datetime(2005, 1, 1, tzinfo=UTC) + timedelta(hours=begin)
    span, instants = times(start, start + timedelta(hours=hours), zone)

    assert len(instants) <= MOST_TIMES[span]
    assert instants == sorted(set(instants))
    assert all(start <= at <= start + timedelta(hours=hours) for at in instants)
    assert span is Span.HOURS or all(
        at.astimezone(zone).hour <= 1 for at in instants
    )  # a clock may skip 0:00


def test_days_are_few_also_where_a_clock_is_put_forward() -> None:
    london = ZoneInfo("Europe/London")
    begin = datetime(2026, 3, 27, tzinfo=london)
    end = datetime(2026, 4, 1, tzinfo=london)  # an hour less than five days later, with six days that begin

    assert len(times(begin, end, london)[1]) <= MOST_TIMES[Span.DAYS]
