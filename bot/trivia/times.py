"""Questions for the year and the month of what happened. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from rapidfuzz import fuzz

from bot.facts.model import Category, DateKind, Fact, PartialDate, Subject
from bot.trivia.language import months_of
from bot.trivia.question import CHOICES, Askable, Entry, Known, Laid
from bot.trivia.soundness import says, texts_of, titles_of

YEAR, MONTH = "year", "month"
_YEARS = re.compile(r"(?<!\d)(?<!\d[.,])(?:19|20)\d\d(?!\d)(?![.,]\d)")
_DIGITS = re.compile(r"\d+")
_GENERATION = 8
"""Years before and after a birthday that can be meant."""
_ALIKE = 75  # of 100: so much alike without their figures, two facts may tell of the same thing in two years


def time_questions(known: Known, facts: Sequence[Fact]) -> Iterator[Askable]:
    """In which year what facts tell was, and for what the fandom celebrates, in which month."""
    dates = sorted(
        fact.date.value
        for fact in known.facts.values()
        if fact.date and fact.date.kind is not DateKind.BIRTHDAY
    )
    told_alike = _Alike(known.facts.values())
    asked_for = {fact.subjects[0] for fact in facts if fact.category is Category.RELEASE}
    for fact in facts:
        if fact.category is Category.MUSIC and came_out(fact, known.subjects):
            if fact.subjects[0] in asked_for:
                continue  # it would ask the same again
            asked_for.add(fact.subjects[0])
        yield from _year(fact, known.subjects, told_alike, dates)
        if fact.prominence == 3 and _date(fact).month and not tells_month(fact, known.subjects):
            yield from _month(fact, told_alike, dates[-1])


def _year(
    fact: Fact, subjects: Mapping[str, Subject], told_alike: _Alike, dates: Sequence[PartialDate]
) -> Iterator[Askable]:
    """The year itself is left out of the text."""
    if any(without_year(fact, text, subjects) is None for _, text in texts_of(fact)):
        return
    when = _date(fact)
    others = told_alike.years(fact) | _arguable(when)
    earliest, latest = max(dates[0].year, _begun(fact, subjects)), dates[-1].year
    if fact.date and fact.date.kind is DateKind.BIRTHDAY:
        earliest, latest = when.year - _GENERATION, when.year + _GENERATION
    step, difficulty = _closeness(fact)
    rows: list[range] = []
    while step and len(rows) < 2:  # one row alone would tell a latest year by its place
        rows += [row for row in _rows(when.year, step, earliest, latest) if not others & set(row)]
        step -= 1
    if rows:
        chosen = tuple(tuple(str(year) for year in row) for row in rows)
        yield Laid(_entry(YEAR, fact, difficulty), str(when.year), chosen)


def _month(fact: Fact, told_alike: _Alike, latest: PartialDate) -> Iterator[Askable]:
    """Months side by side are not offered: a chart's date or the other side of the world may tell either."""
    when = _date(fact)
    others = told_alike.months(fact)
    rows = [
        row
        for step in (3, 2)
        for row in _rows(int(when[5:7]), step, 1, 12)
        if not others & set(row) and f"{when.year}-{row[-1]:02}" <= latest
    ]
    if rows:
        chosen = tuple(tuple(f"{when.year}-{month:02}" for month in row) for row in rows)
        yield Laid(_entry(MONTH, fact, 2), when[:7], chosen)


def came_out(fact: Fact, subjects: Mapping[str, Subject]) -> bool:
    """Whether what a fact is mainly about came out on its date."""
    return (
        fact.date is not None
        and fact.date.kind is DateKind.RELEASE
        and bool(fact.subjects)
        and subjects[fact.subjects[0]].date == fact.date.value
    )


def without_year(fact: Fact, text: str, subjects: Mapping[str, Subject]) -> tuple[str, ...] | None:
    """A text of a fact around its year; one part where it does not tell it.

    None where another year stands in it, or the year in a name: there is nothing to leave out then.
    """
    if fact.date is None:
        return None
    year = str(fact.date.value.year)
    if any(found != year for found in _YEARS.findall(text)):
        return None
    if any(year in title and title in text for title in titles_of(fact, subjects)):
        return None
    return tuple(_YEARS.split(text))


def tells_month(fact: Fact, subjects: Mapping[str, Subject]) -> bool:
    """Whether a text of a fact gives its month away, in any language."""
    for locale, text in texts_of(fact):
        months = months_of(locale)
        if months is None or says(text, months, fact, subjects):
            return True
    return False


def _entry(template: str, fact: Fact, difficulty: int) -> Entry:
    return Entry(f"{template}.{fact.id}", fact.id, template, difficulty, fact.category, fact.subjects)


def _date(fact: Fact) -> PartialDate:
    assert fact.date is not None  # noqa: S101  # facts without one are left out
    return fact.date.value


def _date_kind(fact: Fact) -> DateKind | None:
    return fact.date.kind if fact.date else None


def _begun(fact: Fact, subjects: Mapping[str, Subject]) -> int:
    """The first year that can be meant: a song wins no prize before it is out.

    Of what came out that very year every year can be meant, as that is what is asked.
    """
    own = [date.year for subject_id in fact.subjects if (date := subjects[subject_id].date)]
    begun = max(own, default=0)
    return 0 if begun >= _date(fact).year else begun


def _closeness(fact: Fact) -> tuple[int, int]:
    """How many years lie between choices, and how difficult that makes the question."""
    close = crc32(fact.id.encode()) % 2
    return 2 - close, {3: 1, 2: 2, 1: 2}[fact.prominence] + close


def _arguable(when: PartialDate) -> set[int]:
    """The year next to a day around New Year: a chart, or the other side of the world, may tell that one."""
    if when[5:] >= "12-10":
        return {when.year + 1}
    return {when.year - 1} if when.day is not None and when[5:] <= "01-14" else set()


def _rows(right: int, step: int, first: int, last: int) -> Iterator[range]:
    for before in range(CHOICES):
        start = right - before * step
        row = range(start, start + CHOICES * step, step)
        if row[0] >= first and row[-1] <= last:
            yield row


class _Alike:
    """When what is told in nearly the same words happened, or the same came out again: right as well."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._together: defaultdict[tuple[str, str], list[tuple[Fact, str]]] = defaultdict(list)
        for fact in facts:
            if fact.date and fact.subjects:
                place = (fact.category, fact.subjects[0])
                self._together[place].append((fact, _DIGITS.sub("", fact.text.lower())))

    def years(self, fact: Fact) -> set[int]:
        return {date.year for date in self._dates(fact)} - {_date(fact).year}

    def months(self, fact: Fact) -> set[int]:
        when = _date(fact)
        return {date.month for date in self._dates(fact) if date.year == when.year and date.month} - {
            when.month
        }

    def _dates(self, fact: Fact) -> Iterator[PartialDate]:
        if not fact.subjects:
            return
        text = _DIGITS.sub("", fact.text.lower())
        for other, told in self._together[fact.category, fact.subjects[0]]:
            again = _date_kind(fact) is _date_kind(other) is DateKind.RELEASE
            if other is not fact and (again or fuzz.token_sort_ratio(text, told) >= _ALIKE):
                yield _date(other)
