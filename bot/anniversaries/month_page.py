"""A month's anniversaries as a page in the reader's language, and what it says to those who do not see it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, get_day_names

from bot.anniversaries.calendar import Anniversary, AnniversaryKind, Day
from bot.anniversaries.labels import title
from bot.anniversaries.month import Cell, Mark, MonthPage
from bot.facts.base import FactBase
from bot.i18n.marking import gettext_noop
from bot.i18n.say import Say
from bot.kit import limits

CELEBRATED = 3  # the prominence of days that the fandom celebrates
_ASIDE = re.compile(r"\s*\([^()]*\)$")  # `(feat. …)`, `(Japanese ver.)`

_LEGEND = {
    Mark.BIRTHDAY: gettext_noop("Birthday"),
    Mark.GREAT: gettext_noop("Great anniversary"),
    Mark.COUNT: gettext_noop("Day count"),
    Mark.CELEBRATED: gettext_noop("Celebrated day"),
}


def month_page(first: date, days: Sequence[Day], base: FactBase, say: Say) -> MonthPage:
    """The page of the month that begins with `first`; `days` are those with something to remember."""
    locale = _local(say.reader, say.locale)
    week = [(locale.first_week_day + number) % 7 for number in range(7)]
    names = get_day_names("abbreviated", "stand-alone", locale=say.locale)
    cells = tuple(_cell(day, base, say) for day in days if day.anniversaries)
    marks = {cell.mark for cell in cells}
    year = say.year(first)
    return MonthPage(
        locale=say.tag,
        accent=base.fandom.accent,
        fandom=base.fandom.in_language(say.reader).name,
        month=format_date(first, "LLLL", locale=say.locale),
        year=year,
        year_first=say.month(first).startswith(year),
        weekdays=tuple(names[day] for day in week),
        column=week.index(first.weekday()),
        days=monthrange(first.year, first.month)[1],
        cells=cells,
        legend=tuple((mark, say.plain(_LEGEND[mark])) for mark in _LEGEND if mark in marks),
        more=say.plain("more that day") if any(cell.more for cell in cells) else "",
    )


def alt_text(first: date, days: Sequence[Day], base: FactBase, say: Say) -> str:
    """What the picture shows, the first of each day, as many days as fit."""
    told = say.plain("Calendar page of {month}.", month=say.month(first))
    listed = [
        say.plain(
            "{day}: {title}, {ago}.", day=say.day(day.day), title=title(one, base, say), ago=ago(one, say)
        )
        for day in days
        for one in day.anniversaries[:1]
    ]
    for number, line in enumerate(listed):
        rest = say.count("And {number} more day.", "And {number} more days.", len(listed) - number)
        if len(told) + len(line) + len(rest) + 2 > limits.ALT_TEXT:
            return f"{told} {rest}"
        told = f"{told} {line}"
    return told


def ago(one: Anniversary, say: Say) -> str:
    """How long ago it was, in a word or two: `13 years`, `D+5,000`; `this year`."""
    if one.kind is AnniversaryKind.DAYS:
        return say.plain("D+{number}", number=one.number)
    return say.count("{number} year", "{number} years", one.number) if one.number else say.plain("this year")


def _cell(day: Day, base: FactBase, say: Say) -> Cell:
    one = day.anniversaries[0]
    name = base.subjects[one.subject_id].name if one.subject_id else title(one, base, say)
    short = _ASIDE.sub("", name) or name
    return Cell(day.day.day, _mark(one), short, ago(one, say), len(day.anniversaries) - 1)


def _mark(one: Anniversary) -> Mark:
    if one.kind is AnniversaryKind.BIRTHDAY:
        return Mark.BIRTHDAY
    if one.kind is AnniversaryKind.DAYS:
        return Mark.COUNT
    if one.prominence == CELEBRATED:
        return Mark.GREAT if one.is_great else Mark.CELEBRATED
    return Mark.DAY


def _local(reader: str, spoken: Locale) -> Locale:
    """Whose week it is: the reader's country, or the one where most speak the language."""
    try:
        theirs = Locale.parse(reader, sep="-")
    except (UnknownLocaleError, ValueError):
        theirs = spoken
    if theirs.territory:
        return theirs
    likely: str = get_global("likely_subtags").get(theirs.language, theirs.language)
    return Locale.parse(likely)
