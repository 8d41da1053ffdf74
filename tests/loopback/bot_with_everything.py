"""The bot with its daily post, goals' news and live boards turned on, in world time; nothing kills it.

`EVERYTHING` says in JSON where it posts (guild, daily, news, boards), when (at: a time in UTC) and what a day
of logs holds (cap).
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import time
from pathlib import Path
from random import SystemRandom, uniform

import uvloop
from discord import shard

from bot.app import build
from bot.client import FanBot
from bot.config import load_config
from bot.log import set_up_logging
from bot.run import _run
from bot.streaming import live
from tests.loopback import bot_with_daily, bot_with_goals
from tests.loopback.world_time import WorldTime

HEARTBEAT_TIMEOUT = 1.5
"""After how many seconds of silence a connection counts as dead; it is asked every 300 milliseconds."""
LONGEST_PAUSE = 0.3  # seconds


class Backoff:
    """What discord.py's becomes here: it waits longer with each break, and weeks of them come in minutes."""

    def delay(self) -> float:
        return uniform(0.0, LONGEST_PAUSE)


async def identify_at_once(shard_id: int | None, *, initial: bool = False) -> None:
    """No five seconds before each IDENTIFY: this Discord says itself when it is too soon."""


async def main() -> None:
    told = json.loads(os.environ["EVERYTHING"])
    config = load_config()
    set_up_logging(config.log_level, config.log_format)
    app = build(config, WorldTime(Path(os.environ["WORLD_TIME_FILE"])), SystemRandom())
    live.BETWEEN_EDITS = bot_with_goals.REST
    setattr(shard, "ExponentialBackoff", Backoff)  # noqa: B010  # the type checker allows no other way
    async with app:
        at = time.fromisoformat(told["at"])
        await bot_with_daily.turn_on(app, told["guild"], told["daily"], at, publish=True)
        await bot_with_goals.turn_on(app, told["guild"], told["news"], told["boards"], told["cap"])
        bot = FanBot(app)
        bot._connection.guild_ready_timeout = 0.1
        bot._connection.heartbeat_timeout = HEARTBEAT_TIMEOUT
        setattr(bot, "before_identify_hook", identify_at_once)  # noqa: B010  # as above
        await _run(bot, config.discord_token.get_secret_value())


def run() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())


if __name__ == "__main__":
    run()
    sys.exit(0)
