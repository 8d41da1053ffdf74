"""The bot with a feature that posts every day, in world time; it may kill itself at any step of that.

`PROBE` says in JSON where it posts and since when (guild, channel, first, steps); `KILL_AT` before or after
which request, statement or COMMIT it dies, counted from `KILL_FROM`: `due` (the first post that is due) or
`start`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from random import SystemRandom

import uvloop

from bot.app import build
from bot.client import FanBot
from bot.config import load_config
from bot.delivery.due_store import Due
from bot.delivery.model import Step
from bot.log import set_up_logging
from bot.run import _run
from tests.delivery.probe import KIND, Probe
from tests.loopback.bomb import Bomb
from tests.loopback.world_time import WorldTime


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
