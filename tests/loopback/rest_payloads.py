"""The store as HTTP answers tell of it; the contract holds them to Discord's own description."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.loopback import gateway_payloads
from tests.loopback.gateway_payloads import text_channel, user
from tests.loopback.store import Channel, Guild, Message, Store, User

EPHEMERAL = 1 << 6
_STRING_SELECT, _FILE, _CONTAINER = 3, 13, 17
_DEFAULTS: dict[int, dict[str, Any]] = {
    _STRING_SELECT: {"min_values": 1, "max_values": 1},
    _FILE: {"spoiler": False},
    _CONTAINER: {"accent_color": None, "spoiler": False},
}

_GATEWAY_ONLY = {
    "joined_at",
    "large",
    "unavailable",
    "member_count",
    "voice_states",
    "members",
    "channels",
    "presences",
    "threads",
    "soundboard_sounds",
    "stage_instances",
    "guild_scheduled_events",
}
_LOOKED_UP: dict[str, Any] = {
    "home_header": None,
    "widget_enabled": False,
    "widget_channel_id": None,
    "max_presences": None,
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "premium_subscription_count": 0,
    "safety_alerts_channel_id": None,
    "premium_progress_bar_enabled": False,
    "nsfw": False,
}


def account(someone: User) -> dict[str, Any]:
    """A user: more than the gateway tells."""
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


def message(store: Store, of: Message) -> dict[str, Any]:
    """A message. A fetched one carries no nonce."""
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


def message_create(store: Store, of: Message) -> dict[str, Any]:
    """A new message as the gateway tells of it: with its server and who its author is there."""
    told, guild_id = message(store, of), store.channels[of.channel_id].guild_id
    if guild_id is None:
        return told
    someone = gateway_payloads.member(store, store.guilds[guild_id], of.author_id)
    known = {name: value for name, value in someone.items() if name != "user"}
    return {**told, "guild_id": str(guild_id), "member": known}


def guild(store: Store, of: Guild) -> dict[str, Any]:
    """A server as it is looked up: without its channels and members, which the gateway tells."""
    told = gateway_payloads.guild_create(store, of)
    return {name: value for name, value in told.items() if name not in _GATEWAY_ONLY} | _LOOKED_UP


def member(store: Store, of: Guild, user_id: int) -> dict[str, Any]:
    """A member: more than the gateway tells."""
    return {
        **gateway_payloads.member(store, of, user_id),
        "user": account(store.users[user_id]),
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "nick": None,
        "premium_since": None,
    }


def channel(of: Channel) -> dict[str, Any]:
    """A channel of a server."""
    told: dict[str, Any] = dict(text_channel(of))
    last = str(of.last_message_id) if of.last_message_id else None
    return {**told, "type": of.type, "flags": 0, "last_message_id": last}


def thread(store: Store, of: Channel) -> dict[str, Any]:
    """A thread."""
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
        if given["type"] == _FILE:
            url = given["file"]["url"]
            name = url.removeprefix("attachment://")
            given |= {"name": name, "size": None, "file": {"id": "1", "url": url, "proxy_url": url}}
        if "components" in given:
            given["components"] = [told(child) for child in given["components"]]
        if "accessory" in given:
            given["accessory"] = told(given["accessory"])
        return given

    return [told(component) for component in components]
