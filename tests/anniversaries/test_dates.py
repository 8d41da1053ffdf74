"""Days and months as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.anniversaries.dates import NotADay, NotAMonth, read_day, read_month

TODAY = date(2026, 6, 12)


@pytest.mark.parametrize(
    ("typed", "locale", "day"),
    [
        ("2020-08-21", "en-US", date(2020, 8, 21)),
        ("2020/8/21", "ko", date(2020, 8, 21)),
        ("2020. 8. 21.", "ko", date(2020, 8, 21)),
        ("08-21", "en-US", date(2026, 8, 21)),
        ("8/5", "en-US", date(2026, 8, 5)),
        ("8/5", "en-GB", date(2026, 5, 8)),
        ("21/8", "en-US", date(2026, 8, 21)),
        ("21.8.", "de", date(2026, 8, 21)),
        ("8/21/2020", "en-US", date(2020, 8, 21)),
        ("21.8.2020", "de", date(2020, 8, 21)),
        ("August 21", "en-US", date(2026, 8, 21)),
        ("aug 21, 2020", "en-US", date(2020, 8, 21)),
        ("21st of August", "en-US", date(2026, 8, 21)),
        ("21 August 2020", "en-GB", date(2020, 8, 21)),
        ("8월 21일", "ko", date(2026, 8, 21)),
        ("2020년 8월 21일", "ko", date(2020, 8, 21)),
        ("８월　２１일", "ko", date(2026, 8, 21)),
        ("today", "en-US", TODAY),
        ("내일", "ko", TODAY + timedelta(days=1)),
        ("Yesterday", "en-US", TODAY - timedelta(days=1)),
        ("29 February", "en-US", date(2028, 2, 29)),
        ("2024-02-29", "en-US", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read(typed: str, locale: str, day: date) -> None:
    assert read_day(typed, TODAY, locale) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "13/13",
        "31 June",
        "2025-02-29",
        "0-0",
        "1 2 3 4",
        "1899-01-01",
        "2101-01-01",
        "ju",
        "13",
        "9" * 99,
    ],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotADay):
        read_day(typed, TODAY, "en-US")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("June", date(2026, 6, 1)),
        ("dec", date(2026, 12, 1)),
        ("June 2027", date(2027, 6, 1)),
        ("6", date(2026, 6, 1)),
        ("2027-06", date(2027, 6, 1)),
        ("6월", date(2026, 6, 1)),
        ("2027년 6월", date(2027, 6, 1)),
        ("2026-06-13", date(2026, 6, 1)),
    ],
)
def test_a_month_is_read(typed: str, first: date) -> None:
    assert read_month(typed, TODAY, "en-US") == first


@pytest.mark.parametrize("typed", ["", "0", "13", "2026-13", "smarch", "1899-12", "2101-01"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(NotAMonth):
        read_month(typed, TODAY, "en-US")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["en-US", "en-GB", "ko", "de"]))
def test_every_date_as_machines_write_it_is_read(day: date, locale: str) -> None:
    assert read_day(day.isoformat(), TODAY, locale) == day


NEARLY_DAYS = st.builds(
    str.format,
    st.sampled_from(["{}-{}-{}", "{}. {}. {}.", "{}년 {}월 {}일", "{2}/{1}/{0}", "{2} June {0}", "{1}/{2}"]),
    st.integers(1890, 2110),
    st.integers(0, 13),
    st.integers(0, 32),
)


@given(st.text(max_size=60) | NEARLY_DAYS, st.sampled_from(["en-US", "ko"]))
def test_whatever_is_typed_is_a_day_or_refused(typed: str, locale: str) -> None:
    try:
        day = read_day(typed, TODAY, locale)
    except NotADay:
        return
    assert 1900 <= day.year <= 2100
