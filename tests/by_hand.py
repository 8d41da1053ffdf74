"""The bot's services without a Discord, in a time that passes only when it is told to."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar, Self

from bot.app import App
from bot.database.interface import Reader
from bot.delivery import due_store
from tests.clocks import HandClock
from tests.conftest import EXAMPLE, unopened_app

GUILD = 11
_MOST_TURNS = 200


class ByHand(ABC):
    """The real services on a real database, for one server."""

    kinds: ClassVar[tuple[str, ...]]
    """Of due work: what is done while time passes."""

    def __init__(self, folder: Path, facts_file: Path = EXAMPLE) -> None:
        self.clock = HandClock()
        self._folder, self._facts_file = folder, facts_file
        self.app: App

    @classmethod
    @asynccontextmanager
    async def opened(cls, folder: Path, facts_file: Path = EXAMPLE) -> AsyncIterator[Self]:
        """The bot has started; in the end it goes."""
        made = cls(folder, facts_file)
        await made.open()
        try:
            yield made
        finally:
            await made.close()

    async def open(self) -> None:
        """The bot starts, or starts again."""
        self.app = unopened_app(self._folder, self.clock, facts_file=self._facts_file)
        await self.app.open()
        await self.app.presence.joined(GUILD)
        await self._begin()

    @abstractmethod
    async def _begin(self) -> None:
        """What else is begun, such as the work that is due."""

    async def close(self) -> None:
        await self.app.close()

    async def restart(self, down_for: timedelta = timedelta(0)) -> None:
        """The bot is gone for a while; of what was in memory nothing is left."""
        await self.close()
        self.clock.move(down_for)
        await self.open()

    async def pass_time(self, by: timedelta) -> None:
        """Let time pass, and what is due on the way happen when it is due."""
        end = self.clock.now() + by
        await self.work()
        while (instant := await self._next_instant()) is not None and instant <= end:
            self.clock.move(instant - self.clock.now())
            await self.work()
        self.clock.move(end - self.clock.now())

    async def work(self) -> None:
        """Let what is due now be done."""
        for _ in range(_MOST_TURNS):
            self.clock.idle.clear()
            self.app.due.look_again()
            await self.clock.idle.wait()
            names = {f"due {kind}" for kind in self.kinds}
            doing = [task for task in asyncio.all_tasks() if task.get_name() in names]
            if doing:
                await asyncio.wait(doing)
            elif not await self.app.database.read(self._is_due):
                return
        raise AssertionError("something goes on and on without any time passing")

    async def _is_due(self, on: Reader) -> bool:
        now = self.clock.now()
        return any([await due_store.page(on, kind, now, None, 1) for kind in self.kinds])

    async def _next_instant(self) -> datetime | None:
        now = self.clock.now()

        async def look(on: Reader) -> list[datetime]:
            found = [await due_store.next_instant(on, kind, now) for kind in self.kinds]
            return [instant for instant in found if instant is not None]

        return min(await self.app.database.read(look), default=None)
