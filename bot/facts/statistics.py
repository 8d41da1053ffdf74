"""What a fact base holds, in numbers. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from bot.facts.model import FactFile
from bot.facts.vocabulary import SourceKind

LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over all facts."""

    facts: int
    subjects: int
    questions: int
    by_category: Counter[str]
    by_status: Counter[str]
    by_prominence: Counter[int]
    by_year: Counter[int]
    by_source: Counter[str]
    """Facts citing each document by its title, and references together."""
    anniversary_days: int
    """Days of the year on which something recurs, of 366."""
    great_days: int
    """Days of the year with an anniversary of prominence 3."""
    longest_gap: tuple[int, str]
    """The most days in a row without an anniversary, and the day before them as MM-DD."""


def count(file: FactFile) -> Statistics:
    """The numbers of a fact base."""
    titles = {
        source.id: source.title if source.kind is SourceKind.DOCUMENT else "references"
        for source in file.sources
    }
    days, great = set(), set()
    for fact in file.facts:
        if fact.recurs and fact.date and fact.date.value.day is not None:
            days.add(fact.date.value[5:])
            if fact.prominence == 3:
                great.add(fact.date.value[5:])
    return Statistics(
        facts=len(file.facts),
        subjects=len(file.subjects),
        questions=len(file.questions),
        by_category=Counter(fact.category.value for fact in file.facts),
        by_status=Counter(fact.status.value for fact in file.facts),
        by_prominence=Counter(fact.prominence for fact in file.facts),
        by_year=Counter(fact.date.value.year for fact in file.facts if fact.date),
        by_source=Counter(
            title for fact in file.facts for title in {titles[entry.source] for entry in fact.sources}
        ),
        anniversary_days=len(days),
        great_days=len(great),
        longest_gap=_longest_gap(days),
    )


def _longest_gap(days: set[str]) -> tuple[int, str]:
    """The longest run of days without an anniversary, around the turn of the year too."""
    if not days:
        return 366, "-"
    first = date(LEAP_YEAR, 1, 1)
    every = [(first + timedelta(days=number)).strftime("%m-%d") for number in range(366)]
    start = next(at for at, day in enumerate(every) if day in days)
    longest, before, run, last = 0, every[start], 0, every[start]
    for day in every[start + 1 :] + every[: start + 1]:
        if day in days:
            if run > longest:
                longest, before = run, last
            run, last = 0, day
        else:
            run += 1
    return longest, before
