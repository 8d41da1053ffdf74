"""The Discord client: what it hears, what it keeps, which commands it offers, who answers for errors."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, cast

import discord
from aiohttp import ClientConnectionError, TraceConfig
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.app import App
from bot.commands.book import CommandBook
from bot.config import DISCORD_API
from bot.delivery import cards as delivery_cards
from bot.delivery.model import Outcome, Post, Trouble
from bot.delivery.outbound import Outbound, Priority
from bot.delivery.posting import DiscordSender
from bot.delivery.sender import Refused, Unreachable
from bot.gateway import GatewayState, Witness, let_go
from bot.guilds.general import LANGUAGE, NOTICE_CHANNEL, PRIVATE_ANSWERS, QUIET_CHANNELS
from bot.guilds.zones import warm as warm_zones
from bot.help.cards import welcome
from bot.i18n.catalogs import Catalogs
from bot.i18n.markup import Markup
from bot.i18n.say import Say
from bot.i18n.translator import CommandTranslator
from bot.kit.answers import Render
from bot.kit.doors import answer_error, late_is_no_error
from bot.kit.feature import Handlers
from bot.kit.host import Interaction, Manners
from bot.kit.server import guild_id_of
from bot.limits.service import Blocked
from bot.ratelimits import Sweep

log = logging.getLogger(__name__)

FEATURES = (
    "cogs.facts",
    "cogs.anniversaries",
    "cogs.daily",
    "cogs.trivia",
    "cogs.goals",
    "cogs.goal_logs",
    "cogs.goal_plans",
    "cogs.goal_desk",
    "cogs.goal_news",
    "cogs.help",
    "cogs.privacy",
    "cogs.settings",
    "cogs.configure",
    "cogs.review",
    "cogs.operator",
)
logging.getLogger("discord.app_commands.tree").addFilter(late_is_no_error)
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # this bot never speaks aloud
PERMISSIONS = discord.Permissions(view_channel=True, send_messages=True, read_message_history=True)
"""What the bot asks for in its invite link: to post, and to know its own posts again after a crash.

Answering needs nothing. What else a setting needs is asked for when it is switched on.
"""
LAST_ANSWERS = 3.0
"""Seconds an answer under way has at the end; after three Discord takes none any more."""
_PRESSED = (discord.InteractionType.component, discord.InteractionType.modal_submit)
"""The interactions that are not the tree's."""
_ANSWERING = ("CommandTree-invoker", "discord.py: on_interaction")
"""How discord.py names the tasks that answer interactions."""
_DATA = "privacy"
"""The command, and the feature of the custom_ids, by which people see and delete what is kept of them."""
LONGEST_RATE_LIMIT = 60.0
"""Seconds discord.py may wait for a rate limit before it gives a request up."""


Status = Callable[[Say], Markup]
"""What is going to happen, said on a page of the panel."""


def _is_about_data(interaction: Interaction) -> bool:
    """Whether somebody asks for what is kept of them, or answers to that."""
    data: Mapping[str, Any] = interaction.data or {}
    return str(data.get("custom_id") or data.get("name")).partition(":")[0] == _DATA


class Tree(app_commands.CommandTree["FanBot"]):
    """The command tree, with its door for errors."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Refuse whom the operator has shut out, while they type as well."""
        if not self.client.is_blocked(interaction):
            return True
        await answer_error(interaction, Blocked())
        return False

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        await answer_error(interaction, error)

    async def _call(self, interaction: Interaction) -> None:
        await super()._call(interaction)
        let_go(interaction)


class FanBot(commands.AutoShardedBot):
    """The bot: slash commands and components alone, no privileged intent, no cache it does not need."""

    def __init__(self, app: App, outbound: Outbound | None = None, trace: TraceConfig | None = None) -> None:
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
            http_trace=cast("TraceConfig", trace),  # None is its default, which its type does not say
        )
        self.http._try_clear_expired_ratelimits = Sweep(self.http)  # type: ignore[method-assign]  # noqa: SLF001
        self.app = app
        self.witness: Witness | None = None
        self.handlers = Handlers()
        self.command_book = CommandBook(self.tree, app.database, app.config.operator_guild_id)
        self.area_status: dict[str, Callable[[int], Awaitable[Status]]] = {}
        """What features have to say on their page of the panel, about a server."""
        self.outbound = outbound or Outbound()
        self.sender = DiscordSender(self, self.outbound)

    def _get_state(self, **options: Any) -> GatewayState:
        return GatewayState(
            dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options
        )

    @property
    def catalogs(self) -> Catalogs:
        """All languages the bot speaks."""
        return self.app.catalogs

    @property
    def accent(self) -> int:
        """The fandom's colour, as 0xRRGGBB."""
        return self.app.facts.base.fandom.accent

    def manners(self, interaction: Interaction) -> Manners:
        """How to behave where an interaction comes from: as its server's moderators want it."""
        settings = self.app.settings.of(guild_id_of(interaction))
        if not settings.held:
            return Manners()
        channel = interaction.channel
        places = {interaction.channel_id, channel.parent_id if isinstance(channel, discord.Thread) else None}
        quiet_channels = settings[QUIET_CHANNELS]
        quiet = settings[PRIVATE_ANSWERS] or any(place in quiet_channels for place in places)
        return Manners(private=quiet, locale=settings[LANGUAGE])

    def went(self, interaction: Interaction, outcome: str) -> None:
        """An interaction was `refused`, `failed` or came too `late`."""
        if self.witness is not None:
            kind = interaction.type.value
            self.witness.went(interaction.id, {"type": kind, "data": interaction.data}, outcome)

    def connected(self) -> dict[int, bool]:
        """Each shard, and whether it is connected."""
        return {number: not shard.is_closed() for number, shard in self.shards.items()}

    def is_blocked(self, interaction: Interaction) -> bool:
        """Whether the operator has shut out this person, or this server; never from what is kept of them."""
        shut_out = self.app.limits.is_blocked(interaction.user.id, interaction.guild_id)
        return shut_out and not _is_about_data(interaction)

    def voice_of(self, guild_id: int) -> Say:
        """The language everybody in a server reads."""
        guild, locale = self.get_guild(guild_id), self.app.settings.of(guild_id)[LANGUAGE]
        return self.catalogs.say(locale or (guild.preferred_locale.value if guild is not None else None))

    async def tell_moderators(self, guild: discord.Guild, render: Render) -> None:
        """Post a notice where a server's moderators want to have them, if anywhere.

        What keeps it from arriving is told by the panel's health page; nothing of it is lost here.
        """
        notices = self.notices_of(guild)
        if notices is not None:
            await notices(render)

    def notices_of(self, guild: discord.Guild) -> Callable[[Render], Awaitable[None]] | None:
        """Where a server's moderators want to have notices now; None where they want none."""
        channel = guild.get_channel(self.app.settings.of(guild.id)[NOTICE_CHANNEL] or 0)
        return partial(self._post, channel) if isinstance(channel, discord.TextChannel) else None

    async def setup_hook(self) -> None:
        """Between login and the gateway: a feature that does not load stops the start."""
        await self.load_features()
        await self.command_book.sync()

    async def load_features(self) -> None:
        """Make every command, in every language."""
        await self.tree.set_translator(CommandTranslator(self.catalogs))
        for feature in FEATURES:
            await self.load_extension(feature)

    async def close(self) -> None:
        """Hear nothing new, finish the answers under way, then leave."""
        if not self.is_closed():
            for shard in self.shards.values():
                await shard.disconnect()
            answering = [task for task in asyncio.all_tasks() if task.get_name().startswith(_ANSWERING)]
            stopping = asyncio.create_task(self.app.due.stop())
            await asyncio.wait([stopping, *answering], timeout=LAST_ANSWERS)
            await stopping
        await super().close()

    async def on_connect(self) -> None:
        """Build the indexes, which the start need not wait for; learn where to connect anew.

        The latter matters behind another API than Discord's own: discord.py asks for the gateway's address
        at the start only, and after an invalidated session goes to the one it was built with.
        """
        self._warming = asyncio.create_task(self._warm())
        if Route.BASE == DISCORD_API:
            return
        try:
            _, address, _ = await self.http.get_bot_gateway()
        except ClientConnectionError:
            if not self.is_closed():
                raise
        else:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(address)

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Make no task for an interaction that the tree answers: `on_interaction` has nothing to do there."""
        if event_name != "interaction" or args[0].type in _PRESSED:
            super().dispatch(event_name, *args, **kwargs)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Presses and submitted modals pass here, and are answered here."""
        if self.is_blocked(interaction):
            await answer_error(interaction, Blocked())
        else:
            await self.handlers.take(interaction)
        let_go(interaction)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say hello once, where the server has its system messages; or not at all."""
        new = await self.app.presence.joined(guild.id)
        if new and guild.system_channel is not None and not self.app.limits.is_blocked(None, guild.id):
            fandom, command = self.app.facts.base.fandom, self.command_book.mention("fact search")
            await self._post(guild.system_channel, partial(welcome, fandom, command))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed; discord.py keeps quiet about outages."""
        await self.app.presence.left(guild.id)

    async def on_ready(self) -> None:
        """All shards are connected: what happened to servers in the meantime is known now."""
        await self.app.meet(guild.id for guild in self.guilds)
        await self.app.start_delivery(self.sender, self._tell_of_post, self._serves)
        log.info("ready as %s in %d guilds, %s shards", self.user, len(self.guilds), self.shard_count)

    async def on_resumed(self) -> None:
        """A connection is back, after the machine has slept perhaps."""
        self.app.due.look_again()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is back after an outage."""
        self.app.due.look_again()
        await self.app.outbox.look_again(guild.id)

    async def on_guild_channel_update(self, _: object, after: discord.abc.GuildChannel) -> None:
        """Permissions of a channel may have changed."""
        await self.app.outbox.look_again(after.guild.id)

    async def on_guild_role_update(self, _: object, after: discord.Role) -> None:
        """Permissions of a role may have changed."""
        await self.app.outbox.look_again(after.guild.id)

    async def on_member_update(self, _: object, after: discord.Member) -> None:
        """The bot's own roles may have changed; of others nothing is heard."""
        await self.app.outbox.look_again(after.guild.id)

    async def _warm(self) -> None:
        await self.app.facts.warm()
        await asyncio.to_thread(warm_zones)

    def _serves(self, guild_id: int) -> bool:
        guild = self.get_guild(guild_id)
        return guild is not None and not guild.unavailable

    async def _tell_of_post(self, post: Post, outcome: Outcome, trouble: Trouble | None) -> None:
        guild = self.get_guild(post.at.guild_id)
        if guild is not None:
            channel_id = post.intent.channel_id
            await self.tell_moderators(guild, partial(delivery_cards.stopped, channel_id, outcome, trouble))

    async def _post(self, channel: discord.TextChannel, render: Render) -> None:
        """Post something on the side: what keeps it from arriving spoils nothing else."""
        try:
            await self.sender.send(Priority.FOLLOW_UP, channel.guild.id, channel.id, render)
        except (Refused, Unreachable) as error:
            log.info("nothing can be posted to channel %d: %s", channel.id, error)
        except Exception:
            log.exception("nothing could be posted to channel %d", channel.id)
