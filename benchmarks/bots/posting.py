"""The bot that posts in every server it is in, in world time; as `BARE`, a plain loop over `channel.send`.

Ours posts with the probe that tests post with, when it is due; in every `FOLLOWED`-th server it opens a
thread. The bare bot sends the same payload on SIGUSR1. `UNPACED` lifts our own limit.
"""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom

import discord
import uvloop

from benchmarks.bots.bare import BareBot
from bot.app import App, build
from bot.client import FanBot
from bot.config import load_config
from bot.database.interface import Transaction
from bot.delivery.due_store import Due
from bot.delivery.model import Intent, Key, Post, Step
from bot.delivery.outbound import Outbound
from bot.i18n.catalogs import Catalogs
from bot.log import set_up_logging
from tests.delivery.probe import KIND, WINDOW, Probe, card
from tests.loopback.world_time import WorldTime


class PostingBot(FanBot):
    """Ours: what is due is due in every server at the same instant."""

    def __init__(self, app: App, first: datetime, followed: int, outbound: Outbound) -> None:
        super().__init__(app, outbound)
        self._first, self._followed = first, followed
        self._probe = Probe(app)
        self._probe.install()
        app.due.register(KIND, self._handle)

    async def on_ready(self) -> None:
        """Schedule before the due work starts."""
        for guild in self.guilds:
            await self._probe.begin(guild.id, guild.text_channels[0].id, self._first)
        await super().on_ready()

    async def _handle(self, due: Due) -> None:
        steps = (
            (Step.THREAD,)
            if self._followed and sum(map(int, str(due.at.guild_id))) % self._followed == 0
            else ()
        )
        key = Key(due.at.guild_id, KIND, due.at.key)
        intent = Intent(key, int(due.at.key), due.due_at, due.due_at + WINDOW, steps=steps)

        async def go_on(tx: Transaction) -> None:
            await self.app.outbox.put(tx, intent)
            await self.app.due.drop(tx, due.at)

        await self.app.database.write(go_on)


class PlainBot(BareBot):
    """The yardstick: one `channel.send` after another."""

    async def setup_hook(self) -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._begin)

    async def on_ready(self) -> None:
        Path("ready").touch()  # noqa: ASYNC240  # nobody else waits

    def _begin(self) -> None:
        self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        say = Catalogs().say(None)
        for guild in self.guilds:
            channel = guild.text_channels[0]
            now = datetime.now(UTC)
            intent = Intent(Key(guild.id, KIND, str(channel.id)), channel.id, now, now)
            post = Post(
                intent, now, in_doubt=True, outcome=None, reason=None, message_id=None, settled_at=None
            )
            view = card(post)(say).view(0x7B2CBF)
            await channel.send(view=view, nonce=post.at.mark)


async def main() -> None:
    """Run until killed."""
    config = load_config()
    if os.environ.get("BARE"):
        async with PlainBot() as bare:
            await bare.start(os.environ["DISCORD_TOKEN"])
        return
    set_up_logging(config.log_level, config.log_format)
    outbound = Outbound(None) if os.environ.get("UNPACED") else Outbound()
    first = datetime.fromisoformat(os.environ["FIRST"])
    app = build(config, WorldTime(Path(os.environ["WORLD_TIME_FILE"])), SystemRandom())
    async with app, PostingBot(app, first, int(os.environ.get("FOLLOWED", "0")), outbound) as bot:
        await bot.start(config.discord_token.get_secret_value())


if __name__ == "__main__":
    discord.utils.setup_logging(level=30)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
