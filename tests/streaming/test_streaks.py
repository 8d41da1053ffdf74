"""Streaks come from the days themselves, with rest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.streaming.streaks import streak, streak_since

TODAY = date(2026, 6, 13)
DAYS = st.sets(st.integers(-5, 60).map(lambda ago: TODAY - timedelta(days=ago)))


def _days(pattern: str) -> set[date]:
    """`x` is a day something was done, the last one is today."""
    return {TODAY - timedelta(days=ago) for ago, sign in enumerate(reversed(pattern)) if sign == "x"}


@pytest.mark.parametrize(
    ("pattern", "current"),
    [
        ("", 0),
        ("x", 1),
        ("xxx", 3),
        ("xx.", 2),  # today is not over
        ("xx..", 2),  # a rest day and today
        ("xx...", 0),
        ("xx.xx", 4),
        ("xx..xx", 2),
        ("x.xxxxxx.x", 8),  # seven days apart
        ("x.xxxxx.x", 6),  # six: the first rest is one too many
        ("x.x.x.x.x", 2),
        ("xxxxx..xx", 2),
    ],
)
def test_a_day_in_seven_may_be_left_out(pattern: str, current: int) -> None:
    assert streak(_days(pattern), TODAY) == current


@pytest.mark.parametrize(("rest_days", "current"), [(0, 2), (1, 4), (2, 4), (3, 9)])
def test_a_server_may_be_stricter_or_kinder(rest_days: int, current: int) -> None:
    assert streak(_days("xxxxx..xx.xx"), TODAY, rest_days) == current


@given(DAYS, st.integers(0, 3))
def test_a_streak_is_the_longest_stretch_that_rests_little_enough(days: set[date], rest_days: int) -> None:
    assert streak(days, TODAY, rest_days) == _longest(days, TODAY, rest_days)


@given(DAYS, st.integers(0, 6), st.integers(0, 60))
def test_the_latest_days_tell_a_streak_or_that_they_do_not(
    days: set[date], rest_days: int, back: int
) -> None:
    first = TODAY - timedelta(days=back)
    found = streak_since(first, {day for day in days if day >= first}, TODAY, rest_days)

    assert found in {None, streak(days, TODAY, rest_days)}


def test_the_latest_days_tell_a_streak_that_began_among_them() -> None:
    first = TODAY - timedelta(days=9)

    assert streak_since(first, _days("xxxxx..xxx"), TODAY) == 3
    assert streak_since(first, _days("xxx"), TODAY) == 3
    assert streak_since(first, set(), TODAY) == 0
    assert streak_since(first, _days("xxxxxxxxxx"), TODAY) is None


@given(DAYS, st.integers(0, 70), st.integers(0, 3))
def test_a_day_logged_later_never_shortens_a_streak(days: set[date], ago: int, rest_days: int) -> None:
    before, after = (streak(one, TODAY, rest_days) for one in (days, {*days, TODAY - timedelta(days=ago)}))

    assert after >= before


def _longest(days: set[date], today: date, rest_days: int) -> int:
    """The same by trying every stretch."""
    best = 0
    for begins in range(75):
        missing: list[int] = []
        done = 0
        for ago in range(begins, -1, -1):
            if today - timedelta(days=ago) in days:
                done += 1
            elif ago > 0:
                missing.append(ago)
                if sum(one < ago + 7 for one in missing) > rest_days:
                    break
            if ago == 0:
                best = max(best, done)
    return best
