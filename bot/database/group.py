"""Group commit: work that waits at one moment shares one durable COMMIT, the dear part of a write.

The first who waits starts a task that ends as soon as nobody waits any more; nothing is resident. Callers
only wait for their own result, so one that is cancelled, the first included, takes nobody along.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from typing import Any, Generic

from bot.database.interface import DatabaseInUse, DatabaseUnusable, Row, Statement, T, Transaction
from bot.database.link import AtHand, Connection, Link

log = logging.getLogger(__name__)

MOST_IN_A_GROUP = 64
"""Whoever comes later waits for the next COMMIT, so that the first one's wait is bounded."""
inside_work: ContextVar[bool] = ContextVar("inside_work", default=False)


class Call(Generic[T]):
    """What one caller waits for."""

    def __init__(self) -> None:
        self._result: T
        loop = asyncio.get_running_loop()
        self.outcome: asyncio.Future[T] = loop.create_future()
        self.asked_at = loop.time()

    def succeed(self) -> None:
        if not self.outcome.done():
            self.outcome.set_result(self._result)

    def fail(self, error: BaseException) -> None:
        if self.outcome.done():
            return
        if isinstance(error, asyncio.CancelledError):
            self.outcome.cancel()
        else:
            self.outcome.set_exception(error)

    def tell(self) -> None:
        """Call what is to be called after the COMMIT."""


class Turn(Call[T], ABC):
    """What is done in the database's thread, together with all others that wait at one moment."""

    @abstractmethod
    def take(self, raw: Connection) -> None:
        """Do it there; once more where that was undone together with others."""


class Change(Turn[list[int]]):
    """One caller's statements, known from the start."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        super().__init__()
        self._statements = statements

    def take(self, raw: Connection) -> None:
        self._result = [raw.execute(*statement).rowcount for statement in self._statements]


class Work(Call[T], Transaction):
    """One caller's work: its transaction, and its result."""

    def __init__(self, link: Link | AtHand, function: Callable[[Transaction], Awaitable[T]]) -> None:
        super().__init__()
        self._link = link
        self._function = function
        self._over = False
        self._callbacks: list[Callable[[], None]] = []
        self._later: list[Statement] = []

    async def run(self) -> None:
        token = inside_work.set(True)
        try:
            self._result = await self._function(self)
            if self._later:
                sql, values = self._later.pop()
                await self.execute(sql, **values)
        finally:
            self._over = True
            inside_work.reset(token)

    def tell(self) -> None:
        """Call the callbacks; one that fails stops none of the others."""
        for callback in self._callbacks:
            try:
                callback()
            except Exception:
                log.exception("a callback after a commit failed")

    async def fetch_one(self, sql: str, /, **values: Any) -> Row | None:
        rows = await self.fetch_all(sql, **values)
        return rows[0] if rows else None

    async def fetch_all(self, sql: str, /, **values: Any) -> list[Row]:
        self._send_later()
        return await self._link.fetch(sql, values)

    async def execute(self, sql: str, /, **values: Any) -> int:
        self._send_later()
        return await self._link.change(sql, values)

    def later(self, sql: str, /, **values: Any) -> None:
        self._must_run()
        self._later.append((sql, values))

    def on_commit(self, callback: Callable[[], None], /) -> None:
        self._must_run()
        self._callbacks.append(callback)

    def _send_later(self) -> None:
        self._must_run()
        self._link.ahead(self._later)
        self._later.clear()

    def _must_run(self) -> None:
        if self._over:
            raise RuntimeError("this transaction is over: its work has returned")


class Brief(Work[T], Turn[T]):
    """Work that waits for nothing but its transaction: so it can be run to its end in the thread."""

    def __init__(self, link: Link, function: Callable[[Transaction], Awaitable[T]]) -> None:
        super().__init__(link, function)
        self._told = link.told

    def take(self, raw: Connection) -> None:
        self._link = AtHand(raw, self._told)
        self._over = False  # it may be taken a second time, as if there had been no first
        self._later.clear()
        self._callbacks.clear()
        running = self.run()
        try:
            running.send(None)
        except StopIteration:
            return
        running.close()
        raise RuntimeError("brief work waits for something else than its transaction")


class GroupCommit:
    """Runs work, one after another, many in a transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._waiting: deque[Call[Any]] = deque()
        self._leading: asyncio.Task[None] | None = None
        self.on_group: Callable[[list[float]], None] | None = None
        """Told how many seconds each of those waited that shared a COMMIT."""

    async def write(self, function: Callable[[Transaction], Awaitable[T]]) -> T:
        return await self._wait(Work(self._link, function))

    async def brief(self, function: Callable[[Transaction], Awaitable[T]]) -> T:
        return await self._wait(Brief(self._link, function))

    async def change(self, statements: Sequence[Statement]) -> list[int]:
        return await self._wait(Change(statements))

    async def finish(self) -> None:
        """Wait until nobody waits."""
        while self._leading is not None:
            await asyncio.wait([self._leading])

    async def _wait(self, call: Call[T]) -> T:
        self._waiting.append(call)
        if self._leading is None:
            self._leading = asyncio.create_task(self._lead(), name="database group")
        return await call.outcome

    async def _lead(self) -> None:
        try:
            while self._waiting:
                kept = await _Group(self._link, self._waiting).run()
                if kept and self.on_group is not None:
                    now = asyncio.get_running_loop().time()
                    self.on_group([now - call.asked_at for call in kept])
        finally:
            self._leading = None
            while self._waiting:  # only when the event loop itself ends
                self._waiting.popleft().outcome.cancel()


class _Group:
    """What shares one COMMIT.

    The first work needs no savepoint: undoing it undoes nothing else. The others have one each, released
    ahead of the next one's, or by the COMMIT.
    """

    def __init__(self, link: Link, waiting: deque[Call[Any]]) -> None:
        self._link = link
        self._waiting = waiting
        self._kept: list[Call[Any]] = []
        self._begun = False
        """Whether kept work is in the transaction."""
        self._savepoint = False
        """Whether a savepoint is open."""
        self._durable = False
        """Whether it is committed already."""

    async def run(self) -> Sequence[Call[Any]]:
        """Run it; those whose work is durable now."""
        try:
            await self._gather()
            if self._begun and not self._durable:
                await self._link.commit()
        except Exception as error:  # noqa: BLE001  # handed to each caller
            await self._give_up(error)
            return ()
        except BaseException:  # the event loop itself ends, amid a statement perhaps
            for call in self._kept:
                call.outcome.cancel()
            await self._link.rollback()  # the thread takes it after that statement
            raise
        for call in self._kept:
            call.tell()
        for call in self._kept:
            call.succeed()
        return self._kept

    async def _gather(self) -> None:
        taken = 0
        while (
            not self._durable and taken < MOST_IN_A_GROUP and (calls := self._next(MOST_IN_A_GROUP - taken))
        ):
            taken += len(calls)
            self._link.prepare(*self._opening())
            try:
                await self._run(calls)
            except BaseException as error:
                for number, call in enumerate(calls):
                    call.fail(_another(error) if number and isinstance(error, Exception) else error)
                if not isinstance(error, Exception) and not _is_its_own(error):
                    raise
                await self._undo(error)

    def _next(self, most: int) -> list[Call[Any]]:
        """The next work, or as many turns as wait in a row; none that was cancelled."""
        calls: list[Call[Any]] = []
        while self._waiting and len(calls) < most:
            if calls and not isinstance(self._waiting[0], Turn):
                break
            call = self._waiting.popleft()
            if not call.outcome.done():
                calls.append(call)
            if not isinstance(call, Turn) and calls:
                break
        return calls

    async def _run(self, calls: list[Call[Any]]) -> None:
        turns = [call for call in calls if isinstance(call, Turn)]
        if not turns:
            (work,) = (call for call in calls if isinstance(call, Work))
            await work.run()
            self._keep(work)
            return
        last = not self._waiting
        errors = await self._link.each([turn.take for turn in turns], commit=last)
        self._durable = last
        for turn, error in zip(turns, errors, strict=True):
            if error is not None:
                turn.fail(error)
        self._keep(*(turn for turn, error in zip(turns, errors, strict=True) if error is None))

    def _opening(self) -> tuple[str, ...]:
        if not self._begun:
            return ("BEGIN IMMEDIATE",)
        return ("RELEASE work", "SAVEPOINT work") if self._savepoint else ("SAVEPOINT work",)

    def _keep(self, *calls: Call[Any]) -> None:
        self._kept += calls
        if self._durable or not self._link.used:
            return
        self._link.must_be_in_transaction()
        self._savepoint = self._begun
        self._begun = True

    async def _undo(self, error: BaseException) -> None:
        if not self._link.used:
            return
        if self._begun:
            if isinstance(error, DatabaseUnusable):  # SQLite mostly undid all of it
                raise error
            await self._link.change("ROLLBACK TO work", {})
            self._savepoint = True
            return
        await self._link.rollback()
        if isinstance(error, DatabaseInUse):  # not each one after another: that would be seconds each
            while self._waiting:
                self._waiting.popleft().fail(_another(error))

    async def _give_up(self, error: Exception) -> None:
        for call in self._kept:
            call.fail(_another(error))
        try:
            await self._link.rollback()
        except DatabaseUnusable:
            log.exception("undoing a failed transaction failed")


def _is_its_own(error: BaseException) -> bool:
    """Whether the work was cancelled by something in it, and not with the task that runs it."""
    task = asyncio.current_task()
    return isinstance(error, asyncio.CancelledError) and task is not None and not task.cancelling()


def _another(error: Exception) -> Exception:
    """The same error for one more caller: a raised exception belongs to one traceback."""
    told = type(error)(*error.args)
    told.__cause__ = error
    return told
