"""When what is told in nearly the same words happened, or the same came out again. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from bot.facts.model import Fact
from bot.facts.partial_date import PartialDate
from bot.facts.vocabulary import DateKind
from bot.trivia.soundness import date_kind, date_of

_DIGITS = re.compile(r"\d+")
_ALIKE = 75  # of 100: so much alike without their figures, two facts may tell of the same thing in two years


class Alike:
    """The dates that would be right as well."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._together: defaultdict[tuple[str, str], list[tuple[Fact, str]]] = defaultdict(list)
        for fact in facts:
            if fact.date and fact.subjects:
                place = (fact.category, fact.subjects[0])
                self._together[place].append((fact, _DIGITS.sub("", fact.text.lower())))

    def years(self, fact: Fact) -> set[int]:
        when = date_of(fact)
        return {date.year for date in self._dates(fact)} - {when.year}

    def months(self, fact: Fact) -> set[int]:
        when = date_of(fact)
        return {date.month for date in self._dates(fact) if date.year == when.year and date.month} - {
            when.month
        }

    def _dates(self, fact: Fact) -> Iterator[PartialDate]:
        if not fact.subjects:
            return
        text = _DIGITS.sub("", fact.text.lower())
        for other, told in self._together[fact.category, fact.subjects[0]]:
            again = date_kind(fact) is date_kind(other) is DateKind.RELEASE
            if other is not fact and (again or fuzz.token_sort_ratio(text, told) >= _ALIKE):
                yield date_of(other)
