"""The port for whoever watches the bot: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.monitoring.measures import Measures

log = logging.getLogger(__name__)

Readiness = Callable[[], Awaitable[dict[str, str]]]
"""What keeps the bot from working, by part."""
Refresh = Callable[[], Awaitable[None]]
"""Brings measures up to date that are looked up when asked for."""
_NOT_READY = 503


class HealthServer:
    """Answers on one port while it is open."""

    def __init__(self, measures: Measures, readiness: Readiness, refresh: Refresh) -> None:
        self._measures, self._readiness, self._refresh = measures, readiness, refresh
        self._held = AsyncExitStack()

    async def open(self, host: str, port: int) -> None:
        """Listen; a port that is taken is told in the log, and the bot runs without."""
        application = web.Application()
        application.router.add_get("/healthz", self._alive)
        application.router.add_get("/readyz", self._ready)
        application.router.add_get("/metrics", self._metrics)
        runner = web.AppRunner(application, access_log=None, handle_signals=False)
        await runner.setup()
        self._held.push_async_callback(runner.cleanup)
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            log.warning("health and measures are not served: port %d of %s: %s", port, host, error)
        else:
            log.info("health and measures on http://%s:%d", host, port)

    async def close(self) -> None:
        await self._held.aclose()

    async def _alive(self, _: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _ready(self, _: web.Request) -> web.Response:
        troubles = await self._readiness()
        return web.json_response(
            {"ready": not troubles, "troubles": troubles}, status=_NOT_READY if troubles else 200
        )

    async def _metrics(self, _: web.Request) -> web.Response:
        await self._refresh()
        page = generate_latest(self._measures.registry)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})
