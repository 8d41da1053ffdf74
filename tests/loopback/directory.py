"""Looking things up: a server with its channels and members, the bot's commands, the gateway's address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.loopback import errors, rest_payloads
from tests.loopback.gateway import Gateway
from tests.loopback.store import Guild, Store

Answer = tuple[int, Any]
Handler = Callable[[web.Request, Any], Awaitable[Answer]]


class Directory:
    """What may be looked up; of servers, those the bot is a member of."""

    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store, self._gateway = store, gateway

    def routes(self) -> list[tuple[str, str, Handler]]:
        """By method and path."""
        return [
            ("GET", "/gateway", self._address),
            ("GET", "/applications/{application}/commands", self._commands),
            ("GET", "/applications/{application}/guilds/{guild}/commands/permissions", self._overrides),
            ("GET", "/guilds/{guild}", self._guild),
            ("GET", "/guilds/{guild}/channels", self._channels),
            ("GET", "/guilds/{guild}/members/{user}", self._member),
        ]

    def _found(self, request: web.Request) -> Guild:
        guild = self._store.guilds.get(int(request.match_info["guild"]))
        if guild is None:
            raise errors.missing_access()
        return guild

    async def _address(self, _: web.Request, __: Any) -> Answer:
        return 200, {"url": self._gateway.url}

    async def _commands(self, _: web.Request, __: Any) -> Answer:
        return 200, self._store.commands

    async def _overrides(self, request: web.Request, _: Any) -> Answer:
        """Nobody has changed who may use which command."""
        self._found(request)
        return 200, []

    async def _guild(self, request: web.Request, _: Any) -> Answer:
        return 200, rest_payloads.guild(self._store, self._found(request))

    async def _channels(self, request: web.Request, _: Any) -> Answer:
        channels = [self._store.channels[channel_id] for channel_id in self._found(request).channel_ids]
        return 200, [rest_payloads.channel(channel) for channel in channels if not channel.gone]

    async def _member(self, request: web.Request, _: Any) -> Answer:
        guild, user_id = self._found(request), int(request.match_info["user"])
        if user_id not in guild.members:
            raise errors.unknown_member()
        return 200, rest_payloads.member(self._store, guild, user_id)
