"""The Discord client: what it hears, what it keeps, which commands it offers, who answers for errors."""

from __future__ import annotations

import asyncio
import logging

import discord
from aiohttp import ClientConnectionError
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.app import App
from bot.commands import CommandBook
from bot.config import DISCORD_API
from bot.i18n.catalogs import Catalogs
from bot.i18n.translator import CommandTranslator
from bot.kit.doors import answer_error
from bot.kit.feature import Handlers
from bot.kit.host import Interaction

log = logging.getLogger(__name__)

FEATURES = ("cogs.facts", "cogs.help")
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # this bot never speaks aloud
PERMISSIONS = discord.Permissions.none()
"""What the bot needs in a server, and so what its invite link asks for: answering needs nothing."""
LAST_ANSWERS = 3.0
"""Seconds an answer under way has at the end; after three Discord takes none any more."""
_ANSWERING = ("CommandTree-invoker", "discord.py: on_interaction")
"""How discord.py names the tasks that answer interactions."""
LONGEST_RATE_LIMIT = 60.0
"""Seconds discord.py may wait for a rate limit before it gives a request up."""


class Tree(app_commands.CommandTree["FanBot"]):
    """The command tree, with its door for errors."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        await answer_error(interaction, error)


class FanBot(commands.AutoShardedBot):
    """The bot: slash commands and components alone, no privileged intent, no cache it does not need."""

    def __init__(self, app: App) -> None:
        Route.BASE = str(app.config.discord_api_base).rstrip("/")
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            shard_count=app.config.shard_count,
        )
        self.app = app
        self.handlers = Handlers()
        self.command_book = CommandBook(self.tree, app.config.state_dir)

    @property
    def catalogs(self) -> Catalogs:
        """All languages the bot speaks."""
        return self.app.catalogs

    @property
    def accent(self) -> int:
        """The fandom's colour, as 0xRRGGBB."""
        return self.app.facts.base.fandom.accent

    async def setup_hook(self) -> None:
        """Between login and the gateway: a feature that does not load stops the start."""
        await self.tree.set_translator(CommandTranslator(self.catalogs))
        for feature in FEATURES:
            await self.load_extension(feature)
        await self.command_book.sync()

    async def close(self) -> None:
        """Hear nothing new, finish the answers under way, then leave."""
        if not self.is_closed():
            for shard in self.shards.values():
                await shard.disconnect()
            answering = [task for task in asyncio.all_tasks() if task.get_name().startswith(_ANSWERING)]
            if answering:
                await asyncio.wait(answering, timeout=LAST_ANSWERS)
        await super().close()

    async def on_connect(self) -> None:
        """Build the search index, which the start need not wait for; learn where to connect anew.

        The latter matters behind another API than Discord's own: discord.py asks for the gateway's address
        at the start only, and after an invalidated session goes to the one it was built with.
        """
        self._warming = asyncio.create_task(self.app.facts.warm())
        if Route.BASE == DISCORD_API:
            return
        try:
            _, address, _ = await self.http.get_bot_gateway()
        except ClientConnectionError:
            if not self.is_closed():
                raise
        else:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(address)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Every interaction passes here; presses and submitted modals are answered here."""
        await self.handlers.take(interaction)

    async def on_ready(self) -> None:
        log.info("ready as %s in %d guilds, %s shards", self.user, len(self.guilds), self.shard_count)
