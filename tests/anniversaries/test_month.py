"""A month as a page, as a picture and as words."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.anniversaries.calendar import Anniversary, AnniversaryKind, Day, FactCalendar, LeapRule
from bot.anniversaries.month import Cell, Mark, MonthPage
from bot.anniversaries.month_page import alt_text, month_page
from bot.anniversaries.month_picture import WIDTH, paint
from bot.drawing.service import DrawingService
from bot.facts.base import FactBase
from bot.i18n.catalogs import Catalogs

CATALOGS = Catalogs()
JUNE, DECEMBER = date(2026, 6, 1), date(2026, 12, 1)


def _days(base: FactBase, first: date) -> tuple[Day, ...]:
    return FactCalendar(base).of_month(first.year, first.month, LeapRule.FEBRUARY_28)


def _page(base: FactBase, first: date, language: str) -> MonthPage:
    return month_page(first, _days(base, first), base, CATALOGS.say(language))


def _cells(page: MonthPage) -> dict[int, Cell]:
    return {cell.day: cell for cell in page.cells}


@pytest.mark.parametrize(
    ("language", "week", "column", "heading"),
    [
        ("en-US", ("Sun", "Sat"), 1, ("June", "2026", False)),
        ("en-GB", ("Mon", "Sun"), 0, ("June", "2026", False)),
        ("ko", ("일", "토"), 1, ("6월", "2026년", True)),
        ("de", ("Mon", "Sun"), 0, ("June", "2026", False)),  # no catalog: English words, a German week
    ],
)
def test_a_page_has_the_readers_week_and_words(
    base: FactBase, language: str, week: tuple[str, str], column: int, heading: tuple[str, str, bool]
) -> None:
    page = _page(base, JUNE, language)

    assert (page.weekdays[0], page.weekdays[-1]) == week
    assert (page.column, page.days) == (column, 30)
    assert (page.month, page.year, page.year_first) == heading


def test_a_day_shows_its_most_prominent_and_counts_the_others(base: FactBase) -> None:
    june, december = _cells(_page(base, JUNE, "ko")), _cells(_page(base, DECEMBER, "en-US"))

    assert june[13] == Cell(13, Mark.CELEBRATED, "BTS", "13주년", 5)
    assert december[4].mark is Mark.BIRTHDAY
    assert (december[4].title, december[4].note) == ("Jin", "34 years")
    assert june[4].title == "No More Dream"  # without `(…)`
    assert 18 not in june


def test_a_year_that_stands_out_and_a_day_count_have_signs_of_their_own(base: FactBase) -> None:
    page = _page(base, date(2027, 2, 1), "en-US")

    assert _cells(page)[13].mark is Mark.GREAT
    assert _cells(page)[20] == Cell(20, Mark.COUNT, "BTS", "D+5,000", 1)
    assert [mark for mark, _ in page.legend] == [Mark.BIRTHDAY, Mark.GREAT, Mark.COUNT, Mark.CELEBRATED]
    assert page.more


def test_the_words_name_every_day_that_fits(base: FactBase) -> None:
    days = _days(base, JUNE)
    told = alt_text(JUNE, days, base, CATALOGS.say("en-US"))

    assert told.startswith("Calendar page of June 2026. June 1, 2026: ")
    assert "June 13, 2026: BTS · Debut, 13 years." in told
    assert told.endswith("more days.")
    assert alt_text(JUNE, days[:1], base, CATALOGS.say("ko")).endswith(", 7주년.")


@given(st.integers(2013, 2035), st.integers(1, 12), st.sampled_from(["en-US", "ko"]))
def test_the_words_are_never_too_long(base: FactBase, year: int, month: int, language: str) -> None:
    first = date(year, month, 1)
    assert len(alt_text(first, _days(base, first), base, CATALOGS.say(language))) <= 1024


def _image(page: MonthPage) -> Image.Image:
    return Image.open(BytesIO(paint(page))).convert("RGB")


def test_the_same_page_makes_the_same_bytes(base: FactBase) -> None:
    page = _page(base, JUNE, "ko")

    drawn = paint(page)
    assert drawn == paint(_page(base, JUNE, "ko"))
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) < 150_000
    assert _image(page).width == WIDTH


CHANGED: dict[str, object] = {
    "accent": 0xE5004F, "fandom": "Moon", "month": "July", "year": "2031", "column": 3, "days": 28,
    "weekdays": tuple("abcdefg"), "cells": (), "legend": (), "more": "", "locale": "ja", "year_first": True,
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGED)
def test_everything_on_a_page_is_drawn(base: FactBase, field: str) -> None:
    page = replace(_page(base, DECEMBER, "en-US"), fandom="海")

    assert paint(replace(page, **{field: CHANGED[field]})) != paint(page)  # type: ignore[arg-type]


def test_signs_are_told_apart_without_colour() -> None:
    page = MonthPage("en", 0, "", "", "", False, ("",) * 7, 0, 28, (), (), "")
    signs = [_image(replace(page, legend=((mark, ""),))).convert("L") for mark in Mark]

    for number, one in enumerate(signs):
        for other in signs[number + 1 :]:
            box = ImageChops.difference(one, other).getbbox()
            assert box is not None


@given(
    st.integers(0, 6),
    st.integers(28, 31),
    st.integers(0, 0xFFFFFF),
    st.text(max_size=60),
    st.sampled_from(Mark),
)
@hypothesis_settings(max_examples=10)
def test_any_month_and_any_title_can_be_drawn(
    column: int, days: int, accent: int, title: str, mark: Mark
) -> None:
    cells = tuple(Cell(day, mark, title, title, day) for day in range(1, days + 1))
    page = MonthPage(
        "ko", accent, title, title, title, True, (title,) * 7, column, days, cells, ((mark, title),), title
    )

    assert _image(page).width == WIDTH


async def test_the_worker_draws_it(base: FactBase) -> None:
    service = DrawingService({"month": "bot.anniversaries.month_picture:paint"})
    page = _page(base, JUNE, "ko")
    try:
        assert await service.draw("month", page) == paint(page)
    finally:
        await service.close()


def test_the_worker_imports_nothing_of_discord() -> None:
    code = (
        "import sys, bot.anniversaries.month_picture, bot.drawing.worker; "
        "print({'discord', 'pydantic', 'babel', 'fontTools'} & sys.modules.keys())"
    )
    told = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "set()"


def test_a_day_without_a_subject_shows_its_words(base: FactBase) -> None:
    one = Anniversary(AnniversaryKind.YEARS, "bangtan-boys-name", None, date(2026, 6, 2), 0, 2)
    page = month_page(JUNE, [Day(date(2026, 6, 2), (one,))], base, CATALOGS.say("en-US"))

    assert page.cells[0].title.startswith("BTS go by another affectionate name")
    assert page.cells[0].note == "this year"
    assert page.legend == ()
    assert page.more == ""
