"""The store as Discord tells of it. Gateway events are typed by discord.py's own TypedDicts: the type
checker holds every field of them (`make check`), and `test_payloads.py` proves that it does.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from tests.loopback.permissions import held
from tests.loopback.store import ANNOUNCEMENT, Channel, Guild, Message, Role, Store, User

if TYPE_CHECKING:
    from discord.types import channel as channel_types
    from discord.types import gateway as events
    from discord.types import guild as guild_types
    from discord.types import interactions as interaction_types
    from discord.types import member as member_types
    from discord.types import role as role_types
    from discord.types import user as user_types

EPHEMERAL = 1 << 6
_STRING_SELECT, _TEXT_INPUT, _CONTAINER, _RADIO_GROUP = 3, 4, 17, 21
_DEFAULTS: dict[int, dict[str, Any]] = {
    _STRING_SELECT: {"min_values": 1, "max_values": 1},
    _CONTAINER: {"accent_color": None, "spoiler": False},
}
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


def account(someone: User) -> dict[str, Any]:
    """A user as HTTP answers have them: more than the gateway tells."""
    return {**user(someone), "flags": 0, "avatar_decoration_data": None, "primary_guild": None}


def own_user(store: Store) -> dict[str, Any]:
    """The bot's own account."""
    return {
        **account(store.bot),
        "mfa_enabled": True,
        "locale": "en-US",
        "verified": True,
        "email": None,
        "banner": None,
        "accent_color": None,
        "premium_type": 0,
    }


def application(store: Store) -> dict[str, Any]:
    """The bot's application."""
    return {
        "id": str(store.application_id),
        "name": store.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": account(store.bot),
        "approximate_guild_count": len(store.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
    }


def command(store: Store, told: dict[str, Any]) -> dict[str, Any]:
    """A command as Discord gives it back after a sync."""
    given = {name: value for name, value in told.items() if name != "nsfw"}
    needed = told.get("default_member_permissions")
    return {
        **given,
        "id": str(store.snowflake()),
        "application_id": str(store.application_id),
        "version": str(store.snowflake()),
        "default_member_permissions": None if needed is None else str(needed),
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


def guild_create(store: Store, guild: Guild) -> guild_types.Guild:
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
        "members": [member(store, guild, store.bot.id)],
        "channels": [
            text_channel(store.channels[channel_id], position)
            for position, channel_id in enumerate(guild.channel_ids)
        ],
        "presences": [],
        "threads": [],
        "soundboard_sounds": [],
    }


def guild_delete(guild: Guild, *, outage: bool) -> guild_types.UnavailableGuild:
    """An outage says so; a removal says nothing of it (Discord's documentation, Guild Delete)."""
    return {"id": str(guild.id), "unavailable": True} if outage else {"id": str(guild.id)}


def message(store: Store, of: Message) -> dict[str, Any]:
    """A message as HTTP answers have it. A fetched one carries no nonce."""
    told: dict[str, Any] = {
        "id": str(of.id),
        "channel_id": str(of.channel_id),
        "author": account(store.users[of.author_id]),
        "content": of.body.get("content") or "",
        "timestamp": of.at.isoformat(),
        "edited_timestamp": of.edited_at.isoformat() if of.edited_at else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": of.pinned,
        "type": 20 if of.asked and of.asked["type"] == 2 else of.type,
        "flags": (of.body.get("flags") or 0) | of.published,
        "components": _numbered(of.body.get("components") or []),
    }
    if of.asked is not None:
        told["interaction_metadata"] = of.asked
        told["webhook_id"] = told["application_id"] = str(store.application_id)
    if of.about is not None:
        told["message_reference"] = {
            "type": 0,
            "channel_id": str(of.channel_id),
            "message_id": str(of.about),
            "guild_id": str(store.channels[of.channel_id].guild_id),
        }
    return told


def channel(of: Channel) -> dict[str, Any]:
    """A channel of a server as HTTP answers have it."""
    told: dict[str, Any] = dict(text_channel(of))
    last = str(of.last_message_id) if of.last_message_id else None
    return {**told, "type": of.type, "flags": 0, "last_message_id": last}


def thread(store: Store, of: Channel) -> dict[str, Any]:
    """A thread as HTTP answers have it."""
    made_at = store.time.now().isoformat()
    return {
        "id": str(of.id),
        "type": of.type,
        "guild_id": str(of.guild_id),
        "parent_id": str(of.parent_id),
        "owner_id": str(store.bot.id),
        "name": of.name,
        "last_message_id": None,
        "flags": 0,
        "rate_limit_per_user": 0,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "thread_metadata": {
            "archived": False,
            "archive_timestamp": made_at,
            "auto_archive_duration": 1440,
            "locked": False,
            "create_timestamp": made_at,
        },
    }


def _numbered(components: Any) -> list[dict[str, Any]]:
    """Components as Discord gives them back: each with an id, what was left out with its default."""
    numbers = count(1)

    def told(component: dict[str, Any]) -> dict[str, Any]:
        given = {name: value for name, value in component.items() if value is not None}
        given.setdefault("id", next(numbers))
        given = {**_DEFAULTS.get(given["type"], {}), **given}
        if given["type"] == _STRING_SELECT:
            given.pop("required", None)  # of modals only; Discord takes it and leaves it out
        if "components" in given:
            given["components"] = [told(child) for child in given["components"]]
        if "accessory" in given:
            given["accessory"] = told(given["accessory"])
        return given

    return [told(component) for component in components]


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
