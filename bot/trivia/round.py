"""A round as a state machine: lobby, then question and reveal in turn, then closed. Pure.

A round's *scene* is what its message shows. A scene that has been shown turns into the next one when its
time is over; one that has not been shown, because Discord did not answer or the bot was gone, is shown first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

LOBBY = timedelta(seconds=20)
REVEAL = timedelta(seconds=9)
"""How long people read an answer."""
GRACE = timedelta(seconds=1)
"""How much longer a question is held open: what was pressed in time may still be on its way."""
AWAY = timedelta(minutes=10)
"""A round that should have gone on so long ago is not taken up again: the players have left."""
PATIENCE = timedelta(minutes=2)
"""How long a round waits for a Discord that does not answer."""
BETWEEN_TRIES = timedelta(seconds=5)
EMPTY_IN_A_ROW = 2
"""So many questions nobody answers end a round."""
MOST_QUESTIONS = 30
SECONDS = range(10, 121)
"""How long a question may stay open, extra time included."""


class Phase(StrEnum):
    """Where a round is."""

    LOBBY = "lobby"
    QUESTION = "question"
    REVEAL = "reveal"
    CLOSED = "closed"


class Ending(StrEnum):
    """Why a round is over."""

    FINISHED = "finished"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    """Stopped in the lobby."""
    DESERTED = "deserted"
    """Nobody answered."""
    AWAY = "away"
    """The bot was gone for too long."""
    CUT_OFF = "cut off"
    """Its message cannot be changed any more: it, its channel or a permission is gone, or Discord is."""
    RAN_OUT = "ran out"
    """The questions left cannot be asked any more: the fact base has changed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to play."""

    questions: int
    seconds: int
    """How long each question is open."""
    subject_id: str | None = None
    category: str | None = None
    difficulty: int | None = None


class Place(NamedTuple):
    """Where a round is played."""

    guild_id: int
    channel_id: int


@dataclass(frozen=True, slots=True)
class Round:
    """One round, as the database has it."""

    round_id: int
    """The interaction that began it."""
    guild_id: int
    channel_id: int
    message_id: int | None
    """Known once Discord has answered."""
    starter_id: int | None
    """None once they had what is known of them erased."""
    plan: Plan
    phase: Phase
    number: int
    """The question asked last, from 1; 0 in the lobby."""
    empty: int
    """How many questions in a row nobody has answered."""
    shown_at: datetime | None
    """Since when the scene stands there, by Discord's clock; None until it does."""
    turns_at: datetime
    """When the scene is over; of one that is not shown yet, since when it should be. By the bot's clock."""
    started_at: datetime
    ending: Ending | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.phase is not Phase.CLOSED

    @property
    def scene(self) -> tuple[Phase, int]:
        """Which scene it is: no round has the same one twice."""
        return self.phase, self.number


def opened(round_id: int, place: Place, starter_id: int, plan: Plan, now: datetime) -> Round:
    """A round in its lobby. Its countdown begins at once."""
    return Round(
        round_id,
        place.guild_id,
        place.channel_id,
        message_id=None,
        starter_id=starter_id,
        plan=plan,
        phase=Phase.LOBBY,
        number=0,
        empty=0,
        shown_at=None,
        turns_at=now + LOBBY,
        started_at=now,
    )


def goes_on(played: Round) -> bool:
    """Whether another question follows the present reveal."""
    return played.number < played.plan.questions and played.empty < EMPTY_IN_A_ROW


def turned(played: Round, now: datetime, *, answers: int) -> Round:
    """What comes after the present scene; `answers` is how many the open question got.

    Raises:
        ValueError: the round is closed.
    """
    match played.phase:
        case Phase.LOBBY:
            return _question(played, now)
        case Phase.QUESTION:
            empty = 0 if answers else played.empty + 1
            return replace(played, phase=Phase.REVEAL, empty=empty, shown_at=None, turns_at=now)
        case Phase.REVEAL if goes_on(played):
            return _question(played, now)
        case Phase.REVEAL:
            all_asked = played.number >= played.plan.questions
            return closed(played, Ending.FINISHED if all_asked else Ending.DESERTED, now)
        case _:
            raise ValueError(f"the round {played.round_id} is closed")


def shown(played: Round, at: datetime, now: datetime) -> Round:
    """The scene stands there since `at`, by Discord's clock; from `now` on its time runs."""
    lasts = {
        Phase.LOBBY: LOBBY,
        Phase.QUESTION: timedelta(seconds=played.plan.seconds) + GRACE,
        Phase.REVEAL: REVEAL,
        Phase.CLOSED: timedelta(0),
    }
    return replace(played, shown_at=at, turns_at=now + lasts[played.phase])


def hurried(played: Round, now: datetime) -> Round:
    """The present scene is over now: somebody wants to go on, so somebody is there."""
    return replace(played, turns_at=min(played.turns_at, now), empty=0)


def skipped_over(played: Round, now: datetime) -> Round:
    """A question that cannot be asked any more is passed by; with the last one the round ends."""
    if played.number >= played.plan.questions:
        return closed(played, Ending.FINISHED if played.number > 1 else Ending.RAN_OUT, now)
    return _question(played, now)


def closed(played: Round, ending: Ending, now: datetime) -> Round:
    """The round is over; one that is already stays as it ended."""
    if not played.is_open:
        return played
    if ending is Ending.STOPPED and played.phase is Phase.LOBBY:
        ending = Ending.CANCELLED
    return replace(played, phase=Phase.CLOSED, shown_at=None, turns_at=now, ending=ending, closed_at=now)


def is_given_up(played: Round, now: datetime, *, ours: bool) -> bool:
    """Whether to end a round that should have gone on long ago; `ours`, whether this process plays it."""
    return now - played.turns_at > (PATIENCE if ours else AWAY)


def _question(played: Round, now: datetime) -> Round:
    return replace(played, phase=Phase.QUESTION, number=played.number + 1, shown_at=None, turns_at=now)
