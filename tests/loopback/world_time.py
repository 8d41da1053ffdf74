"""World time, told to another process: a shared offset from the machine's clock."""

from __future__ import annotations

import asyncio
import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import seconds_of_wait, set_or_over

_OFFSET = struct.Struct("d")
_POLL = 0.01  # seconds between looks at the offset: another process moves it


class WorldTime:
    """The machine's clock plus an offset in a file; whoever opens the same file reads the same time."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(_OFFSET.pack(0.0))
        with file.open("r+b") as shared:
            self._shared = mmap.mmap(shared.fileno(), _OFFSET.size)

    def now(self) -> datetime:
        """The world's present instant, aware and in UTC."""
        (offset,) = _OFFSET.unpack_from(self._shared)
        return datetime.now(UTC) + timedelta(seconds=offset)

    async def wait(self, event: asyncio.Event, until: datetime | None) -> None:
        """As `Clock.wait`, looking for a jump of the world's clock meanwhile."""
        (offset,) = _OFFSET.unpack_from(self._shared)
        while not event.is_set() and _OFFSET.unpack_from(self._shared) == (offset,):
            left = seconds_of_wait(self.now(), until)
            if left == 0:
                return
            await set_or_over(event, min(left, _POLL))

    def move(self, by: timedelta) -> None:
        """Move the world's clock forward."""
        (offset,) = _OFFSET.unpack_from(self._shared)
        _OFFSET.pack_into(self._shared, 0, offset + by.total_seconds())
