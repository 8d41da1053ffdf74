"""The questions that are open: kept in memory for the presses that come in, which are counted out loud."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.database.erasing import Person
from bot.delivery.sender import MessageGone, Refused, Rejected, Unreachable
from bot.trivia.pool import QuestionPool
from bot.trivia.round import Round
from bot.trivia.scoring import Answer
from bot.trivia.stage import Open, Stage, Urgency
from bot.trivia.store import Drawn

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class OpenQuestion:
    """A question this process has open."""

    round: Round
    drawn: Drawn
    locked: dict[int, int] = field(default_factory=dict)
    """Choices by person; what the database has, and nothing else."""
    counted: int = 0
    """How many answers the message tells of."""
    shown_at: datetime | None = None
    """By Discord's clock; None until Discord has answered."""
    closes_at: datetime | None = None
    """What the card says, by the bot's clock."""

    @property
    def round_id(self) -> int:
        return self.round.round_id

    @property
    def guild_id(self) -> int:
        return self.round.guild_id

    @property
    def number(self) -> int:
        return self.drawn.number

    @property
    def difficulty(self) -> int:
        return self.drawn.difficulty

    @property
    def seconds(self) -> int:
        return self.round.plan.seconds


class OpenQuestions:
    """Follows the database: a round has one, or none."""

    def __init__(self, pool: QuestionPool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock
        self._stage: Stage
        self._open: dict[int, OpenQuestion] = {}
        self._counting: dict[int, asyncio.Task[None]] = {}

    def resume(self, stage: Stage) -> None:
        """Take up where rounds are shown."""
        self._stage = stage

    async def stop(self) -> None:
        """Count no more."""
        for task in self._counting.values():
            task.cancel()
        await asyncio.gather(*self._counting.values(), return_exceptions=True)

    def get(self, round_id: int) -> OpenQuestion | None:
        """The question a round has open; None when it has none, or another process showed it."""
        return self._open.get(round_id)

    def follow(self, round_id: int, question: OpenQuestion | None) -> None:
        """A round has another question open now, or none."""
        if question is not None:
            self._open[round_id] = question
        else:
            self._open.pop(round_id, None)

    def unname(self, person: Person) -> None:
        """Somebody is erased: their answers do not count, and whoever began a round is nobody."""
        for question in list(self._open.values()):
            if person.guild_id not in {None, question.guild_id}:
                continue
            if question.round.starter_id == person.user_id:
                question.round = replace(question.round, starter_id=None)
            if question.locked.pop(person.user_id, None) is not None:
                self._count(question)

    def stood(self, played: Round) -> None:
        """A round's question stands there."""
        question = self._open.get(played.round_id)
        if question is not None:
            question.round, question.shown_at = played, played.shown_at
            self._count(question)

    def locked_in(self, round_id: int, answer: Answer) -> None:
        """An answer counts: tell the channel how many do, as often as messages may be changed."""
        question = self._open.get(round_id)
        if question is not None and question.number == answer.number:
            question.locked[answer.user_id] = answer.choice
            self._count(question)

    def scene(self, question: OpenQuestion) -> Open | None:
        """A question as it is shown now; None once it is not open any more."""
        if self._open.get(question.round_id) is not question:
            return None
        if question.shown_at is None:
            question.closes_at = self._clock.now() + timedelta(seconds=question.seconds)
        closes_at = question.closes_at or self._clock.now()
        question.counted = len(question.locked)
        return Open(question.round, question.drawn, self._pool.base, closes_at, question.counted)

    def _count(self, question: OpenQuestion) -> None:
        """Let the message tell how many have answered, unless it does, or is about to."""
        told = question.counted == len(question.locked)
        if not told and question.shown_at is not None and question.round_id not in self._counting:
            task = asyncio.create_task(self._tell_count(question), name="trivia count")
            self._counting[question.round_id] = task

    async def _tell_count(self, question: OpenQuestion) -> None:
        round_id, show = question.round_id, self._stage.show
        try:
            while self._open.get(round_id) is question and question.counted != len(question.locked):
                shown_at = await show(question.round, lambda: self.scene(question), Urgency.COUNT)
                if shown_at is None:
                    return
        except (MessageGone, Refused, Rejected, Unreachable) as error:
            log.info("the answers in the round %d could not be counted out: %s", round_id, error)
        finally:
            del self._counting[round_id]
