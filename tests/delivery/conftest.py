"""A real database file, and a clock that stands where a test puts it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.database.sqlite import SqliteDatabase


class StandingClock:
    """World time that moves only when a test moves it; whoever waits in it wakes then."""

    def __init__(self) -> None:
        self._now = datetime(2026, 6, 12, tzinfo=UTC)
        self._moved = asyncio.Event()
        self.waits: list[datetime | None] = []

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by
        self._moved.set()

    async def wait(self, event: asyncio.Event, until: datetime | None) -> None:
        """As `Clock.wait`."""
        self.waits.append(until)
        self._moved.clear()
        if until is not None and until <= self._now:
            return
        both = [asyncio.create_task(event.wait()), asyncio.create_task(self._moved.wait())]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(tmp_path / "bot.sqlite3") as opened:
        yield opened
