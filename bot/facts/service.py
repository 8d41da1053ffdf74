"""What people ask of the fact base: to look something up, a fact by chance, facts in order of time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.errors import UserError
from bot.facts import store
from bot.facts.base import FactBase, FactSheet
from bot.facts.curation import Curation
from bot.facts.draw import draw
from bot.facts.lookup import Answer, Lookup, NoAnswer
from bot.facts.model import Fact, Subject
from bot.facts.search import Suggestion
from bot.facts.vocabulary import Category
from bot.guilds.store import join as know_guild
from bot.i18n.marking import gettext_noop


class FactGone(UserError):
    """A fact or subject that a message names and the fact base no longer has."""

    message = gettext_noop("That has been taken out of the fact base since. Please look it up again.")


class FactHidden(UserError):
    """A fact that a message names and this server's moderators do not want to be seen."""

    message = gettext_noop("This server's moderators have taken that fact out here.")


class NothingToShow(UserError):
    message = gettext_noop("I have nothing on that together. Try one of them alone.")


class YearWithout(UserError):
    """A year of which nothing is known."""

    message = gettext_noop("I have nothing dated like that. What I have runs from {first} to {last}.")


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Dated facts in order of time."""

    sheets: tuple[FactSheet, ...]
    year: int | None
    subject: Subject | None


class FactService:
    """The use cases of the fact base. `guild_id` is the server that asks: some facts are hidden there."""

    def __init__(self, path: Path, database: Database, curation: Curation, clock: Clock, rng: Random) -> None:
        """Load the fact base.

        Raises:
            FactsInvalid: with every fault of the file.
        """
        self._path, self._rng = path, rng
        self._database, self._curation, self._clock = database, curation, clock
        self._lookup = Lookup(FactBase.load(path))
        self.on_reload: list[Callable[[], None]] = []
        """Called when another base is in place: whoever keeps something of the old one lets go of it."""

    @property
    def base(self) -> FactBase:
        """The fact base as it stands; a reload puts another in its place."""
        return self._lookup.base

    async def reload(self) -> FactBase:
        """Read the file again, off the event loop; on a fault the old base stays.

        Raises:
            FactsInvalid: with every fault of the file.
        """
        base = await asyncio.to_thread(_indexed, self._path)
        if base is not self.base:
            self._lookup = Lookup(base)
            for let_go in self.on_reload:
                let_go()
        return base

    async def warm(self) -> None:
        """Build the search index, off the event loop."""
        await asyncio.to_thread(lambda: self.base.search)

    def unseen(self, guild_id: int | None) -> frozenset[str]:
        """The facts a server does not get to see."""
        return self._curation.unseen(self.base, guild_id)

    def search(self, query: str, guild_id: int | None = None) -> Answer | NoAnswer:
        """The facts that answer what a person typed, or an id they picked from the list.

        Raises:
            NothingTyped, QueryTooLong: there is nothing to look up.
        """
        return self._lookup.search(query, self.unseen(guild_id))

    def pick(self, fact_id: str, among: Sequence[str], guild_id: int | None = None) -> Answer:
        """One of several matches; those that are gone since are left out.

        Raises:
            FactGone, FactHidden: the picked fact is.
        """
        unseen = self.unseen(guild_id)
        matches = (self.base.sheets.get(other) for other in among if other not in unseen)
        return Answer(self.sheet(fact_id, guild_id), tuple(one for one in matches if one is not None))

    def suggest(self, typed: str, unseen: frozenset[str] = frozenset()) -> list[Suggestion]:
        """Lines for the query's autocomplete, without facts that are not to be seen."""
        return self._lookup.suggest(typed, unseen)

    def suggest_subjects(self, typed: str, unseen: frozenset[str] = frozenset()) -> list[Suggestion]:
        """Lines for a subject's autocomplete, without those of which nothing is to be seen."""
        return self._lookup.suggest_subjects(typed, unseen)

    def sheet(self, fact_id: str, guild_id: int | None = None) -> FactSheet:
        """A fact with what it refers to.

        Raises:
            FactGone: there is no such fact (any more).
            FactHidden: this server does not see it.
        """
        self.expect_seen(fact_id, guild_id)
        return self.base.sheets[fact_id]

    def expect_seen(self, fact_id: str, guild_id: int | None) -> None:
        """Refuse a fact that is not to be seen.

        Raises:
            FactGone, FactHidden: as `sheet`.
        """
        if fact_id not in self.base.sheets:
            raise FactGone
        if fact_id in self.unseen(guild_id):
            raise FactHidden

    def subject(self, typed: str) -> Subject:
        """The subject a person picked or typed.

        Raises:
            NothingTyped, QueryTooLong: there is nothing to look up.
            UnknownSubject: no title is like it; the closest are named.
        """
        return self._lookup.subject(typed)

    def subject_by_id(self, subject_id: str) -> Subject:
        """The subject a message's button names.

        Raises:
            FactGone: there is no such subject (any more).
        """
        if subject_id not in self.base.subjects:
            raise FactGone
        return self.base.subjects[subject_id]

    def hidden(self, caller: Caller) -> tuple[FactSheet, ...]:
        """The facts this server's moderators have hidden, the latest first.

        Raises:
            NotAModerator: this person may not see them.
        """
        fact_ids = reversed(self._curation.hidden_for(caller))
        return tuple(self.base.sheets[one] for one in fact_ids if one in self.base.sheets)

    def about(self, subject: Subject, guild_id: int | None = None) -> tuple[FactSheet, ...]:
        """Everything known of a subject: what is mainly about it first, then by prominence."""
        return self._lookup.about(subject.id, self.unseen(guild_id))

    async def random(self, caller: Caller, subject: Subject | None, category: Category | None) -> FactSheet:
        """A fact this server (or this person, where there is none) has not seen, until all were shown.

        Raises:
            NothingToShow: no fact fits.
        """
        unseen = self.unseen(caller.guild_id)
        pool = [
            fact.id
            for fact in self.base.facts.values()
            if (subject is None or subject.id in fact.subjects)
            and category in (None, fact.category)
            and fact.id not in unseen
        ]
        if not pool:
            raise NothingToShow
        seed, now = self._rng.random(), self._clock.now()

        async def take(tx: Transaction) -> str:
            turns, last = await store.shown(tx, caller)
            drawn, turn = draw(pool, turns, last, Random(seed))
            if caller.guild_id is not None:
                await know_guild(tx, caller.guild_id, now)
            await store.put_shown(tx, caller, drawn, turn, now)
            return drawn

        return self.sheet(await self._database.write(take))

    def timeline(self, year: int | None, subject: Subject | None, guild_id: int | None = None) -> Chronicle:
        """The dated facts in order of time, of one year or all, about one subject or all.

        Raises:
            YearWithout: no dated fact fits.
            NothingToShow: there is no dated fact at all.
        """
        unseen = self.unseen(guild_id)
        seen = [fact for fact in self.base.timeline if fact.id not in unseen]
        dated = [fact for fact in seen if subject is None or subject.id in fact.subjects]
        fitting = [fact for fact in dated if year in (None, _year(fact))]
        if not fitting:
            known = dated or seen
            if not known:
                raise NothingToShow
            raise YearWithout(first=str(_year(known[0])), last=str(_year(known[-1])))
        return Chronicle(tuple(self.sheet(fact.id) for fact in fitting), year, subject)


def _indexed(path: Path) -> FactBase:
    base = FactBase.load(path)
    base.search  # noqa: B018  # builds it here, in the thread, and not at the first lookup
    return base


def _year(fact: Fact) -> int | None:
    return fact.date.value.year if fact.date else None
