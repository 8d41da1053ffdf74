"""Load: many interactions at once or one after another, timed where they are sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from tests.loopback.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, Interaction, Interactions
from tests.loopback.rest import Rest
from tests.loopback.store import Store


class Load:
    """A closed loop: so many people, each doing the next thing when the last was answered."""

    def __init__(self, store: Store, interactions: Interactions, rest: Rest) -> None:
        self._store, self._interactions, self._rest = store, interactions, rest

    async def serve(self, request: web.Request) -> web.Response:
        """One verb."""
        verb: Callable[..., Awaitable[Any]] = getattr(self, f"do_{request.match_info['verb']}")
        told = await verb(**orjson.loads(await request.read()))
        return web.Response(body=orjson.dumps(told), content_type="application/json")

    async def do_run(
        self, steps: list[dict[str, Any]], channel: int, users: list[int], people: int, seconds: float
    ) -> dict[str, Any]:
        """Send the steps round and round for a time, each as the next of the users.

        A step is `{"kind": "slash" | "type" | "press", "data": …, "message"?: …}`, the data as the gateway
        sends it. Returns how many were answered, in how many seconds, and for each the milliseconds from its
        sending to the arrival of its answer.
        """
        kinds = {"slash": COMMAND, "type": AUTOCOMPLETE, "press": COMPONENT}
        place = self._store.channels[channel]
        took: list[float] = []
        stop_at = time.perf_counter() + seconds
        turn = iter(range(10**12))

        async def person() -> None:
            while time.perf_counter() < stop_at:
                at = next(turn)
                step, user = steps[at % len(steps)], users[at % len(users)]
                pressed = place.messages.get(step.get("message", 0))
                begun = time.perf_counter()
                sent = self._interactions.send(kinds[step["kind"]], place, user, step["data"], pressed)
                await _answered(sent)
                took.append((time.perf_counter() - begun) * 1000)
                self._let_go(sent)

        begun = time.perf_counter()
        await asyncio.gather(*(person() for _ in range(people)))
        return {"answered": len(took), "seconds": time.perf_counter() - begun, "milliseconds": took}

    async def do_times(
        self, steps: list[dict[str, Any]], channel: int, user: int, people: int, count: int
    ) -> dict[str, Any]:
        """Send the steps round and round so many times in all."""
        kinds = {"slash": COMMAND, "type": AUTOCOMPLETE, "press": COMPONENT}
        place = self._store.channels[channel]
        left = iter(range(count))

        async def person() -> None:
            for turn in left:
                step = steps[turn % len(steps)]
                pressed = place.messages.get(step.get("message", 0))
                sent = self._interactions.send(kinds[step["kind"]], place, user, step["data"], pressed)
                await _answered(sent)
                self._let_go(sent)

        await asyncio.gather(*(person() for _ in range(people)))
        return {"answered": count}

    def _let_go(self, done: Interaction) -> None:
        if done.original is not None and done.original is not done.pressed:
            done.channel.messages.pop(done.original.id, None)
        self._interactions.forget(done)
        self._rest.log.requests.clear()


async def _answered(sent: Interaction) -> None:
    async with asyncio.timeout(10):
        while not sent.seen:
            sent.changed.clear()
            await sent.changed.wait()
