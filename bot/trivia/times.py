"""Questions for the year and the month of what happened. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from zlib import crc32

from bot.facts.model import Fact, Subject
from bot.facts.partial_date import PartialDate
from bot.facts.vocabulary import Category, DateKind, SubjectKind
from bot.folding import words
from bot.trivia.again import Alike
from bot.trivia.language import months_of
from bot.trivia.question import CHOICES, Askable, Entry, Known, Laid
from bot.trivia.soundness import date_kind, date_of, says, texts_of, titles_of

YEAR, MONTH = "year", "month"
_YEARS = re.compile(r"(?<!\d)(?<!\d[.,])(?:19|20)\d\d(?!\d)(?![.,]\d)")
_GENERATION = 8
"""Years before and after a birthday that can be meant."""
_AT_HOME = frozenset({2020, 2021})
"""The years without audiences: what tells of a screen and an empty hall was in one of them."""
_GATHERED = (DateKind.CONCERT, DateKind.EVENT, DateKind.BROADCAST, DateKind.ANNOUNCEMENT)
_CHART_DAYS = 12
"""A chart is dated after what it counts: so early in a month that was in the month before."""
_NAMED_AFTER = (SubjectKind.TOUR, SubjectKind.FILM, SubjectKind.EVENT, SubjectKind.SHOW, SubjectKind.CAMPAIGN)
"""What can be called after a song or an album, and was not there before it."""
_TITLE = 4  # letters of a title that is no mere word in another one


def time_questions(known: Known, facts: Sequence[Fact]) -> Iterator[Askable]:
    """In which year what facts tell was, and for what the fandom celebrates, in which month."""
    dates = sorted(
        fact.date.value
        for fact in known.facts.values()
        if fact.date and fact.date.kind is not DateKind.BIRTHDAY
    )
    told_alike, begun = Alike(known.facts.values()), _Begun(known.subjects)
    asked_for = {fact.subjects[0] for fact in facts if fact.category is Category.RELEASE}
    for fact in facts:
        if fact.category is Category.MUSIC and came_out(fact, known.subjects):
            if fact.subjects[0] in asked_for:
                continue  # it would ask the same again
            asked_for.add(fact.subjects[0])
        if not _is_dated_by_a_name(fact, known.subjects):
            rows = _years(fact, begun.year(fact), dates[0].year, dates[-1].year, told_alike)
            yield from _year(fact, known.subjects, rows)
        if fact.prominence == 3 and _has_a_month(fact) and not tells_month(fact, known.subjects):
            yield from _month(fact, told_alike, dates[-1])


def _year(fact: Fact, subjects: Mapping[str, Subject], rows: Sequence[range]) -> Iterator[Askable]:
    """The year itself is left out of the text."""
    if rows and all(without_year(fact, text, subjects) is not None for _, text in texts_of(fact)):
        chosen = tuple(tuple(str(year) for year in row) for row in rows)
        difficulty = _closeness(fact)[1]
        yield Laid(_entry(YEAR, fact, difficulty), str(date_of(fact).year), chosen)


def _years(fact: Fact, begun: int, first: int, latest: int, told_alike: Alike) -> Sequence[range]:
    """Four years each, in one of which a fact was.

    What was told of a song in the year it came out lies among years that are side by side, of which two at
    most are before the song.
    """
    when = date_of(fact)
    others = told_alike.years(fact) | _arguable(when)

    def rows(step: int, earliest: int) -> list[range]:
        return [row for row in _rows(when.year, step, earliest, latest) if not others & set(row)]

    if date_kind(fact) is DateKind.BIRTHDAY:
        first, latest = when.year - _GENERATION, when.year + _GENERATION
    elif when.year in _AT_HOME and date_kind(fact) in _GATHERED:
        return [row for row in rows(1, first) if set(row) >= _AT_HOME]
    elif begun == when.year:
        near = rows(1, when.year - 2)
        return near if len(near) > 1 else rows(1, first)
    step, found = _closeness(fact)[0], list[range]()
    while step and len(found) < 2:  # one row alone would tell a latest year by its place
        found += rows(step, max(first, begun))
        step -= 1
    return found


def _month(fact: Fact, told_alike: Alike, latest: PartialDate) -> Iterator[Askable]:
    """Months side by side are not offered: a chart's date or the other side of the world may tell either."""
    when = date_of(fact)
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


def _is_dated_by_a_name(fact: Fact, subjects: Mapping[str, Subject]) -> bool:
    """Whether the year is in the name of something a fact is about: Olympic Games, a festival."""
    year = str(date_of(fact).year)
    return any(year in subjects[subject_id].name for subject_id in fact.subjects)


def _has_a_month(fact: Fact) -> bool:
    when = date_of(fact)
    return when.month is not None and (
        date_kind(fact) is not DateKind.CHART or (when.day or 0) >= _CHART_DAYS
    )


class _Begun:
    """Since when something can have been told: a song wins no prize before it is out."""

    def __init__(self, subjects: Mapping[str, Subject]) -> None:
        self._subjects = subjects
        self._works: dict[tuple[str, ...], PartialDate] = {
            tuple(words(subject.name)): subject.date
            for subject in subjects.values()
            if subject.date and subject.kind in {SubjectKind.SONG, SubjectKind.ALBUM}
        }
        self._longest = max(map(len, self._works), default=0)

    def year(self, fact: Fact) -> int:
        """The first year in which a fact can have been, by what was there before it; 0 where nothing was."""
        when, came_out_then = date_of(fact), date_kind(fact) is DateKind.RELEASE
        about = [self._subjects[subject_id] for subject_id in fact.subjects]
        own = [subject.date for subject in about if subject.date]
        named = [date for subject in about for date in self._named_after(subject)]
        before = (
            date.year
            for date in (*own, *named)
            if date < when or (date[: len(when)] == when and not came_out_then)
        )
        return max(before, default=0)

    def _named_after(self, subject: Subject) -> Iterator[PartialDate]:
        """When works came out whose titles are in the name of a tour or a film."""
        name = words(subject.name) if subject.kind in _NAMED_AFTER else []
        for start in range(len(name)):
            for end in range(start + 1, min(len(name), start + self._longest) + 1):
                title = tuple(name[start:end])
                if title in self._works and len("".join(title)) >= _TITLE:
                    yield self._works[title]


def _closeness(fact: Fact) -> tuple[int, int]:
    """How many years lie between choices, and how difficult that makes the question."""
    close = crc32(fact.id.encode()) % 2
    return 2 - close, {3: 1, 2: 2, 1: 2}[fact.prominence] + close


def _arguable(when: PartialDate) -> set[int]:
    """The year next to a day around New Year: a chart, or the other side of the world, may tell that one."""
    if when[5:] >= "12-20":
        return {when.year + 1}
    return {when.year - 1} if when.day is not None and when[5:] <= "01-14" else set()


def _rows(right: int, step: int, first: int, last: int) -> Iterator[range]:
    for before in range(CHOICES):
        start = right - before * step
        row = range(start, start + CHOICES * step, step)
        if row[0] >= first and row[-1] <= last:
            yield row
