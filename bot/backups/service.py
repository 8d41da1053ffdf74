"""A backup a day, checked, and the oldest deleted once the new one is known to be good."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.backups.retention import made_at, name_of, superfluous
from bot.clock import Clock
from bot.database.backup import back_up
from bot.database.interface import Database, DatabaseUnusable, Transaction
from bot.delivery import due_store
from bot.delivery.due import DueWork, NotYet
from bot.delivery.due_store import Address, Due

log = logging.getLogger(__name__)

BACKUP = Address("backup", 0, "")
EVERY = timedelta(days=1)
FIRST = timedelta(hours=1)
"""After the first start: by then there is something to lose."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is backed up to where."""

    database: Path
    folder: Path
    keep: int
    """How many; 0: none are made."""


class BackupService:
    """Makes backups by a plan."""

    def __init__(self, database: Database, due: DueWork, clock: Clock, plan: Plan) -> None:
        self._database, self._due, self._clock, self._plan = database, due, clock, plan
        due.register(BACKUP.kind, self.come_due)

    async def schedule(self) -> None:
        """See to it that there is a next one, or that there is none where none are wanted."""

        async def put(tx: Transaction) -> None:
            if not self._plan.keep:
                await self._due.drop(tx, BACKUP)
            elif await due_store.due_at(tx, BACKUP) is None:
                await self._due.put(tx, BACKUP, self._clock.now() + FIRST)

        await self._database.write(put)

    async def come_due(self, _: Due) -> None:
        """Make one, then say when the next is due."""
        if not self._plan.keep:
            return
        now = self._clock.now()
        try:
            await asyncio.to_thread(self._make, self._plan.folder / name_of(now))
        except (DatabaseUnusable, OSError) as error:
            log.error("no backup was made: %s", error)  # noqa: TRY400  # the sentence says it all
            raise NotYet(str(error)) from error
        await self._database.write(lambda tx: self._due.put(tx, BACKUP, now + EVERY))

    def _make(self, target: Path) -> None:
        content = back_up(self._plan.database, target)
        for name in superfluous((file.name for file in self._plan.folder.iterdir()), self._plan.keep):
            (self._plan.folder / name).unlink()
        log.info("backed up %d rows to %s", sum(content.rows.values()), target)


def newest(folder: Path) -> Path | None:
    """The newest backup of a folder that made itself."""
    if not folder.is_dir():
        return None
    ours = [file for file in folder.iterdir() if made_at(file.name) is not None]
    return max(ours, key=lambda file: file.name, default=None)
