"""A goal's ledgers, handed over as files."""

from __future__ import annotations

from dataclasses import dataclass

from bot.caller import Caller
from bot.database.interface import Database, Reader
from bot.guilds.service import SettingsService
from bot.streaming import log_store, standing_store
from bot.streaming.book import GoalBook
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

        async def look(on: Reader) -> Export:
            readings = await self.overview.readings(on, goal)
            logs = await log_store.latest(on, goal.id, MOST_ROWS, whose)
            names = await standing_store.names(on, caller.guild) if everybody else {}
            zone = self.book.zone(goal.guild_id)
            curve = table(
                ("at (UTC)", "total"), ((f"{one.at:%Y-%m-%d %H:%M:%S}", one.total) for one in readings)
            )
            rows = (
                (
                    log.day(zone).isoformat(),
                    f"{log.logged_at:%Y-%m-%d %H:%M:%S}",
                    names.get(log.user_id or 0, ""),
                    log.amount,
                    log.state.value,
                )
                for log in logs
                if everybody or log.state is not State.UNDONE
            )
            head = ("day", "logged at (UTC)", "member", "amount", "state")
            return Export(goal, curve, table(head, rows), everybody)

        return await self.database.read(look)
