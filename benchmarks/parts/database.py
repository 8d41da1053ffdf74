"""Writing, beside raw aiosqlite with the same pragmas and statements: in turn, at once, during a backup."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from statistics import median

import aiosqlite

from benchmarks.figures import Figure, at_least, reported, within
from benchmarks.lengths import Lengths
from bot.database.backup import back_up
from bot.database.interface import Reader, Transaction
from bot.database.migrate import Migration
from bot.database.sqlite import SqliteDatabase

WRITES, AT_ONCE = 200, 50
TASKS, EACH = 200, 20
_TABLE = "CREATE TABLE answers (answer_id BIGINT PRIMARY KEY, user_id BIGINT NOT NULL, text TEXT NOT NULL);"
_INSERT = "INSERT INTO answers (answer_id, user_id, text) VALUES (:answer_id, :user_id, :text)"
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 5000")
_MIGRATIONS = [Migration(1, "0001_answers", _TABLE, "")]

Write = Callable[[int], Awaitable[None]]


async def measure(folder: Path, lengths: Lengths) -> list[Figure]:
    """Each insert is durable before the next; figures are writes a second."""
    folder.mkdir(parents=True)  # noqa: ASYNC240  # nobody else waits
    one_by_one, at_once, of_ours = [], [], []
    async with _ours(folder / "ours.sqlite3") as ours, _raw(folder / "raw.sqlite3") as raw:
        numbers = count()
        for _ in range(lengths.writing):
            alone, bare = await _in_turn(ours, numbers), await _in_turn(raw, numbers)
            grouped = await _together(ours, numbers)
            one_by_one.append((alone, bare))
            at_once.append((grouped, bare))
            of_ours.append((grouped, alone))
    return [
        at_least("durable writes, one by one", "/s", one_by_one, 0.8),
        at_least(f"durable writes, {AT_ONCE} at once, to raw one by one", "/s", at_once, 3),
        at_least(f"durable writes, {AT_ONCE} at once, to ours one by one", "/s", of_ours, 3),
        *await _during_a_backup(folder),
    ]


async def _in_turn(write: Write, numbers: count[int]) -> float:
    begun = time.perf_counter()
    for _ in range(WRITES):
        await write(next(numbers))
    return WRITES / (time.perf_counter() - begun)


async def _together(write: Write, numbers: count[int]) -> float:
    begun = time.perf_counter()
    for _ in range(WRITES // AT_ONCE):
        await asyncio.gather(*(write(next(numbers)) for _ in range(AT_ONCE)))
    return WRITES / (time.perf_counter() - begun)


@asynccontextmanager
async def _ours(file: Path) -> AsyncIterator[Write]:
    async with SqliteDatabase(file, _MIGRATIONS) as database:
        yield _writing(database)


def _writing(database: SqliteDatabase) -> Write:
    async def write(number: int) -> None:
        async def work(tx: Transaction) -> None:
            await tx.execute(_INSERT, **_values(number))

        await database.write(work)

    return write


@asynccontextmanager
async def _raw(file: Path) -> AsyncIterator[Write]:
    async with aiosqlite.connect(file, isolation_level=None) as connection:
        for pragma in _PRAGMAS:
            await connection.execute(f"PRAGMA {pragma}")
        await connection.execute(_TABLE.replace("BIGINT", "INTEGER").replace(";", " STRICT"))

        async def write(number: int) -> None:
            await connection.execute("BEGIN IMMEDIATE")
            await connection.execute(_INSERT, _values(number))
            await connection.execute("COMMIT")

        yield write


def _values(number: int) -> dict[str, object]:
    return {"answer_id": number, "user_id": number % 97, "text": "x" * 80}


async def _during_a_backup(folder: Path) -> list[Figure]:
    """Many tasks write while one reads and backups run, one after another; an error would end the run."""
    file = folder / "busy.sqlite3"
    waits: list[float] = []
    backups = 0
    async with SqliteDatabase(file, _MIGRATIONS) as database:
        write = _writing(database)
        for first in range(100_000, 120_000, 50):
            await asyncio.gather(*(write(number) for number in range(first, first + 50)))

        async def work_through(task: int) -> None:
            for number in range(EACH):
                await write(number * TASKS + task)

        async def counted(reader: Reader) -> int:
            row = await reader.fetch_one("SELECT COUNT(*) AS rows FROM answers WHERE answer_id < 100000")
            return int(row["rows"]) if row is not None else 0

        writing = asyncio.gather(*(work_through(task) for task in range(TASKS)))

        async def read() -> None:
            while not writing.done():
                begun = time.perf_counter()
                await database.read(counted)
                waits.append((time.perf_counter() - begun) * 1000)

        async def keep_backing_up() -> int:
            made = 0
            while not writing.done():
                await asyncio.to_thread(back_up, file, folder / f"copy-{made}.sqlite3")
                made += 1
            return made

        reading, backing_up = asyncio.create_task(read()), asyncio.create_task(keep_backing_up())
        await writing
        backups = await backing_up
        await reading
        lost = TASKS * EACH - await database.read(counted)
    return [
        within(f"writes lost of {TASKS * EACH:,} while {backups} backups ran", "", lost, 0, None),
        within("longest a reader waited meanwhile", "ms", max(waits), 50, median(waits)),
        reported("reads meanwhile", "", len(waits)),
    ]
