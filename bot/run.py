"""Running against Discord: start, signals, an orderly end."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from importlib import import_module
from random import SystemRandom

import discord
from discord.webhook.async_ import async_context
from yarl import URL

from bot.app import build
from bot.client import FanBot
from bot.clock import Clock
from bot.commands import store as command_store
from bot.config import Config
from bot.errors import OperatorError, SettingRefused
from bot.facts.faults import FactsInvalid
from bot.gateway import AnswerAdapter
from bot.kit.failures import NO_ANSWER
from bot.monitoring.wire import Wire

log = logging.getLogger(__name__)

COLLECTING = (50_000, 20, 5)
"""After how many new objects the interpreter looks for cycles, and how often it looks further back.

With its own 700 a lookup has a fifth less of the bare bot's throughput: in a burst hundreds of interactions
that are still under way are walked again and again. It takes some megabytes. What outlived two looks is
looked at each five million objects: seldom enough, and often enough for what piles up there.
"""

GIVING_WAY = 0.001
"""After how many seconds a thread that computes gives way to one that waits, such as the event loop's.

A turn of the loop takes the interpreter's lock three times or four: with its own 5 ms, preparing charts held
the loop up for 20 ms.
"""


LONGEST_START = 10.0
"""Seconds until a bot that is not ready yet is watched all the same; before, it needs the time itself."""


async def run(config: Config, clock: Clock, *, sync: bool = False) -> None:
    """Run until SIGTERM or SIGINT; on SIGHUP read the fact base again.

    With `sync` Discord is told the commands even where it seems to know them.

    Raises:
        FactsInvalid: the fact base cannot be used.
        DatabaseUnusable: the database cannot be used.
        SettingRefused: Discord refuses the token.
        OperatorError: Discord could not be reached.
    """
    gc.set_threshold(*COLLECTING)
    sys.setswitchinterval(GIVING_WAY)
    app = build(config, clock, SystemRandom())
    wire = Wire(URL(str(config.discord_api_base))) if config.health_port else None
    async with app:
        if sync:
            await app.database.write(lambda tx: command_store.drop(tx, command_store.EVERYWHERE))
        bot = FanBot(app, trace=wire.trace if wire is not None else None)
        await _run(bot, config.discord_token.get_secret_value(), wire)


async def _run(bot: FanBot, token: str, wire: Wire | None = None) -> None:
    serving = asyncio.create_task(_serve(bot, token, wire))
    watching = asyncio.create_task(_watch(bot, wire)) if wire is not None else None
    reloads: set[asyncio.Task[None]] = set()

    def stop() -> None:
        log.info("stopping")
        serving.cancel()

    def reload() -> None:
        task = asyncio.create_task(_reload(bot))
        reloads.add(task)  # a task nobody holds may be collected before it is done
        task.add_done_callback(reloads.discard)

    _on_signals({"SIGTERM": stop, "SIGINT": stop, "SIGHUP": reload})
    try:
        with suppress(asyncio.CancelledError):
            await serving
    finally:
        if watching is not None:
            watching.cancel()
            await asyncio.wait([watching])
    log.info("stopped")


async def _serve(bot: FanBot, token: str, wire: Wire | None) -> None:
    try:
        async with AsyncExitStack() as stack:
            answers = AnswerAdapter()
            if wire is not None:
                answers = AnswerAdapter(await stack.enter_async_context(wire.session()), wire.failed)
            async_context.set(answers)  # inherited by all of discord.py's tasks
            await stack.enter_async_context(bot)
            await bot.start(token)
    except discord.LoginFailure:
        raise SettingRefused(
            "Discord does not accept DISCORD_TOKEN. Copy the token anew from the developer portal."
        ) from None
    except (*NO_ANSWER, discord.GatewayNotFound) as error:
        raise OperatorError(f"Discord could not be reached: {error}") from error


async def _watch(bot: FanBot, wire: Wire) -> None:
    """Measure, and serve health, for as long as this runs."""
    with suppress(TimeoutError):  # who watches wants to know of a bot that does not come up, too
        await bot.wait_for("ready", timeout=LONGEST_START)
    monitoring = await asyncio.to_thread(import_module, "bot.monitoring.monitor")
    try:
        async with monitoring.Monitor(bot, wire):
            await asyncio.Event().wait()
    except Exception:
        log.exception("health and measures ended; the bot goes on without")


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
