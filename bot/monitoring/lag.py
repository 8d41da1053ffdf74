"""How late the event loop comes to its timers."""

from __future__ import annotations

import asyncio

from bot.monitoring.measures import Measures

EVERY = 0.5
"""Seconds between looks; protocol time."""


class LoopLag:
    """A timer that measures its own lateness, while it is started."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_at(wanted := loop.time() + EVERY, self._look, wanted)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _look(self, wanted: float) -> None:
        self._measures.loop_lag.observe(max(0.0, asyncio.get_running_loop().time() - wanted))
        self.start()
