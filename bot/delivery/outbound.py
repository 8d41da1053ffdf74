"""The one gate for requests that do not answer an interaction: paced, the urgent first, fair between servers.

Discord lets a bot make 50 requests a second in all; answers to interactions do not count. Whoever wants to
send waits for a turn, then makes one request. When Discord counts it lies between the turn and the answer:
no second that may hold it gets more than 50, however unevenly requests travel. Waiting here is protocol
time: short, and only while there is something to send.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import IntEnum

ALLOWED = 50
"""Discord's limit, in any second."""
PER_SECOND = 49
"""The pace: one less."""
_BEHIND = 10
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
    timer: asyncio.TimerHandle | None = None

    @property
    def has_turn(self) -> bool:
        return self.turn.done() and not self.turn.cancelled() and self.turn.result()


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
        """The edit that waits, by channel and message."""
        self._editing: set[tuple[int, int]] = set()
        """Messages an edit of which is under way: two at once could arrive in either order."""
        self._rested: dict[int, float] = {}
        """When a channel may see its next spaced edit, in the event loop's seconds."""
        self._under_way = 0
        self._answered: deque[float] = deque()
        """When the latest were counted at the latest, in the event loop's seconds."""
        self._quickest = float("inf")
        """The shortest time a request took: half of it the answer travelled."""
        self._next = 0.0
        self.on_turn: Callable[[Priority, float], None] = _nobody
        """Told how many seconds a request waited for its turn."""
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self, priority: Priority, guild_id: int) -> AsyncIterator[None]:
        """Wait until one request may be made; make it inside."""
        waiting = self._waiting(priority, guild_id)
        self._add(waiting)
        async with self._taken(waiting):
            yield

    @asynccontextmanager
    async def edit_turn(
        self, priority: Priority, guild_id: int, channel_id: int, message_id: int, *, spacing: float = 0.0
    ) -> AsyncIterator[bool]:
        """Wait until a message may be edited; False when a newer edit of it has taken the place.

        One edit of a message is under way at a time. `spacing` is how many seconds lie at least between such
        edits in the channel: messages older than an hour have a limit of their own (30046).
        """
        key, waiting = (channel_id, message_id), self._waiting(priority, guild_id)
        older = self._edits.get(key)
        under_way = key in self._editing or (older is not None and older.has_turn)
        if older is not None and not older.turn.done():
            if spacing:
                waiting.since = older.since  # and with it the channel's rest that it waited for
            older.turn.set_result(False)
        elif spacing and self._gap:
            waiting.since = self._rest(channel_id, spacing)
        self._edits[key] = waiting
        if not under_way:
            self._add_in_time(waiting)
        try:
            async with self._taken(waiting) as taken:
                if self._edits.get(key) is waiting:
                    del self._edits[key]
                if taken:
                    self._editing.add(key)
                yield taken
        finally:
            self._edit_over(key, waiting)

    def _edit_over(self, key: tuple[int, int], edit: _Waiting) -> None:
        """An edit is answered, replaced or given up: the next one of its message may go."""
        if edit.timer is not None:
            edit.timer.cancel()
        if self._edits.get(key) is edit:
            del self._edits[key]
        if edit.has_turn:
            self._editing.discard(key)
            if (following := self._edits.get(key)) is not None:
                self._add_in_time(following)

    @asynccontextmanager
    async def _taken(self, waiting: _Waiting) -> AsyncIterator[bool]:
        """Wait for a turn, and notice when its request is answered."""
        loop = asyncio.get_running_loop()
        asked = loop.time()
        try:
            taken = await waiting.turn
        except asyncio.CancelledError:
            if waiting.has_turn:
                self._over()  # it was given, and nobody is there to take it
            raise
        if not taken:
            yield False
            return
        begun = loop.time()
        self.on_turn(waiting.priority, begun - asked)
        try:
            yield True
        finally:
            self._quickest = min(self._quickest, loop.time() - begun)
            self._over()

    def _over(self) -> None:
        self._under_way -= 1
        self._answered.append(asyncio.get_running_loop().time())

    def _rest(self, channel_id: int, spacing: float) -> float:
        """When a channel's next spaced edit may go, and none after it for a while."""
        now = asyncio.get_running_loop().time()
        self._rested = {one: until for one, until in self._rested.items() if until > now}
        since = self._rested.get(channel_id, now)
        self._rested[channel_id] = since + spacing
        return since

    def _waiting(self, priority: Priority, guild_id: int) -> _Waiting:
        return _Waiting(priority, guild_id, asyncio.get_running_loop().create_future())

    def _add_in_time(self, waiting: _Waiting) -> None:
        loop = asyncio.get_running_loop()
        if waiting.since <= loop.time():
            self._add(waiting)
        else:
            waiting.timer = loop.call_at(waiting.since, self._add, waiting)

    def _add(self, waiting: _Waiting) -> None:
        self._queues[waiting.priority].add(waiting)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._give_turns(), name="outbound")

    async def _give_turns(self) -> None:
        """Let one after another go, until nobody waits."""
        loop = asyncio.get_running_loop()
        while any(queue.servers for queue in self._queues):
            late = self._wait(loop.time())
            if late > 0:
                await asyncio.sleep(late)  # noqa: TID251  # protocol time
                continue
            waiting = next((one for queue in self._queues if (one := queue.take()) is not None), None)
            if waiting is None:
                return
            self._next = max(self._next, loop.time() - _BEHIND * self._gap) + self._gap
            self._under_way += 1
            waiting.turn.set_result(True)
            if not self._gap:
                await asyncio.sleep(0)  # noqa: TID251  # a turn for the others

    def _wait(self, now: float) -> float:
        """Seconds until the next may go: evenly, since a burst may arrive as two, and never too many."""
        if not self._gap:
            self._answered.clear()
            return 0.0
        travel = 0.0 if self._quickest == float("inf") else self._quickest / 2
        while self._answered and self._answered[0] - travel + 1.0 <= now:
            self._answered.popleft()
        if self._under_way + len(self._answered) < ALLOWED:
            return self._next - now
        return self._answered[0] - travel + 1.0 - now if self._answered else self._gap


def _nobody(_: Priority, __: float) -> None:
    """Nobody watches."""
