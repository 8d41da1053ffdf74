"""The bot in world time, in whose rounds of trivia it may kill itself at any step.

`KILL_AT` says before or after which request, statement or COMMIT it dies, counted from `KILL_FROM`: `round`
(the first scene that comes due), `press` (the first answer that is written down) or `start`.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import uvloop

from bot.database.interface import Statement
from bot.trivia.course import KIND
from tests.loopback.bomb import with_bomb


async def main() -> None:
    app, bomb = with_bomb()
    bomb.from_due(app, KIND, app.course.come_due, "round")
    async with app:
        bomb.around_writes(app)
        change = app.database.change

        async def press(*statements: Statement) -> Any:
            bomb.begin("press")
            return await change(*statements)

        setattr(app.database, "change", press)  # noqa: B010  # the type checker allows no other way
        await bomb.run(app)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
    sys.exit(0)
