"""What Discord says: who the bot is, its gateway, its commands, and what it may do in each channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.app import App
from bot.config import Config
from bot.doctor import machine
from bot.doctor.model import Finding, fine, note, problem
from bot.doctor.trial import Patient
from bot.guilds.health import findings
from bot.guilds.settings import GuildSettings
from bot.i18n.markup import Markup
from bot.kit.failures import NO_ANSWER
from bot.kit.server import DiscordServer

MOST_SERVERS = 50
"""How many servers are looked at; Discord is asked three times for each."""
LONGEST_HELLO = 10.0
"""Seconds the gateway may take to greet."""
_HELLO = 10  # the gateway's first word (Gateway Opcodes)
_FEW_STARTS = 10
_LINE_OUT = "Look at this machine's line out and its name server, and at DISCORD_API_BASE where it is set."


async def look(config: Config, app: App) -> list[Finding]:
    """All that Discord can tell; what it does not answer is a finding."""
    bot = Patient(app)
    try:
        try:
            await bot.login(config.discord_token.get_secret_value())
        except discord.LoginFailure:
            return [
                problem(
                    "token",
                    "Discord does not accept DISCORD_TOKEN.",
                    "Copy the token anew from the developer portal: your application, Bot, Reset Token.",
                )
            ]
        except NO_ANSWER as error:
            told = f"{config.discord_api_base} could not be reached: {error}"
            return [problem("Discord", told, _LINE_OUT)]
        return [
            fine("token", f"It is that of {bot.user} (application {bot.application_id})."),
            await _clock(config, app),
            *await _gateway(bot),
            *await answered("commands", _commands(bot)),
            *[finding async for finding in _servers(bot)],
        ]
    finally:
        await bot.close()


async def answered(area: str, look: Coroutine[Any, Any, list[Finding]]) -> list[Finding]:
    """What a look found; a request that fails is a finding, and stops no other."""
    try:
        return await look
    except NO_ANSWER as error:
        return [problem(area, f"Discord does not tell: {error}", "Run the doctor again in a while.")]


async def _clock(config: Config, app: App) -> Finding:
    address = f"{str(config.discord_api_base).rstrip('/')}/gateway"
    sent_at = app.clock.now()
    try:
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            return machine.clock(answer.headers.get("Date"), sent_at, app.clock.now())
    except (aiohttp.ClientError, OSError) as error:
        return note("clock", f"It could not be set against Discord's: {error}")


async def _gateway(bot: Patient) -> list[Finding]:
    try:
        told = await bot.http.request(Route("GET", "/gateway/bot"))
        async with (
            asyncio.timeout(LONGEST_HELLO),
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{told['url']}?v=10&encoding=json") as socket,
        ):
            greeting = await socket.receive_json()
    except (*NO_ANSWER, TypeError) as error:
        return [problem("gateway", f"It could not be reached: {str(error) or 'no answer'}", _LINE_OUT)]
    if greeting.get("op") != _HELLO:
        return [problem("gateway", f"{told['url']} does not speak as Discord's gateway does.")]
    limit, shards = told["session_start_limit"], told["shards"]
    found = [fine("gateway", f"It answers; shards that Discord recommends: {shards}.")]
    if limit["remaining"] < max(_FEW_STARTS, shards):
        hours = limit["reset_after"] / 3_600_000
        found.append(
            note(
                "gateway",
                f"Only {limit['remaining']} starts are left for {hours:.0f} hours.",
                "Find out why it starts so often: Discord takes the token back when none is left.",
            )
        )
    return found


async def _commands(bot: Patient) -> list[Finding]:
    kept, wanted = await bot.command_book.fingerprints()
    if kept is None:
        return [fine("commands", "Discord does not know them yet: the next start tells it.")]
    if kept != wanted:
        return [fine("commands", "They have changed: the next start tells Discord.")]
    at_discord = {command.name for command in await bot.tree.fetch_commands()}
    ours = {command.name for command in bot.tree.get_commands()}
    if missing := sorted(ours - at_discord):
        return [
            problem(
                "commands",
                f"Discord lacks {', '.join(f'/{name}' for name in missing)}, and we think it has them.",
                "Something else with this token told it otherwise. Stop that, then: python -m bot run --sync",
            )
        ]
    return [fine("commands", f"Discord knows all {len(ours)}.")]


async def _servers(bot: Patient) -> AsyncIterator[Finding]:
    """Permissions, channel by channel, where a server has set something."""
    guild_ids = bot.app.settings.configured()
    for guild_id in guild_ids[:MOST_SERVERS]:
        for finding in await answered(f"server {guild_id}", _server(bot, guild_id)):
            yield finding
    if len(guild_ids) > MOST_SERVERS:
        yield note("servers", f"{len(guild_ids) - MOST_SERVERS:,} more have settings and were not looked at.")


async def _server(bot: Patient, guild_id: int) -> list[Finding]:
    try:
        guild = await _guild(bot, guild_id)
    except discord.HTTPException as error:
        if error.code not in {10004, 50001}:  # unknown guild, no access (JSON Error Codes)
            raise
        return [note(f"server {guild_id}", "The bot is not a member any more.")]
    return _lacking(bot, guild, bot.app.settings.of(guild_id))


def _lacking(bot: Patient, guild: discord.Guild, held: GuildSettings) -> list[Finding]:
    area, say = f"server {guild.id}", bot.catalogs.say(None)
    found = []
    needs = bot.app.goals.needs(guild.id)
    for finding in findings(bot.app.settings.declarations, held, DiscordServer(guild), {}, needs):
        channel = guild.get_channel_or_thread(finding.channel_id or 0)
        role = guild.get_role(finding.role_id or 0)
        values = {
            **finding.values,
            "channel": Markup(f"#{channel.name} ({channel.id})" if channel is not None else "the channel"),
            "role": Markup(f"@{role.name} ({role.id})" if role is not None else "the role"),
        }
        told = say.plain(finding.message, **values)
        found.append(problem(area, f"{say.plain(finding.setting.label)}: {told}"))
    return found or [fine(area, f"{guild.name}: what it has set can be done.")]


async def _guild(bot: Patient, guild_id: int) -> discord.Guild:
    """A guild with its channels and the bot as a member, as GUILD_CREATE would bring it."""
    told = await bot.http.get_guild(guild_id, with_counts=False)
    channels = await bot.http.get_all_guild_channels(guild_id)
    own_id = bot.user.id if bot.user is not None else 0
    me = await bot.http.get_member(guild_id, own_id)
    whole: Any = {**told, "channels": channels, "members": [me], "member_count": 1}
    return discord.Guild(data=whole, state=bot._connection)  # noqa: SLF001  # as its own cache is filled
