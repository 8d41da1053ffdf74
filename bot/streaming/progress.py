"""What follows when a goal's total changes: milestones are announced, its board is drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.database.interface import Transaction
from bot.delivery.model import Intent, Key
from bot.delivery.outbox import Outbox
from bot.guilds.service import SettingsService
from bot.guilds.settings import GuildSettings
from bot.streaming import store
from bot.streaming.goals import Goal, Kind
from bot.streaming.live import LiveBoards
from bot.streaming.milestones import crossed, passed
from bot.streaming.overview import total_of
from bot.streaming.settings import ANNOUNCEMENTS

MILESTONE, NOTICE, RECAP = "goal-milestone", "goal-notice", "goal-recap"
"""Kinds of posts."""
NEWS_FOR = timedelta(days=1)
"""How long news of a goal is worth posting."""


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell of a goal: one post a kind and key, ever."""

    kind: str
    key: str
    due_at: datetime
    ends_at: datetime
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a goal's total brings about, in the transaction that changes it."""

    settings: SettingsService
    outbox: Outbox
    boards: LiveBoards
    clock: Clock

    async def follow(self, tx: Transaction, goal: Goal) -> tuple[int, ...]:
        """A total has changed: the milestones that were passed by it, announced once.

        A closed goal announces none: how it ended has been told. Should it be reopened, what it came to
        meanwhile lies behind it.
        """
        await self.boards.touch(tx, goal)
        if not goal.is_open():
            return ()
        total = await total_of(tx, goal)
        if not passed(goal.plan.marks, total):
            return ()  # as most logs have it: what was celebrated need not be read
        marks = crossed(goal.plan.marks, total, await store.celebrated(tx, goal.id))
        if marks:
            now = self.clock.now()
            await store.celebrate(tx, goal.id, marks, now)
            news = News(MILESTONE, f"{goal.id}-{marks[-1]}", now, now + NEWS_FOR, {"marks": list(marks)})
            await self.announce(tx, goal, news)
        return marks

    async def follow_logs(self, tx: Transaction, goal: Goal) -> None:
        """What members have logged has changed; an official goal's total does not hang on it."""
        if goal.plan.kind is Kind.COMMUNITY:
            await self.follow(tx, goal)
        else:
            await self.boards.touch(tx, goal)

    async def overlook(self, tx: Transaction, goal: Goal) -> None:
        """A goal is new, or its milestones are: those behind it are not announced any more."""
        total = await total_of(tx, goal)
        await store.celebrate(tx, goal.id, passed(goal.plan.marks, total), self.clock.now())
        await self.boards.touch(tx, goal)

    async def announce(self, tx: Transaction, goal: Goal, news: News) -> None:
        """Post something where the server wants its goals' news, if anywhere."""
        channel_id = self.settings.of(goal.guild_id)[ANNOUNCEMENTS]
        if channel_id is not None:
            key = Key(goal.guild_id, news.kind, news.key)
            told = {"goal": goal.id, **news.told}
            await self.outbox.put(tx, Intent(key, channel_id, news.due_at, news.ends_at, told))

    async def recompute(self, tx: Transaction, guild_id: int, settings: GuildSettings) -> None:
        """Let news that cannot be posted go where the server wants them now."""
        channel_id = settings[ANNOUNCEMENTS]
        if channel_id is not None:
            for kind in (MILESTONE, NOTICE, RECAP):
                await self.outbox.move(tx, guild_id, kind, channel_id)
