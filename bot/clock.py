"""World time: what day it is, what is due. Passed in, so that it can be moved."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

LONGEST_WAIT = timedelta(hours=1)
"""A machine's clock may be set, and stands still while it sleeps: whoever waits looks again that often."""


class Clock(Protocol):
    """Where the bot learns the time. Protocol time (three seconds, heartbeats) is not its business."""

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""
        ...

    async def wait(self, event: asyncio.Event, until: datetime | None) -> None:
        """Wait for an event, or until an instant of world time; an hour at the longest.

        Says nothing of which it was: the caller looks again. The one way to wait for as long as it takes.
        """
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def wait(self, event: asyncio.Event, until: datetime | None) -> None:
        await set_or_over(event, seconds_of_wait(self.now(), until))


def seconds_of_wait(now: datetime, until: datetime | None) -> float:
    """How long to wait for an instant, as `Clock.wait` promises it."""
    left = LONGEST_WAIT if until is None else min(LONGEST_WAIT, until - now)
    return max(0.0, left.total_seconds())


async def set_or_over(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, so long at the most."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
