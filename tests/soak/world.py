"""The world's time, faster than the machine's."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.loopback.harness import Discord
from tests.loopback.world_time import WorldTime

_STEP = 0.1
"""Real seconds between moves."""


@dataclass(slots=True)
class Pace:
    """World time that runs so many times as fast, from an instant on."""

    world: WorldTime
    times: float
    begun: datetime
    begun_at: float
    """Monotonic seconds."""

    @classmethod
    def from_now(cls, small: Discord, times: float) -> Pace:
        world = WorldTime(small.time_file)
        return cls(world, times, world.now(), time.monotonic())

    async def run(self) -> None:
        """Move the world's time on, until cancelled."""
        while True:
            wanted = self.begun + timedelta(seconds=(time.monotonic() - self.begun_at) * self.times)
            if wanted > (now := self.world.now()):
                self.world.move(wanted - now)
            await asyncio.sleep(_STEP)

    async def until(self, at: datetime) -> None:
        """Wait for an instant of the world."""
        while (left := (at - self.world.now()).total_seconds()) > 0:  # noqa: ASYNC110  # it is moved
            await asyncio.sleep(min(left / self.times, 1.0))
