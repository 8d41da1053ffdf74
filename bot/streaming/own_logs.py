"""A member's own logs, and what moderators decided about them: told once, when that member comes by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.streaming import decision_store, log_store
from bot.streaming.book import GoalBook
from bot.streaming.goals import Goal
from bot.streaming.log_store import KeptLog
from bot.streaming.logs import Hold, Log, may_undo

MOST_SHOWN = 100
"""How many of their latest logs a member sees."""


@dataclass(frozen=True, slots=True)
class OwnLog:
    """A log as the member sees it who made it."""

    goal: Goal
    log: Log
    day: date
    hold: Hold | None
    """Why it had to wait, if it had."""
    reason: str | None
    """What moderators said with their decision."""
    may_undo: bool


class OwnLogs:
    """What members see of their logs; who is yet to be told of a decision is kept in memory."""

    def __init__(self, database: Database, book: GoalBook, clock: Clock) -> None:
        self._database, self._book, self._clock = database, book, clock
        self._untold: set[tuple[int, int]] = set()

    async def load(self) -> None:
        """Read who is yet to be told."""
        self._untold = set(await self._database.read(decision_store.waiting))

    def forget(self, guild_ids: Iterable[int]) -> None:
        """Servers that are gone for good."""
        gone = frozenset(guild_ids)
        self._untold = {one for one in self._untold if one[0] not in gone}

    async def settled(self, tx: Transaction, guild_id: int, log: Log, by_id: int, at: datetime) -> None:
        """Something has become of a log: its member is to be told, unless they did it themselves."""
        if log.user_id is None:
            return
        if log.user_id == by_id:
            await decision_store.drop(tx, log.id)
            return
        member = (guild_id, log.user_id)
        await decision_store.put(tx, log.id, at)
        tx.on_commit(lambda: self._untold.add(member))

    async def news(self, caller: Caller) -> tuple[OwnLog, ...]:
        """What was decided about somebody's logs here since they were told last, each once, the newest first.

        Raises:
            ServersOnly: there is no server here.
        """
        member = (caller.guild, caller.user_id)
        if member not in self._untold:
            return ()

        async def take(tx: Transaction) -> list[KeptLog]:
            told = await decision_store.take(tx, *member)
            tx.on_commit(lambda: self._untold.discard(member))
            return await log_store.kept(tx, told)

        return self._seen(caller, await self._database.write(take))

    async def latest(self, caller: Caller) -> tuple[OwnLog, ...]:
        """Somebody's latest logs in this server, the newest first. Of what stands there they are told.

        Raises:
            ServersOnly: there is no server here.
        """
        await self.news(caller)
        logs = await self._database.read(
            lambda on: log_store.of_member(on, caller.guild, caller.user_id, MOST_SHOWN)
        )
        return self._seen(caller, logs)

    def _seen(self, caller: Caller, logs: Sequence[KeptLog]) -> tuple[OwnLog, ...]:
        zone, now = self._book.zone(caller.guild), self._clock.now()
        return tuple(
            OwnLog(
                self._book.get(caller.guild, kept.log.goal_id),
                kept.log,
                kept.log.day(zone),
                kept.hold,
                kept.reason,
                may_undo(kept.log, now),
            )
            for kept in logs
        )
