"""From what a person typed to the facts that answer it. Pure, in memory, deterministic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.facts.model import Fact, Subject
from bot.facts.titles import Strength, TitleIndex, TitleMatch, first_of_each
from bot.facts.vocabulary import DateKind, Status
from bot.facts.words import WordIndex
from bot.folding import key, words

_ALL_OF_IT = 0.999
_SHORT = 3  # so few letters begin many titles and are typed by everybody: their lines are kept
_BEGINNINGS = {DateKind.BIRTHDAY, DateKind.DEBUT, DateKind.RELEASE}
_UNDATED = "9999"
_TRUST = {Status.CONFIRMED: 0, Status.REPORTED: 1, Status.DISPUTED: 2, Status.SUPERSEDED: 3}


class Certainty(Enum):
    """How what was typed relates to what was found."""

    EXACT = "exact"
    """A title as typed, or facts that hold every typed word."""
    NEAR = "near"
    """A title that was read into it, or facts that hold most of it."""
    NONE = "none"
    """Nothing; what is named is only the closest there is."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a typed text."""

    certainty: Certainty
    fact_ids: tuple[str, ...]
    """The facts, best first; none when nothing was found."""
    subject_id: str | None = None
    """The subject whose title was typed or read."""
    read_as: str | None = None
    """The title that was read into what was typed, where it differs."""
    closest: tuple[str, ...] = ()
    """When nothing was found: the ids of the subjects with the most similar titles."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of an autocomplete list."""

    id: str
    """A subject's or a fact's id."""
    matched: str | None = None
    """The alias that matched, for a subject found under another name than its own."""


class FactSearch:
    """Search over one fact base; built once, then only read."""

    def __init__(self, facts: Sequence[Fact], subjects: Mapping[str, Subject]) -> None:
        self._names = {subject.id: subject.name for subject in subjects.values()}
        self._about = _facts_by_subject(facts)
        weights = {subject_id: len(about) for subject_id, about in self._about.items()}
        self._titles = TitleIndex(tuple(subjects.values()), weights)
        self._words = WordIndex(facts, subjects)
        self._first_letters: dict[str, list[Suggestion]] = {}

    def about(self, subject_id: str) -> tuple[str, ...]:
        """The facts about a subject, in the order they are told."""
        return self._about.get(subject_id, ())

    def find(self, typed: str, most: int = 10) -> Found:
        """The facts that answer what was typed: a title, part of one, one with slips, or a few words."""
        exact = self._told_of(self._titles.exact(typed))
        begun = self._told_of(self._titles.starting(typed, most))
        if exact:
            return Found(Certainty.EXACT, self._facts_about([*exact, *begun], most), exact[0].subject_id)
        if begun and begun[0].strength is Strength.START:
            return self._read(begun, most)
        near = self._told_of(self._titles.near(typed))
        if not near and (title := self._told_of(self._titles.without_brackets(typed))):
            return self._read(title, most)
        several = len(words(typed)) > 1
        described = self._words.match(typed) if several or not (begun or near) else []
        in_full = several and described and described[0].coverage >= _ALL_OF_IT
        if in_full or (described and not begun and not near):
            certainty = Certainty.EXACT if in_full else Certainty.NEAR
            return Found(certainty, tuple(match.fact_id for match in described[:most]))
        if title := begun or near:
            return self._read(title, most)
        return Found(Certainty.NONE, (), closest=self.closest(typed))

    def closest(self, typed: str) -> tuple[str, ...]:
        """The three subjects whose titles are most like what was typed, however far off."""
        return tuple(match.subject_id for match in self._titles.closest(typed, 3))

    def subjects(self, typed: str, most: int = 25) -> list[TitleMatch]:
        """The subjects a typed title can mean, best first; the weightiest for nothing typed."""
        if not key(typed):
            return self._titles.weightiest(most)
        found = [*self._titles.exact(typed), *self._titles.starting(typed, most)]
        if not found:
            found = (
                self._titles.near(typed)
                or self._titles.without_brackets(typed)
                or self._titles.near_start(typed)
            )
        return first_of_each(found)[:most]

    def subject(self, typed: str) -> TitleMatch | None:
        """The one subject a typed title means, if any."""
        return next(iter(self.subjects(typed, 1)), None) if key(typed) else None

    def suggest(self, typed: str, most: int = 25) -> list[Suggestion]:
        """Lines to choose from while typing: subjects by title, then facts by their words."""
        lines = self.suggest_subjects(typed, most)
        if len(lines) < most and key(typed) and (len(words(typed)) > 1 or not lines):
            described = self._words.match(typed)[: most - len(lines)]
            lines.extend(Suggestion(match.fact_id) for match in described)
        return lines

    def suggest_subjects(self, typed: str, most: int = 25) -> list[Suggestion]:
        """Lines to choose a subject from while typing."""
        begun = key(typed)
        if len(begun) > _SHORT:
            return [self._suggestion(match) for match in self.subjects(typed, most)]
        if begun not in self._first_letters:
            lines = [self._suggestion(match) for match in self.subjects(typed)]
            if not lines:
                return []
            self._first_letters[begun] = lines
        return self._first_letters[begun][:most]

    def _suggestion(self, match: TitleMatch) -> Suggestion:
        own_name = match.title == self._names[match.subject_id]
        return Suggestion(match.subject_id, None if own_name else match.title)

    def _read(self, read: list[TitleMatch], most: int) -> Found:
        return Found(Certainty.NEAR, self._facts_about(read, most), read[0].subject_id, read[0].title)

    def _told_of(self, matches: Iterable[TitleMatch]) -> list[TitleMatch]:
        """The matches of which there is a fact to tell."""
        return [match for match in matches if self.about(match.subject_id)]

    def _facts_about(self, matches: Iterable[TitleMatch], most: int) -> tuple[str, ...]:
        ids = dict.fromkeys(fact_id for match in matches for fact_id in self.about(match.subject_id))
        return tuple(ids)[:most]


def _facts_by_subject(facts: Sequence[Fact]) -> dict[str, tuple[str, ...]]:
    """By subject, its facts in the order they are told: what is mainly about it, great days, how it began."""
    about: defaultdict[str, list[tuple[tuple[Any, ...], str]]] = defaultdict(list)
    for fact in facts:
        begins = fact.date is not None and fact.date.kind in _BEGINNINGS
        when = fact.date.value if fact.date else _UNDATED
        told = (-fact.prominence, _TRUST[fact.status], not begins, when, fact.id)
        for order, subject_id in enumerate(fact.subjects):
            about[subject_id].append(((order > 0, *told), fact.id))
    return {
        subject_id: tuple(fact_id for _, fact_id in sorted(ranked)) for subject_id, ranked in about.items()
    }
