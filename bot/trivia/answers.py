"""Answering a question: the first press counts, in the moment it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.database.erasing import Person
from bot.database.interface import Conflict, Database, Transaction
from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.privacy.last_names import Called, LastNames
from bot.trivia import board_store, store
from bot.trivia.openings import OpenQuestion, OpenQuestions
from bot.trivia.round import Phase
from bot.trivia.scoring import Answer, taken_millis, worth

LETTERS = "ABCD"


class RoundOver(UserError):
    message = gettext_noop("That round is over.")


class QuestionOver(UserError):
    message = gettext_noop("Time is up for that question.")


class AlreadyLockedIn(UserError):
    message = gettext_noop("You are locked in already: {letter}. The first answer counts.")


class ComingAgain(UserError):
    message = gettext_noop("I was away for a moment and am about to show that question again. Answer then.")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press on one of the four answers."""

    round_id: int
    number: int
    choice: int
    user_id: int
    name: str
    """What the person is called in the server."""
    at: datetime
    """When they pressed, by Discord's clock."""
    message_edited_at: datetime | None
    """When the message they pressed on was changed last, as Discord tells with the press."""
    guild_id: int | None
    """The server they pressed in."""


@dataclass(frozen=True, slots=True)
class LockedIn:
    """An answer that counts."""

    choice: int
    points: int
    """What it is worth if it is right."""


class AnswerService:
    """Everybody's answers."""

    def __init__(self, database: Database, opened: OpenQuestions, names: LastNames, clock: Clock) -> None:
        self._database, self._opened, self._names, self._clock = database, opened, names, clock
        self._writing: set[int] = set()
        """The people whose answer is being written down."""

    async def answer(self, pressed: Pressed) -> LockedIn:
        """Lock somebody's first answer in.

        Raises:
            AlreadyLockedIn: they have answered.
            QuestionOver, RoundOver: it came too late, or from a server the round is not played in.
            ComingAgain: the question is about to be shown again.
        """
        question = self._opened.get(pressed.round_id)
        if question is None or (question.number, question.guild_id) != (pressed.number, pressed.guild_id):
            raise await self._why_not(pressed)
        if (first := question.locked.get(pressed.user_id)) is not None:
            raise AlreadyLockedIn(letter=LETTERS[first])
        taken = _taken(question, pressed)
        answer = Answer(
            pressed.number,
            pressed.user_id,
            pressed.choice,
            taken,
            worth(question.difficulty, taken, question.seconds),
        )
        called = self._names.to_write(question.guild_id, pressed.user_id, pressed.name)
        self._writing.add(pressed.user_id)
        try:
            counts = await self._lock_in(pressed.round_id, answer, called)
            erased = pressed.user_id not in self._writing  # in the same moment
        finally:
            self._writing.discard(pressed.user_id)
        if not counts:
            raise await self._why_not(pressed)
        if not erased:
            self._opened.locked_in(pressed.round_id, answer)
            if called is not None:
                self._names.wrote(called)
        return LockedIn(answer.choice, answer.points)

    async def let_go_of(self, tx: Transaction, person: Person) -> None:
        """Somebody is erased, amid a question perhaps."""
        tx.on_commit(lambda: self._forget(person))

    async def let_go_of_name(self, tx: Transaction, person: Person) -> None:
        """Somebody wants no name of theirs kept."""
        tx.on_commit(lambda: self._names.forget(person))

    async def let_go_of_server(self, tx: Transaction, guild_id: int) -> None:
        """A server is erased."""
        tx.on_commit(lambda: self._names.forget_server(guild_id))

    def _forget(self, person: Person) -> None:
        self._writing.discard(person.user_id)
        self._opened.unname(person)
        self._names.forget(person)

    async def _why_not(self, pressed: Pressed) -> UserError:
        """Why a press does not count."""
        played = await self._database.read(lambda on: store.get(on, pressed.round_id))
        if played is None or not played.is_open or played.guild_id != pressed.guild_id:
            return RoundOver()
        first = await self._database.read(
            lambda on: store.answer_of(on, pressed.round_id, pressed.number, pressed.user_id)
        )
        if first is not None:
            return AlreadyLockedIn(letter=LETTERS[first.choice])
        if played.scene == (Phase.QUESTION, pressed.number):
            return ComingAgain()
        return QuestionOver()

    async def _lock_in(self, round_id: int, answer: Answer, called: Called | None) -> bool:
        """Write an answer down, and what the person is called. Returns whether it counts."""
        statements = [store.locking_in(round_id, answer)]
        if called is not None:
            statements.append(
                board_store.naming(called.guild_id, called.user_id, called.name, self._clock.now())
            )
        try:
            counted, *_ = await self._database.change(*statements)
        except Conflict:  # the server was erased in the same moment
            return False
        return counted > 0


def _taken(question: OpenQuestion, pressed: Pressed) -> int:
    """How long somebody took.

    Raises:
        QuestionOver: longer than the question was open.
    """
    # the press may be faster than Discord's answer to the edit that showed the question: then the message
    # it came with was changed last by that edit
    shown_at = question.shown_at or pressed.message_edited_at or pressed.at
    taken = taken_millis(shown_at, pressed.at)
    if taken > question.seconds * 1000:
        raise QuestionOver if question.shown_at is not None else ComingAgain
    return taken
