"""What people write in channels, and the bot's answers there, timed where they are written."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from tests.loopback import rest_payloads
from tests.loopback.gateway import Gateway
from tests.loopback.rest import Rest
from tests.loopback.store import Message, Store


class Chat:
    """Text messages; an answer is the bot's next message in the same channel."""

    def __init__(self, store: Store, gateway: Gateway, rest: Rest) -> None:
        self._store, self._gateway, self._rest = store, gateway, rest

    async def serve(self, request: web.Request) -> web.Response:
        """One verb."""
        verb: Callable[..., Awaitable[Any]] = getattr(self, f"do_{request.match_info['verb']}")
        try:
            told = await verb(**orjson.loads(await request.read()))
        except TimeoutError:
            return web.Response(status=409, text="nobody answered")
        return web.Response(body=orjson.dumps(told), content_type="application/json")

    async def do_ask(self, channel: int, user: int, text: str, seconds: float = 10.0) -> str:
        """Write a text; what the bot says to it. A refusal, when nothing came in so many seconds."""
        return str((await self._answer(channel, user, text, seconds)).body.get("content") or "")

    async def do_run(
        self, texts: list[str], channels: list[int], user: int, seconds: float
    ) -> dict[str, Any]:
        """A closed loop: in each channel one person, who writes at least once, and again when answered.

        The texts take turns. Returns in how many seconds that was, and of each text the milliseconds from its
        writing to the arrival of its answer.
        """
        took: list[float] = []
        stop_at = time.perf_counter() + seconds
        turn = iter(range(10**12))

        async def person(channel: int) -> None:
            begun = time.perf_counter()
            while True:
                await self._answer(channel, user, texts[next(turn) % len(texts)], 10.0)
                answered_at = time.perf_counter()
                took.append((answered_at - begun) * 1000)
                if answered_at >= stop_at:
                    return
                begun = answered_at

        begun = time.perf_counter()
        await asyncio.gather(*(person(channel) for channel in channels))
        return {"seconds": time.perf_counter() - begun, "milliseconds": took}

    async def _answer(self, channel: int, user: int, text: str, seconds: float) -> Message:
        place = self._store.channels[channel]
        written = self._store.post(place, user, {"content": text})
        answer = self._rest.awaited[channel] = asyncio.get_running_loop().create_future()
        told = rest_payloads.message_create(self._store, written)
        self._gateway.dispatch("MESSAGE_CREATE", told, place.guild_id)
        try:
            async with asyncio.timeout(seconds):
                answered: Message = await answer
        finally:
            self._rest.awaited.pop(channel, None)
            place.messages.pop(written.id, None)
        place.messages.pop(answered.id, None)
        self._rest.log.requests.clear()
        return answered
