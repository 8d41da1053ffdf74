"""The simulated server: its channels, roles and messages, and what its owner may do to it."""

from __future__ import annotations

from typing import Any

import discord
from simcord.backend.models import Guild, Message, Overwrite
from simcord.backend.serializers import guild_create_payload
from simcord.builders import ChannelHandle, GuildHandle
from simcord.components import COMPONENTS_V2_FLAG
from simcord.enums import MessageType, OverwriteType
from simcord.env import Env
from simcord.results import ResponseMessage

from demo import reading
from demo.people import Reply

_EPHEMERAL = discord.MessageFlags(ephemeral=True).value


class Server:
    """One server, with #general; `permissions` are what the bot's own role holds in it."""

    def __init__(
        self,
        env: Env,
        *,
        locale: str,
        permissions: discord.Permissions,
        joined: bool,
        name: str = "Purple Lounge",
    ) -> None:
        self._env = env
        self.locale = locale
        self.handle: GuildHandle = env.create_guild(name, preferred_locale=locale)
        self.joined = joined
        """Whether the bot is a member of it."""
        for role in self._guild.roles.values():
            if role.managed:
                role.permissions = permissions.value
        # what everyone may do, the bot may too: members get theirs by a role, as in many servers
        everyone = self._guild.roles[self.id]
        held = discord.Permissions(everyone.permissions)
        everyone.permissions = discord.Permissions(use_application_commands=True).value
        self.members = self.handle.create_role("Members", permissions=held)
        """What Discord lets everyone do at first."""
        self.general = self.text_channel("general")

    @property
    def id(self) -> int:
        return self.handle.id

    @property
    def _guild(self) -> Guild:
        return self._env.backend.guilds[self.handle.id]

    def names(self) -> dict[str, str]:
        """What mentions of its channels and roles read."""
        channels = {f"<#{channel.id}>": f"#{name}" for name, channel in self.handle.channels.items()}
        return channels | {f"<@&{role.id}>": f"@{name}" for name, role in self.handle.roles.items()}

    async def join(self) -> None:
        """Let the bot be added, where it was not a member."""
        self.joined = True
        payload = dict(guild_create_payload(self._env.backend, self._guild))
        del payload["unavailable"]  # it is there when a server comes back, and so discord.py tells them apart
        self._env.backend.emit("GUILD_CREATE", payload)
        await self._env.settle()

    async def leave(self) -> None:
        """Let the bot be removed."""
        self._env.backend.emit("GUILD_DELETE", {"id": str(self.id)})
        self.joined = False
        await self._env.settle()

    async def outage(self) -> None:
        """Let Discord lose sight of the server."""
        self._env.backend.emit("GUILD_DELETE", {"id": str(self.id), "unavailable": True})
        await self._env.settle()

    async def come_back(self) -> None:
        """Let Discord see the server again after an outage."""
        payload = dict(guild_create_payload(self._env.backend, self._guild)) | {"unavailable": False}
        self._env.backend.emit("GUILD_CREATE", payload)
        await self._env.settle()

    def describe(self, description: str) -> None:
        """Say what the server is, as Discord shows it to who might join."""
        self._guild.description = description

    def text_channel(self, name: str, topic: str | None = None) -> ChannelHandle:
        """Make a text channel."""
        return self.handle.create_text_channel(name, topic=topic)

    def private_channel(self, name: str, role: str, topic: str | None = None) -> ChannelHandle:
        """Make a text channel that a role and the bot see."""
        seen = discord.PermissionOverwrite(view_channel=True)
        own = next(name for name, handle in self.handle.roles.items() if self._guild.roles[handle.id].managed)
        overwrites: dict[Any, discord.PermissionOverwrite] = {
            self.handle.default_role: discord.PermissionOverwrite(view_channel=False),
            self.handle.roles[role]: seen,
            self.handle.roles[own]: seen,
        }
        return self.handle.create_text_channel(name, topic=topic, overwrites=overwrites)

    def tell_topic(self, channel: ChannelHandle, topic: str) -> None:
        """Write what a channel is for above it."""
        self._env.backend.edit_channel(channel.id, {"topic": topic})

    def announcement_channel(self, name: str) -> ChannelHandle:
        """Make an announcement channel."""
        return self.handle.create_news_channel(name)

    async def let_bot(self, *permissions: str) -> None:
        """Give the bot's own role exactly these permissions (discord.py's names)."""
        for role in self._guild.roles.values():
            if role.managed:
                allowed = discord.Permissions(**dict.fromkeys(permissions, True)).value
                self._env.backend.edit_role(self.id, role.id, {"permissions": allowed})
        await self._env.settle()

    async def delete_channel(self, channel: ChannelHandle) -> None:
        self._env.backend.delete_channel(channel.id)
        await self._env.settle()

    async def delete_role(self, name: str) -> None:
        self._env.backend.delete_role(self.id, self.handle.roles[name].id)
        await self._env.settle()

    async def take_permissions(self, role: str) -> None:
        """Leave a role without any permission."""
        self._env.backend.edit_role(self.id, self.handle.roles[role].id, {"permissions": 0})
        await self._env.settle()

    def welcome_in(self, channel: ChannelHandle) -> None:
        """Name the channel for the server's system messages."""
        self._guild.system_channel_id = channel.id

    async def silence_bot_in(self, channel: ChannelHandle) -> None:
        """Take Send Messages away from the bot in one channel."""
        await self._deny_bot(channel, discord.Permissions(send_messages=True))

    async def hide_history_in(self, channel: ChannelHandle) -> None:
        """Take Read Message History away from the bot in one channel."""
        await self._deny_bot(channel, discord.Permissions(read_message_history=True))

    async def forbid_files_in(self, channel: ChannelHandle) -> None:
        """Take Attach Files away from the bot in one channel."""
        await self._deny_bot(channel, discord.Permissions(attach_files=True))

    async def let_bot_speak_in(self, channel: ChannelHandle) -> None:
        """Give back what was taken away from the bot in one channel."""
        self._env.backend.delete_overwrite(channel.id, self._env.backend.bot_user.id)
        await self._env.settle()

    async def _deny_bot(self, channel: ChannelHandle, denied: discord.Permissions) -> None:
        bot_id = self._env.backend.bot_user.id
        overwrite = Overwrite(bot_id, OverwriteType.MEMBER, 0, denied.value)
        self._env.backend.set_overwrite(channel.id, overwrite)
        await self._env.settle()

    def allow(self, command_id: int, role: str, *, allowed: bool) -> None:
        """Let the Integrations page give a role a command, or take it away."""
        self.handle.set_command_permissions(command_id, {self.handle.roles[role]: allowed})

    def forbid_commands(self) -> None:
        """Take Use Application Commands away from everyone."""
        for role_id in (self.id, self.members.id):
            role = self._guild.roles[role_id]
            held = discord.Permissions(role.permissions)
            held.use_application_commands = False
            role.permissions = held.value

    def threads(self, channel: ChannelHandle) -> list[str]:
        """The names of a channel's threads."""
        channels = self._env.backend.channels.values()
        return [str(of.name) for of in channels if of.is_thread and of.parent_id == channel.id]

    def pinned(self, channel: ChannelHandle) -> list[int]:
        """The ids of a channel's pinned messages."""
        return [message.id for message in self._stored(channel) if message.pinned]

    def published(self, channel: ChannelHandle) -> list[int]:
        """The ids of the messages that were published to the channels that follow this one."""
        # SimCord sets what the followers' copies have (2) on the message itself
        flag = discord.MessageFlags(crossposted=True, is_crossposted=True).value
        return [message.id for message in self._stored(channel) if message.flags & flag]

    def notices(self, channel: ChannelHandle) -> list[int]:
        """The ids of Discord's own messages, such as that something was pinned."""
        return [message.id for message in self._stored(channel) if message.type == MessageType.PINS_ADD]

    async def delete_message(self, channel: ChannelHandle, message_id: int) -> None:
        """Let a moderator delete a message."""
        self._env.backend.delete_message(channel.id, message_id)
        await self._env.settle()

    def _stored(self, channel: ChannelHandle) -> list[Message]:
        return list(self._env.backend.messages[channel.id].values())

    def posted(self, channel: ChannelHandle, reader: reading.Reader) -> list[Reply]:
        """The messages with components in a channel, oldest first, as everybody sees them."""
        return [
            _seen(self._env, message, reader)
            for message in self._stored(channel)
            if message.components and not message.flags & _EPHEMERAL
        ]

    def forget_private_answers(self) -> None:
        """Let private answers be gone, as they are when somebody's Discord is opened anew."""
        for stored in self._env.backend.messages.values():
            for message_id in [message.id for message in stored.values() if message.is_ephemeral]:
                del stored[message_id]

    def card(self, channel_id: int, message_id: int, reader: reading.Reader) -> Reply | None:
        """A message as everybody sees it now; None when it is gone."""
        message = self._env.backend.messages.get(channel_id, {}).get(message_id)
        return _seen(self._env, message, reader) if message is not None else None

    def message_of_the_past(self, custom_id: str) -> Reply:
        """A message of the bot's in #general with one button, as an earlier version may have left it."""
        button = {"type": 2, "style": 2, "label": "Press me", "custom_id": custom_id}
        components: list[dict[str, Any]] = [{"type": 17, "components": [{"type": 1, "components": [button]}]}]
        backend = self._env.backend
        message = backend.create_message(
            self.general.id, backend.bot_user.id, components=components, flags=COMPONENTS_V2_FLAG
        )
        seen = ResponseMessage(self._env, message)
        return Reply("[Press me]", False, False, tuple(seen.components), seen)


def _seen(env: Env, message: Any, reader: reading.Reader) -> Reply:
    seen = ResponseMessage(env, message)
    read = reading.lines(seen.components, reader)
    return Reply("\n".join(read), False, False, tuple(seen.components), seen)
