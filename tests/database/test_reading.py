"""Reading is a snapshot, waits for no writer, and changes nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.database.interface import (
    DatabaseClosed,
    DatabaseUnusable,
    Reader,
    Transaction,
    from_millis,
    to_millis,
)
from bot.database.link import Connection, connect
from bot.database.sqlite import READERS, SqliteDatabase
from tests.database.notes import NOTES, ids, ids_in, note


async def test_what_was_acknowledged_is_seen(database: SqliteDatabase) -> None:
    await database.write(note(1))

    assert await database.read(ids) == [1]


async def test_a_snapshot_stays_as_it_was(database: SqliteDatabase) -> None:
    await database.write(note(1))

    seen, written = asyncio.Event(), asyncio.Event()

    async def work(reader: Reader) -> tuple[list[int], list[int]]:
        before = await ids(reader)
        seen.set()
        await written.wait()
        return before, await ids(reader)

    reading = asyncio.create_task(database.read(work))
    await seen.wait()
    await database.write(note(2))
    written.set()

    assert await reading == ([1], [1])
    assert await database.read(ids) == [1, 2]


async def test_reading_waits_for_no_writer(database: SqliteDatabase) -> None:
    writes, may_end = asyncio.Event(), asyncio.Event()

    async def work(tx: Transaction) -> None:
        await note(1)(tx)
        writes.set()
        await may_end.wait()

    call = asyncio.create_task(database.write(work))
    await writes.wait()
    assert await database.read(ids) == []
    may_end.set()
    await call


async def test_a_reader_cannot_write(database: SqliteDatabase) -> None:
    with pytest.raises(DatabaseUnusable, match="cannot be written"):
        await database.read(lambda reader: reader.fetch_all("DELETE FROM notes"))


async def test_more_readers_than_connections_take_turns(database: SqliteDatabase) -> None:
    at_once, most = 0, 0
    together = asyncio.Barrier(READERS)

    async def work(reader: Reader) -> list[int]:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await together.wait()
        found = await ids(reader)
        at_once -= 1
        return found

    await database.write(note(1))
    readers = 5 * READERS
    assert await asyncio.gather(*(database.read(work) for _ in range(readers))) == [[1]] * readers
    assert most == READERS


async def test_what_a_reader_raises_reaches_its_caller_and_frees_its_place(database: SqliteDatabase) -> None:
    async def work(reader: Reader) -> None:
        await ids(reader)
        raise LookupError

    for _ in range(READERS + 1):
        with pytest.raises(LookupError):
            await database.read(work)
    await database.write(note(1))
    assert await database.read(ids) == [1]


async def test_closing_waits_for_what_was_begun_and_refuses_what_comes_later(file: Path) -> None:
    database = SqliteDatabase(file, NOTES)
    await database.open()
    reads, may_end = asyncio.Event(), asyncio.Event()

    async def slow(reader: Reader) -> list[int]:
        reads.set()
        await may_end.wait()
        return await ids(reader)

    reading = asyncio.create_task(database.read(slow))
    await reads.wait()
    writing = [asyncio.create_task(database.write(note(number))) for number in range(3)]
    await asyncio.sleep(0)
    closing = [asyncio.create_task(database.close()) for _ in range(2)]
    assert await asyncio.gather(*writing) == [0, 1, 2]
    with pytest.raises(DatabaseClosed):
        await database.write(note(9))
    with pytest.raises(DatabaseClosed):
        await database.read(ids)
    may_end.set()
    await asyncio.gather(reading, *closing)

    assert {entry.name for entry in file.parent.iterdir()} == {file.name, f"{file.name}.lock"}
    for late in (database.write(note(9)), database.read(ids)):
        with pytest.raises(DatabaseClosed, match="is not open"):
            await late
    await database.close()


async def test_closing_waits_for_everyone_who_waits_to_write(file: Path) -> None:
    database = SqliteDatabase(file, NOTES)
    await database.open()
    writing = [asyncio.create_task(database.write(note(number))) for number in range(100)]
    await asyncio.sleep(0)

    await database.close()

    assert [call.done() for call in writing] == [True] * 100
    assert await asyncio.gather(*writing) == ids_in(file) == list(range(100))


async def test_it_can_be_opened_again(file: Path) -> None:
    database = SqliteDatabase(file, NOTES)
    for number in range(3):
        async with database:
            await database.write(note(number))
            assert await database.read(ids) == list(range(number + 1))


_INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(_INSTANTS, st.integers(-12, 12))
def test_instants_are_kept_to_the_millisecond(instant: datetime, hours: int) -> None:
    elsewhere = timezone(timedelta(hours=hours))
    kept = from_millis(to_millis(instant.astimezone(elsewhere)))

    assert kept.tzinfo is UTC
    assert timedelta(0) <= instant - kept < timedelta(milliseconds=1)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="says nothing of its zone"):
        to_millis(datetime(2026, 6, 13))  # noqa: DTZ001  # the point of it


@pytest.mark.parametrize("turns", range(8))
async def test_whoever_is_cancelled_while_it_connects_leaves_nothing_open(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    made: list[Connection] = []

    def known(path: Path) -> Connection:
        made.append(connect(path, Connection, "ro"))
        return made[-1]

    monkeypatch.setattr("bot.database.sqlite._open_reader", known)
    reading = asyncio.create_task(database.read(ids))
    while not made and turns:  # noqa: ASYNC110  # made in a thread
        await asyncio.sleep(0)
    for _ in range(turns):
        await asyncio.sleep(0)

    reading.cancel()
    await asyncio.wait([reading])
    await database.close()

    for raw in made:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            raw.execute("SELECT 1")
