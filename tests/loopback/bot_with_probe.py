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

import uvloop

from bot.delivery.model import Step
from tests.delivery.probe import KIND, Probe
from tests.loopback.bomb import with_bomb


async def main() -> None:
    told = json.loads(os.environ["PROBE"])
    app, bomb = with_bomb()
    probe = Probe(app, tuple(Step(step) for step in told["steps"]))
    probe.install()
    bomb.from_due(app, KIND, probe.handle, "due")
    async with app:
        await probe.begin(told["guild"], told["channel"], datetime.fromisoformat(told["first"]))
        bomb.around_writes(app)
        await bomb.run(app)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
    sys.exit(0)
