"""Which anniversaries a day has. Pure: facts in, days out.

A fact has an anniversary when its date is exact, it may be told as true, and its editor wants the day
remembered every year (`recurs`). What began and goes on (a debut, a group, a campaign) is also counted in
days: every thousandth is one.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from bot.facts.model import Fact, Subject
from bot.facts.vocabulary import DateKind, Status, SubjectKind

DAY_COUNT = 1000
GREAT_DAY_COUNTS = 5000  # as rare as a great year
_DAY = timedelta(days=1)
_LEAP_DAY = (2, 29)
_TRUSTED = {Status.CONFIRMED, Status.REPORTED}
# Counted in days. Works are not: a discography would make every other day a day count.
_GOES_ON = {
    SubjectKind.GROUP,
    SubjectKind.FANDOM,
    SubjectKind.CAMPAIGN,
    SubjectKind.ORGANISATION,
    SubjectKind.PLATFORM,
}
_NONE: frozenset[str] = frozenset()


class LeapRule(StrEnum):
    """When what happened on 29 February is remembered in other years."""

    FEBRUARY_28 = "february-28"
    MARCH_1 = "march-1"
    LEAP_YEARS = "leap-years"


class AnniversaryKind(StrEnum):
    """What is counted: years since a birth, years since anything else, or days."""

    BIRTHDAY = "birthday"
    YEARS = "years"
    DAYS = "days"


class Facts(Protocol):
    """What a calendar is made from; `FactBase` is one."""

    @property
    def facts(self) -> Mapping[str, Fact]: ...

    @property
    def subjects(self) -> Mapping[str, Subject]: ...


@dataclass(frozen=True, slots=True)
class Anniversary:
    """Something to remember on a day."""

    kind: AnniversaryKind
    fact_id: str
    """The fact that tells of it."""
    subject_id: str | None
    """Whom it is about: the fact's main subject, or what is counted in days."""
    since: date
    """The day it happened or began."""
    number: int
    """How many years ago that is, 0 on the day itself; for a day count, how many days."""
    prominence: int
    """As the fact's: 3 is a day the fandom celebrates."""

    @property
    def is_great(self) -> bool:
        """Whether the number stands out: 1, 5, 10, 15 … years; 1,000, 5,000, 10,000 … days."""
        if self.kind is AnniversaryKind.DAYS:
            return self.number == DAY_COUNT or self.number % GREAT_DAY_COUNTS == 0
        return self.number == 1 or (self.number > 0 and self.number % 5 == 0)


@dataclass(frozen=True, slots=True)
class Day:
    """A day and what is remembered on it, the most prominent first."""

    day: date
    anniversaries: tuple[Anniversary, ...]


@dataclass(frozen=True, slots=True)
class _Beginning:
    since: date
    subject_id: str | None
    facts: tuple[Fact, ...]
    """The facts that tell of it, the best first."""


class FactCalendar:
    """A fact base by its days. Made once for a base, in milliseconds for a thousand facts.

    In every question `unseen` are the ids of facts that a server does not get to see, `leap` is its rule
    for 29 February, and `subject` is the id of the one subject that is asked about.
    """

    def __init__(self, base: Facts) -> None:
        self._told = {fact.id: fact for fact in base.facts.values() if fact.status in _TRUSTED}
        self._subjects = base.subjects
        self._by_day: dict[tuple[int, int], list[tuple[date, Fact]]] = defaultdict(list)
        for fact in self._told.values():
            if (since := exact_day(fact)) is not None and fact.recurs:
                self._by_day[since.month, since.day].append((since, fact))
        self._beginnings = tuple(_beginnings(self._told.values(), base.subjects.values()))

    def of_day(
        self,
        day: date,
        leap: LeapRule,
        unseen: AbstractSet[str] = _NONE,
        subject: str | None = None,
    ) -> Day:
        """What is remembered on a day."""
        found = (*self._years(day, leap, unseen), *self._day_counts(day, unseen))
        about = (one for one in found if subject is None or self._is_about(one, subject))
        return Day(day, tuple(sorted(about, key=_rank)))

    def upcoming(
        self,
        start: date,
        days: int,
        leap: LeapRule,
        unseen: AbstractSet[str] = _NONE,
        subject: str | None = None,
    ) -> tuple[Day, ...]:
        """The days that have something to remember, of so many from `start` on."""
        each = (self.of_day(start + number * _DAY, leap, unseen, subject) for number in range(days))
        return tuple(day for day in each if day.anniversaries)

    def of_month(
        self,
        year: int,
        month: int,
        leap: LeapRule,
        unseen: AbstractSet[str] = _NONE,
        subject: str | None = None,
    ) -> tuple[Day, ...]:
        """The days of a month that have something to remember."""
        return self.upcoming(date(year, month, 1), monthrange(year, month)[1], leap, unseen, subject)

    def for_quiet_days(self, unseen: AbstractSet[str] = _NONE) -> tuple[str, ...]:
        """The ids of facts to draw from on a day that has nothing to remember.

        Those without a day of their own; where there are none, all that may be told.
        """
        told = [fact_id for fact_id in self._told if fact_id not in unseen]
        have_a_day = {fact.id for facts in self._by_day.values() for _, fact in facts}
        return tuple([fact_id for fact_id in told if fact_id not in have_a_day] or told)

    def recurring(self, unseen: AbstractSet[str] = _NONE) -> tuple[Anniversary, ...]:
        """Everything that has a day every year, as on the day it happened, in order of time."""
        found = [
            _of_fact(fact, since, 0)
            for facts in self._by_day.values()
            for since, fact in facts
            if fact.id not in unseen
        ]
        return tuple(sorted(found, key=lambda one: (one.since, one.fact_id)))

    def day_counts(self, unseen: AbstractSet[str] = _NONE) -> tuple[Anniversary, ...]:
        """What is counted in days, each with its first count, in order of time."""
        found = (self._count(beginning, DAY_COUNT, unseen) for beginning in self._beginnings)
        return tuple(sorted((one for one in found if one), key=lambda one: (one.since, one.fact_id)))

    def _years(self, day: date, leap: LeapRule, unseen: AbstractSet[str]) -> Iterator[Anniversary]:
        for month_and_day in _remembered_on(day, leap):
            for since, fact in self._by_day.get(month_and_day, ()):
                if since <= day and fact.id not in unseen:
                    yield _of_fact(fact, since, day.year - since.year)

    def _day_counts(self, day: date, unseen: AbstractSet[str]) -> Iterator[Anniversary]:
        for beginning in self._beginnings:
            number = (day - beginning.since).days
            if number > 0 and number % DAY_COUNT == 0 and (one := self._count(beginning, number, unseen)):
                yield one

    def _count(self, beginning: _Beginning, number: int, unseen: AbstractSet[str]) -> Anniversary | None:
        fact = next((fact for fact in beginning.facts if fact.id not in unseen), None)
        if fact is None:
            return None
        return Anniversary(
            AnniversaryKind.DAYS, fact.id, beginning.subject_id, beginning.since, number, fact.prominence
        )

    def _is_about(self, anniversary: Anniversary, subject: str) -> bool:
        return subject in self._told[anniversary.fact_id].subjects


def exact_day(fact: Fact) -> date | None:
    """The day a fact happened; None where only its month or year is known."""
    if fact.date is None or fact.date.value.day is None:
        return None
    return fact.date.value.first_day()


def _of_fact(fact: Fact, since: date, years: int) -> Anniversary:
    is_birthday = fact.date is not None and fact.date.kind is DateKind.BIRTHDAY
    kind = AnniversaryKind.BIRTHDAY if is_birthday else AnniversaryKind.YEARS
    return Anniversary(kind, fact.id, _main(fact), since, years, fact.prominence)


def _remembered_on(day: date, leap: LeapRule) -> Iterator[tuple[int, int]]:
    """The months and days that are remembered on a day."""
    yield day.month, day.day
    if isleap(day.year):
        return
    stands_in = {LeapRule.FEBRUARY_28: (2, 28), LeapRule.MARCH_1: (3, 1)}
    if stands_in.get(leap) == (day.month, day.day):
        yield _LEAP_DAY


def _beginnings(told: Iterable[Fact], subjects: Iterable[Subject]) -> Iterator[_Beginning]:
    """What is counted in days: debuts, and subjects that go on, each once for a day it began."""
    facts = sorted(told, key=lambda fact: (-fact.prominence, fact.id))
    telling: dict[tuple[date, str | None], list[Fact]] = defaultdict(list)
    for fact in facts:
        since = exact_day(fact)
        if since is not None and fact.date is not None and fact.date.kind is DateKind.DEBUT:
            telling[since, _main(fact)].append(fact)
    for subject in subjects:
        if subject.kind in _GOES_ON and subject.date is not None and subject.date.day is not None:
            since = subject.date.first_day()
            about = [fact for fact in facts if subject.id in fact.subjects]
            of_that_day = [fact for fact in about if exact_day(fact) == since]
            telling.setdefault((since, subject.id), of_that_day or about)
    for (began, subject_id), of_it in telling.items():
        yield _Beginning(began, subject_id, tuple(of_it))


def _main(fact: Fact) -> str | None:
    return next(iter(fact.subjects), None)


def _rank(one: Anniversary) -> tuple[object, ...]:
    """The order of a day: prominence, birthdays, great numbers, then the longest ago."""
    return (
        -one.prominence,
        one.kind is not AnniversaryKind.BIRTHDAY,
        not one.is_great,
        one.since,
        one.fact_id,
    )
