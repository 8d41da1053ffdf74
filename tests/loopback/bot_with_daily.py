"""The bot with its daily post turned on, in world time; it may kill itself at any step of that.

`DAILY` says in JSON where it posts and when (guild, channel, at: a time in UTC); `KILL_AT` before or after
which request, statement or COMMIT it dies, counted from `KILL_FROM`: `due` (the first day that is due) or
`start`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from random import SystemRandom

import uvloop

from bot.anniversaries.daily import KIND
from bot.anniversaries.settings import CHANNEL, PIN, THREAD, TIME
from bot.app import App, build
from bot.caller import Caller
from bot.client import FanBot
from bot.config import load_config
from bot.delivery.due_store import Due
from bot.guilds.general import ZONE
from bot.guilds.service import Wish
from bot.log import set_up_logging
from bot.run import _run
from bot.server import Channel, ChannelType, Role
from tests.loopback.bomb import Bomb
from tests.loopback.world_time import WorldTime


@dataclass(frozen=True)
class Place:
    """The server, before the bot has seen it: the channel is there."""

    id: int
    preferred_locale: str = "en-US"
    mentions_everyone: bool = False

    def channel(self, channel_id: int) -> Channel | None:
        return Channel(channel_id, "channel-0", ChannelType.TEXT)

    def role(self, role_id: int) -> Role | None:
        return None

    def channels_named(self, name: str) -> Sequence[Channel]:
        return []

    def roles_named(self, name: str) -> Sequence[Role]:
        return []

    def missing(self, channel_id: int, needed: Iterable[str]) -> tuple[str, ...]:
        return ()


async def turn_on(app: App, guild_id: int, channel_id: int, at: time) -> None:
    """Set the daily post as a moderator would, once."""
    if app.settings.of(guild_id)[CHANNEL] is not None:
        return
    wishes = [
        Wish(ZONE, "UTC"),
        Wish(TIME, at),
        Wish(THREAD, value=True),
        Wish(PIN, value=True),
        Wish(CHANNEL, channel_id),
    ]
    await app.settings.change(Caller(1, guild_id, manages_server=True), Place(guild_id), wishes, change_id=1)


async def main() -> None:
    config = load_config()
    set_up_logging(config.log_level, config.log_format)
    told = json.loads(os.environ["DAILY"])
    bomb = Bomb(int(os.environ.get("KILL_AT", "0")), armed=os.environ.get("KILL_FROM") == "start")
    app = build(config, WorldTime(Path(os.environ["WORLD_TIME_FILE"])), SystemRandom())

    async def come_due(due: Due) -> None:
        bomb.armed = True
        await app.daily.come_due(due)

    app.due.register(KIND, come_due)
    async with app:
        await turn_on(app, told["guild"], told["channel"], time.fromisoformat(told["at"]))
        bomb.around_writes(app)
        bot = FanBot(app)
        bot._connection.guild_ready_timeout = 0.1
        setattr(bot.http, "request", bomb.around(bot.http.request))  # noqa: B010  # the type checker allows no other
        await _run(bot, config.discord_token.get_secret_value())


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
    sys.exit(0)
