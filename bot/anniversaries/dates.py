"""Days and months as people type them: `13 June`, `06-13`, `6월 13일`, `tomorrow`. Pure."""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import get_month_names

from bot.errors import UserError
from bot.i18n.marking import gettext_noop

FIRST_YEAR, LAST_YEAR = 1900, 2100
_NAMED = {
    "today": 0, "오늘": 0, "tomorrow": 1, "내일": 1, "yesterday": -1, "어제": -1,
}  # fmt: skip
_MONTH_FIRST = {"en-US", "ko", "ja", "zh-CN", "zh-TW", "hu", "lt"}  # where 6/5 is in June
_SHORTEST = 3  # letters of a month's name
_NUMBERS = re.compile(r"(?:(?P<year>\d{4})[-/. ]+)?(?P<one>\d{1,2})[-/. ]+(?P<two>\d{1,2})\.?")
_YEAR_LAST = re.compile(r"(?P<one>\d{1,2})[-/. ]+(?P<two>\d{1,2})[-/. ]+(?P<year>\d{4})")
_KOREAN = re.compile(r"(?:(?P<year>\d{4})년)?(?P<month>\d{1,2})월(?:(?P<day>\d{1,2})일)?")
_WORDS = re.compile(r"(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?\.?\s*)?(?:of\s+)?(?P<name>[^\W\d_]{3,})\.?"
                    r"(?:\s*(?P<after>\d{1,2})(?:st|nd|rd|th)?)?(?:[\s,]+(?P<year>\d{4}))?")  # fmt: skip


class NotADay(UserError):
    message = gettext_noop("I cannot read that as a day. Type one such as {example}.")


class NotAMonth(UserError):
    message = gettext_noop("I cannot read that as a month. Type one such as {example}.")


def read_day(typed: str, today: date, locale: str) -> date:
    """The day somebody typed; without a year it is in this one (29 February: in the next that has it).

    Raises:
        NotADay: it is none.
    """
    text = _folded(typed)
    if text in _NAMED:
        return today + timedelta(days=_NAMED[text])
    for year, month, day in _read(text, locale):
        if day is not None and (found := _day(year, month, day, today)) is not None:
            return found
    raise NotADay(example="06-13")


def read_month(typed: str, today: date, locale: str) -> date:
    """The first day of the month somebody typed: `June`, `6`, `2026-06`, `6월`.

    Raises:
        NotAMonth: it is none.
    """
    text = _folded(typed)
    if match := re.fullmatch(r"(?:(?P<year>\d{4})[-/. ]+)?(?P<month>\d{1,2})", text):
        year, month = int(match["year"] or today.year), int(match["month"])
        if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR:
            return date(year, month, 1)
    for found_year, month, _ in _read(text, locale):
        if 1 <= month <= 12 and FIRST_YEAR <= (found_year or today.year) <= LAST_YEAR:
            return date(found_year or today.year, month, 1)
    raise NotAMonth(example="2026-06")


def _read(text: str, locale: str) -> Iterator[tuple[int | None, int, int | None]]:
    """Years, months and days a text can mean, the likeliest first; the year or the day may be missing."""
    if match := _KOREAN.fullmatch(text.replace(" ", "")):
        yield _number(match["year"]), int(match["month"]), _number(match["day"])
    if match := _NUMBERS.fullmatch(text):
        pair = (int(match["one"]), int(match["two"]))
        month_first = match["year"] is not None or locale in _MONTH_FIRST
        yield from _either_way(_number(match["year"]), pair, month_first)
    if match := _YEAR_LAST.fullmatch(text):
        pair = (int(match["one"]), int(match["two"]))
        yield from _either_way(int(match["year"]), pair, locale in _MONTH_FIRST)
    if match := _WORDS.fullmatch(text):
        month = next((number for name, number in _months() if name.startswith(match["name"])), None)
        if month is not None and not (match["before"] and match["after"]):
            yield _number(match["year"]), month, _number(match["before"] or match["after"])


def _either_way(
    year: int | None, pair: tuple[int, int], month_first: bool
) -> Iterator[tuple[int | None, int, int | None]]:
    one, two = pair
    ways = [(one, two), (two, one)] if month_first else [(two, one), (one, two)]
    yield from ((year, month, day) for month, day in ways if month <= 12)


def _day(year: int | None, month: int, day: int, today: date) -> date | None:
    wanted = year if year is not None else today.year
    if year is None and (month, day) == (2, 29):
        wanted = next(one for one in range(today.year, today.year + 9) if isleap(one))
    if not FIRST_YEAR <= wanted <= LAST_YEAR:
        return None
    try:
        return date(wanted, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> tuple[tuple[str, int], ...]:
    """English month names, in small letters, with their numbers."""
    return tuple((name.casefold(), number) for number, name in get_month_names("wide", locale="en").items())


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _folded(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed[:40]).casefold().split())
