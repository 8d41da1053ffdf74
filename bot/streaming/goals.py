"""What a goal is, and which can be. Pure.

Official readings and member logs are two ledgers that never mix: an official goal stands where its readings
say, a community goal where its members' logs do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from bot.errors import UserError
from bot.folding import can_be_seen, key
from bot.i18n.marking import gettext_noop
from bot.streaming.amounts import MOST
from bot.streaming.forecast import LONGEST_DAYS
from bot.streaming.milestones import Milestones
from bot.streaming.pace import Aim

LONGEST_NAME, LONGEST_PLATFORM = 80, 40
FARTHEST = timedelta(days=LONGEST_DAYS)
"""How far off a deadline can be: nothing is foreseen beyond."""
SHORTEST_SONG, LONGEST_SONG = timedelta(seconds=30), timedelta(hours=2)


class Unit(Enum):
    """What is counted."""

    STREAMS = "streams"
    VIEWS = "views"
    VOTES = "votes"
    SALES = "sales"
    DONATIONS = "donations"
    LISTENERS = "listeners"


class Kind(Enum):
    """Whose ledger says where the goal stands."""

    OFFICIAL = "official"
    COMMUNITY = "community"


class Mode(Enum):
    """How far what members log is believed."""

    OPEN = "open"
    """What is out of the ordinary waits for a moderator."""
    CAPPED = "capped"
    """Likewise, and a day holds so many plays and no more."""
    REVIEWED = "reviewed"
    """All of it waits for a moderator."""


class NameMissing(UserError):
    message = gettext_noop("A goal needs a name that can be read.")


class NameTooLong(UserError):
    message = gettext_noop("That name is too long: {most} characters at most.")


class NameTaken(UserError):
    message = gettext_noop("There is a goal named “{name}” already. Choose another name.")


class PlatformTooLong(UserError):
    message = gettext_noop("That platform's name is too long: {most} characters at most.")


class StartOutOfBounds(UserError):
    message = gettext_noop("The start must be from 0 to {most}.")


class TargetOutOfBounds(UserError):
    message = gettext_noop("The target must be more than the start, {start}, and at most {most}.")


class DeadlinePassed(UserError):
    message = gettext_noop("That deadline has passed already: {when}. Choose one that is still to come.")


class DeadlineTooFar(UserError):
    message = gettext_noop("That deadline is too far off. It can be {when:D} at the latest.")


class SongLengthOutOfBounds(UserError):
    message = gettext_noop("A song can last from {least} to {most} seconds here.")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a moderator wants a goal to be."""

    name: str
    unit: Unit
    kind: Kind
    start: int
    target: int
    deadline: datetime | None = None
    platform: str = ""
    milestones: Milestones = field(default_factory=Milestones)
    song_length: timedelta | None = None
    """From which the plays a day can hold are worked out."""
    mode: Mode = Mode.CAPPED
    organiser_listed: bool = True
    """Whether who created it is on its leaderboard, having logged something."""

    @property
    def aim(self) -> Aim:
        """What its pace is held against."""
        return Aim(self.start, self.target, self.deadline)

    @property
    def marks(self) -> tuple[int, ...]:
        """The totals that are celebrated, the target last."""
        return self.milestones.between(self.start, self.target)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of a server."""

    id: int
    guild_id: int
    plan: Plan
    begun_at: datetime
    closed_at: datetime | None = None
    organiser_id: int | None = None
    """Who created it; None once they had themselves forgotten."""

    def is_open(self) -> bool:
        return self.closed_at is None


def check(plan: Plan, now: datetime, others: Iterable[Goal], before: Plan | None = None) -> None:
    """Make sure that a goal can be so, beside the server's others.

    `before` is what it was, where it is edited: a deadline that stays what it is may have passed.

    Raises:
        UserError: with what to do about it.
    """
    _check_names(plan, others)
    if not 0 <= plan.start < MOST:
        raise StartOutOfBounds(most=MOST - 1)
    if not plan.start < plan.target <= MOST:
        raise TargetOutOfBounds(start=plan.start, most=MOST)
    if plan.deadline is not None and (before is None or plan.deadline != before.deadline):
        if plan.deadline <= now:
            raise DeadlinePassed(when=plan.deadline)
        if plan.deadline - now > FARTHEST:
            raise DeadlineTooFar(when=now + FARTHEST)
    if plan.song_length is not None and not SHORTEST_SONG <= plan.song_length <= LONGEST_SONG:
        raise SongLengthOutOfBounds(
            least=int(SHORTEST_SONG.total_seconds()), most=int(LONGEST_SONG.total_seconds())
        )
    plan.milestones.check(plan.start, plan.target)


def _check_names(plan: Plan, others: Iterable[Goal]) -> None:
    if not can_be_seen(plan.name):
        raise NameMissing
    if len(plan.name) > LONGEST_NAME:
        raise NameTooLong(most=LONGEST_NAME)
    if len(plan.platform) > LONGEST_PLATFORM:
        raise PlatformTooLong(most=LONGEST_PLATFORM)
    for other in others:
        if other.is_open() and key(other.plan.name) == key(plan.name):
            raise NameTaken(name=other.plan.name)
