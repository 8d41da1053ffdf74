"""Killing the bot from within, at a step of its work that is counted, as a power cut would."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import SystemRandom
from typing import Any

from discord.webhook.async_ import AsyncWebhookAdapter

from bot.app import App, build
from bot.client import FanBot
from bot.config import load_config
from bot.database.interface import Transaction
from bot.delivery.due import Handler
from bot.delivery.due_store import Due
from bot.log import set_up_logging
from bot.run import _run
from tests.loopback.world_time import WorldTime


class Bomb:
    """Counts what is passed from `since` on, and ends the process at one of them, as a power cut would."""

    def __init__(self, at: int, since: str) -> None:
        self._left, self._since = at, since
        self._armed = since == "start"

    def begin(self, what: str) -> None:
        """Something begins; where that is what it waits for, it counts from here on."""
        self._armed = self._armed or what == self._since

    def passed(self) -> None:
        if self._armed and self._left > 0:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def wrapped(*of: Any, **more: Any) -> Any:
            self.passed()
            result = await function(*of, **more)
            self.passed()
            return result

        return wrapped

    def from_due(self, app: App, kind: str, handle: Handler, name: str) -> None:
        """Begin when work of a kind comes due."""

        async def come_due(due: Due) -> None:
            self.begin(name)
            await handle(due)

        app.due.register(kind, come_due)

    def around_writes(self, app: App) -> None:
        """Before the work, at its end before the COMMIT, and on both sides of the COMMIT itself."""
        write, link = app.database.write, app.database._writer

        async def wrapped(work: Callable[[Transaction], Awaitable[Any]]) -> Any:
            async def inner(tx: Transaction) -> Any:
                result = await work(tx)
                self.passed()
                return result

            return await self.around(write)(inner)

        setattr(app.database, "write", wrapped)  # noqa: B010  # the type checker allows no other way
        setattr(app.database, "change", self.around(app.database.change))  # noqa: B010  # as above
        if link is not None:
            setattr(link, "commit", self.around(link.commit))  # noqa: B010  # as above

    async def run(self, app: App) -> None:
        """Run the bot; what it asks of Discord and what it answers are counted as well."""
        bot = FanBot(app)
        bot._connection.guild_ready_timeout = 0.1
        setattr(bot.http, "request", self.around(bot.http.request))  # noqa: B010  # the type checker allows no other
        answer = self.around(AsyncWebhookAdapter.request)
        setattr(AsyncWebhookAdapter, "request", answer)  # noqa: B010  # as above
        await _run(bot, app.config.discord_token.get_secret_value())


def with_bomb() -> tuple[App, Bomb]:
    """The bot's services in world time, and what kills it: `KILL_AT` and `KILL_FROM` say where."""
    config = load_config()
    set_up_logging(config.log_level, config.log_format)
    app = build(config, WorldTime(Path(os.environ["WORLD_TIME_FILE"])), SystemRandom())
    return app, Bomb(int(os.environ.get("KILL_AT", "0")), os.environ.get("KILL_FROM", "start"))
