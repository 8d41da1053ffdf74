"""A guild as discord.py knows it, seen as settings see a server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord

from bot.caller import Caller, ServersOnly
from bot.kit.host import Interaction
from bot.server import Channel, Role, Server

_CALLER = "caller"


class DiscordServer:
    """A `Server` over the client's cache: nothing is copied, everything is as it is now."""

    def __init__(self, guild: discord.Guild) -> None:
        self._guild = guild

    @property
    def id(self) -> int:
        return self._guild.id

    @property
    def preferred_locale(self) -> str:
        return self._guild.preferred_locale.value

    @property
    def mentions_everyone(self) -> bool:
        return self._guild.me.guild_permissions.mention_everyone

    def channel(self, channel_id: int) -> Channel | None:
        found = self._guild.get_channel_or_thread(channel_id)
        return _channel(found) if found is not None else None

    def role(self, role_id: int) -> Role | None:
        found = self._guild.get_role(role_id)
        return _role(found) if found is not None else None

    def channels_named(self, name: str) -> Sequence[Channel]:
        return [_channel(channel) for channel in self._guild.channels if channel.name == name]

    def roles_named(self, name: str) -> Sequence[Role]:
        return [_role(role) for role in self._guild.roles if role.name == name]

    def missing(self, channel_id: int, needed: Iterable[str]) -> tuple[str, ...]:
        channel = self._guild.get_channel_or_thread(channel_id)
        if channel is None:
            return ()
        held = channel.permissions_for(self._guild.me)
        return tuple(name for name in needed if not getattr(held, name))


def server_of(interaction: Interaction) -> Server:
    """The server an interaction comes from.

    Raises:
        ServersOnly: it comes from none the bot is a member of.
    """
    guild = guild_of(interaction)
    if guild is None:
        raise ServersOnly
    return DiscordServer(guild)


def guild_of(interaction: Interaction) -> discord.Guild | None:
    """The guild an interaction comes from; None where the bot is not a member of it.

    Where a person brought the bot along by a user install, the guild is not the bot's to remember
    anything of.
    """
    guild_id = interaction.guild_id
    guild: discord.Guild | None = interaction.client.get_guild(guild_id) if guild_id is not None else None
    return guild


def guild_id_of(interaction: Interaction) -> int | None:
    """The id of the server whose state counts; None where there is none, see `guild_of`."""
    guild = guild_of(interaction)
    return guild.id if guild is not None else None


def expected_guild_id(interaction: Interaction) -> int:
    """The id of the server whose state counts, where there has to be one.

    Raises:
        ServersOnly: there is none.
    """
    guild_id = guild_id_of(interaction)
    if guild_id is None:
        raise ServersOnly
    return guild_id


def may_attach(guild: discord.Guild | None, channel_id: int | None) -> bool:
    """Whether a channel takes files of the bot; the invite does not ask for that."""
    channel = guild.get_channel_or_thread(channel_id) if guild is not None and channel_id else None
    return guild is not None and channel is not None and channel.permissions_for(guild.me).attach_files


def caller_of(interaction: Interaction) -> Caller:
    """Who asks, and where; worked out once for each interaction."""
    known: Caller | None = interaction.extras.get(_CALLER)
    if known is None:
        known = interaction.extras[_CALLER] = _caller_of(interaction)
    return known


def _caller_of(interaction: Interaction) -> Caller:
    guild = guild_of(interaction)
    if guild is None:
        return Caller(interaction.user.id, None)
    roles = interaction.user.roles if isinstance(interaction.user, discord.Member) else []
    held = interaction.permissions
    return Caller(
        user_id=interaction.user.id,
        guild_id=guild.id,
        manages_server=held.administrator or held.manage_guild,
        role_ids=frozenset(role.id for role in roles),
    )


def _channel(found: discord.abc.GuildChannel | discord.Thread) -> Channel:
    return Channel(found.id, found.name, found.type.value)


def _role(found: discord.Role) -> Role:
    held = found.permissions
    return Role(
        found.id,
        found.name,
        found.mentionable,
        manages_server=held.administrator or held.manage_guild,
        within_reach=found.is_assignable() and found.guild.me.guild_permissions.manage_roles,
    )
