"""The bot's measures, of a world in which no request goes over a wire."""

from __future__ import annotations

from prometheus_client import generate_latest
from yarl import URL

from bot.monitoring.monitor import Monitor
from bot.monitoring.wire import Request, Wire
from demo.world import World


class Measured:
    """Watches the bot as in a run; of requests the world's own log tells."""

    def __init__(self, world: World) -> None:
        self._requests, self._told = world.env.backend.http_requests, 0
        self._wire = Wire(URL("http://discord.invalid"))
        self._monitor = Monitor(world.bot, self._wire)
        self._monitor.listen()

    def page(self) -> str:
        """All of it as text."""
        for entry in self._requests[self._told :]:
            if self._wire.on_request is not None:
                self._wire.on_request(Request.to(entry.method, entry.path, 200))
        self._told = len(self._requests)
        return generate_latest(self._monitor.registry).decode()
