"""What is typed about goals is read as people write it, or refused with an example."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.streaming.countdown import Turn, coming, passed, turns, worth_until
from bot.streaming.milestones import Milestones
from bot.streaming.typed import (
    NotADay,
    NotALength,
    NotAMoment,
    read_day,
    read_deadline,
    read_length,
    read_milestones,
    read_moment,
)

SEOUL = ZoneInfo("Asia/Seoul")
MILLION = 10**6


@pytest.mark.parametrize(
    ("typed", "locale", "read"),
    [
        ("", "en-US", Milestones()),
        ("none", "en-US", Milestones()),
        ("없음", "ko", Milestones()),
        ("500M; 1B", "en-US", Milestones((500 * MILLION, 1000 * MILLION))),
        ("1,500,000, 2,000,000", "en-US", Milestones((1_500_000, 2 * MILLION))),
        ("1억; 5천만", "ko", Milestones((50 * MILLION, 100 * MILLION))),
        ("every 100M", "en-US", Milestones(step=100 * MILLION)),
        ("every:100000000", "ko", Milestones(step=100 * MILLION)),
        ("1억마다", "ko", Milestones(step=100 * MILLION)),
    ],
)
def test_milestones_are_totals_or_a_step(typed: str, locale: str, read: Milestones) -> None:
    assert read_milestones(typed, locale) == read


@pytest.mark.parametrize("typed", ["every", "every x", "1; ; x", "-5", "0", "NaN", "every 0", "10^30"])
def test_milestones_that_are_no_numbers_are_refused(typed: str) -> None:
    with pytest.raises(UserError):
        read_milestones(typed, "en-US")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-12-31", datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC)),
        ("2026-12-31 18:00", datetime(2026, 12, 31, 9, tzinfo=UTC)),
        ("2026. 12. 31.".replace(" ", ""), datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC)),
        (" 2026/12/31  18:00 ", datetime(2026, 12, 31, 9, tzinfo=UTC)),
        ("２０２６-12-31", datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC)),
        ("<t:1798718400:F>", datetime(2026, 12, 31, 12, tzinfo=UTC)),
        ("<t:1798718400>", datetime(2026, 12, 31, 12, tzinfo=UTC)),
    ],
)
def test_a_deadline_is_on_the_servers_clock_and_a_date_lasts_to_its_end(typed: str, read: datetime) -> None:
    assert read_moment(typed, SEOUL) == read


@pytest.mark.parametrize(
    "typed",
    [
        "tomorrow",
        "2026-13-01",
        "2026-02-30",
        "2026-12-31 25:00",
        "31.12.2026",
        "<t:9" + "9" * 13 + ">",
        "9999-12-31",
    ],
)
def test_what_is_no_date_is_refused_with_one(typed: str) -> None:
    with pytest.raises(NotAMoment) as refusal:
        read_moment(typed, SEOUL)
    assert refusal.value.values["example"] == "2026-12-31"


def test_a_deadline_can_be_taken_away() -> None:
    assert [read_deadline(typed, SEOUL) for typed in ("", "none", "없음", "-")] == [None] * 4


NEARLY_READ = st.from_regex(
    r"[0-9]{4}[-.][01]?[0-9][-.][0-3]?[0-9]( [0-2]?[0-9]:[0-6][0-9])?|<t:-?[0-9]{1,15}>|"
    r"[0-9]{1,4}:[0-9]{2}|every [0-9]{1,20}[KMB]?|[0-9]{1,20}억; [0-9]{1,20}",
    fullmatch=True,
)


@given(st.text(max_size=30) | NEARLY_READ)
def test_any_text_is_read_or_refused(typed: str) -> None:
    for read in (
        lambda: read_moment(typed, SEOUL),
        lambda: read_milestones(typed, "ko"),
        lambda: read_length(typed),
        lambda: read_day(typed, date(2026, 6, 12)),
    ):
        with suppress(UserError):
            read()


@pytest.mark.parametrize(("typed", "seconds"), [("3:19", 199), ("199", 199), ("0:45", 45), ("１:00", 60)])
def test_a_songs_length_is_minutes_and_seconds(typed: str, seconds: int) -> None:
    assert read_length(typed) == timedelta(seconds=seconds)


@pytest.mark.parametrize("typed", ["", "3:60", "three", "1:2:3", "-3", "3.5"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(NotALength):
        read_length(typed)


def test_a_day_is_a_date_alone() -> None:
    assert read_day("2026-06-10", date(2026, 6, 12)) == date(2026, 6, 10)
    for typed in ("2026-06-10 10:00", "yesterday", "2026-06-31"):
        with pytest.raises(NotADay):
            read_day(typed, date(2026, 6, 12))


DEADLINE = datetime(2026, 12, 31, tzinfo=UTC)


def test_a_deadlines_turns_come_in_order_and_each_notice_holds_until_the_next() -> None:
    instants = [one.at for one in turns(DEADLINE)]
    assert instants == sorted(instants)
    for one in turns(DEADLINE)[:-1]:
        following = coming(DEADLINE, one.at)
        assert following is not None
        assert worth_until(DEADLINE, one.turn) == min(following.at, DEADLINE)
    assert coming(DEADLINE, instants[-1]) is None
    assert [one.turn for one in passed(DEADLINE, instants[1], instants[2])] == [Turn.DAY, Turn.HOURS]
