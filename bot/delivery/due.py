"""What is due when: one table, one task that sleeps until the earliest row, a handler a kind.

A row is handed to its kind's handler at least once. What the handler does in a transaction of its own
(`put` the next time, `drop`) holds; a row it said nothing of is dropped when it returns.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.clock import Clock
from bot.database.interface import Database, DatabaseClosed, Reader, Transaction
from bot.delivery import due_store
from bot.delivery.due_store import Address, Due

log = logging.getLogger(__name__)

AT_ONCE = 64
"""How much of one kind is in work at the same time: a slow kind holds up no other."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=5)
LAST_WORK = 3.0
"""Seconds what is in work has at the end."""

Handler = Callable[[Due], Awaitable[None]]


class NotYet(Exception):
    """A handler's way to say: it did not work, try again later. Nothing is wrong with the bot."""


@dataclass(slots=True)
class _Lane:
    """One kind: its handler, and what it has in work."""

    handle: Handler
    behind: str | None
    """The kind it comes behind, if any; see `DueWork.register`."""
    running: dict[Address, tuple[Due, asyncio.Task[None]]] = field(default_factory=dict)
    settled: dict[Address, datetime | None] = field(default_factory=dict)
    """What was put (then, when it is due) or dropped (then None) while it was in work."""
    left: Due | None = None
    """The first work that was left because too much is in work already."""


class DueWork:
    """The queue, and the task that works it off while it is started."""

    def __init__(self, database: Database, clock: Clock, rng: Random) -> None:
        self._database, self._clock, self._rng = database, clock, rng
        self._lanes: dict[str, _Lane] = {}
        self._changed = asyncio.Event()
        self._sleeps_until: datetime | None = None
        self._held_by_work = False
        """Whether something waits until work of another kind ends."""
        self._ended_since: set[Address] = set()
        """What ended since the queue began to look: what it sees of that may be out of date."""
        self._task: asyncio.Task[None] | None = None

    def register(self, kind: str, handle: Handler, *, behind: str | None = None) -> None:
        """Let this handler have the work of a kind. It may be called again for work it has done.

        What comes `behind` a kind gives precedence to all that came due before it: that is to be done, or
        if it is of that kind, whose handlers know themselves who goes first, at least in work.
        """
        self._lanes[kind] = _Lane(handle, behind)

    async def put(self, tx: Transaction, at: Address, due_at: datetime, *, failures: int = 0) -> None:
        """Let work be due then, whenever it was due before."""
        await due_store.put(tx, at, due_at, failures)
        tx.on_commit(lambda: self._touched(at, due_at))

    async def drop(self, tx: Transaction, at: Address) -> None:
        """Take work back, if there is any."""
        await due_store.drop(tx, at)
        tx.on_commit(lambda: self._touched(at, None))

    def start(self, serves: Callable[[int], bool]) -> None:
        """Begin to work it off, for the servers this process serves now; look again, where it has begun."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(serves), name="due work")
        self.look_again()

    def look_again(self) -> None:
        """Something may be due that was not: a server is back, the machine has slept."""
        self._changed.set()

    async def stop(self) -> None:
        """Begin nothing new; what is in work has a moment, then it is left as it stands."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        running = {task for lane in self._lanes.values() for _, task in lane.running.values()}
        if running:
            _, late = await asyncio.wait(running, timeout=LAST_WORK)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _touched(self, at: Address, due_at: datetime | None) -> None:
        lane = self._lanes.get(at.kind)
        if lane is not None and at in lane.running:
            lane.settled[at] = due_at
        if due_at is not None and (self._sleeps_until is None or due_at < self._sleeps_until):
            self.look_again()

    async def _run(self, serves: Callable[[int], bool]) -> None:
        told = False
        while True:
            self._changed.clear()
            self._sleeps_until = None  # whatever is put from here on wakes the wait below
            try:
                if not told:
                    await self._tell_unknown_kinds()
                    told = True
                until = await self._begin_what_is_due(serves)
            except DatabaseClosed:
                return
            except Exception:
                log.exception("looking for due work failed")
                until = self._clock.now() + self._pause(1)
            self._sleeps_until = until
            await self._clock.wait(self._changed, until)

    async def _tell_unknown_kinds(self) -> None:
        unknown = set(await self._database.read(due_store.kinds)) - self._lanes.keys()
        if unknown:
            log.warning("there is due work nobody knows how to do; it stays: %s", ", ".join(sorted(unknown)))

    async def _begin_what_is_due(self, serves: Callable[[int], bool]) -> datetime | None:
        """Hand out what is due; when to look again."""
        now = self._clock.now()
        self._ended_since.clear()

        async def look(on: Reader) -> tuple[list[Due], datetime | None]:
            found: list[Due] = []
            instants: list[datetime] = []
            self._held_by_work = False
            for kind, lane in sorted(self._lanes.items(), key=lambda item: item[1].behind is not None):
                upto = now if lane.behind is None else self._precedence(lane.behind, found, now)
                found += await _takes(on, kind, lane, serves, upto)
                instant = await due_store.next_instant(on, kind, now)
                instants += [instant] if instant is not None else []
            return found, min(instants, default=None)

        found, until = await self._database.read(look)
        for due in found:
            if due.at in self._ended_since:
                self.look_again()
            else:
                self._begin(due)
        return until

    def _precedence(self, kind: str, found: list[Due], now: datetime) -> datetime:
        """When what comes behind a kind has to have come due by, for nothing else to go first."""
        others = {other: lane for other, lane in self._lanes.items() if lane.behind is None}
        left = [lane.left.due_at for lane in others.values() if lane.left is not None]
        begun = [due for lane in others.values() for due, _ in lane.running.values()] + found
        in_work = [due.due_at for due in begun if due.at.kind in others and due.at.kind != kind]
        self._held_by_work |= bool(in_work) and not left
        return min([now, *left, *in_work])

    def _begin(self, due: Due) -> None:
        lane = self._lanes[due.at.kind]
        task = asyncio.create_task(self._work(lane, due), name=f"due {due.at.kind}")
        lane.running[due.at] = (due, task)
        task.add_done_callback(lambda _: self._ended(lane, due.at))

    def _ended(self, lane: _Lane, at: Address) -> None:
        del lane.running[at]
        self._ended_since.add(at)
        due_at = lane.settled.pop(at, None)
        again = due_at is not None and due_at <= self._clock.now()
        room = lane.left is not None and len(lane.running) <= AT_ONCE // 2
        if again or room or self._held_by_work:
            self.look_again()

    async def _work(self, lane: _Lane, due: Due) -> None:
        try:
            await lane.handle(due)
        except NotYet as reason:
            log.info("%s of %d is tried again later: %s", due.at.kind, due.at.guild_id, reason)
            await self._finish(lane, due, failed=True)
        except Exception:
            log.exception("%s of %d (%s) failed", due.at.kind, due.at.guild_id, due.at.key)
            await self._finish(lane, due, failed=True)
        else:
            await self._finish(lane, due, failed=False)

    async def _finish(self, lane: _Lane, due: Due, *, failed: bool) -> None:
        """Write down what became of a row, unless its handler did, or somebody else meanwhile."""

        async def settle(tx: Transaction) -> None:
            if due.at in lane.settled or await due_store.due_at(tx, due.at) != due.due_at:
                return  # the latter after it was found to be due, and before it was in work
            if failed:
                later = self._clock.now() + self._pause(due.failures + 1)
                await self.put(tx, due.at, later, failures=due.failures + 1)
            else:
                await self.drop(tx, due.at)

        if due.at in lane.settled:
            return
        try:
            await self._database.write(settle)
        except Exception:  # the row stays, and is handed out again
            log.exception("%s of %d could not be put away", due.at.kind, due.at.guild_id)
            lane.settled[due.at] = self._clock.now()

    def _pause(self, failures: int) -> timedelta:
        longest: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(failures - 1, 16)))
        return longest * self._rng.uniform(0.5, 1.0)


async def _takes(
    on: Reader, kind: str, lane: _Lane, serves: Callable[[int], bool], upto: datetime
) -> list[Due]:
    """What a kind may take in work now."""
    found: list[Due] = []
    after: Due | None = None
    lane.left = None
    while True:
        page = await due_store.page(on, kind, upto, after, AT_ONCE)
        for due in page:
            if due.at in lane.running or not (due.at.guild_id == 0 or serves(due.at.guild_id)):
                continue
            if len(found) + len(lane.running) >= AT_ONCE:
                lane.left = due
                return found
            found.append(due)
        if len(page) < AT_ONCE:
            return found
        after = page[-1]
