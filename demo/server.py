"""The simulated server: its channels, roles and messages, and what its owner may do to it."""

from __future__ import annotations

from typing import Any

import discord
from simcord.backend.models import Guild, Overwrite
from simcord.backend.serializers import guild_create_payload
from simcord.builders import ChannelHandle, GuildHandle
from simcord.components import COMPONENTS_V2_FLAG
from simcord.enums import OverwriteType
from simcord.env import Env
from simcord.results import ResponseMessage

from demo import reading
from demo.people import Reply


class Server:
    """One server, with #general; `permissions` are what the bot's own role holds in it."""

    def __init__(self, env: Env, *, locale: str, permissions: discord.Permissions, joined: bool) -> None:
        self._env = env
        self.locale = locale
        self.handle: GuildHandle = env.create_guild("Purple Lounge", preferred_locale=locale)
        self.joined = joined
        """Whether the bot is a member of it."""
        for role in self._guild.roles.values():
            if role.managed:
                role.permissions = permissions.value
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

    def text_channel(self, name: str) -> ChannelHandle:
        """Make a text channel."""
        return self.handle.create_text_channel(name)

    async def delete_channel(self, channel: ChannelHandle) -> None:
        self._env.backend.delete_channel(channel.id)
        await self._env.settle()

    async def delete_role(self, name: str) -> None:
        self._env.backend.delete_role(self.id, self.handle.roles[name].id)
        await self._env.settle()

    def welcome_in(self, channel: ChannelHandle) -> None:
        """Name the channel for the server's system messages."""
        self._guild.system_channel_id = channel.id

    async def silence_bot_in(self, channel: ChannelHandle) -> None:
        """Take Send Messages away from the bot in one channel."""
        denied = discord.Permissions(send_messages=True).value
        bot_id = self._env.backend.bot_user.id
        self._env.backend.set_overwrite(channel.id, Overwrite(bot_id, OverwriteType.MEMBER, 0, denied))
        await self._env.settle()

    def allow(self, command_id: int, role: str, *, allowed: bool) -> None:
        """Let the Integrations page give a role a command, or take it away."""
        self.handle.set_command_permissions(command_id, {self.handle.roles[role]: allowed})

    def forbid_commands(self) -> None:
        """Take Use Application Commands away from everyone."""
        everyone = self._guild.roles[self.id]
        held = discord.Permissions(everyone.permissions)
        held.use_application_commands = False
        everyone.permissions = held.value

    def posted(self, channel: ChannelHandle, reader: reading.Reader) -> list[Reply]:
        """The messages with components in a channel, oldest first, as a person sees them."""
        stored = self._env.backend.messages[channel.id].values()
        return [_seen(self._env, message, reader) for message in stored if message.components]

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
