"""The database in one SQLite file: one connection that writes, a few that read, one process.

Durable as soon as it is acknowledged: a write-ahead log (WAL), synced at each COMMIT.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Any, Self

from bot.database.faults import damaged, told_of_system
from bot.database.group import GroupCommit, inside_work
from bot.database.interface import DatabaseClosed, DatabaseUnusable, Reader, Row, Statement, T, Transaction
from bot.database.link import Connection, Link, Writer, connect
from bot.database.lock import Lock
from bot.database.migrate import Migration, migrate, shipped_migrations

log = logging.getLogger(__name__)

_SCRUB_SECONDS = 1.0
"""How long emptying the log waits for others, who wait for it meanwhile."""
_CACHED_KIB = 16_384
"""Pages at hand to who writes, as far as the file has so many: SQLite's own 2,000 are 500 pages, and each
member of a busy day has some of their own."""
_READER_CACHED_KIB = 512
"""Less at hand to who reads: after each write it is read anew."""
READERS = 4
"""How many read at the same time; each has a connection with a thread, made when first needed."""


class SqliteDatabase:
    """Implements `Database`. May be made without an event loop; `open` it, or use `async with`."""

    def __init__(self, path: Path, migrations: Sequence[Migration] | None = None) -> None:
        self.path = path
        self._migrations = shipped_migrations() if migrations is None else migrations
        self._lock = Lock(path)
        self._writer: Link | None = None
        self._writes: GroupCommit | None = None
        self._idle: list[Link] = []
        self._places = asyncio.Semaphore(READERS)
        self._closing: asyncio.Task[None] | None = None

    def watch(self, on_group: Callable[[list[float]], None]) -> None:
        """Tell how many seconds each of those waited that shared a COMMIT, from now on.

        Raises:
            DatabaseClosed: it is not open.
        """
        self._group().on_group = on_group

    async def open(self) -> None:
        """Lock the file, make it where there is none, and bring it to the newest schema.

        Raises:
            DatabaseUnusable: in one line, what is wrong and what to do.
        """
        if self._writer is not None:
            raise RuntimeError(f"{self.path} is open already")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise told_of_system(error, self.path) from error
        self._lock.acquire()
        writer = Link(self.path, partial(_open_writer, self.path, self._migrations))
        try:
            await writer.open()
        except BaseException:
            self._lock.release()
            raise
        self._writer, self._writes, self._closing = writer, GroupCommit(writer), None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def write(self, work: Callable[[Transaction], Awaitable[T]], /) -> T:
        return await self._group().write(work)

    async def brief(self, work: Callable[[Transaction], Awaitable[T]], /) -> T:
        return await self._group().brief(work)

    async def change(self, *statements: Statement) -> list[int]:
        return await self._group().change(statements)

    async def read(self, work: Callable[[Reader], Awaitable[T]], /) -> T:
        self._must_be_outside()
        async with self._snapshot() as snapshot:
            return await work(snapshot)

    async def scrub(self) -> None:
        """Empty the write-ahead log, which holds what was deleted until it is written over.

        Left to the next time, or the end, where somebody reads or writes just now.
        """
        await asyncio.to_thread(_empty_log, self.path)

    async def close(self) -> None:
        if self._writer is None:
            return
        if self._closing is None:
            self._closing = asyncio.create_task(self._close(self._writer), name="database close")
        await asyncio.shield(self._closing)

    async def _close(self, writer: Link) -> None:
        try:
            if self._writes is not None:
                await self._writes.finish()
            for _ in range(READERS):
                await self._places.acquire()
            for link in (*self._idle, writer):  # the writer last: it then leaves a single file behind
                await link.close()
        finally:
            self._idle.clear()
            self._writer = self._writes = None
            self._places = asyncio.Semaphore(READERS)
            self._lock.release()

    @asynccontextmanager
    async def _snapshot(self) -> AsyncIterator[_Snapshot]:
        if self._writer is None or self._closing is not None:
            raise self._closed()
        await self._places.acquire()
        try:
            link = self._idle.pop() if self._idle else await self._new_reader()
        except BaseException:
            self._places.release()
            raise
        link.prepare("BEGIN")
        snapshot = _Snapshot(link)
        token = inside_work.set(True)
        try:
            yield snapshot
        finally:
            inside_work.reset(token)
            snapshot.over = True
            # also when cancelled amid a statement: the connection is free again only when its snapshot is
            await asyncio.shield(self._give_back(link))

    async def _new_reader(self) -> Link:
        link = Link(self.path, partial(_open_reader, self.path))
        await link.open()
        return link

    async def _give_back(self, link: Link) -> None:
        try:
            if link.used:
                await link.rollback()
        except BaseException:
            await link.close()
            raise
        else:
            self._idle.append(link)
        finally:
            self._places.release()

    def _group(self) -> GroupCommit:
        self._must_be_outside()
        if self._writes is None or self._closing is not None:
            raise self._closed()
        return self._writes

    def _must_be_outside(self) -> None:
        if inside_work.get():
            raise RuntimeError("work touches nothing but its transaction: here it would wait for itself")

    def _closed(self) -> DatabaseClosed:
        return DatabaseClosed(f"{self.path} is not open: the bot is starting or stopping.")


class _Snapshot(Reader):
    def __init__(self, link: Link) -> None:
        self._link = link
        self.over = False

    async def fetch_one(self, sql: str, /, **values: Any) -> Row | None:
        rows = await self.fetch_all(sql, **values)
        return rows[0] if rows else None

    async def fetch_all(self, sql: str, /, **values: Any) -> list[Row]:
        if self.over:
            raise RuntimeError("this snapshot is over: its work has returned")
        return await self._link.fetch(sql, values)


def _open_writer(path: Path, migrations: Sequence[Migration]) -> Connection:
    raw = connect(path, Writer, "rwc")
    try:
        cursor = raw.cursor()
        (journal,) = cursor.execute("PRAGMA journal_mode = WAL").fetchone().values()
        if journal != "wal":
            raise DatabaseUnusable(
                f"{path} lies where SQLite can keep no write-ahead log, on a network share perhaps. "
                "Choose a STATE_DIR on a disk of this machine."
            )
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA cache_size = -{_CACHED_KIB}")
        # what is deleted is overwritten, so that nothing of who was erased stays in free pages
        cursor.execute("PRAGMA secure_delete = ON")
        # a file that may not be written is opened nevertheless, to be read: found out by writing
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("PRAGMA user_version = 0")
        cursor.execute("ROLLBACK")
        (fault,) = cursor.execute("PRAGMA quick_check(1)").fetchone().values()
        if fault != "ok":
            raise damaged(path, fault.splitlines()[-1])
        migrate(raw, path, migrations)
        cursor.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        raw.close()
        raise
    return raw


def _empty_log(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path, timeout=_SCRUB_SECONDS, isolation_level=None)) as raw:
            busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        busy = error
    if busy:
        log.info("the log of %s could not be emptied just now (%s)", path, busy)


def _open_reader(path: Path) -> Connection:
    raw = connect(path, Connection, "ro")
    raw.cursor().execute("PRAGMA query_only = ON")
    raw.cursor().execute(f"PRAGMA cache_size = -{_READER_CACHED_KIB}")
    return raw


@asynccontextmanager
async def reading(path: Path) -> AsyncIterator[Reader]:
    """One consistent snapshot of a database that a running bot may be writing to.

    Raises:
        DatabaseUnusable: it is not there, or cannot be read.
    """
    if not await asyncio.to_thread(path.is_file):
        raise DatabaseUnusable(f"{path} is not there: the bot has not run with this STATE_DIR yet.")
    link = Link(path, partial(_open_reader, path))
    await link.open()
    try:
        link.prepare("BEGIN")
        yield _Snapshot(link)
    finally:
        await link.close()
