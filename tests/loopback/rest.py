"""The REST routes the bot uses, with what stands before each of them: token, faults, limits, the contract."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from tests.contract import Contract
from tests.loopback import errors, files, rest_payloads
from tests.loopback.directory import Directory
from tests.loopback.faults import Fault, Faults
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import Interactions
from tests.loopback.limits import Limits
from tests.loopback.messages import check_message
from tests.loopback.permissions import held
from tests.loopback.places import Answer, Handler, Places
from tests.loopback.store import Message, Store

PREFIX = "/api/v10"
Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Log:
    """What happened, for tests to look at."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    """Requests or responses that are not as Discord describes them."""
    paced: list[tuple[float, str, str]] = field(default_factory=list)
    """When (monotonic seconds), by which method and where the bot asked what counts for the global limit."""
    limited: int = 0
    """How often it asked too soon."""


class Rest:
    """The HTTP half."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        interactions: Interactions,
        faults: Faults,
        limits: Limits,
        contract: Contract | None,
    ) -> None:
        self._store, self._gateway, self._interactions = store, gateway, interactions
        self._faults, self._limits, self._contract = faults, limits, contract
        self._places, self._directory = Places(store, gateway), Directory(store, gateway)
        self.log = Log()
        self.awaited: dict[int, asyncio.Future[Message]] = {}
        """By channel, who waits for the bot's next message there."""

    def routes(self) -> list[web.RouteDef]:
        """Every route, and one that catches what nobody asked for."""
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/users/@me", self._me),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/gateway/bot", self._gateway_bot),
            ("PUT", "/applications/{application}/commands", self._put_commands),
            ("POST", "/interactions/{interaction}/{token}/callback", self._callback),
            ("POST", "/webhooks/{application}/{token}", self._follow_up),
            ("GET", "/webhooks/{application}/{token}/messages/@original", self._get_original),
            ("PATCH", "/webhooks/{application}/{token}/messages/@original", self._edit_original),
            ("POST", "/channels/{channel}/messages", self._post),
            ("GET", "/channels/{channel}/messages", self._history),
            ("PATCH", "/channels/{channel}/messages/{message}", self._edit),
            ("DELETE", "/channels/{channel}/messages/{message}", self._delete),
            *self._places.routes(),
            *self._directory.routes(),
        ]
        known = [
            web.route(method, PREFIX + path, self._through(path, handler)) for method, path, handler in table
        ]
        return [*known, web.route("*", "/api/{path:.*}", self._through("?", self._unknown))]

    def _through(self, template: str, handler: Handler) -> Serve:
        exempt = template.startswith(("/interactions/", "/webhooks/"))

        async def serve(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix(PREFIX)
            body, sizes = await files.sent(request)
            self.log.requests.append({"method": request.method, "path": path, "body": body})
            if not exempt:
                self.log.paced.append((time.monotonic(), request.method, path))
            fault = self._faults.of_request(request.method, path)
            if fault is not None and (broken := await self._break(request, fault)) is not None:
                return broken
            if self._contract is not None:
                self.log.violations.extend(self._contract.request_faults(request.method, path, body))
            route = f"{request.method} {_blanked(template)}"
            verdict = self._limits.ask(route, request.match_info.get("channel", ""), exempt=exempt)
            if not verdict.allowed:
                self.log.limited += 1
                return _limited(verdict.retry_after, verdict.headers, everywhere=verdict.everywhere)
            files.weigh(body, sizes)
            status, told = await self._answer(handler, request, body, public=exempt or template == "/gateway")
            if self._contract is not None and status < 400:
                faults = self._contract.response_faults(request.method, path, status, told)
                self.log.violations.extend(faults)
            if fault is not None and fault.kind == "lost answer":
                return _cut(request)
            return _respond(status, told, verdict.headers)

        return serve

    async def _answer(self, handler: Handler, request: web.Request, body: Any, *, public: bool) -> Answer:
        try:
            if not public and request.headers.get("Authorization") != f"Bot {self._store.token}":
                raise errors.unauthorized()
            return await handler(request, body)
        except errors.ApiError as error:
            return error.status, error.body

    async def _break(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault.kind == "status":
            return _respond(fault.status, {"message": "on demand", "code": fault.code}, {})
        if fault.kind == "rate limit":
            return _limited(fault.retry_after, {}, everywhere=False)
        if fault.kind == "reset":
            return _cut(request)
        if fault.kind == "held":
            with suppress(TimeoutError):
                await asyncio.wait_for(self._faults.let_go.wait(), fault.seconds)
        if fault.kind == "no answer":
            await asyncio.sleep(fault.seconds)
            return _cut(request)
        return None

    # what each route does

    async def _unknown(self, request: web.Request, _: Any) -> Answer:
        self.log.violations.append(f"{request.method} {request.path}: the loopback does not have this route")
        return 404, {"message": "404: Not Found", "code": 0}

    async def _me(self, _: web.Request, __: Any) -> Answer:
        return 200, rest_payloads.own_user(self._store)

    async def _application(self, _: web.Request, __: Any) -> Answer:
        return 200, rest_payloads.application(self._store)

    async def _gateway_bot(self, _: web.Request, __: Any) -> Answer:
        limit = {
            "total": 1000,
            "remaining": 999,
            "reset_after": 0,
            "max_concurrency": self._gateway.max_concurrency,
        }
        return 200, {"url": self._gateway.url, "shards": self._store.shards, "session_start_limit": limit}

    async def _put_commands(self, _: web.Request, body: Any) -> Answer:
        self._store.commands = [rest_payloads.command(self._store, command) for command in body]
        return 200, self._store.commands

    async def _callback(self, request: web.Request, body: Any) -> Answer:
        asked = int(request.match_info["interaction"])
        told = self._interactions.answer(asked, request.match_info["token"], body)
        wanted = request.query.get("with_response", "") in {"1", "true"}
        return (200, told) if wanted else (204, None)

    async def _follow_up(self, request: web.Request, body: Any) -> Answer:
        message = self._interactions.follow_up(request.match_info["token"], body)
        return 200, rest_payloads.message(self._store, message)

    async def _get_original(self, request: web.Request, _: Any) -> Answer:
        return 200, rest_payloads.message(
            self._store, self._interactions.original(request.match_info["token"])
        )

    async def _edit_original(self, request: web.Request, body: Any) -> Answer:
        message = self._interactions.edit_original(request.match_info["token"], body)
        return 200, rest_payloads.message(self._store, message)

    async def _post(self, request: web.Request, body: Any) -> Answer:
        channel = self._places.channel(request, "send_messages")
        check_message(body)
        message = self._store.post(channel, self._store.bot.id, body)
        told = rest_payloads.message(self._store, message)
        if (waiting := self.awaited.pop(channel.id, None)) is not None:
            waiting.set_result(message)
        created = rest_payloads.message_create(self._store, message)
        self._gateway.dispatch("MESSAGE_CREATE", created, channel.guild_id)
        return 200, told if message.nonce is None else {**told, "nonce": message.nonce}

    async def _history(self, request: web.Request, _: Any) -> Answer:
        """Without Read Message History the answer is an empty list, not an error."""
        channel = self._places.channel(request)
        if channel.guild_id is not None:
            guild = self._store.guilds[channel.guild_id]
            if not held(guild, self._store.bot.id, channel).read_message_history:
                return 200, []
        before = int(request.query.get("before", 1 << 63))
        after = int(request.query.get("after", 0))
        limit = int(request.query.get("limit", 50))
        listed = [m for m in channel.messages.values() if after < m.id < before and m.only_for is None]
        listed.sort(key=lambda message: message.id, reverse=True)
        chosen = listed[-limit:] if "after" in request.query else listed[:limit]
        return 200, [rest_payloads.message(self._store, message) for message in chosen]

    async def _edit(self, request: web.Request, body: Any) -> Answer:
        message = self._places.message(request)
        if message.author_id != self._store.bot.id:
            raise errors.not_the_author()
        check_message({**message.body, **body})
        message.body = {**message.body, **body}
        message.edited_at = self._store.time.now()
        told = rest_payloads.message(self._store, message)
        self._gateway.dispatch("MESSAGE_UPDATE", told, self._store.channels[message.channel_id].guild_id)
        return 200, told

    async def _delete(self, request: web.Request, _: Any) -> Answer:
        message = self._places.message(request)
        if message.author_id != self._store.bot.id:
            self._places.channel(request, "manage_messages")
        del self._store.channels[message.channel_id].messages[message.id]
        return 204, None


def _blanked(template: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in template.split("/"))


def _respond(status: int, told: Any, headers: dict[str, str]) -> web.Response:
    if told is None:
        return web.Response(status=status, headers=headers)
    # discord.py compares the whole header: no charset may follow
    return web.Response(
        status=status, body=orjson.dumps(told), headers={**headers, "Content-Type": "application/json"}
    )


def _limited(retry_after: float, headers: dict[str, str], *, everywhere: bool) -> web.Response:
    told = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
    # without Via discord.py takes it for a ban by Cloudflare
    return _respond(429, told, {**headers, "Retry-After": str(retry_after), "Via": "1.1 loopback"})


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
