"""The server in which everything goes on: its posts, goals and rounds, and what is left to do in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign import daily_judge, goals_judge, rounds_judge
from tests.campaign.evidence import rows
from tests.campaign.goals_people import DAY_HOLDS, People
from tests.campaign.goals_record import Record
from tests.campaign.kills import PERMISSIONS, Days
from tests.campaign.rounds import Rounds
from tests.campaign.rounds_judge import Played
from tests.campaign.rounds_people import Players
from tests.campaign.tally import Tally
from tests.loopback.harness import Discord
from tests.loopback.store import ANNOUNCEMENT

PEOPLE, ROUND_CHANNELS = 4, 2
_DAY = timedelta(days=1)


@dataclass(slots=True)
class World:
    """The server, by what goes on in it."""

    guild: int
    moderator: int
    hall: int
    days: Days
    record: Record
    people: People
    rounds: Rounds
    first_of_turn: list[int] = field(default_factory=list)
    """By turn, how many days had been due when it began."""

    @classmethod
    async def made(cls, small: Discord, folder: Path, rng: Random) -> World:
        made = await small.do("add_guild", channels=3 + ROUND_CHANNELS, permissions=PERMISSIONS)
        guild, (news, boards, hall, *rooms) = made["guild"], made["channels"]
        daily = await small.do("add_channel", guild=guild, kind=ANNOUNCEMENT)
        members = await small.do("add_members", guild=guild, count=PEOPLE)
        now = datetime.fromisoformat(await small.do("move_time", seconds=0))
        first = (now + _DAY / 2).replace(second=0, microsecond=0)
        record, played = Record(folder, [news], [boards]), Played(folder, rooms)
        return cls(
            guild,
            made["owner"],
            hall,
            Days(small, folder, guild, [daily], first),
            record,
            People(small, record, hall, made["owner"], members, rng),
            Rounds(small, played, Players(small, played, members, rng), rng),
        )

    def told(self) -> dict[str, Any]:
        """What the bot is told at its start."""
        return {
            "guild": self.guild,
            "daily": self.days.channels[-1],
            "news": self.record.news[-1],
            "boards": self.record.boards[-1],
            "at": f"{self.days.first:%H:%M}",
            "cap": DAY_HOLDS,
        }

    def places(self, where: str) -> list[int]:
        """The channels that something stands in, the present one at the end."""
        return {
            "daily": self.days.channels,
            "news": self.record.news,
            "boards": self.record.boards,
            "round": self.rounds.played.channels,
        }[where]

    def next_instant(self, now: datetime, *, day: bool) -> datetime:
        """When something comes due next: a day's post, or before it a turn of a countdown."""
        due = self.days.first + max(0, (now - self.days.first) // _DAY + 1) * _DAY
        ahead = [turn for goal in self.record.goals() for turn in goal.turns if goal.open and turn > now]
        return due if day else min([due, *ahead])

    def note_days(self, now: datetime) -> None:
        """How many days have been due."""
        self.days.begun = max(0, (now - self.days.first) // _DAY + 1)

    async def judge(self, small: Discord, tally: Tally) -> set[int]:
        """The turns in which something was lost or doubled."""
        late = await daily_judge.judge(small, self.days.channels, self.days.marks(), tally)
        spoiled = {max(turn for turn, begun in enumerate(self.first_of_turn) if begun <= day) for day in late}
        spoiled |= await goals_judge.judge(small, self.record, tally)
        spoiled |= await rounds_judge.judge(small, self.rounds.played, tally)
        tally.wrong = list(dict.fromkeys(tally.wrong))  # each judge asks for violations
        return spoiled

    def left(self, now: datetime) -> tuple[int, datetime | None]:
        """How much is not done that is due, and when the first of it is."""
        ((count, next_due),) = rows(self.record.folder, _LEFT, _millis(now), _millis(now + goals_judge.NEWS))
        return count, datetime.fromtimestamp(next_due / 1000, now.tzinfo) if next_due is not None else None

    def what_is_left(self) -> list[tuple[Any, ...]]:
        """All that waits, for whoever asks why."""
        folder = self.record.folder
        return [
            *rows(folder, "SELECT * FROM posts WHERE settled_at IS NULL"),
            *rows(folder, "SELECT * FROM post_steps WHERE outcome IS NULL"),
            *rows(folder, "SELECT * FROM due_work"),
        ]


def _millis(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


_LEFT = """
    WITH pending AS (
        SELECT due_at FROM due_work
        WHERE kind IN ('post', 'follow-up', 'trivia') OR failures > 0
        OR kind IN ('daily', 'goal-countdown') AND due_at <= ?1 OR kind = 'goal-board' AND due_at <= ?2
    )
    SELECT (SELECT COUNT(*) FROM posts WHERE settled_at IS NULL)
    + (SELECT COUNT(*) FROM post_steps WHERE outcome IS NULL)
    + (SELECT COUNT(*) FROM trivia_rounds WHERE phase <> 'closed')
    + (SELECT COUNT(*) FROM pending), (SELECT MIN(due_at) FROM pending)
"""
