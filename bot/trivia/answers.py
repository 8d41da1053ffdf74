"""Answering a question: the first press counts, in the moment it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import Clock
from bot.database.erasing import Person
from bot.database.interface import Conflict, Database, Transaction
from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.privacy.names import NameChoices
from bot.trivia import board_store, store
from bot.trivia.openings import OpenQuestion, OpenQuestions
from bot.trivia.round import Phase
from bot.trivia.scoring import Answer, taken_millis, worth

LETTERS = "ABCD"
LONGEST_NAME = 32
_NAMES_KEPT = 50_000


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

    def __init__(self, database: Database, opened: OpenQuestions, choices: NameChoices, clock: Clock) -> None:
        self._database, self._opened, self._choices, self._clock = database, opened, choices, clock
        self._writing: set[int] = set()
        """The people whose answer is being written down."""
        self._names: dict[tuple[int, int], tuple[str, date]] = {}
        """What people were called last, and the day (of UTC) it was written down on, by server and person."""

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
        self._writing.add(pressed.user_id)
        try:
            counts = await self._lock_in(question.guild_id, pressed, answer)
            erased = pressed.user_id not in self._writing  # in the same moment
        finally:
            self._writing.discard(pressed.user_id)
        if not counts:
            raise await self._why_not(pressed)
        if not erased:
            self._opened.locked_in(pressed.round_id, answer)
            self._known_as((question.guild_id, pressed.user_id), self._called(pressed))
        return LockedIn(answer.choice, answer.points)

    async def let_go_of(self, tx: Transaction, person: Person) -> None:
        """Somebody is erased, amid a question perhaps."""
        tx.on_commit(lambda: self._forget(person))

    async def let_go_of_name(self, tx: Transaction, person: Person) -> None:
        """Somebody wants no name of theirs kept."""
        tx.on_commit(lambda: self._forget_names(person))

    async def let_go_of_server(self, tx: Transaction, guild_id: int) -> None:
        """A server is erased."""

        def forget() -> None:
            self._names = {at: name for at, name in self._names.items() if at[0] != guild_id}

        tx.on_commit(forget)

    def _forget(self, person: Person) -> None:
        self._writing.discard(person.user_id)
        self._opened.unname(person)
        self._forget_names(person)

    def _forget_names(self, person: Person) -> None:
        for at in [at for at in self._names if at[1] == person.user_id]:
            if person.guild_id in {None, at[0]}:
                del self._names[at]

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

    async def _lock_in(self, guild_id: int, pressed: Pressed, answer: Answer) -> bool:
        """Write an answer down; once a day what the person is called, since old names are deleted.

        Returns whether it counts.
        """
        at, called = (guild_id, pressed.user_id), self._called(pressed)
        statements = [store.locking_in(pressed.round_id, answer)]
        if self._names.get(at) != called and not self._choices.withheld(pressed.user_id):
            statements.append(board_store.naming(guild_id, pressed.user_id, called[0], self._clock.now()))
        try:
            counted, *_ = await self._database.change(*statements)
        except Conflict:  # the server was erased in the same moment
            return False
        return counted > 0

    def _called(self, pressed: Pressed) -> tuple[str, date]:
        return pressed.name[:LONGEST_NAME], self._clock.now().date()

    def _known_as(self, at: tuple[int, int], called: tuple[str, date]) -> None:
        if self._choices.withheld(at[1]):
            return
        if len(self._names) >= _NAMES_KEPT:
            self._names.clear()
        self._names[at] = called


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
