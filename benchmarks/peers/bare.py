"""The yardstick for text: the bare bot, hearing messages and answering each "!ping" with "pong"."""

from __future__ import annotations

import asyncio
import os

import discord
import uvloop

from benchmarks.bots.bare import BareBot


class BareTextBot(BareBot):
    """The same with the two intents it takes to read."""

    def __init__(self) -> None:
        super().__init__(discord.Intents(guilds=True, guild_messages=True, message_content=True))

    async def on_message(self, message: discord.Message) -> None:
        if message.content == "!ping":
            await message.channel.send("pong")


async def main() -> None:
    """Run until killed."""
    async with BareTextBot() as bot:
        await bot.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
