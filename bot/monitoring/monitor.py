"""Watching one bot: its measures, fed by what the parts tell, and the port they are read from."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Self

from prometheus_client import CollectorRegistry

from bot.client import FanBot
from bot.database.interface import DatabaseClosed, DatabaseUnusable, Reader
from bot.delivery import due_store
from bot.delivery.model import Outcome
from bot.delivery.outbound import Priority
from bot.monitoring.interactions import Interactions
from bot.monitoring.labels import Values
from bot.monitoring.lag import LoopLag
from bot.monitoring.measures import Measures
from bot.monitoring.readiness import readiness
from bot.monitoring.server import HealthServer
from bot.monitoring.wire import Request, Wire

log = logging.getLogger(__name__)


class Monitor:
    """Watches a bot and its requests, while it is open. Used by `async with`."""

    def __init__(self, bot: FanBot, wire: Wire) -> None:
        self._bot, self._wire = bot, wire
        self._measures = Measures()
        self._interactions = Interactions(self._measures, time.perf_counter)
        self._routes = Values()
        self._http = cache(self._measures.http.labels)
        self._lag = LoopLag(self._measures)
        self._server = HealthServer(self._measures, self._readiness, self._refresh)

    @property
    def registry(self) -> CollectorRegistry:
        """All that is measured."""
        return self._measures.registry

    def listen(self) -> None:
        """Let the parts tell what they do, from here on."""
        bot = self._bot
        bot.witness = self._interactions
        self._wire.on_request = self._request
        bot.app.database.watch(self._group)
        bot.app.due.on_begun = self._begun
        bot.app.outbox.on_outcome = self._outcome
        bot.outbound.on_turn = self._turn

    async def __aenter__(self) -> Self:
        self.listen()
        self._lag.start()
        config = self._bot.app.config
        await self._server.open(config.health_host, config.health_port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._lag.stop()
        await self._server.close()

    def _request(self, request: Request) -> None:
        status = str(request.status) if request.status is not None else "error"
        self._http(request.method, self._routes.bounded(request.route), status).inc()
        if request.retry_after:
            self._measures.rate_limit_wait.inc(request.retry_after)
        if request.interaction_id is not None and request.status is not None:
            self._interactions.answered(request.interaction_id, request.status)

    def _group(self, waits: list[float]) -> None:
        self._measures.group_size.observe(len(waits))
        for wait in waits:
            self._measures.write_wait.observe(wait)

    def _begun(self, kind: str, late: float) -> None:
        self._measures.due_late.labels(kind).observe(max(0.0, late))

    def _outcome(self, outcome: Outcome) -> None:
        self._measures.posts.labels(outcome.value).inc()

    def _turn(self, priority: Priority, waited: float) -> None:
        self._measures.turn_wait.labels(priority.name.lower()).observe(waited)

    async def _readiness(self) -> dict[str, str]:
        return await readiness(self._bot, self._bot.app.database, self._bot.app.due)

    async def _refresh(self) -> None:
        """Look up what is counted nowhere."""
        bot, measures = self._bot, self._measures
        connected = bot.connected()
        measures.shards.labels("connected").set(sum(connected.values()))
        measures.shards.labels("away").set(sum(not there for there in connected.values()))
        measures.guilds.set(len(bot.guilds))
        measures.tasks.set(len(asyncio.all_tasks()))
        slowest = max((shard.latency for shard in bot.shards.values()), default=math.nan)
        measures.heartbeat.set(slowest)
        try:
            waiting, oldest = await bot.app.database.read(_due)
        except (DatabaseClosed, DatabaseUnusable) as error:
            log.warning("due work could not be counted: %s", error)
            return
        measures.due_depth.clear()
        for kind, count in waiting.items():
            measures.due_depth.labels(kind).set(count)
        late = (bot.app.clock.now() - oldest).total_seconds() if oldest is not None else 0.0
        measures.due_overdue.set(max(0.0, late))


async def _due(on: Reader) -> tuple[Mapping[str, int], datetime | None]:
    return await due_store.depth(on), await due_store.oldest(on)
