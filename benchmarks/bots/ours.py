"""Our bot, which on SIGUSR1 writes what it holds on to: tasks, and the views and modals discord.py stores."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from pathlib import Path
from random import SystemRandom
from typing import Any

import uvloop
from yarl import URL

from bot.app import build
from bot.client import FanBot
from bot.clock import SystemClock
from bot.config import load_config
from bot.monitoring.wire import Wire
from bot.run import COLLECTING, GIVING_WAY, _run


class ProbedBot(FanBot):
    """The bot as it is, and a signal to look inside."""

    async def setup_hook(self) -> None:
        await super().setup_hook()
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._tell)

    def _tell(self) -> None:
        store: Any = self._connection._view_store  # noqa: SLF001  # what discord.py keeps is the question
        held = {
            "tasks": len(asyncio.all_tasks()),
            "views": sum(len(items) for items in store._views.values()),  # noqa: SLF001
            "modals": len(store._modals),  # noqa: SLF001
        }
        draft = Path(os.environ["PROBE_FILE"] + ".new")
        draft.write_text(json.dumps(held), encoding="utf-8")
        draft.replace(os.environ["PROBE_FILE"])


async def main() -> None:
    """Run until killed."""
    gc.set_threshold(*COLLECTING)
    sys.setswitchinterval(GIVING_WAY)
    config = load_config()
    wire = Wire(URL(str(config.discord_api_base)))
    async with build(config, SystemClock(), SystemRandom()) as app:
        bot = ProbedBot(app, trace=wire.trace)
        await _run(bot, config.discord_token.get_secret_value(), wire)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
