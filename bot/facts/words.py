"""Which facts a few typed words describe. Pure, in memory, built once for a fact base."""

from __future__ import annotations

import calendar
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from propcache.api import cached_property

from bot.facts.grams import GramIndex
from bot.facts.model import Fact, Subject
from bot.folding import words

_ENOUGH = 0.6
"""The part of what was typed, weighed by how telling each word is, that a fact must account for."""

_SUBJECTS = (3.0, 2.0, 2.0)  # the main one, two others; further ones are a list that names them in passing
_KIND, _TEXT, _DATE, _DETAIL = 2.0, 1.5, 1.0, 0.5
_IN_PASSING = 0.7  # a word that weighs less in a fact is not what the fact is about
_SAID_AGAIN = 0.3  # what a word's lesser mentions in the same fact add to its best one
_PROMINENCE = {1: 0.85, 2: 1.0, 3: 1.25}
_AS_TYPED, _BEGUN, _SLIPPED = 1.0, 0.8, 0.6
_MOST_ENDINGS = 40
_FILLERS = (
    "a an and are as at by did do does for from has have how i in is it its me my of on or that the "
    "their they this to was we were what when where which who why will with you your"
)
_SAY_NOTHING = frozenset(_FILLERS.split())


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A fact that typed words describe."""

    fact_id: str
    coverage: float
    """How much of what was typed the fact accounts for, 0 to 1."""
    score: float


class WordIndex:
    """An inverted index over what facts say, whom they are about and when they happened."""

    def __init__(self, facts: Sequence[Fact], subjects: Mapping[str, Subject]) -> None:
        self._facts = facts
        postings: defaultdict[str, dict[int, float]] = defaultdict(dict)
        named = {
            subject.id: frozenset(words(" ".join((subject.name, *subject.aliases))))
            for subject in subjects.values()
        }
        for position, fact in enumerate(facts):
            for word, weight in _weighed_words(fact, named).items():
                postings[word][position] = weight
        self._postings = dict(postings)
        self._vocabulary = sorted(postings)

    @cached_property
    def _grams(self) -> GramIndex:
        return GramIndex(self._vocabulary)

    def match(self, typed: str) -> list[WordMatch]:
        """The facts that account for enough of the typed words, best first."""
        wanted = [word for word in dict.fromkeys(words(typed)) if word not in _SAY_NOTHING]
        if not wanted:
            return []
        total = 0.0
        covered: defaultdict[int, float] = defaultdict(float)
        scores: defaultdict[int, float] = defaultdict(float)
        for word in wanted:
            readings = self._readings(word)
            importance = self._importance(readings)
            total += importance
            for position, (weight, sureness) in self._best(readings).items():
                covered[position] += importance * sureness
                scores[position] += importance * weight
        found = [
            WordMatch(self._facts[position].id, share / total, scores[position])
            for position, share in covered.items()
            if share / total >= _ENOUGH
        ]
        return sorted(found, key=lambda match: (-match.coverage, -match.score, match.fact_id))

    def _readings(self, word: str) -> list[tuple[str, float]]:
        """The words of the fact base that a typed word can stand for, the surest first."""
        readings = [(word, _AS_TYPED)] if word in self._postings else []
        if len(word) >= 3:
            low = bisect_left(self._vocabulary, word)
            for other in self._vocabulary[low : low + _MOST_ENDINGS]:
                if not other.startswith(word):
                    break
                if other != word:
                    readings.append((other, _BEGUN))
        if not readings:
            readings = [(self._vocabulary[near.position], _SLIPPED) for near in self._grams.near(word)]
        return readings

    def _best(self, readings: list[tuple[str, float]]) -> dict[int, tuple[float, float]]:
        """For each fact with one of the readings: what it weighs there, and how sure the reading is."""
        best: dict[int, tuple[float, float]] = {}
        for reading, sureness in readings:  # the surest come first
            for position, weight in self._postings[reading].items():
                known = best.get(position)
                if known is None:
                    about = sureness if weight > _IN_PASSING else sureness * _BEGUN
                    best[position] = (weight * sureness, about)
                elif weight * sureness > known[0]:
                    best[position] = (weight * sureness, known[1])
        return best

    def _importance(self, readings: list[tuple[str, float]]) -> float:
        if not readings:
            return self._telling(1)
        return self._telling(min(len(self._postings[reading]) for reading, _ in readings))

    def _telling(self, facts_with_it: int) -> float:
        return math.log(1 + len(self._facts) / facts_with_it)


def _weighed_words(fact: Fact, named: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """A fact's words; one that stands in several of its parts weighs more, and so does a great day."""
    parts: list[tuple[float, Iterable[str]]] = [
        (_TEXT, set(words(" ".join((fact.text, *fact.translations.values()))))),
        (_DETAIL, set(words(fact.detail or ""))),
        (_KIND, words(fact.date.kind) if fact.date else ()),
        (_DATE, words(_date_words(fact))),
        *(
            (_SUBJECTS[order] if order < len(_SUBJECTS) else _DETAIL, named[subject_id])
            for order, subject_id in enumerate(fact.subjects)
        ),
    ]
    weights: dict[str, float] = {}
    for weight, said in parts:
        for word in said:
            known = weights.get(word, 0.0)
            weights[word] = max(known, weight) + _SAID_AGAIN * min(known, weight)
    great = _PROMINENCE[fact.prominence]
    return {word: weight * great for word, weight in weights.items()}


def _date_words(fact: Fact) -> str:
    if fact.date is None:
        return ""
    value = fact.date.value
    month = calendar.month_name[value.month] if value.month else ""
    return f"{value.year} {month}"
