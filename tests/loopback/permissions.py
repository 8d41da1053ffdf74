"""Who may do what where: Discord's documentation, Permissions, "Permission Hierarchy" and "Overwrites"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from tests.loopback.store import Channel, Guild

ALL = discord.Permissions.all().value
EVERYONE = discord.Permissions(
    view_channel=True, send_messages=True, read_message_history=True, use_application_commands=True
).value


def held(guild: Guild, user_id: int, channel: Channel) -> discord.Permissions:
    """A member's permissions in a channel, overwrites included."""
    if user_id == guild.owner_id:
        return discord.Permissions(ALL)
    role_ids = guild.members.get(user_id, set())
    base = guild.roles[guild.id].permissions
    for role_id in role_ids:
        base |= guild.roles[role_id].permissions
    if discord.Permissions(base).administrator:
        return discord.Permissions(ALL)
    everyone = [entry for entry in channel.overwrites if entry.id == guild.id]
    roles = [entry for entry in channel.overwrites if entry.kind == 0 and entry.id in role_ids]
    member = [entry for entry in channel.overwrites if entry.kind == 1 and entry.id == user_id]
    for entries in (everyone, roles, member):
        deny = allow = 0
        for entry in entries:
            deny |= entry.deny
            allow |= entry.allow
        base = (base & ~deny) | allow
    return discord.Permissions(base)
