"""The bot in world time, in whose rounds of trivia it may kill itself at any step.

`KILL_AT` says before or after which request, statement or COMMIT it dies, counted from `KILL_FROM`: `round`
(the first scene that comes due), `press` (the first answer that is written down) or `start`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from random import SystemRandom
from typing import Any

import uvloop
from discord.webhook.async_ import AsyncWebhookAdapter

from bot.app import build
from bot.client import FanBot
from bot.config import load_config
from bot.database.interface import Statement
from bot.delivery.due_store import Due
from bot.log import set_up_logging
from bot.run import _run
from bot.trivia.course import KIND
from tests.loopback.bomb import Bomb
from tests.loopback.world_time import WorldTime


async def main() -> None:
    config = load_config()
    set_up_logging(config.log_level, config.log_format)
    since = os.environ.get("KILL_FROM", "start")
    bomb = Bomb(int(os.environ.get("KILL_AT", "0")), armed=since == "start")
    app = build(config, WorldTime(Path(os.environ["WORLD_TIME_FILE"])), SystemRandom())

    async def come_due(due: Due) -> None:
        bomb.armed = bomb.armed or since == "round"
        await app.course.come_due(due)

    app.due.register(KIND, come_due)
    async with app:
        bomb.around_writes(app)
        change = app.database.change

        async def press(*statements: Statement) -> Any:
            bomb.armed = bomb.armed or since == "press"
            return await change(*statements)

        setattr(app.database, "change", press)  # noqa: B010  # the type checker allows no other way
        bot = FanBot(app)
        bot._connection.guild_ready_timeout = 0.1
        setattr(bot.http, "request", bomb.around(bot.http.request))  # noqa: B010  # as above
        answer = bomb.around(AsyncWebhookAdapter.request)
        setattr(AsyncWebhookAdapter, "request", answer)  # noqa: B010  # as above
        await _run(bot, config.discord_token.get_secret_value())


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
    sys.exit(0)
