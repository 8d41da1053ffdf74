"""Load: many interactions at once, one after another or at a rate, timed where they are sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

import orjson
from aiohttp import web

from tests.loopback.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, TO_ANSWER, Interaction, Interactions
from tests.loopback.messages import pressable, walk
from tests.loopback.rest import Rest
from tests.loopback.store import Channel, Message, Store

_POLL = 0.02  # seconds between looks at what is shown
_HOPELESS = 1.0  # seconds by which nobody keeps up any more
_KINDS = {"slash": COMMAND, "type": AUTOCOMPLETE, "press": COMPONENT}


class Load:
    """Closed loops, in which people do the next thing when the last was answered, and open ones.

    A step is `{"kind": "slash" | "type" | "press", "data": …, "message"?: …}`, the data as the gateway sends
    it.
    """

    def __init__(self, store: Store, interactions: Interactions, rest: Rest) -> None:
        self._store, self._interactions, self._rest = store, interactions, rest

    async def serve(self, request: web.Request) -> web.Response:
        """One verb."""
        verb: Callable[..., Awaitable[Any]] = getattr(self, f"do_{request.match_info['verb']}")
        try:
            told = await verb(**orjson.loads(await request.read()))
        except TimeoutError:
            return web.Response(status=409, text="there was no answer")
        return web.Response(body=orjson.dumps(told), content_type="application/json")

    async def do_run(
        self, steps: list[dict[str, Any]], channel: int, users: list[int], people: int, seconds: float
    ) -> dict[str, Any]:
        """Send the steps round and round for a time, each as the next of the users.

        Returns the ids of those that were answered, in how many seconds, and for each the milliseconds from
        its sending to the arrival of its answer.
        """
        place = self._store.channels[channel]
        took: list[float] = []
        answered: list[int] = []
        stop_at = time.perf_counter() + seconds
        turn = iter(range(10**12))

        async def person() -> None:
            while time.perf_counter() < stop_at:
                at = next(turn)
                begun = time.perf_counter()
                sent = self._send(place, users[at % len(users)], steps[at % len(steps)])
                await until_answered(sent)
                took.append((time.perf_counter() - begun) * 1000)
                answered.append(sent.id)
                self._let_go(sent)

        begun = time.perf_counter()
        await asyncio.gather(*(person() for _ in range(people)))
        return {"answered": answered, "seconds": time.perf_counter() - begun, "milliseconds": took}

    async def do_arrive(
        self,
        steps: list[dict[str, Any]],
        channel: int,
        users: list[int],
        per_second: float,
        count: int,
        patience: float = TO_ANSWER,
    ) -> list[dict[str, Any]]:
        """An open loop: so many steps at even intervals, whether or not earlier ones were answered.

        They and the users take turns. It ends early when one would be sent a second late. Returns of each its
        id and user, by how many milliseconds it was sent late, and those from when it should have been sent
        to its answer; None where none came within `patience` seconds.
        """
        place, begun = self._store.channels[channel], time.perf_counter()
        arrivals: list[asyncio.Task[dict[str, Any]]] = []
        for number in range(count):
            at = begun + number / per_second
            # when late as well: what is answered meanwhile is to be seen at once
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            if (late := time.perf_counter() - at) > _HOPELESS:
                break
            sent = self._send(place, users[number % len(users)], steps[number % len(steps)])
            arrivals.append(asyncio.create_task(self._arrived(sent, at, late, patience)))
        return list(await asyncio.gather(*arrivals))

    async def _arrived(self, sent: Interaction, at: float, late: float, patience: float) -> dict[str, Any]:
        late_ms = max(0.0, late) * 1000
        told = {"interaction": sent.id, "user": sent.user_id, "late": late_ms, "milliseconds": None}
        try:
            await until_answered(sent, patience)
        except TimeoutError:
            return told
        told["milliseconds"] = (time.perf_counter() - at) * 1000
        self._let_go(sent)
        return told

    async def do_times(
        self, steps: list[dict[str, Any]], channel: int, user: int, people: int, count: int
    ) -> dict[str, Any]:
        """Send the steps round and round so many times in all."""
        place = self._store.channels[channel]
        left = iter(range(count))

        async def person() -> None:
            for turn in left:
                sent = self._send(place, user, steps[turn % len(steps)])
                await until_answered(sent)
                self._let_go(sent)

        await asyncio.gather(*(person() for _ in range(people)))
        return {"answered": count}

    async def do_play(
        self, people: dict[str, list[int]], address: str, times: int, within: float, seconds: float, seed: int
    ) -> list[dict[str, Any]]:
        """Each time a message shows new buttons of an address, let everybody press one of them.

        `people` are users by message; each presses a button by chance, at a moment of so many seconds. Ends
        when each message has shown new buttons so many times, or its time is over, and all presses had
        theirs. Returns of each press who pressed what, the milliseconds to its answer, and what that said;
        None and an empty text where there was none.
        """
        rng, presses = Random(seed), list[asyncio.Task[dict[str, Any]]]()
        watched = [_Watched(self._store.message(int(message)), own) for message, own in people.items()]
        stop_at = time.perf_counter() + seconds
        while any(len(one.seen) < times for one in watched) and time.perf_counter() < stop_at:
            for one in watched:
                if buttons := one.newly_shown(address):
                    presses += [
                        asyncio.create_task(
                            self._press(one.message, user, rng.choice(buttons), rng.uniform(0, within))
                        )
                        for user in one.people
                    ]
            await asyncio.sleep(_POLL)
        return list(await asyncio.gather(*presses))

    async def _press(self, message: Message, user: int, custom_id: str, after: float) -> dict[str, Any]:
        await asyncio.sleep(after)
        place = self._store.channels[message.channel_id]
        data = {"custom_id": custom_id, "component_type": 2, "id": 1}
        begun = time.perf_counter()
        sent = self._interactions.send(COMPONENT, place, user, data, message)
        pressed = {"user": user, "custom_id": custom_id, "milliseconds": None, "told": ""}
        try:
            await until_answered(sent)
        except TimeoutError:
            return pressed
        took = (time.perf_counter() - begun) * 1000
        told = " ".join(part.get("content", "") for part in walk(sent.seen[0]["data"].get("components", ())))
        self._let_go(sent)
        return {**pressed, "milliseconds": took, "told": told}

    def _send(self, place: Channel, user: int, step: dict[str, Any]) -> Interaction:
        pressed = place.messages.get(step.get("message", 0))
        return self._interactions.send(_KINDS[step["kind"]], place, user, step["data"], pressed)

    def _let_go(self, done: Interaction) -> None:
        if done.original is not None and done.original is not done.pressed:
            done.channel.messages.pop(done.original.id, None)
        self._interactions.forget(done)
        self._rest.log.requests.clear()


async def until_answered(sent: Interaction, seconds: float = 10) -> None:
    """Wait until a person saw an answer.

    Raises:
        TimeoutError: there was none for so long.
    """
    async with asyncio.timeout(seconds):
        while not sent.seen:
            sent.changed.clear()
            await sent.changed.wait()


@dataclass(slots=True)
class _Watched:
    """A message that people wait at."""

    message: Message
    people: list[int]
    looked_at: datetime | None = None
    """The edit that was looked at last."""
    seen: set[str] = field(default_factory=set)
    """The first of the buttons, each time it showed new ones."""

    def newly_shown(self, address: str) -> list[str]:
        """The buttons it shows, when it shows them for the first time."""
        if self.message.edited_at == self.looked_at:
            return []
        self.looked_at = self.message.edited_at
        buttons = pressable(self.message.body, address)
        if not buttons or buttons[0] in self.seen:
            return []
        self.seen.add(buttons[0])
        return buttons
