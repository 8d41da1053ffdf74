"""World time that stands still until a test moves it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class StandingClock:
    """Whoever waits wakes when it is moved."""

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


class HandClock:
    """Nobody wakes when it is moved: what is due is told to look again, and `idle` says that it has."""

    def __init__(self) -> None:
        self._now = datetime(2026, 6, 12, 12, tzinfo=UTC)
        self.idle = asyncio.Event()
        """Set when somebody begins to wait for something that has not happened."""

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by

    async def wait(self, event: asyncio.Event, until: datetime | None) -> None:
        if not event.is_set():
            self.idle.set()
        await event.wait()
