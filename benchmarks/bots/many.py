"""A bot in many servers, in world time, which tells how it bears them; as `BARE` the yardstick.

Shards identify `IDENTIFY_GAP` seconds apart, where discord.py waits five. `UNPACED` lifts our own limit of
requests. On SIGUSR1 it writes what it saw since the last time to `PROBE_FILE`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import time
from pathlib import Path
from random import SystemRandom
from typing import Any

import discord
import uvloop
from yarl import URL

from benchmarks.bots.bare import BareBot
from bot.app import App, build
from bot.client import FanBot
from bot.config import load_config
from bot.delivery.outbound import Outbound
from bot.monitoring.wire import Wire
from bot.run import COLLECTING, GIVING_WAY, _run
from tests.loopback.world_time import WorldTime

_EVERY = 0.005
"""Seconds between looks at how late the event loop is."""
_GAP = float(os.environ.get("IDENTIFY_GAP", "5"))


class Watch:
    """How late the event loop came to its timers, and how long looking for cycles took."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}
        self._collecting_since = 0.0
        self.marks: dict[str, float] = {}
        """Seconds that parts of the start took."""
        gc.callbacks.append(self._collected)

    def start(self) -> None:
        """From now on, in this event loop."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, self._tell)
        loop.call_at(wanted := loop.time() + _EVERY, self._look, wanted)

    def _look(self, wanted: float) -> None:
        loop = asyncio.get_running_loop()
        late = max(0.0, loop.time() - wanted)
        self._seen["worst_lag"] = max(self._seen.get("worst_lag", 0.0), late)
        if late > 0.1:
            self._seen["over_100_ms"] = self._seen.get("over_100_ms", 0.0) + late
        loop.call_at(wanted := loop.time() + _EVERY, self._look, wanted)

    def _collected(self, phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            self._collecting_since = time.perf_counter()
            return
        took = time.perf_counter() - self._collecting_since
        self._seen["collecting"] = self._seen.get("collecting", 0.0) + took
        self._seen["worst_collection"] = max(self._seen.get("worst_collection", 0.0), took)
        if told["generation"] == 2:  # the oldest
            self._seen["full_collections"] = self._seen.get("full_collections", 0.0) + 1

    def _tell(self) -> None:
        draft = Path(os.environ["PROBE_FILE"] + ".new")
        draft.write_text(json.dumps(self._seen | self.marks), encoding="utf-8")
        draft.replace(os.environ["PROBE_FILE"])
        self._seen = {}


class ManyBot(FanBot):
    """Ours."""

    def __init__(self, app: App, outbound: Outbound, wire: Wire, watch: Watch) -> None:
        super().__init__(app, outbound, wire.trace)
        self._watch = watch

    async def before_identify_hook(self, _: int | None, *, initial: bool = False) -> None:
        await _wait_to_identify(initial)

    async def on_ready(self) -> None:
        begun = time.perf_counter()
        await super().on_ready()
        self._watch.marks["meeting"] = time.perf_counter() - begun
        Path("ready").touch()  # noqa: ASYNC240  # nobody else waits


class BareManyBot(BareBot):
    """The yardstick."""

    async def before_identify_hook(self, _: int | None, *, initial: bool = False) -> None:
        await _wait_to_identify(initial)

    async def on_ready(self) -> None:
        Path("ready").touch()  # noqa: ASYNC240  # nobody else waits


async def _wait_to_identify(initial: bool) -> None:
    if not initial:
        await asyncio.sleep(_GAP)


async def main() -> None:
    """Run until killed."""
    watch = Watch()
    watch.start()
    if os.environ.get("BARE"):
        async with BareManyBot() as bare:
            await bare.start(os.environ["DISCORD_TOKEN"])
        return
    gc.set_threshold(*COLLECTING)
    sys.setswitchinterval(GIVING_WAY)
    config = load_config()
    wire = Wire(URL(str(config.discord_api_base)))
    outbound = Outbound(None) if os.environ.get("UNPACED") else Outbound()
    app = build(config, WorldTime(Path(os.environ["WORLD_TIME_FILE"])), SystemRandom())
    begun = time.perf_counter()
    async with app:
        watch.marks["opening"] = time.perf_counter() - begun
        bot: Any = ManyBot(app, outbound, wire, watch)
        await _run(bot, config.discord_token.get_secret_value(), wire)


if __name__ == "__main__":
    discord.utils.setup_logging(level=30)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
