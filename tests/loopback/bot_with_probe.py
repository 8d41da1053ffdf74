"""The bot with a feature that posts every day, in world time; it may kill itself at any step of that.

`PROBE` says in JSON where it posts and since when (guild, channel, first, steps); `KILL_AT` before or after
which request, statement or COMMIT it dies, counted from `KILL_FROM`: `due` (the first post that is due) or
`start`.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from random import SystemRandom
from typing import Any

import uvloop

from bot.app import App, build
from bot.client import FanBot
from bot.config import load_config
from bot.database.interface import Transaction
from bot.delivery.due_store import Due
from bot.delivery.model import Step
from bot.log import set_up_logging
from bot.run import _run
from tests.delivery.probe import KIND, Probe
from tests.loopback.world_time import WorldTime


class Bomb:
    """Counts what is passed, and ends the process at one of them, as a power cut would."""

    def __init__(self, at: int, *, armed: bool) -> None:
        self._left = at
        self.armed = armed

    def passed(self) -> None:
        if self.armed and self._left > 0:
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

    def around_writes(self, app: App) -> None:
        """Before the work, at its end before the COMMIT, and after the COMMIT."""
        write = app.database.write

        async def wrapped(work: Callable[[Transaction], Awaitable[Any]]) -> Any:
            async def inner(tx: Transaction) -> Any:
                result = await work(tx)
                self.passed()
                return result

            return await self.around(write)(inner)

        setattr(app.database, "write", wrapped)  # noqa: B010  # the type checker allows no other way


async def main() -> None:
    config = load_config()
    set_up_logging(config.log_level, config.log_format)
    told = json.loads(os.environ["PROBE"])
    bomb = Bomb(int(os.environ.get("KILL_AT", "0")), armed=os.environ.get("KILL_FROM") == "start")
    app = build(config, WorldTime(Path(os.environ["WORLD_TIME_FILE"])), SystemRandom())
    probe = Probe(app, tuple(Step(step) for step in told["steps"]))
    probe.install()

    async def handle(due: Due) -> None:
        bomb.armed = True
        await probe.handle(due)

    app.due.register(KIND, handle)
    async with app:
        await probe.begin(told["guild"], told["channel"], datetime.fromisoformat(told["first"]))
        bomb.around_writes(app)
        bot = FanBot(app)
        bot._connection.guild_ready_timeout = 0.1
        setattr(bot.http, "request", bomb.around(bot.http.request))  # noqa: B010  # as above
        await _run(bot, config.discord_token.get_secret_value())


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
    sys.exit(0)
