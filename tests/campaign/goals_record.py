"""What happened to goals in a campaign: what people did and were told, and what is kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from tests.campaign.evidence import rows, text


class Verb(StrEnum):
    """What somebody did."""

    BEGIN = "begin"
    LOG = "log"
    UNDO = "undo"
    READ = "read"
    LOOK = "look"
    ACCEPT = "accept"
    DECLINE = "decline"
    CLOSE = "close"


@dataclass(slots=True)
class Act:
    """Somebody did something; what they were told stands in the interaction."""

    user: int
    verb: Verb
    goal: int = 0
    amount: int = 0
    """What was logged, or the total that was read."""
    log: int = 0
    """The log that was decided on."""
    interaction: int = 0
    point: int = 0

    @classmethod
    def by(cls, user: int, verb: Verb) -> Act:
        return cls(user, verb)


NOTICES = {
    "One week to go": timedelta(days=7),
    "One day to go": timedelta(days=1),
    "The last hours": timedelta(hours=3),
}
"""What is said how long before a deadline."""
CLOSES_AFTER = timedelta(days=1)


class GoalRow(NamedTuple):
    """A goal, as it is kept."""

    id: int
    kind: str
    begun: datetime
    deadline: datetime
    closed: datetime | None
    step: int
    """A milestone every so many."""
    target: int
    logged: int

    @property
    def open(self) -> bool:
        return self.closed is None

    @property
    def turns(self) -> list[datetime]:
        """When its countdown goes on; the last time, when it closes."""
        return [*(self.deadline - before for before in NOTICES.values()), self.deadline + CLOSES_AFTER]

    def marks(self, total: int) -> range:
        """The milestones that a total has come to; behind the target there are none."""
        return range(self.step, min(total, self.target) + 1, self.step)


class Log(NamedTuple):
    """A log, as it is kept."""

    goal: int
    user: int
    amount: int
    state: str
    hold: str | None
    settled: int | None

    def counts(self, goal: int) -> bool:
        return self.goal == goal and self.state == "counted"


class Entry(NamedTuple):
    """A reading of an official counter, as it is kept; instants in milliseconds."""

    id: int
    goal: int
    total: int
    read: int
    corrects: int | None
    entered: int


@dataclass(slots=True)
class Record:
    """What happened in a campaign."""

    folder: Path
    news: list[int]
    boards: list[int]
    """Channels: where something stands, what counts now at the end."""
    acts: list[Act] = field(default_factory=list)
    told: dict[int, str] = field(default_factory=dict)
    """By interaction, what its person was told."""
    begun: list[datetime] = field(default_factory=list)
    """When each point began."""
    stale: list[str] = field(default_factory=list)
    """Boards that told another total when all was quiet."""

    def heard(self, act: Act, seen: list[dict[str, Any]]) -> None:
        """Keep what somebody was told."""
        self.told[act.interaction] = text(seen[0]) if seen else ""

    def point(self, at: datetime) -> int:
        """The point that an instant lies in."""
        return max(0, bisect_right(self.begun, at) - 1)

    def goals(self) -> list[GoalRow]:
        """All goals, the oldest first."""
        return [
            GoalRow(goal_id, kind, instant(begun), instant(deadline), closed and instant(closed), *numbers)
            for goal_id, kind, begun, deadline, closed, *numbers in rows(self.folder, _GOALS)
        ]

    def highest(self, goal: int) -> int:
        """The highest total that was ever read."""
        ((total,),) = rows(
            self.folder, "SELECT COALESCE(MAX(total), 0) FROM goal_readings WHERE goal_id = ?", goal
        )
        return int(total)

    def logs(self) -> dict[int, Log]:
        """All logs by their ids."""
        return {one: Log(*values) for one, *values in rows(self.folder, _LOGS)}

    def totals(self) -> dict[int, int]:
        """Where every goal stands, counted anew."""
        totals = {goal.id: 0 for goal in self.goals()}
        entries = self.readings()
        corrected = {entry.corrects for entry in entries}
        in_order = sorted(entries, key=lambda entry: (entry.read, entry.total, entry.id))
        totals |= {entry.goal: entry.total for entry in in_order if entry.id not in corrected}
        logs = self.logs().values()
        for goal in self.goals():
            if goal.kind == "community":
                totals[goal.id] = sum(log.amount for log in logs if log.counts(goal.id))
        return totals

    def of(self, *verbs: Verb) -> Iterator[tuple[Act, str]]:
        """What was done, and what its people were told."""
        return ((act, self.told[act.interaction]) for act in self.acts if act.verb in verbs)

    def readings(self) -> list[Entry]:
        """All entries of official counters."""
        return [Entry(*values) for values in rows(self.folder, _READINGS)]

    def passed(self) -> dict[tuple[int, int], datetime]:
        """By goal and total, when a milestone was passed."""
        return {(goal, total): instant(at) for goal, total, at in rows(self.folder, _PASSED)}

    def queued(self) -> set[int]:
        """The logs that are in the moderators' queue."""
        return {int(one) for (one,) in rows(self.folder, _QUEUED)}


def instant(millis: int) -> datetime:
    return datetime.fromtimestamp(millis / 1000, UTC)


_GOALS = (
    "SELECT goal_id, kind, begun_at, deadline_at, closed_at, milestone_step, target_total, logged FROM goals "
    "ORDER BY begun_at, goal_id"
)
_LOGS = "SELECT log_id, goal_id, user_id, amount, state, hold, settled_at FROM goal_logs"
_READINGS = "SELECT reading_id, goal_id, total, read_at, corrects_id, entered_at FROM goal_readings"
_PASSED = "SELECT goal_id, total, passed_at FROM goal_milestones"
_QUEUED = "SELECT item_id FROM review_items WHERE kind = 'goal-log' AND decision IS NULL"
