"""The store as the gateway tells of it: events, typed by discord.py's own TypedDicts. The type checker holds
every field of them (`make check`), and `test_gateway_payloads.py` proves that it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.loopback.permissions import held
from tests.loopback.store import ANNOUNCEMENT, Channel, Guild, Role, Store, User

if TYPE_CHECKING:
    from discord.types import channel as channel_types
    from discord.types import gateway as events
    from discord.types import guild as guild_types
    from discord.types import interactions as interaction_types
    from discord.types import member as member_types
    from discord.types import role as role_types
    from discord.types import user as user_types

_TEXT_INPUT, _RADIO_GROUP = 4, 21
JOINED = "2024-01-01T00:00:00+00:00"
ATTACHMENT_SIZE = 10 * 1024 * 1024


def user(someone: User) -> user_types.User:
    return {
        "id": str(someone.id),
        "username": someone.name,
        "discriminator": "0",
        "avatar": None,
        "global_name": someone.name,
        "bot": someone.bot,
        "public_flags": 0,
    }


def role(of: Role) -> role_types.Role:
    return {
        "id": str(of.id),
        "name": of.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": of.position,
        "permissions": str(of.permissions),
        "managed": of.managed,
        "mentionable": False,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }


def text_channel(of: Channel, position: int = 0) -> channel_types.TextChannel | channel_types.NewsChannel:
    told: channel_types.TextChannel = {
        "id": str(of.id),
        "type": 0,
        "guild_id": str(of.guild_id),
        "name": of.name,
        "position": position,
        "permission_overwrites": [
            {
                "id": str(entry.id),
                "type": 1 if entry.kind else 0,
                "allow": str(entry.allow),
                "deny": str(entry.deny),
            }
            for entry in of.overwrites
        ],
        "nsfw": False,
        "parent_id": None,
        "topic": "",
        "last_message_id": None,
        "rate_limit_per_user": 0,
    }
    if of.type == ANNOUNCEMENT:
        announcing: channel_types.NewsChannel = {**told, "type": 5}
        return announcing
    return told


def member(store: Store, guild: Guild, user_id: int) -> member_types.Member:
    return {
        "user": user(store.users[user_id]),
        "roles": [str(role_id) for role_id in guild.members[user_id]],
        "joined_at": JOINED,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
    }


def unavailable_guild(guild: Guild) -> guild_types.UnavailableGuild:
    return {"id": str(guild.id), "unavailable": True}


def ready(
    store: Store, shard: tuple[int, int], session_id: str, url: str, guilds: list[Guild]
) -> events.ReadyEvent:
    return {
        "v": 10,
        "user": user(store.bot),
        "guilds": [unavailable_guild(guild) for guild in guilds],
        "session_id": session_id,
        "resume_gateway_url": url,
        "shard": [shard[0], shard[1]],
        "application": {"id": str(store.application_id), "flags": 0},
    }


def guild_create(store: Store, guild: Guild, *, everybody: bool = False) -> guild_types.Guild:
    """A guild, with all its members or the bot's own alone."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "emojis": [],
        "stickers": [],
        "features": [],
        "description": None,
        "incidents_data": None,
        "owner_id": str(guild.owner_id),
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [role(of) for of in guild.roles.values()],
        "mfa_level": 0,
        "nsfw_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "vanity_url_code": None,
        "banner": None,
        "premium_tier": 0,
        "preferred_locale": guild.locale,
        "public_updates_channel_id": None,
        "stage_instances": [],
        "guild_scheduled_events": [],
        "unavailable": False,
        "joined_at": JOINED,
        "large": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [member(store, guild, of) for of in (guild.members if everybody else (store.bot.id,))],
        "channels": [
            text_channel(store.channels[channel_id], position)
            for position, channel_id in enumerate(guild.channel_ids)
        ],
        "presences": [],
        "threads": [],
        "soundboard_sounds": [],
    }


def guild_update(store: Store, guild: Guild) -> guild_types.Guild:
    """What a guild is, without what is in it (Discord's documentation, Guild Update)."""
    told = guild_create(store, guild)
    left_out = ("channels", "members", "threads", "voice_states", "presences", "stage_instances")
    return {key: value for key, value in told.items() if key not in left_out}  # type: ignore[return-value]  # all of these may be left out


def guild_delete(guild: Guild, *, outage: bool) -> guild_types.UnavailableGuild:
    """An outage says so; a removal says nothing of it (Discord's documentation, Guild Delete)."""
    return {"id": str(guild.id), "unavailable": True} if outage else {"id": str(guild.id)}


def interaction(
    store: Store, *, interaction_id: int, token: str, channel: Channel, user_id: int, kind: int, data: Any
) -> events.InteractionCreateEvent:
    """An interaction as the gateway tells it; a command's and a component's differ by kind and data."""
    someone = store.users[user_id]
    told: interaction_types.ApplicationCommandInteraction = {
        "id": str(interaction_id),
        "application_id": str(store.application_id),
        "type": 2,
        "token": token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": text_channel(channel),
        "locale": someone.locale,
        "entitlements": [],
        "attachment_size_limit": ATTACHMENT_SIZE,
        "authorizing_integration_owners": {"0": str(channel.guild_id or 0)},
        "context": 0 if channel.guild_id else 1,
        "app_permissions": "0",
    }
    shaped: dict[str, Any] = {**told, "type": kind}
    if channel.guild_id is None:
        shaped["user"] = user(someone)
        shaped["channel"] = {"id": str(channel.id), "type": 1, "recipients": [user(someone)]}
        return shaped  # type: ignore[return-value]  # widened above for the kinds that share this shape
    guild = store.guilds[channel.guild_id]
    shaped["guild_id"] = str(guild.id)
    shaped["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
    shaped["guild_locale"] = guild.locale
    shaped["member"] = {
        **member(store, guild, user_id),
        "permissions": str(held(guild, user_id, channel).value),
    }
    shaped["app_permissions"] = str(held(guild, store.bot.id, channel).value)
    return shaped  # type: ignore[return-value]  # widened above for the kinds that share this shape


def submitted(field: dict[str, Any], filled: str | list[str] | None) -> dict[str, Any]:
    """A form's field as it comes back; one that nobody touched (None) with what stood in it."""
    told: dict[str, Any] = {"type": field["type"], "id": 2, "custom_id": field["custom_id"]}
    if field["type"] == _TEXT_INPUT:
        return {**told, "value": field.get("value", "") if filled is None else filled}
    if filled is None:
        preset = [default["id"] for default in field.get("default_values", ())]
        options = field.get("options", ())
        filled = preset + [option["value"] for option in options if option.get("default")]
    if field["type"] == _RADIO_GROUP:
        return {**told, "value": next(iter(filled), None)}
    return {**told, "values": list(filled)}
