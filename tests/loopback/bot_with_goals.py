"""The bot with goals' news and live boards turned on, in world time; it may kill itself at any step.

`GOALS` says in JSON where it posts (guild, news, boards) and what a day holds (cap); `KILL_AT` before or
after which request, statement or COMMIT it dies, counted from `KILL_FROM`: `entry` (the first log or
reading), `turn` (a countdown that comes due), `board` (a board that does) or `start`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import uvloop

from bot.app import App
from bot.caller import Caller
from bot.guilds.general import ZONE
from bot.guilds.service import Wish
from bot.streaming import live, service
from bot.streaming.counter import CounterService
from bot.streaming.goals import Mode
from bot.streaming.ledger import LedgerService
from bot.streaming.settings import ANNOUNCEMENTS, BOARDS, CAP, MODE
from tests.loopback.bomb import Bomb, with_bomb
from tests.loopback.server_before import ServerBefore

REST = timedelta(seconds=0.2)
"""How long a channel of boards rests here."""


async def turn_on(app: App, guild_id: int, news: int, boards: int, cap: int) -> None:
    """Set up goals as a moderator would, once."""
    if app.settings.of(guild_id)[BOARDS] is not None:
        return
    wishes = [
        Wish(ZONE, "UTC"),
        Wish(MODE, Mode.OPEN.value),
        Wish(CAP, cap),
        Wish(ANNOUNCEMENTS, news),
        Wish(BOARDS, boards),
    ]
    caller = Caller(1, guild_id, manages_server=True)
    await app.settings.change(caller, ServerBefore(guild_id), wishes, change_id=1)


def from_entries(bomb: Bomb) -> None:
    """Begin when somebody enters something."""

    def beginning(function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def entered(*of: Any) -> Any:
            bomb.begin("entry")
            return await function(*of)

        return entered

    setattr(LedgerService, "log", beginning(LedgerService.log))  # noqa: B010  # the type checker allows no other way
    setattr(CounterService, "enter", beginning(CounterService.enter))  # noqa: B010  # as above


async def main() -> None:
    told = json.loads(os.environ["GOALS"])
    app, bomb = with_bomb()
    bomb.from_due(app, service.KIND, app.goals.service.come_due, "turn")
    bomb.from_due(app, live.KIND, app.goals.boards.come_due, "board")
    from_entries(bomb)
    live.BETWEEN_EDITS = REST  # it passes as protocol time too, which nobody moves
    async with app:
        await turn_on(app, told["guild"], told["news"], told["boards"], told["cap"])
        bomb.around_writes(app)
        await bomb.run(app)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
    sys.exit(0)
