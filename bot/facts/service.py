"""Looking facts up."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.errors import UserError
from bot.facts.base import FactBase, FactSheet
from bot.facts.draw import draw
from bot.facts.folding import key
from bot.facts.model import Category, Fact, Subject
from bot.facts.search import Certainty, Suggestion
from bot.i18n.marking import gettext_noop

LONGEST_QUERY = 100
_ANSWERS_KEPT = 2048
MOST_MATCHES = 10  # as many as a person looks through; each makes every answer larger


class NothingTyped(UserError):
    message = gettext_noop("Type a title, a name or a few words, and I will look it up.")


class QueryTooLong(UserError):
    message = gettext_noop("That is too long to look up. A title or a few words will do.")


class UnknownSubject(UserError):
    message = gettext_noop("I do not know that one. The closest I know: {closest}.")


class FactGone(UserError):
    """A fact or subject that a message names and the fact base no longer has."""

    message = gettext_noop("That has been taken out of the fact base since. Please look it up again.")


class NothingToShow(UserError):
    message = gettext_noop("I have nothing on that together. Try one of them alone.")


class YearWithout(UserError):
    """A year of which nothing is known."""

    message = gettext_noop("I have nothing dated like that. What I have runs from {first} to {last}.")


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What was found for a query. The same finds are the same answer, so that its card can be kept."""

    sheet: FactSheet
    """The best match."""
    matches: tuple[FactSheet, ...]
    """All matches, the best among them."""
    subject: Subject | None = None
    """The subject that was looked up, if it was one."""
    read_as: str | None = None
    """The title that was read into the query, where it differs."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing was found for a query."""

    closest: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Dated facts in order of time."""

    sheets: tuple[FactSheet, ...]
    year: int | None
    subject: Subject | None


class FactService:
    """The use cases of the fact base. `scope` is whom repeats are avoided for: a guild's or a user's id."""

    def __init__(self, path: Path, rng: Random) -> None:
        """Load the fact base.

        Raises:
            FactsInvalid: with every fault of the file.
        """
        self._path, self._rng = path, rng
        self._base = FactBase.load(path)
        self._answers: dict[tuple[tuple[str, ...], str | None, str | None], Answer] = {}
        self._shown: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)

    @property
    def base(self) -> FactBase:
        """The fact base as it stands; a reload puts another in its place."""
        return self._base

    async def reload(self) -> FactBase:
        """Read the file again, off the event loop; on a fault the old base stays.

        Raises:
            FactsInvalid: with every fault of the file.
        """
        self._base = await asyncio.to_thread(_indexed, self._path)
        self._answers.clear()
        return self._base

    async def warm(self) -> None:
        """Build the search index, off the event loop."""
        await asyncio.to_thread(lambda: self._base.search)

    def search(self, query: str) -> Answer | NoAnswer:
        """The facts that answer what a person typed, or an id they picked from the list.

        Raises:
            NothingTyped, QueryTooLong: there is nothing to look up.
        """
        self._check(query)
        if query in self._base.facts:
            return self._answer((query,), None)
        if query in self._base.subjects and (about := self._base.search.about(query)):
            return self._answer(about[:MOST_MATCHES], query)
        found = self._base.search.find(query, MOST_MATCHES)
        if found.certainty is Certainty.NONE:
            return NoAnswer(tuple(self._base.subjects[subject_id] for subject_id in found.closest))
        return self._answer(found.fact_ids, found.subject_id, found.read_as)

    def pick(self, fact_id: str, among: Sequence[str]) -> Answer:
        """One of several matches; those that are gone since are left out.

        Raises:
            FactGone: the picked fact is.
        """
        matches = tuple(self.sheet(other) for other in among if other in self._base.facts)
        return Answer(self.sheet(fact_id), matches)

    def suggest(self, typed: str) -> list[Suggestion]:
        """Lines for the query's autocomplete."""
        return [] if len(typed) > LONGEST_QUERY else self._base.search.suggest(typed)

    def suggest_subjects(self, typed: str) -> list[Suggestion]:
        """Lines for a subject's autocomplete."""
        return [] if len(typed) > LONGEST_QUERY else self._base.search.suggest_subjects(typed)

    def sheet(self, fact_id: str) -> FactSheet:
        """A fact with what it refers to.

        Raises:
            FactGone: there is no such fact (any more).
        """
        sheet = self._base.sheets.get(fact_id)
        if sheet is None:
            raise FactGone
        return sheet

    def subject(self, typed: str) -> Subject:
        """The subject a person picked or typed.

        Raises:
            NothingTyped, QueryTooLong: there is nothing to look up.
            UnknownSubject: no title is like it; the closest are named.
        """
        self._check(typed)
        if typed in self._base.subjects:
            return self._base.subjects[typed]
        if match := self._base.search.subject(typed):
            return self._base.subjects[match.subject_id]
        closest = self._base.search.closest(typed)
        raise UnknownSubject(closest=[self._base.subjects[subject_id].name for subject_id in closest])

    def subject_by_id(self, subject_id: str) -> Subject:
        """The subject a message's button names.

        Raises:
            FactGone: there is no such subject (any more).
        """
        if subject_id not in self._base.subjects:
            raise FactGone
        return self._base.subjects[subject_id]

    def about(self, subject: Subject) -> tuple[FactSheet, ...]:
        """Everything known of a subject: what is mainly about it first, then by prominence."""
        return tuple(self.sheet(fact_id) for fact_id in self._base.search.about(subject.id))

    def random(self, scope: int, subject: Subject | None, category: Category | None) -> FactSheet:
        """A fact this scope has not seen, until it has seen all that fit.

        Raises:
            NothingToShow: no fact fits.
        """
        pool = [
            fact.id
            for fact in self._base.facts.values()
            if (subject is None or subject.id in fact.subjects) and category in (None, fact.category)
        ]
        if not pool:
            raise NothingToShow
        drawn, self._shown[scope] = draw(pool, self._shown[scope], self._rng)
        return self.sheet(drawn)

    def timeline(self, year: int | None, subject: Subject | None) -> Chronicle:
        """The dated facts in order of time, of one year or all, about one subject or all.

        Raises:
            YearWithout: no dated fact fits.
        """
        dated = [fact for fact in self._base.timeline if subject is None or subject.id in fact.subjects]
        fitting = [fact for fact in dated if year in (None, _year(fact))]
        if not fitting:
            known = dated or self._base.timeline
            if not known:
                raise NothingToShow
            raise YearWithout(first=str(_year(known[0])), last=str(_year(known[-1])))
        return Chronicle(tuple(self.sheet(fact.id) for fact in fitting), year, subject)

    def _answer(
        self, fact_ids: tuple[str, ...], subject_id: str | None, read_as: str | None = None
    ) -> Answer:
        found = (fact_ids, subject_id, read_as)
        if found not in self._answers:
            if len(self._answers) >= _ANSWERS_KEPT:
                self._answers.clear()
            matches = tuple(self.sheet(fact_id) for fact_id in fact_ids)
            subject = self._base.subjects[subject_id] if subject_id else None
            self._answers[found] = Answer(matches[0], matches, subject, read_as)
        return self._answers[found]

    def _check(self, typed: str) -> None:
        if len(typed) > LONGEST_QUERY:
            raise QueryTooLong
        if not key(typed):
            raise NothingTyped


def _indexed(path: Path) -> FactBase:
    base = FactBase.load(path)
    base.search  # noqa: B018  # builds it here, in the thread, and not at the first lookup
    return base


def _year(fact: Fact) -> int | None:
    return fact.date.value.year if fact.date else None
