"""Channels and what stands in them: found with the permissions it takes, pinned, published, given threads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.loopback import errors, rest_payloads
from tests.loopback.gateway import Gateway
from tests.loopback.permissions import held
from tests.loopback.store import ANNOUNCEMENT, PIN_NOTICE, Channel, Message, Store

Answer = tuple[int, Any]
Handler = Callable[[web.Request, Any], Awaitable[Answer]]
_PINS = "/channels/{channel}/messages/pins/{message}"


class Places:
    """What may be done to channels and messages, besides writing them."""

    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store, self._gateway = store, gateway

    def routes(self) -> list[tuple[str, str, Handler]]:
        """By method and path."""
        return [
            ("GET", "/channels/{channel}", self._get),
            ("POST", "/channels/{channel}/typing", self._type),
            ("PUT", _PINS, self._pin),
            ("DELETE", _PINS, self._unpin),
            ("POST", "/channels/{channel}/messages/{message}/crosspost", self._publish),
            ("POST", "/channels/{channel}/messages/{message}/threads", self._start_thread),
        ]

    def channel(self, request: web.Request, *needed: str) -> Channel:
        channel = self._store.channels.get(int(request.match_info["channel"]))
        if channel is None:
            raise errors.unknown_channel()
        refusal = self._refusal(channel, needed)
        if refusal is not None:
            channel.refused += 1
            raise refusal
        return channel

    def _refusal(self, channel: Channel, needed: tuple[str, ...]) -> errors.ApiError | None:
        if channel.gone:
            return errors.unknown_channel()
        if channel.guild_id is None:
            return None
        guild = self._store.guilds.get(channel.guild_id)
        permissions = held(guild, self._store.bot.id, channel) if guild is not None else None
        if permissions is None or not permissions.view_channel:
            return errors.missing_access()
        return None if all(getattr(permissions, name) for name in needed) else errors.missing_permissions()

    def message(self, request: web.Request) -> Message:
        """A message of a channel; one that a single person sees is not among them."""
        message = self.channel(request).messages.get(int(request.match_info["message"]))
        if message is None or message.only_for is not None:
            raise errors.unknown_message()
        return message

    async def _get(self, request: web.Request, _: Any) -> Answer:
        channel = self.channel(request)
        is_thread = channel.parent_id is not None
        return 200, rest_payloads.thread(self._store, channel) if is_thread else rest_payloads.channel(
            channel
        )

    async def _type(self, request: web.Request, _: Any) -> Answer:
        """Nobody looks at who is typing."""
        self.channel(request, "send_messages")
        return 204, None

    async def _pin(self, request: web.Request, _: Any) -> Answer:
        """Pinning takes Pin Messages, and leaves a notice; a pinned message is left as it is."""
        channel, message = self.channel(request, "pin_messages"), self.message(request)
        if not message.pinned:
            message.pinned = True
            bot = self._store.bot.id
            self._store.post(channel, bot, {}, type=PIN_NOTICE, about=message.id)
        return 204, None

    async def _unpin(self, request: web.Request, _: Any) -> Answer:
        self.channel(request, "pin_messages")
        self.message(request).pinned = False
        return 204, None

    async def _publish(self, request: web.Request, _: Any) -> Answer:
        channel, message = self.channel(request, "send_messages"), self.message(request)
        if channel.type != ANNOUNCEMENT:
            raise errors.wrong_channel_type()
        if message.published:
            raise errors.already_published()
        message.published = True
        return 200, rest_payloads.message(self._store, message)

    async def _start_thread(self, request: web.Request, body: Any) -> Answer:
        self.channel(request, "create_public_threads")
        message = self.message(request)
        if message.id in self._store.channels:
            raise errors.has_a_thread()
        thread = self._store.start_thread(message, body["name"])
        return 201, rest_payloads.thread(self._store, thread)
