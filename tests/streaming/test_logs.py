"""What members log: what counts, what waits, what is refused, what can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.streaming.goals import Goal, Kind, Mode, Plan, Unit
from bot.streaming.logs import (
    MAY_BECOME,
    BeforeTheGoal,
    DayAhead,
    DayFull,
    DayTooLongAgo,
    GoalClosed,
    Hold,
    Log,
    MoreThanADay,
    NothingToUndo,
    SettledAlready,
    State,
    check_day,
    day_cap,
    judge,
    ordinary_day,
    settled,
    to_undo,
)
from tests.streaming.oracle import logged_for

NOW = datetime(2026, 6, 13, 16, tzinfo=UTC)
SEOUL, LOS_ANGELES = ZoneInfo("Asia/Seoul"), ZoneInfo("America/Los_Angeles")
TODAY = date(2026, 6, 13)


def _goal(mode: Mode, song_length: timedelta | None = None) -> Goal:
    plan = Plan("Butter", Unit.STREAMS, Kind.OFFICIAL, 0, 10**9, song_length=song_length, mode=mode)
    return Goal(1, 10, plan, NOW - timedelta(days=30))


def _log(log_id: int, user_id: int = 5, amount: int = 20, hours_ago: float = 0, days_back: int = 0) -> Log:
    return Log(log_id, 1, user_id, amount, NOW - timedelta(hours=hours_ago), days_back)


@pytest.mark.parametrize(
    ("zone", "days_back", "day"),
    [(SEOUL, 0, date(2026, 6, 14)), (LOS_ANGELES, 0, date(2026, 6, 13)), (SEOUL, 7, date(2026, 6, 7))],
)
def test_a_logs_day_is_the_servers(zone: ZoneInfo, days_back: int, day: date) -> None:
    assert _log(1, days_back=days_back).day(zone) == day


def test_a_week_back_may_be_logged_for_and_not_before_the_goal() -> None:
    begun = TODAY - timedelta(days=30)

    assert [check_day(TODAY - timedelta(days=back), TODAY, begun) for back in (0, 1, 7)] == [0, 1, 7]
    with pytest.raises(DayTooLongAgo) as long_ago:
        check_day(TODAY - timedelta(days=8), TODAY, begun)
    assert long_ago.value.values == {"first": TODAY - timedelta(days=7)}
    with pytest.raises(BeforeTheGoal) as before:
        check_day(TODAY - timedelta(days=3), TODAY, TODAY - timedelta(days=2))
    assert before.value.values == {"first": TODAY - timedelta(days=2)}
    with pytest.raises(DayAhead):
        check_day(TODAY + timedelta(days=1), TODAY, begun)


@pytest.mark.parametrize(
    ("song_length", "server_cap", "cap"),
    [
        (None, 480, 480),
        (None, 200, 200),
        (timedelta(minutes=3), 200, 480),
        (timedelta(seconds=199), 480, 434),
        (timedelta(hours=2), 480, 12),
    ],
)
def test_a_day_holds_so_many_plays(song_length: timedelta | None, server_cap: int, cap: int) -> None:
    assert day_cap(song_length, server_cap) == cap


@pytest.mark.parametrize(
    ("mode", "before", "amount", "ordinary", "hold"),
    [
        (Mode.OPEN, 0, 480, None, None),
        (Mode.OPEN, 0, 481, None, Hold.BEYOND_A_DAY),
        (Mode.OPEN, 400, 100, None, Hold.BEYOND_A_DAY),
        (Mode.OPEN, 0, 4000, 50.0, Hold.BEYOND_A_DAY),
        (Mode.OPEN, 0, 250, 50.0, None),  # five times
        (Mode.OPEN, 0, 251, 50.0, Hold.UNUSUAL),
        (Mode.OPEN, 240, 11, 50.0, Hold.UNUSUAL),  # in small helpings
        (Mode.OPEN, 0, 240, 2.0, None),  # half a day: a festive one
        (Mode.CAPPED, 0, 480, None, None),
        (Mode.CAPPED, 0, 300, 50.0, Hold.UNUSUAL),
        (Mode.REVIEWED, 0, 1, None, Hold.REVIEWED),
        (Mode.REVIEWED, 0, 4000, 50.0, Hold.REVIEWED),
    ],
)
def test_what_counts_at_once_and_what_waits(
    mode: Mode, before: int, amount: int, ordinary: float | None, hold: Hold | None
) -> None:
    verdict = judge(amount, _goal(mode), before, ordinary)

    assert (verdict.hold, verdict.day_total) == (hold, before + amount)
    assert verdict.state is (State.COUNTED if hold is None else State.HELD)


def test_a_capped_day_tells_what_is_left() -> None:
    goal = _goal(Mode.CAPPED, timedelta(minutes=4))

    with pytest.raises(DayFull) as full:
        judge(100, goal, 300, None)
    assert full.value.values == {"cap": 360, "logged": 300, "left": 60}
    assert judge(60, goal, 300, None).hold is None
    with pytest.raises(MoreThanADay):
        judge(361, goal, 0, None)
    with pytest.raises(DayFull) as lowered:  # the cap, since
        judge(1, _goal(Mode.CAPPED), 300, None, server_cap=100)
    assert lowered.value.values["left"] == 0


def test_a_closed_goal_takes_nothing() -> None:
    with pytest.raises(GoalClosed):
        judge(1, replace(_goal(Mode.OPEN), closed_at=NOW), 0, None)


def test_what_waits_is_part_of_its_day_and_what_is_void_is_not() -> None:
    logs = [replace(_log(number, amount=10**number), state=state) for number, state in enumerate(State)]
    logs += [_log(8, user_id=6, amount=7), _log(9, amount=7, days_back=1)]

    assert logged_for(logs, 5, date(2026, 6, 14), SEOUL) == 1 + 10  # counted and held


def test_ordinary_is_ones_own_and_until_then_everybodys() -> None:
    assert ordinary_day([10, 20, 30, 40, 900], [1] * 50) == 30
    assert ordinary_day([900] * 4, [1] * 20) == 1
    assert ordinary_day([900] * 4, [1] * 19) is None


def test_the_latest_of_ones_own_is_undone_within_a_day() -> None:
    logs = [
        _log(1, hours_ago=30),
        _log(2, hours_ago=20),
        replace(_log(3, hours_ago=10), state=State.HELD),
        replace(_log(4, hours_ago=5), state=State.VOIDED),
        _log(5, user_id=6),
    ]

    latest = to_undo(logs, 5, NOW)
    assert latest.id == 3
    logs[2] = settled(latest, State.UNDONE)
    assert to_undo(logs, 5, NOW).id == 2
    assert to_undo(logs, 5, NOW + timedelta(hours=3, minutes=59)).id == 2
    for user_id, now in ((5, NOW + timedelta(hours=4)), (7, NOW)):
        with pytest.raises(NothingToUndo):
            to_undo(logs, user_id, now)


@given(st.lists(st.sampled_from(State), max_size=6))
def test_what_is_settled_stays_settled(wanted: list[State]) -> None:
    """A log comes to an end, once; what was counted by a moderator can still be voided, nothing returns."""
    log = replace(_log(1), state=State.HELD)
    seen = [log.state]
    for state in wanted:
        try:
            log = settled(log, state)
        except SettledAlready:
            continue
        seen.append(log.state)

    assert len(seen) == len(set(seen))
    assert all(later in MAY_BECOME[earlier] for earlier, later in pairwise(seen))
