"""Questions for a figure: it is left out of the text, and wrong ones lie plausible steps away. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bot.facts.model import Fact, Subject
from bot.facts.vocabulary import SubjectKind
from bot.trivia.language import ORIGINAL, language_of, months_of, uncertain_words
from bot.trivia.numbers import Number, numbers_in
from bot.trivia.question import CHOICES, Askable, Asked, Entry, Known
from bot.trivia.soundness import texts_of, titles_of

FIGURE = "figure"
_SMALLEST = 10
"""Counts below it are told in words, and little is to be known of them."""
_LAST_PLACE = 100
"""Up to it a figure in a fact about a chart is a place there, however it is told."""
_CELEBRATED = 3
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"\b(?:Pt|Vol|No|Part|Chapter|Episode|Season)\.?\s*$", re.IGNORECASE)
_MILLION = re.compile(r"\b(?:million|billion)\b")
_TOP_TEN = re.compile(r"\btop[- ]ten\b", re.IGNORECASE)
_BESIDE_A_MONTH = 16
_WORKED_OUT = 2
"""Figures as near as this, or parts of a sum, tell one another."""
_STEPS = (1.25, 1.4, 1.6)
"""What lies between two choices of a large figure, as a factor."""


@dataclass(frozen=True, slots=True)
class Figured:
    """A question whose wrong choices are worked out when it is asked."""

    entry: Entry
    value: int
    highest: int | None
    """For a rank, the last one there can be."""
    unit: int
    """What it is told in: a million, where the text says so."""
    taken: frozenset[int]
    """Figures that other facts about the same tell: no wrong ones, as they could be meant."""

    def possible(self, unseen: frozenset[str]) -> bool:
        return self.entry.fact_id not in unseen

    def ask(self, rng: Random, unseen: frozenset[str]) -> Asked:  # noqa: ARG002  # as all do
        lower = self._away(rng, -1, rng.randrange(CHOICES))
        higher = self._away(rng, 1, CHOICES - 1 - len(lower))
        while len(lower) + len(higher) < CHOICES - 1:  # too few above: the rest comes from below
            lower = self._away(rng, -1, CHOICES - 1 - len(higher))
        choices = sorted((*lower, self.value, *higher))
        return Asked(
            self.entry.id,
            self.entry.fact_id,
            tuple(str(choice) for choice in choices),
            choices.index(self.value),
        )

    def _away(self, rng: Random, direction: int, count: int) -> list[int]:
        """Some figures to one side, each a plausible step from the one before; fewer near an end."""
        found: list[int] = []
        last = self.value
        while len(found) < count:
            last = self._beside(rng, last, direction) if self.highest else self._step(rng, last, direction)
            if last < self.unit or (self.highest and last > self.highest):
                break
            if last not in self.taken:
                found.append(last)
        return found

    def _beside(self, rng: Random, rank: int, direction: int) -> int:
        nearest, farthest = (1, 3) if self.value <= _SMALLEST else (4, 9) if self.value <= 20 else (9, 20)
        return rank + direction * rng.randint(nearest, farthest)

    def _step(self, rng: Random, figure: int, direction: int) -> int:
        """A figure as round as the right one."""
        grain = _grain(self.value)
        stepped = figure * rng.choice(_STEPS) ** direction
        rounded = round(stepped / grain) * grain
        if grain == 1:
            rounded += rng.randrange(-rounded // 50, rounded // 50 + 1)
        return rounded if (rounded - figure) * direction > 0 else figure + direction * grain


def figure_questions(known: Known, facts: Sequence[Fact]) -> Iterator[Askable]:
    """Which figure stands in a fact's text; only where it is worth knowing."""
    told: defaultdict[str, set[int]] = defaultdict(set)
    for fact in known.facts.values():
        for main in fact.subjects[:1]:
            told[main] |= {number.value for number in numbers_in(fact.text, "en")}
    for fact in facts:
        if fact.prominence == 1 or _is_uncertain(fact):
            continue
        number = telling_number(fact, known.subjects)
        if number is None or (number.unit == 1 and _MILLION.search(fact.text)):
            continue  # what is told as a million besides would rule choices out
        if number.is_rank and not _is_known_place(number, fact, known.subjects):
            continue
        difficulty = 3 if number.is_rank and fact.prominence == 2 else 2
        entry = Entry(f"{FIGURE}.{fact.id}", fact.id, FIGURE, difficulty, fact.category, fact.subjects)
        taken = frozenset(told[fact.subjects[0]] - {number.value})
        highest = _highest_rank(fact, number.value) if number.is_rank else None
        yield Figured(entry, number.value, highest, number.unit, taken)


def telling_number(fact: Fact, subjects: Mapping[str, Subject]) -> Number | None:
    """The figure of a fact to ask for: a rank, else the largest that every language tells once."""
    found: list[list[Number]] = []
    for locale, text in texts_of(fact):
        found.append(_candidates(text, locale, fact, subjects))
        if not found[-1]:
            return None
    common = set.intersection(*({number.value for number in numbers} for numbers in found))
    once = [
        number
        for number in found[0]
        if number.value in common
        and not (number.is_rank and number.value == 1)
        and all(_tells_once(numbers, number.value) for numbers in found)
    ]
    return max(once, key=lambda number: (number.is_rank, number.value), default=None)


def without_figure(
    fact: Fact, locale: str, subjects: Mapping[str, Subject]
) -> tuple[tuple[str, str], Number] | None:
    """A fact's text in a language around its figure, and that figure; None where it tells none."""
    asked_for = telling_number(fact, subjects)
    text = fact.text_in(locale)
    if asked_for is None:
        return None
    language = locale if text != fact.text else "en"
    for number in _candidates(text, language, fact, subjects):
        if number.value == asked_for.value:
            return (text[: number.start], text[number.end :]), number
    return None


def _candidates(text: str, locale: str, fact: Fact, subjects: Mapping[str, Subject]) -> list[Number]:
    covered = text
    for title in sorted(titles_of(fact, subjects), key=len, reverse=True):
        if _DIGIT.search(title):
            covered = re.sub(
                re.escape(title), lambda found: "x" * len(found[0]), covered, flags=re.IGNORECASE
            )
    months = months_of(locale)
    on_a_chart = any(subjects[subject_id].kind is SubjectKind.CHART for subject_id in fact.subjects)
    return [
        replace(number, is_rank=True) if on_a_chart and number.value <= _LAST_PLACE else number
        for number in numbers_in(covered, language_of(locale))
        if (number.is_rank or number.value >= _SMALLEST)
        and not _NUMBERED.search(covered[: number.start])
        and not (
            number.value <= 31
            and not number.is_rank
            and months is not None
            and months.search(covered[max(0, number.start - _BESIDE_A_MONTH) : number.end + _BESIDE_A_MONTH])
        )
    ]


def _tells_once(numbers: Sequence[Number], value: int) -> bool:
    """Whether a figure stands there once, and cannot be worked out from the others."""
    others = [number.value for number in numbers]
    others.remove(value)
    near = any(abs(other - value) <= _WORKED_OUT for other in others)
    parts = sum(value > other >= value / _WORKED_OUT**4 for other in others)
    return not near and parts < 2


def _is_known_place(asked_for: Number, fact: Fact, subjects: Mapping[str, Subject]) -> bool:
    """Whether a place on a chart is worth knowing: among the first ten or celebrated, and told first."""
    places = [number for number in _candidates(fact.text, ORIGINAL, fact, subjects) if number.is_rank]
    return places[0].start == asked_for.start and (
        asked_for.value <= _SMALLEST or fact.prominence == _CELEBRATED
    )


def _highest_rank(fact: Fact, value: int) -> int:
    """The last place of the chart a rank is of, as far as the text tells."""
    if _TOP_TEN.search(fact.text):
        return 10
    return 100 if value <= 100 else 200


def _is_uncertain(fact: Fact) -> bool:
    return any(
        (words := uncertain_words(locale)) is not None and words.search(text)
        for locale, text in texts_of(fact)
    )


def _grain(value: int) -> int:
    """How round a figure is: 1000 for 24,000."""
    grain = 1
    while value % (grain * 10) == 0 and grain * 10 <= value:
        grain *= 10
    return grain // 2 if grain == value and grain > 1 else grain
