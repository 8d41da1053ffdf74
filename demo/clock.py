"""Time in the simulated Discord: the bot's clock, and how often SimCord looks up from it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from simcord.env import Env

from bot.clock import set_or_over

_LOOK_UP = 0.005  # seconds; measured: a day with its post takes 40 ms instead of 105
_FOR_EVER = timedelta(days=3650).total_seconds()


class WorldClock:
    """The bot's clock, bound to the world's as soon as there is one; until then it shows what it is given."""

    env: Env | None = None

    def __init__(self, before: datetime) -> None:
        self._before = before

    def now(self) -> datetime:
        return self.env.now() if self.env is not None else self._before

    async def wait(self, event: asyncio.Event, until: datetime | None) -> None:
        """As `Clock.wait`; told to SimCord, so that it knows the bot is idle and moves its time.

        Without its hourly look around: this clock stands still for nobody, and a month would take minutes.
        """
        if self.env is None:
            raise RuntimeError("there is no world to wait in")
        seconds = max(0.0, (until - self.now()).total_seconds()) if until is not None else _FOR_EVER
        await self.env.external_wait(set_or_over(event, seconds), reason="Clock.wait")


class BusyEnv(Env):
    """SimCord's, looking up more often, and as patient at a start as later."""

    async def _settle_internal(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109  # as SimCord names it
        idle: float = _LOOK_UP,
        **options: Any,
    ) -> None:
        # SimCord gives a start five seconds, which a busy machine takes to read the facts
        patience = None if timeout is None else max(timeout, self.settle_timeout)
        await super()._settle_internal(timeout=patience, idle=idle, **options)
