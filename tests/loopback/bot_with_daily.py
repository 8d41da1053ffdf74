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
from datetime import time

import uvloop

from bot.anniversaries.daily import KIND
from bot.anniversaries.settings import CHANNEL, PIN, PUBLISH, THREAD, TIME
from bot.app import App
from bot.caller import Caller
from bot.guilds.general import ZONE
from bot.guilds.service import Wish
from bot.server import ChannelType
from tests.loopback.bomb import with_bomb
from tests.loopback.server_before import ServerBefore


async def turn_on(app: App, guild_id: int, channel_id: int, at: time, *, publish: bool = False) -> None:
    """Set the daily post as a moderator would, once."""
    if app.settings.of(guild_id)[CHANNEL] is not None:
        return
    wishes = [
        Wish(ZONE, "UTC"),
        Wish(TIME, at),
        Wish(THREAD, value=True),
        Wish(PIN, value=True),
        Wish(PUBLISH, value=publish),
        Wish(CHANNEL, channel_id),
    ]
    caller = Caller(1, guild_id, manages_server=True)
    server = ServerBefore(guild_id, kind=ChannelType.ANNOUNCEMENT if publish else ChannelType.TEXT)
    await app.settings.change(caller, server, wishes, change_id=1)


async def main() -> None:
    told = json.loads(os.environ["DAILY"])
    app, bomb = with_bomb()
    bomb.from_due(app, KIND, app.daily.come_due, "due")
    async with app:
        await turn_on(app, told["guild"], told["channel"], time.fromisoformat(told["at"]))
        bomb.around_writes(app)
        await bomb.run(app)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
    sys.exit(0)
