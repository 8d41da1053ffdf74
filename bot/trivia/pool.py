"""Which questions a server can be asked, and drawing some for a round."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, TypeGuard

from bot.clock import Clock
from bot.database.interface import Database, Reader, Transaction
from bot.errors import UserError
from bot.facts.base import FactBase
from bot.facts.service import FactService
from bot.facts.vocabulary import Category
from bot.i18n.marking import gettext_noop
from bot.review import store as review_store
from bot.trivia import pool_store
from bot.trivia.dealing import deal
from bot.trivia.round import Plan
from bot.trivia.scoring import Tally, difficulty_of
from bot.trivia.store import Drawn

if TYPE_CHECKING:
    from bot.trivia.deck import Deck

QUESTION = "question"
"""The kind of what is reported below a question."""
QUARANTINED_FROM = 3
"""So many people have to report a question before it rests until a moderator decides."""
FEWEST = 3
"""A round has at least so many questions."""


class TooFewQuestions(UserError):
    message = gettext_noop(
        "Too few questions are like that here: {number}. Choose a wider topic or another difficulty."
    )


class DealtElsewhere(Exception):
    """Two rounds began in a server at the same moment; the later one draws again."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """A question of a round that begins."""

    drawn: Drawn
    turn: int
    """The turn in which the server is asked it."""


@dataclass(frozen=True, slots=True)
class Hand:
    """What can be drawn from for one round."""

    deck: Deck
    fitting: tuple[str, ...]
    unseen: frozenset[str]
    """Facts the server does not see."""
    seed: float


class QuestionPool:
    """The deck of the fact base as it stands, and what each server has seen of it."""

    def __init__(self, database: Database, facts: FactService, clock: Clock, rng: Random) -> None:
        self._database, self._facts, self._clock, self._rng = database, facts, clock, rng
        self._deck: tuple[FactBase, Deck] | None = None
        self._making: asyncio.Task[Deck] | None = None
        self._tallies: dict[str, Tally] = {}

    @property
    def base(self) -> FactBase:
        """The fact base as it stands."""
        return self._facts.base

    async def load(self) -> None:
        """Read how questions have fared so far."""
        self._tallies = await self._database.read(pool_store.tallies)

    async def deck(self) -> Deck:
        """The deck of the fact base as it stands; made off the event loop, when somebody first plays."""
        if self._is_current(self._deck):
            return self._deck[1]
        if self._making is None or self._making.done():
            self._making = asyncio.create_task(asyncio.to_thread(self.deck_at_once), name="deck")
        return await asyncio.shield(self._making)  # many may begin to play at the same moment

    def deck_at_once(self) -> Deck:
        """The same; made here and now, should it have to be."""
        from bot.trivia.deck import Deck  # noqa: PLC0415  # nor need a start wait for how questions are made

        if not self._is_current(self._deck):
            base = self._facts.base
            self._deck = base, Deck(base)
        return self._deck[1]

    def difficulty(self, question_id: str, given: int) -> int:
        """How hard a question is, by what people knew."""
        return difficulty_of(given, self._tallies.get(question_id, Tally()))

    async def prepare(self, guild_id: int, plan: Plan) -> Hand:
        """What can be drawn from for a round.

        Raises:
            TooFewQuestions: there is hardly anything.
        """
        deck = await self.deck()
        unseen = self._facts.unseen(guild_id)
        unwanted = await self._database.read(lambda on: _unwanted(on, guild_id))
        found = deck.fitting(
            subject_id=plan.subject_id,
            category=Category(plan.category) if plan.category is not None else None,
            unseen=unseen,
        )
        fitting = tuple(
            question_id
            for question_id in found
            if question_id not in unwanted
            and plan.difficulty in (None, self.difficulty(question_id, deck.entries[question_id].difficulty))
        )
        if len(fitting) < FEWEST:
            raise TooFewQuestions(number=len(fitting))
        return Hand(deck, fitting, unseen, self._rng.random())

    async def deal(self, guild_id: int, hand: Hand, most: int) -> list[Dealt]:
        """Draw questions for a round, in the order they are asked."""
        rng, entries = Random(hand.seed), hand.deck.entries
        turns = await self._database.read(lambda on: pool_store.shown(on, guild_id))
        return [
            Dealt(
                Drawn(
                    number,
                    hand.deck.ask(question_id, rng, hand.unseen),
                    self.difficulty(question_id, entries[question_id].difficulty),
                ),
                turn,
            )
            for number, (question_id, turn) in enumerate(deal(hand.fitting, turns, entries, most, rng), 1)
        ]

    async def mark(self, tx: Transaction, guild_id: int, dealt: Sequence[Dealt]) -> None:
        """Remember that a server is asked these.

        Raises:
            DealtElsewhere: another round in the server has just drawn one of them.
        """
        for one in dealt:
            if not await pool_store.put_shown(tx, guild_id, one.drawn.asked.id, one.turn, self._clock.now()):
                raise DealtElsewhere

    async def count(self, tx: Transaction, question_id: str, answered: int, correct: int) -> None:
        """Let what people answered correct a question's difficulty from now on."""
        if not answered:
            return
        await pool_store.count(tx, question_id, answered, correct)
        tx.on_commit(lambda: self._counted(question_id, answered, correct))

    def _is_current(self, made: tuple[FactBase, Deck] | None) -> TypeGuard[tuple[FactBase, Deck]]:
        return made is not None and made[0] is self._facts.base

    def _counted(self, question_id: str, answered: int, correct: int) -> None:
        before = self._tallies.get(question_id, Tally())
        self._tallies[question_id] = Tally(before.answered + answered, before.correct + correct)


async def _unwanted(on: Reader, guild_id: int) -> frozenset[str]:
    """What a server's moderators hid, or several people reported and nobody has looked at yet."""
    reported = await review_store.reported_by(on, guild_id, QUESTION, QUARANTINED_FROM)
    return await pool_store.hidden(on, guild_id) | reported
