"""What the facts of a base tell of whom and what: held against wrong choices. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.facts.model import Fact
from bot.facts.vocabulary import Category, SubjectKind
from bot.trivia.language import ORIGINAL, language_of
from bot.trivia.numbers import numbers_in
from bot.trivia.question import Known
from bot.trivia.soundness import texts_of, titles_of

_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ALONE = re.compile(r"(?<![\d.,])\d{1,3}(?![\d,]|\.\d)")
_LAST_PLACE = 200


class Claims:
    """Every fact of a base by what it is about, doubtful and hidden ones too."""

    def __init__(self, known: Known) -> None:
        self._subjects = known.subjects
        self.about: defaultdict[str, list[Fact]] = defaultdict(list)
        self._of_category: defaultdict[tuple[str, Category], list[Fact]] = defaultdict(list)
        self._charts: dict[str, frozenset[str]] = {}
        self._context: dict[str, frozenset[str]] = {}
        for fact in known.facts.values():
            for subject_id in fact.subjects:
                self.about[subject_id].append(fact)
                self._of_category[subject_id, fact.category].append(fact)
            kinds = {subject_id: known.subjects[subject_id].kind for subject_id in fact.subjects}
            self._charts[fact.id] = frozenset(one for one in kinds if kinds[one] is SubjectKind.CHART)
            self._context[fact.id] = frozenset(
                one for one in kinds if kinds[one] not in {SubjectKind.PERSON, SubjectKind.GROUP}
            )
        self._on_charts = {
            subject_id: frozenset[str]().union(*(self._charts[fact.id] for fact in facts))
            for subject_id, facts in self.about.items()
        }
        self._figures: dict[str, dict[str, frozenset[int]]] = {}
        self._places: dict[str, frozenset[int]] = {}

    def are_like(self, other_id: str, fact: Fact, asked_for: str) -> bool:
        """Whether the same may be true of another one: a fact tells the like, and no figure parts them."""
        context, figures = self._context[fact.id] - {asked_for}, self.figures(fact)
        return any(
            context <= self._context[other.id]
            and other is not fact
            and any(told <= self.figures(other).get(locale, told) for locale, told in figures.items())
            for other in self._of_category.get((other_id, fact.category), ())
        )

    def share_a_place(self, other_id: str, fact: Fact) -> bool:
        """Whether any fact about another one tells a place that this one does, on the same chart."""
        charts = self._charts[fact.id]
        return bool(charts) and any(
            not charts.isdisjoint(self._charts[other.id])
            and not self._places_in(other).isdisjoint(self._places_in(fact))
            for other in self.about[other_id]
        )

    def is_on_a_chart(self, fact: Fact) -> bool:
        """Whether a fact is about a chart."""
        return bool(self._charts[fact.id])

    def on_that_chart(self, other_id: str, fact: Fact) -> bool:
        """Whether another one has been on a chart that a fact is about."""
        return not self._charts[fact.id].isdisjoint(self._on_charts.get(other_id, ()))

    def figures(self, fact: Fact) -> dict[str, frozenset[int]]:
        """The figures that tell two facts apart, in each language: years among them, not those in names."""
        if fact.id not in self._figures:
            titles = self._titles(fact)
            self._figures[fact.id] = {
                locale: _figures_in(text, locale, titles) for locale, text in texts_of(fact)
            }
        return self._figures[fact.id]

    def is_one_of_many_wins(self, fact: Fact) -> bool:
        """Whether it tells of winning a show that others win as well, without a figure to know it by."""
        on_a_show = any(self._subjects[other].kind is SubjectKind.SHOW for other in fact.subjects)
        return fact.category is Category.AWARD and on_a_show and not all(self.figures(fact).values())

    def _titles(self, fact: Fact) -> Sequence[str]:
        return sorted(titles_of(fact, self._subjects), key=len, reverse=True)

    def _places_in(self, fact: Fact) -> frozenset[int]:
        """Every place that a fact about a chart may tell, its detail as well."""
        if fact.id not in self._places:
            text = f"{fact.text} {fact.detail or ''}"
            told = {int(figure) for figure in _ALONE.findall(text)}
            told |= _figures_in(text, ORIGINAL, self._titles(fact))
            self._places[fact.id] = frozenset(figure for figure in told if figure <= _LAST_PLACE) - {
                int(figure) for title in self._titles(fact) for figure in _ALONE.findall(title)
            }
        return self._places[fact.id]


def tells_a_year(fact: Fact) -> bool:
    """Whether any text of a fact tells a year."""
    return any(_YEARS.search(text) for _, text in texts_of(fact))


def _figures_in(text: str, locale: str, titles: Sequence[str]) -> frozenset[int]:
    for title in titles:
        text = text.replace(title, "")
    numbers = {number.value for number in numbers_in(text, language_of(locale))}
    return frozenset(numbers | {int(year) for year in _YEARS.findall(text)})
