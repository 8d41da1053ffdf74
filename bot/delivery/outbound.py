"""The one gate for requests that do not answer an interaction: paced, the urgent first, fair between servers.

Discord lets a bot make 50 requests a second in all; answers to interactions do not count. Whoever wants to
send waits for a turn, then makes one request. Waiting here is protocol time: short, and only while there
is something to send.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from enum import IntEnum

PER_SECOND = 49
"""One less than Discord allows."""
_BEHIND = 3
"""How many turns may be made up for when the event loop was late."""


class Priority(IntEnum):
    """What goes first."""

    QUESTION = 0
    REVEAL = 1
    POST = 2
    FOLLOW_UP = 3
    BOARD = 4


@dataclass(slots=True, eq=False)
class _Waiting:
    priority: Priority
    guild_id: int
    turn: asyncio.Future[bool]
    since: float = 0.0
    """When it may go at the earliest, in the event loop's seconds."""


@dataclass(slots=True)
class _Queue:
    """One priority's: by server, those that waited longest for a turn first."""

    servers: OrderedDict[int, deque[_Waiting]] = field(default_factory=OrderedDict)

    def add(self, waiting: _Waiting) -> None:
        self.servers.setdefault(waiting.guild_id, deque()).append(waiting)

    def take(self) -> _Waiting | None:
        while self.servers:
            guild_id, own = self.servers.popitem(last=False)
            waiting = own.popleft()
            if own:
                self.servers[guild_id] = own  # at the end: the others come first
            if not waiting.turn.done():
                return waiting
        return None


class Outbound:
    """Turns for requests; with `per_second=None` without any pace."""

    def __init__(self, per_second: float | None = PER_SECOND) -> None:
        self._gap = 1 / per_second if per_second is not None else 0.0
        """Seconds between turns."""
        self._queues = [_Queue() for _ in Priority]
        self._edits: dict[tuple[int, int], _Waiting] = {}
        """Edits that wait, by channel and message."""
        self._rested: dict[int, float] = {}
        """When a channel may see its next spaced edit, in the event loop's seconds."""
        self._recent: deque[float] = deque(maxlen=PER_SECOND)
        self._next = 0.0
        self._task: asyncio.Task[None] | None = None

    async def turn(self, priority: Priority, guild_id: int) -> None:
        """Wait until one request may be made."""
        waiting = self._waiting(priority, guild_id)
        self._add(waiting)
        await waiting.turn

    async def edit_turn(
        self, priority: Priority, guild_id: int, channel_id: int, message_id: int, *, spacing: float = 0.0
    ) -> bool:
        """Wait until a message may be edited; False when a newer edit of it has taken the place.

        `spacing` is how many seconds lie at least between such edits in the channel: messages older than
        an hour have a limit of their own (30046).
        """
        loop, key = asyncio.get_running_loop(), (channel_id, message_id)
        waiting = self._waiting(priority, guild_id)
        older = self._edits.get(key)
        if older is not None and not older.turn.done():
            waiting.since = older.since  # and with it the channel's rest that it waited for
            older.turn.set_result(False)
        elif spacing and self._gap:
            waiting.since = self._rest(channel_id, spacing)
        self._edits[key] = waiting
        timer = loop.call_at(waiting.since, self._add, waiting)
        try:
            return await waiting.turn
        finally:
            timer.cancel()
            if self._edits.get(key) is waiting:
                del self._edits[key]

    def _rest(self, channel_id: int, spacing: float) -> float:
        """When a channel's next spaced edit may go, and none after it for a while."""
        now = asyncio.get_running_loop().time()
        self._rested = {one: until for one, until in self._rested.items() if until > now}
        since = self._rested.get(channel_id, now)
        self._rested[channel_id] = since + spacing
        return since

    def _waiting(self, priority: Priority, guild_id: int) -> _Waiting:
        return _Waiting(priority, guild_id, asyncio.get_running_loop().create_future())

    def _add(self, waiting: _Waiting) -> None:
        self._queues[waiting.priority].add(waiting)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._give_turns(), name="outbound")

    async def _give_turns(self) -> None:
        """Let one after another go, until nobody waits."""
        loop = asyncio.get_running_loop()
        while any(queue.servers for queue in self._queues):
            late = self._next_turn(loop.time()) - loop.time()
            if late > 0:
                await asyncio.sleep(late)  # noqa: TID251  # protocol time
                continue
            waiting = next((one for queue in self._queues if (one := queue.take()) is not None), None)
            if waiting is None:
                return
            now = loop.time()
            self._next = max(self._next, now - _BEHIND * self._gap) + self._gap
            self._recent.append(now)
            waiting.turn.set_result(True)
            if not self._gap:
                await asyncio.sleep(0)  # noqa: TID251  # a turn for the others

    def _next_turn(self, now: float) -> float:
        """When the next may go: evenly, since a burst may arrive as two, and never too many in a second."""
        if not self._gap:
            return now
        full = len(self._recent) == self._recent.maxlen
        return max(self._next, self._recent[0] + 1.0 if full else 0.0)
