"""Running against Discord: start, signals, an orderly end."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from random import SystemRandom

import discord

from bot.app import build
from bot.client import FanBot
from bot.clock import Clock
from bot.config import Config
from bot.errors import OperatorError
from bot.facts.faults import FactsInvalid

log = logging.getLogger(__name__)

COLLECTING = (50_000, 20, 50)
"""After how many new objects the interpreter looks for cycles, and how often it looks further back.

Its own 700 make a sixth of what an answer costs: an interaction of discord.py's is a cycle, and in a burst
hundreds that are still under way are walked again and again. It takes some megabytes.
"""


async def run(config: Config, clock: Clock) -> None:
    """Run until SIGTERM or SIGINT; on SIGHUP read the fact base again.

    Raises:
        FactsInvalid: the fact base cannot be used.
        DatabaseUnusable: the database cannot be used.
        OperatorError: Discord refuses the token, or cannot be reached.
    """
    gc.set_threshold(*COLLECTING)
    app = build(config, clock, SystemRandom())
    async with app:
        await _run(FanBot(app), config.discord_token.get_secret_value())


async def _run(bot: FanBot, token: str) -> None:
    serving = asyncio.create_task(_serve(bot, token))
    reloads: set[asyncio.Task[None]] = set()

    def stop() -> None:
        log.info("stopping")
        serving.cancel()

    def reload() -> None:
        task = asyncio.create_task(_reload(bot))
        reloads.add(task)  # a task nobody holds may be collected before it is done
        task.add_done_callback(reloads.discard)

    _on_signals({"SIGTERM": stop, "SIGINT": stop, "SIGHUP": reload})
    with suppress(asyncio.CancelledError):
        await serving
    log.info("stopped")


async def _serve(bot: FanBot, token: str) -> None:
    try:
        async with bot:
            await bot.start(token)
    except discord.LoginFailure:
        raise OperatorError(
            "Discord does not accept DISCORD_TOKEN. Copy the token anew from the developer portal."
        ) from None
    except (discord.HTTPException, discord.GatewayNotFound, OSError) as error:
        raise OperatorError(f"Discord could not be reached: {error}") from error


async def _reload(bot: FanBot) -> None:
    try:
        base = await bot.app.facts.reload()
    except FactsInvalid as error:
        log.error("the fact base stays as it was: %s", error)  # noqa: TRY400  # the faults say it all
    else:
        log.info("read the fact base again: %d facts", len(base.facts))


def _on_signals(actions: dict[str, Callable[[], None]]) -> None:
    loop = asyncio.get_running_loop()
    for name, action in actions.items():
        if hasattr(signal, name):
            with suppress(NotImplementedError):  # Windows: Ctrl+C still ends the process
                loop.add_signal_handler(getattr(signal, name), action)
