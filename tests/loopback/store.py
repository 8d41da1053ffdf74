"""What this Discord knows: one store, from which HTTP answers and gateway events are projected."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.loopback.permissions import EVERYONE
from tests.loopback.world_time import WorldTime

DISCORD_EPOCH = datetime.fromisoformat("2015-01-01T00:00:00+00:00")
NONCE_REMEMBERED = timedelta(minutes=5)
"""Discord's documentation, Create Message: a nonce is checked against the past few minutes."""


@dataclass(slots=True)
class User:
    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"


@dataclass(slots=True)
class Role:
    id: int
    name: str
    permissions: int
    position: int = 0
    managed: bool = False


@dataclass(slots=True)
class Overwrite:
    """A channel's exception for a role (kind 0) or a member (kind 1)."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(slots=True)
class Message:
    id: int
    channel_id: int
    author_id: int
    at: datetime
    body: dict[str, Any]
    """What its author sent: content, components, flags."""
    edited_at: datetime | None = None
    nonce: str | None = None
    only_for: int | None = None
    """The one person who sees it, when it is ephemeral."""
    asked: dict[str, Any] | None = None
    """The interaction it answers, as its metadata tell."""
    type: int = 0
    about: int | None = None
    """The message a notice of Discord's is about."""
    pinned: bool = False
    published: bool = False


TEXT, ANNOUNCEMENT, ANNOUNCEMENT_THREAD, PUBLIC_THREAD = 0, 5, 10, 11
"""Channel types."""
PIN_NOTICE = 6
"""The type of Discord's own message that something was pinned."""


@dataclass(slots=True)
class Channel:
    id: int
    guild_id: int | None
    name: str
    type: int = TEXT
    parent_id: int | None = None
    """The channel a thread belongs to."""
    last_message_id: int | None = None
    """The latest message there ever was; it is told of even when it was deleted."""
    overwrites: list[Overwrite] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    gone: bool = False
    refused: int = 0
    """How many requests were refused here."""


@dataclass(slots=True)
class Guild:
    id: int
    name: str
    owner_id: int
    roles: dict[int, Role]
    channel_ids: list[int] = field(default_factory=list)
    members: dict[int, set[int]] = field(default_factory=dict)
    """Role ids by user id."""
    locale: str = "en-US"
    outage: bool = False


class Store:
    """Guilds, channels, people, messages, commands. Ids are snowflakes of world time."""

    def __init__(self, time: WorldTime, token: str, shards: int = 1) -> None:
        self.time = time
        self.token = token
        self.shards = shards
        self._increment = count()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.commands: list[dict[str, Any]] = []
        self.bot = self.add_user("Borahae", bot=True)
        self.application_id = self.bot.id

    def snowflake(self) -> int:
        """A new id: milliseconds of world time, then a running number."""
        milliseconds = int((self.time.now() - DISCORD_EPOCH).total_seconds() * 1000)
        return (milliseconds << 22) | (next(self._increment) & 0x3FFFFF)

    def add_user(self, name: str, *, bot: bool = False) -> User:
        user = User(self.snowflake(), name, bot)
        self.users[user.id] = user
        return user

    def add_guild(
        self, name: str, *, shard: tuple[int, int] | None = None, bot_permissions: int = 0
    ) -> Guild:
        """A guild with the bot in it; `shard` as (id, count) picks an id that belongs to that shard."""
        guild_id = self.snowflake()
        while shard is not None and (guild_id >> 22) % shard[1] != shard[0]:
            guild_id += 1 << 22
        owner = self.add_user(f"{name}'s owner")
        bot_role = Role(self.snowflake(), "Borahae", bot_permissions, 1, managed=True)
        roles = {guild_id: Role(guild_id, "@everyone", EVERYONE), bot_role.id: bot_role}
        guild = Guild(guild_id, name, owner.id, roles)
        guild.members = {owner.id: set(), self.bot.id: {bot_role.id}}
        self.guilds[guild.id] = guild
        return guild

    def add_channel(self, guild_id: int | None, name: str, kind: int = TEXT) -> Channel:
        channel = Channel(self.snowflake(), guild_id, name, kind)
        self.channels[channel.id] = channel
        if guild_id is not None:
            self.guilds[guild_id].channel_ids.append(channel.id)
        return channel

    def add_role(self, guild_id: int, name: str, permissions: int) -> Role:
        role = Role(self.snowflake(), name, permissions, len(self.guilds[guild_id].roles))
        self.guilds[guild_id].roles[role.id] = role
        return role

    def post(self, channel: Channel, author_id: int, body: dict[str, Any], **extra: Any) -> Message:
        """Write a message, or give back the one of the same nonce when that is asked for."""
        now = self.time.now()
        nonce = str(body["nonce"]) if body.get("nonce") is not None else None
        if nonce is not None and body.get("enforce_nonce"):
            for known in channel.messages.values():
                if (known.author_id, known.nonce) == (author_id, nonce) and now - known.at < NONCE_REMEMBERED:
                    return known
        message = Message(self.snowflake(), channel.id, author_id, now, body, nonce=nonce, **extra)
        channel.messages[message.id] = message
        channel.last_message_id = message.id
        return message

    def message(self, message_id: int) -> Message:
        """A message, wherever it stands.

        Raises:
            LookupError: there is none.
        """
        for channel in self.channels.values():
            if message_id in channel.messages:
                return channel.messages[message_id]
        raise LookupError(f"there is no message {message_id}")

    def start_thread(self, message: Message, name: str) -> Channel:
        """A thread from a message has its id (Discord's documentation, Start Thread from Message)."""
        parent = self.channels[message.channel_id]
        kind = ANNOUNCEMENT_THREAD if parent.type == ANNOUNCEMENT else PUBLIC_THREAD
        thread = Channel(message.id, parent.guild_id, name, kind, parent.id, overwrites=parent.overwrites)
        self.channels[thread.id] = thread
        return thread
