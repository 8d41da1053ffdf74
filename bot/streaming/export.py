"""A goal's ledgers, handed over as files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.caller import Caller
from bot.database.interface import Database, Reader, Row
from bot.guilds.service import SettingsService
from bot.streaming import log_store, standing_store
from bot.streaming.book import GoalBook
from bot.streaming.curve import Reading
from bot.streaming.goals import Goal
from bot.streaming.logs import State
from bot.streaming.overview import OverviewService
from bot.streaming.sheet import table

MOST_ROWS = 50_000
"""Of logs, the latest: Discord takes no files of any size."""


@dataclass(frozen=True, slots=True)
class Export:
    """A goal's tables."""

    goal: Goal
    curve: bytes
    """Where it stood when: readings, or the end of each day."""
    logs: bytes
    """For moderators everybody's logs, for others their own."""
    everybody: bool
    """Whether the logs are everybody's."""
    latest: int | None = None
    """How many of them, where there are more; None: all."""


@dataclass(frozen=True, slots=True)
class ExportService:
    """What can be taken home of a goal."""

    database: Database
    settings: SettingsService
    book: GoalBook
    overview: OverviewService

    async def export(self, caller: Caller, goal: Goal) -> Export:
        """A goal's tables, as far as somebody may see them.

        Raises:
            ServersOnly: there is no server here.
        """
        everybody = self.settings.is_moderator(caller)
        whose = None if everybody else caller.user_id

        async def look(on: Reader) -> _Found:
            return _Found(
                goal,
                await self.overview.readings(on, goal),
                await log_store.latest_rows(on, goal.id, MOST_ROWS + 1, whose),
                await standing_store.names(on, caller.guild) if everybody else {},
                self.book.zone(goal.guild_id),
                everybody,
            )

        return await asyncio.to_thread(_made, await self.database.read(look))


@dataclass(frozen=True, slots=True)
class _Found:
    """What the tables are made of."""

    goal: Goal
    readings: Sequence[Reading]
    logs: Sequence[Row]
    names: Mapping[int, str]
    zone: ZoneInfo
    everybody: bool


def _made(found: _Found) -> Export:
    """The tables; with as many logs as there can be a second's work, so not for the event loop."""
    curve = ((_instant(one.at), one.total) for one in found.readings)
    logs = (
        (
            log.day(found.zone).isoformat(),
            _instant(log.logged_at),
            found.names.get(log.user_id or 0, ""),
            log.amount,
            log.state.value,
        )
        for log in log_store.read(found.logs[:MOST_ROWS])
        if found.everybody or log.state is not State.UNDONE
    )
    return Export(
        found.goal,
        table(("at (UTC)", "total"), curve),
        table(("day", "logged at (UTC)", "member", "amount", "state"), logs),
        found.everybody,
        MOST_ROWS if len(found.logs) > MOST_ROWS else None,
    )


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"
