"""One connection: an aiosqlite thread, and what it may do in one call to it.

Each call to the thread costs more than most statements, so statements that only prepare (BEGIN, SAVEPOINT)
run ahead of the next one in the same call.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

from bot.database.faults import told
from bot.database.interface import DatabaseUnusable, Row, Statement

BUSY_SECONDS = 5.0
"""How long SQLite itself waits for another program, such as a shell, to let go."""
_STATEMENTS = 256  # prepared ones kept by each connection


class Connection(sqlite3.Connection):
    """A connection on which nothing happens outside of a transaction."""

    ahead: tuple[Statement, ...] = ()
    """What to run before the next statement."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        ahead, self.ahead = self.ahead, ()
        for statement in ahead:
            super().execute(*statement)
        # some errors, such as a full disk, make SQLite roll back by itself: the rest would go through alone
        if not self.in_transaction:
            raise TransactionGone
        return super().execute(sql, parameters)

    def each(self, turns: Sequence[Callable[[Connection], None]], *, commit: bool) -> list[Exception | None]:
        """Let several have their turn, each as a whole or not at all: what forbade it, if anything did.

        Savepoints of their own cost as much as a turn, and few turns fail once they have changed something:
        those that did let all of them have their turn anew.
        """
        self.execute("SAVEPOINT turns")
        outcomes = self._together(turns)
        if outcomes is None:
            self.execute("ROLLBACK TO turns")
            outcomes = [self._alone(turn) for turn in turns]
        self.execute("RELEASE turns")
        if commit:
            self.commit()
        return outcomes

    def _together(self, turns: Sequence[Callable[[Connection], None]]) -> list[Exception | None] | None:
        """Turn after turn; None where one failed that had changed something."""
        outcomes: list[Exception | None] = []
        for turn in turns:
            changes = self.total_changes
            try:
                turn(self)
            except Exception as error:
                if not self.in_transaction:
                    raise
                if self.total_changes != changes:
                    return None
                outcomes.append(error)
            else:
                outcomes.append(None)
        return outcomes

    def _alone(self, turn: Callable[[Connection], None]) -> Exception | None:
        """One turn, undone by itself where it fails."""
        self.execute("SAVEPOINT turn")
        outcome = None
        try:
            turn(self)
        except Exception as error:
            if not self.in_transaction:
                raise
            self.execute("ROLLBACK TO turn")
            outcome = error
        self.execute("RELEASE turn")
        return outcome


class Writer(Connection):
    """The one that writes; it leaves a single tidy file behind."""

    def close(self) -> None:
        cursor = self.cursor()
        try:
            cursor.execute("PRAGMA busy_timeout = 0")
            cursor.execute("PRAGMA optimize")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            pass  # what is in the log is as safe there
        super().close()


class TransactionGone(sqlite3.OperationalError):
    """SQLite rolled the transaction back by itself."""


class Link:
    """A connection, spoken to from the event loop."""

    def __init__(self, path: Path, connect: Callable[[], Connection]) -> None:
        self._path = path
        self._connect = connect
        self._raw: Connection
        self._thread: aiosqlite.Connection
        self.used = False
        """Whether a statement was sent since `prepare`."""

    async def open(self) -> None:
        """Connect; when cancelled meanwhile, wait for what was begun, and undo it.

        Raises:
            DatabaseUnusable: the file cannot be opened.
        """
        # not in aiosqlite's thread, which outlives its event loop for a moment when connecting fails
        connecting = asyncio.ensure_future(asyncio.to_thread(self._connect))
        try:
            self._raw = await asyncio.shield(connecting)
        except asyncio.CancelledError:
            await asyncio.wait([connecting])
            if not connecting.cancelled() and connecting.exception() is None:
                connecting.result().close()
            raise
        except sqlite3.Error as error:
            raise self.told(error) from error
        try:
            self._thread = await aiosqlite.Connection(lambda: self._raw, iter_chunk_size=1)
        except BaseException:  # cancelled: aiosqlite ends its thread, and knows of no connection yet
            self._raw.close()
            raise

    def must_be_in_transaction(self) -> None:
        """To be asked between calls, and before a commit: that of nothing would succeed.

        Raises:
            DatabaseUnusable: SQLite rolled back by itself.
        """
        if not self._raw.in_transaction:
            raise self.told(TransactionGone())

    def prepare(self, *statements: str) -> None:
        """Run these ahead of the next statement."""
        self._raw.ahead = tuple((statement, {}) for statement in statements)
        self.used = False

    def ahead(self, statements: Iterable[Statement]) -> None:
        """Run these ahead of the next statement as well, in the same call."""
        self._raw.ahead = (*self._raw.ahead, *statements)

    async def fetch(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        self.used = True
        try:
            return list(await self._thread.execute_fetchall(sql, values))  # type: ignore[arg-type]
        except sqlite3.Error as error:
            raise self.told(error) from error

    async def change(self, sql: str, values: Mapping[str, Any]) -> int:
        self.used = True
        try:
            return (await self._thread.execute(sql, values)).rowcount
        except sqlite3.Error as error:
            raise self.told(error) from error

    async def each(
        self, turns: Sequence[Callable[[Connection], None]], *, commit: bool
    ) -> list[Exception | None]:
        """Let several have their turn in the thread, in one call: what forbade each, if anything did."""
        self.used = True
        work = partial(self._raw.each, turns, commit=commit)
        try:
            # aiosqlite has no public way to let its thread do more than a statement in a call
            outcomes = await self._thread._execute(work)  # type: ignore[no-untyped-call]  # noqa: SLF001
        except sqlite3.Error as error:
            raise self.told(error) from error
        return [self.told(outcome) if isinstance(outcome, sqlite3.Error) else outcome for outcome in outcomes]

    async def commit(self) -> None:
        try:
            await self._thread.commit()
        except sqlite3.Error as error:
            raise self.told(error) from error

    async def rollback(self) -> None:
        """Undo everything; nothing happens outside of a transaction."""
        try:
            await self._thread.rollback()
        except sqlite3.Error as error:
            raise self.told(error) from error

    async def close(self) -> None:
        await self._thread.close()

    def told(self, error: sqlite3.Error) -> Exception:
        """The same as `bot.database.interface` names it."""
        if isinstance(error, TransactionGone):
            return DatabaseUnusable(
                f"{self._path} undid what was being written, after an error. Nothing was changed."
            )
        return told(error, self._path)


class AtHand:
    """A connection, spoken to from its own thread: whoever awaits it waits for nothing."""

    def __init__(self, raw: Connection, told: Callable[[sqlite3.Error], Exception]) -> None:
        self._raw, self._told = raw, told
        self._ahead: list[Statement] = []

    def ahead(self, statements: Iterable[Statement]) -> None:
        """Run these ahead of the next statement."""
        self._ahead += statements

    async def fetch(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        return self._run(sql, values).fetchall()

    async def change(self, sql: str, values: Mapping[str, Any]) -> int:
        return self._run(sql, values).rowcount

    def _run(self, sql: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
        ahead, self._ahead = self._ahead, []
        try:
            for statement in ahead:
                self._raw.execute(*statement)
            return self._raw.execute(sql, values)
        except sqlite3.Error as error:
            raise self._told(error) from error


def connect(path: Path, kind: type[Connection], mode: str) -> Connection:
    """Open the file; `mode` is SQLite's: `ro`, `rw` or `rwc`."""
    raw = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # the event loop asks it whether it is in a transaction, between calls
        cached_statements=_STATEMENTS,
        factory=kind,
    )
    raw.row_factory = _as_mapping
    return raw


def _as_mapping(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> Row:
    return dict(zip([column[0] for column in cursor.description], values, strict=True))
