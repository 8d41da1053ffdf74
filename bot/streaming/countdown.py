"""What is said on the way to a deadline, and when a goal closes by itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(days=1)
"""A goal closes so long after its deadline: the last reading and late logs find their way."""


class Turn(StrEnum):
    """What a goal comes to on the way to its deadline and beyond."""

    WEEK = "week"
    DAY = "day"
    HOURS = "hours"
    OVER = "over"
    """It closes."""


_BEFORE = {
    Turn.WEEK: timedelta(days=7),
    Turn.DAY: timedelta(days=1),
    Turn.HOURS: timedelta(hours=3),
    Turn.OVER: -GRACE,
}


@dataclass(frozen=True, slots=True)
class Coming:
    """A turn and its instant."""

    turn: Turn
    at: datetime


def turns(deadline: datetime) -> tuple[Coming, ...]:
    """All turns of a deadline, in order."""
    return tuple(Coming(turn, deadline - before) for turn, before in _BEFORE.items())


def coming(deadline: datetime, after: datetime) -> Coming | None:
    """The first turn after an instant; None when all are over."""
    return next((one for one in turns(deadline) if one.at > after), None)


def passed(deadline: datetime, since: datetime, until: datetime) -> tuple[Coming, ...]:
    """The turns from an instant to another, both included."""
    return tuple(one for one in turns(deadline) if since <= one.at <= until)


def worth_until(deadline: datetime, turn: Turn) -> datetime:
    """Until when a notice of a turn still tells something: the next one, or the deadline."""
    following = {Turn.WEEK: Turn.DAY, Turn.DAY: Turn.HOURS}.get(turn)
    return deadline - _BEFORE[following] if following is not None else deadline
