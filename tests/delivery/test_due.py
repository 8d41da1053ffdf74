"""Due work: handed out when its time comes, again when it failed, never by the flood."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.database.interface import Reader, Row, T, Transaction
from bot.database.sqlite import SqliteDatabase
from bot.delivery import due_store
from bot.delivery.due import AT_ONCE, DueWork, NotYet
from bot.delivery.due_store import Address, Due
from bot.guilds.presence import PresenceService
from tests.clocks import StandingClock

MINUTE = timedelta(minutes=1)
HERE = 1001


class Work:
    """Due work of the kind "probe" in a running queue, and what was handed out of it."""

    def __init__(self, database: SqliteDatabase, clock: StandingClock) -> None:
        self.database, self.clock = database, clock
        self.due = DueWork(database, clock, Random(1))
        self.done: list[Due] = []
        self.fails: list[Exception] = []
        self.most_at_once = 0
        self.let_go = asyncio.Event()
        self.let_go.set()
        self._at_once = 0
        self._changed = asyncio.Condition()
        self.due.register("probe", self._handle)

    async def put(self, key: str, after: timedelta, *, guild_id: int = HERE, kind: str = "probe") -> None:
        at = Address(kind, guild_id, key)
        await self.database.write(lambda tx: self.due.put(tx, at, self.clock.now() + after))

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(5), self._changed:
            await self._changed.wait_for(holds)

    async def rows(self) -> list[str]:
        rows = await self.database.read(lambda on: on.fetch_all("SELECT key FROM due_work ORDER BY key"))
        return [row["key"] for row in rows]

    async def waiting(self) -> tuple[Mapping[str, int], datetime | None]:
        """How much there is of each kind, and when the first was or is due."""

        async def look(on: Reader) -> tuple[Mapping[str, int], datetime | None]:
            return await due_store.depth(on), await due_store.oldest(on)

        return await self.database.read(look)

    async def _handle(self, due: Due) -> None:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        await asyncio.sleep(0)
        self._at_once -= 1
        async with self._changed:
            self.done.append(due)
            self._changed.notify_all()
        await self.let_go.wait()
        if self.fails:
            raise self.fails.pop()


class Lagging(SqliteDatabase):
    """What it read arrives when the test lets it."""

    lag: Callable[[], Awaitable[None]] | None = None

    async def read(self, work: Callable[[Reader], Awaitable[T]], /) -> T:
        async def late(on: Reader) -> T:
            return await work(_Late(on, self))

        return await super().read(late)


class _Late(Reader):
    def __init__(self, on: Reader, database: Lagging) -> None:
        self._on, self._database = on, database

    async def fetch_one(self, sql: str, /, **values: Any) -> Row | None:
        return await self._on.fetch_one(sql, **values)

    async def fetch_all(self, sql: str, /, **values: Any) -> list[Row]:
        rows = await self._on.fetch_all(sql, **values)
        if rows and self._database.lag is not None:
            await self._database.lag()
        return rows


@pytest.fixture
async def work(database: SqliteDatabase, clock: StandingClock) -> AsyncIterator[Work]:
    made = Work(database, clock)
    made.due.start(lambda guild_id: guild_id == HERE)
    yield made
    await made.due.stop()


def _keys(work: Work) -> list[str]:
    return [due.at.key for due in work.done]


async def test_work_is_handed_out_when_its_time_comes_and_not_before(work: Work) -> None:
    await work.put("later", 2 * MINUTE)
    await work.put("now", timedelta(0))
    await work.until(lambda: _keys(work) == ["now"])

    work.clock.move(2 * MINUTE)

    await work.until(lambda: _keys(work) == ["now", "later"])
    await work.due.stop()
    assert await work.rows() == []


async def test_an_earlier_row_wakes_it(work: Work) -> None:
    await work.put("late", 9 * MINUTE)
    await work.put("early", MINUTE)

    work.clock.move(MINUTE)

    await work.until(lambda: _keys(work) == ["early"])


async def test_what_fails_is_tried_again_and_stops_nothing(
    work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    work.fails = [ValueError("on purpose")]
    await work.put("one", timedelta(0))
    await work.until(lambda: _keys(work) == ["one"])
    await work.put("other", timedelta(0))
    await work.until(lambda: _keys(work) == ["one", "other"])

    while len(work.done) < 3:  # until its pause is over
        work.clock.move(MINUTE)
        await asyncio.sleep(0)

    assert work.done[2].at.key == "one"
    assert work.done[2].failures == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_what_discord_does_not_answer_is_no_error(work: Work, caplog: pytest.LogCaptureFixture) -> None:
    work.fails = [NotYet("no answer")]
    await work.put("one", timedelta(0))
    await work.until(lambda: _keys(work) == ["one"])
    await work.due.stop()

    assert await work.rows() == ["one"]
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


async def test_what_ended_while_it_was_read_is_not_handed_out_again(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with Lagging(tmp_path / "bot.sqlite3") as database:
        work = Work(database, clock)
        ended = asyncio.Event()

        async def until_it_ended() -> None:
            database.lag = None
            work.let_go.set()
            await ended.wait()

        work.let_go.clear()
        await work.put("one", timedelta(0))
        work.due.start(lambda _: True)
        await work.until(lambda: _keys(work) == ["one"])
        ((_, task),) = work.due._lanes["probe"].running.values()
        task.add_done_callback(lambda _: ended.set())
        database.lag = until_it_ended
        work.due.look_again()
        await ended.wait()
        await work.put("two", timedelta(0))
        await work.until(lambda: "two" in _keys(work))
        await work.due.stop()

        assert _keys(work) == ["one", "two"]


async def test_what_was_put_anew_while_it_was_read_comes_again_then(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with Lagging(tmp_path / "bot.sqlite3") as database:
        work = Work(database, clock)
        found, was_put = asyncio.Event(), asyncio.Event()

        async def until_it_is_put() -> None:
            database.lag = None
            found.set()
            await was_put.wait()

        await work.put("one", timedelta(0))
        database.lag = until_it_is_put
        work.due.start(lambda _: True)
        await found.wait()
        await work.put("one", MINUTE)
        was_put.set()
        await work.until(lambda: _keys(work) == ["one"])
        await work.due.stop()

        assert await work.rows() == ["one"]
        clock.move(MINUTE)
        work.due.start(lambda _: True)
        await work.until(lambda: _keys(work) == ["one", "one"])
        await work.due.stop()


async def test_servers_that_are_not_served_wait(database: SqliteDatabase, clock: StandingClock) -> None:
    work, served = Work(database, clock), {HERE}
    work.due.start(lambda guild_id: guild_id in served)
    await work.put("elsewhere", timedelta(0), guild_id=1002)
    await work.put("own", timedelta(0), guild_id=0)
    await work.put("here", timedelta(0))
    await work.until(lambda: len(work.done) == 2)
    assert sorted(_keys(work)) == ["here", "own"]

    served.add(1002)
    work.due.look_again()

    await work.until(lambda: "elsewhere" in _keys(work))
    await work.due.stop()


async def test_what_waits_in_a_server_that_was_left_is_not_overdue(work: Work) -> None:
    left = 2002
    presence = PresenceService(work.database, work.clock)
    await presence.joined(left)
    await work.put("post", MINUTE, guild_id=left)
    await work.put("later", 9 * MINUTE)
    assert await work.waiting() == ({"probe": 2}, work.clock.now() + MINUTE)

    await presence.left(left)
    assert await work.waiting() == ({"probe": 1}, work.clock.now() + 9 * MINUTE)
    assert await work.rows() == ["later", "post"]

    await presence.joined(left)
    assert await work.waiting() == ({"probe": 2}, work.clock.now() + MINUTE)


async def test_thousands_due_at_once_are_taken_in_portions(work: Work) -> None:
    async def put_all(tx: Transaction) -> None:
        for number in range(3000):
            await work.due.put(tx, Address("probe", HERE, str(number)), work.clock.now())

    await work.database.write(put_all)
    await work.until(lambda: len(work.done) == 3000)

    assert len(set(_keys(work))) == 3000
    assert work.most_at_once <= AT_ONCE


async def test_unknown_work_stays_and_is_told_once(
    database: SqliteDatabase, clock: StandingClock, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work(database, clock)
    await work.put("one", timedelta(0), kind="gone")
    await work.put("two", timedelta(0))

    work.due.start(lambda _: True)
    await work.until(lambda: _keys(work) == ["two"])
    work.due.look_again()
    await work.put("three", timedelta(0))
    await work.until(lambda: "three" in _keys(work))
    await work.due.stop()

    assert await work.rows() == ["one"]
    assert [record.getMessage() for record in caplog.records if "nobody knows" in record.getMessage()] == [
        "there is due work nobody knows how to do; it stays: gone"
    ]


async def test_a_row_put_anew_by_its_handler_holds(database: SqliteDatabase, clock: StandingClock) -> None:
    due = DueWork(database, clock, Random(1))
    handled: asyncio.Queue[Due] = asyncio.Queue()

    async def handle(one: Due) -> None:
        await database.write(lambda tx: due.put(tx, one.at, one.due_at + MINUTE))
        handled.put_nowait(one)

    due.register("daily", handle)
    await database.write(lambda tx: due.put(tx, Address("daily", HERE, ""), clock.now()))
    due.start(lambda _: True)
    first = await handled.get()
    clock.move(MINUTE)
    second = await handled.get()
    await due.stop()

    assert second.due_at == first.due_at + MINUTE
