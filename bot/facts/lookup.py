"""What a typed query or name finds in one fact base; the latest finds are kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import UserError
from bot.facts.base import FactBase, FactSheet
from bot.facts.model import Subject
from bot.facts.search import Certainty, Suggestion
from bot.folding import key
from bot.i18n.marking import gettext_noop

LONGEST_QUERY = 100
_KEPT = 1024
_MOST_LINES = 25  # as many as Discord's lists hold
_MOST_MATCHES = 10  # as many as a person looks through; each makes every answer larger


class NothingTyped(UserError):
    message = gettext_noop("Type a title, a name or a few words, and I will look it up.")


class QueryTooLong(UserError):
    message = gettext_noop("That is too long to look up. A title or a few words will do.")


class UnknownSubject(UserError):
    message = gettext_noop("I do not know that one. The closest I know: {closest}.")


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


class Lookup:
    """Looking up in one base: what is kept goes with it. `unseen` are the facts that are not to be told."""

    def __init__(self, base: FactBase) -> None:
        self.base = base
        self._answers: dict[tuple[tuple[str, ...], str | None, str | None], Answer] = {}
        self._latest: dict[tuple[str, frozenset[str]], Answer | NoAnswer] = {}
        """What was found for the latest queries: a community looks up the same few titles."""

    def search(self, query: str, unseen: frozenset[str]) -> Answer | NoAnswer:
        """The facts that answer what a person typed, or an id they picked from the list.

        Raises:
            NothingTyped, QueryTooLong: there is nothing to look up.
        """
        asked = (query, unseen)
        if asked not in self._latest:
            found = self._found(query, unseen)
            if len(self._latest) >= _KEPT:
                self._latest.clear()
            self._latest[asked] = found
        return self._latest[asked]

    def suggest(self, typed: str, unseen: frozenset[str]) -> list[Suggestion]:
        """Lines for the query's autocomplete."""
        if len(typed) > LONGEST_QUERY:
            return []
        lines = self.base.search.suggest(typed, _MOST_LINES + len(unseen))
        return [line for line in lines if not unseen or self._tells(line.id, unseen)]

    def suggest_subjects(self, typed: str, unseen: frozenset[str]) -> list[Suggestion]:
        """Lines for a subject's autocomplete, without those of which nothing is to be told."""
        if len(typed) > LONGEST_QUERY:
            return []
        lines = self.base.search.suggest_subjects(typed, _MOST_LINES + len(unseen))
        return [line for line in lines if not unseen or self._tells(line.id, unseen)]

    def subject(self, typed: str) -> Subject:
        """The subject a person picked or typed.

        Raises:
            NothingTyped, QueryTooLong: there is nothing to look up.
            UnknownSubject: no title is like it; the closest are named.
        """
        _expect_a_query(typed)
        if typed in self.base.subjects:
            return self.base.subjects[typed]
        if match := self.base.search.subject(typed):
            return self.base.subjects[match.subject_id]
        closest = self.base.search.closest(typed)
        raise UnknownSubject(closest=[self.base.subjects[subject_id].name for subject_id in closest])

    def about(self, subject_id: str, unseen: frozenset[str]) -> tuple[FactSheet, ...]:
        """Everything known of a subject: what is mainly about it first, then by prominence."""
        return tuple(self.base.sheets[one] for one in _seen(self.base.search.about(subject_id), unseen))

    def _found(self, query: str, unseen: frozenset[str]) -> Answer | NoAnswer:
        _expect_a_query(query)
        if query in self.base.facts and query not in unseen:
            return self._answer((query,), None)
        if query in self.base.subjects and (about := _seen(self.base.search.about(query), unseen)):
            return self._answer(about[:_MOST_MATCHES], query)
        found = self.base.search.find(query, _MOST_MATCHES + len(unseen))
        if fact_ids := _seen(found.fact_ids, unseen)[:_MOST_MATCHES]:
            return self._answer(fact_ids, found.subject_id, found.read_as)
        closest = found.closest if found.certainty is Certainty.NONE else self.base.search.closest(query)
        return NoAnswer(tuple(self.base.subjects[one] for one in closest if self._tells(one, unseen)))

    def _tells(self, line_id: str, unseen: frozenset[str]) -> bool:
        """Whether there is something to see of a fact or subject; a subject without facts may be named."""
        if line_id in self.base.facts:
            return line_id not in unseen
        about = self.base.search.about(line_id)
        return not about or bool(_seen(about, unseen))

    def _answer(
        self, fact_ids: tuple[str, ...], subject_id: str | None, read_as: str | None = None
    ) -> Answer:
        found = (fact_ids, subject_id, read_as)
        if found not in self._answers:
            if len(self._answers) >= _KEPT:
                self._answers.clear()
            matches = tuple(self.base.sheets[fact_id] for fact_id in fact_ids)
            subject = self.base.subjects[subject_id] if subject_id else None
            self._answers[found] = Answer(matches[0], matches, subject, read_as)
        return self._answers[found]


def _seen(fact_ids: tuple[str, ...], unseen: frozenset[str]) -> tuple[str, ...]:
    return tuple(one for one in fact_ids if one not in unseen) if unseen else fact_ids


def _expect_a_query(typed: str) -> None:
    if len(typed) > LONGEST_QUERY:
        raise QueryTooLong
    if not key(typed):
        raise NothingTyped
