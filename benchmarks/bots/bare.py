"""The yardstick: a discord.py bot set up like ours whose only command answers "pong"."""

from __future__ import annotations

import asyncio
import os

import discord
import uvloop
from discord import app_commands
from discord.ext import commands
from discord.http import Route

_INTENTS = discord.Intents(guilds=True)


class BareBot(commands.AutoShardedBot):
    """The same shard class, intents and caches; one command, nothing else."""

    def __init__(self, intents: discord.Intents = _INTENTS) -> None:
        Route.BASE = os.environ["DISCORD_API_BASE"]
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def setup_hook(self) -> None:
        if os.environ.get("SYNC"):
            await self.tree.sync()


bot = BareBot()


async def _choices(_: discord.Interaction[BareBot], __: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name="pong", value="pong")]


@bot.tree.command(description="Answers")
@app_commands.autocomplete(text=_choices)
async def ping(interaction: discord.Interaction[BareBot], text: str = "") -> None:  # noqa: ARG001  # as ours has one
    """Answer "pong"."""
    await interaction.response.send_message("pong")


async def main() -> None:
    """Run until killed."""
    async with bot:
        await bot.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
