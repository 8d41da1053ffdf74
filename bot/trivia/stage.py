"""What a round shows, and the port by which it shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol

from bot.facts.base import FactBase
from bot.trivia.round import Round
from bot.trivia.scoring import Answer, Score
from bot.trivia.store import Drawn


@dataclass(frozen=True, slots=True, eq=False)
class Lobby:
    """A round that begins soon."""

    round: Round
    base: FactBase


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """A question that can be answered."""

    round: Round
    drawn: Drawn
    base: FactBase
    closes_at: datetime
    answers: int
    """How many have answered so far."""


@dataclass(frozen=True, slots=True, eq=False)
class Revealed:
    """A question's answer."""

    round: Round
    drawn: Drawn
    base: FactBase
    answers: tuple[Answer, ...]
    names: dict[int, str]
    goes_on_at: datetime | None
    """When the next question comes; None after the last one."""


@dataclass(frozen=True, slots=True, eq=False)
class Over:
    """How a round ended."""

    round: Round
    base: FactBase
    scores: tuple[Score, ...]
    names: dict[int, str]


Scene = Lobby | Open | Revealed | Over


class Urgency(IntEnum):
    """What goes first when much is to be shown at once."""

    QUESTION = 0
    REVEAL = 1
    COUNT = 2


class Stage(Protocol):
    """Where rounds are shown: each in its own message.

    Raises as `bot.delivery.sender.Sender` does.
    """

    async def show(
        self, played: Round, scene: Callable[[], Scene | None], urgency: Urgency
    ) -> datetime | None:
        """Change a round's message to the scene there is when its turn comes; by Discord's clock, when.

        None when there was none any more, or a newer change took its place.
        """
        ...
