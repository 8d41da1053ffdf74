"""Times of day, as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guilds.times import NotATime, time_of_day
from bot.i18n.catalogs import Catalogs


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("9", 9, 0),
        ("09:30", 9, 30),
        (" 9 : 30 ", 9, 30),
        ("9.30", 9, 30),
        ("0930", 9, 30),
        ("9pm", 21, 0),
        ("9 P.M.", 21, 0),
        ("9:30 a.m.", 9, 30),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("21h", 21, 0),
        ("21h30", 21, 30),
        ("오전 9시", 9, 0),
        ("오후 9시 30분", 21, 30),
        ("오후 9:30", 21, 30),
        ("9시 반", 9, 30),
        ("21시", 21, 0),
        ("오전 12시", 0, 0),
        ("오전 0시 5분", 0, 5),
        ("０９：３０", 9, 30),
        ("0:00", 0, 0),
        ("23:59", 23, 59),
        ("noon", 12, 0),
        ("Midnight", 0, 0),
        ("정오", 12, 0),
        ("자정", 0, 0),
    ],
)
def test_it_is_read_as_meant(typed: str, hour: int, minute: int) -> None:
    assert time_of_day(typed) == time(hour, minute)


@pytest.mark.parametrize(
    "typed",
    [
        *("25:00", "24:00", "9:60", "9:5", "-1", "13pm", "0pm", "오후 13시", "오전 9시 pm", "am9pm"),
        *("9:30:00", "nine", "반", "", " ", "오후", "930", "9:30분전", "١٢٣", "9반", "am9am"),
    ],
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(NotATime):
        time_of_day(typed)


@pytest.mark.parametrize(
    ("typed", "english", "korean"),
    [
        (
            "25:00",
            "“25:00” is not a time of day. Type one such as 21:30.",
            "“25:00”: 시각이 아니에요. 예: 21:30.",
        ),
        ("*9*", r"“\*9\*” is not a time of day. Type one such as 21:30.", None),
        ("x" * 13, "That is not a time of day. Type one such as 21:30.", None),
        ("", "That is not a time of day. Type one such as 21:30.", None),
    ],
)
def test_the_refusal_names_what_was_typed_when_it_is_short(
    typed: str, english: str, korean: str | None
) -> None:
    with pytest.raises(NotATime) as refusal:
        time_of_day(typed)

    error = refusal.value
    assert Catalogs().say("en")(error.message, **error.values) == english
    assert korean in {None, Catalogs().say("ko")(error.message, **error.values)}


@given(st.times(), st.sampled_from(["%H:%M", "%H.%M", "%Hh%M", "%H%M", "%I:%M %p", "%H시 %M분"]))
def test_every_time_can_be_typed_in_every_way(moment: time, way: str) -> None:
    assert time_of_day(moment.strftime(way)) == moment.replace(second=0, microsecond=0)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_time_or_refused_without_repeating_much(typed: str) -> None:
    with suppress(NotATime):
        assert time_of_day(typed).second == 0
        return
    with pytest.raises(NotATime) as refusal:
        time_of_day(typed)
    assert len(str(refusal.value.values.get("typed", ""))) <= 12
