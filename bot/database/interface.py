"""What the rest of the bot knows of its database. Nothing here is SQLite's.

SQL is the subset that SQLite and PostgreSQL share, with named parameters written `:name`. Instants are
BIGINT epoch milliseconds, dates ISO text.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.errors import OperatorError

T = TypeVar("T")
Row = Mapping[str, Any]
Statement = tuple[str, Mapping[str, Any]]
"""SQL, and the values for its named parameters."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Reader(Protocol):
    """Something that can be asked."""

    async def fetch_one(self, sql: str, /, **values: Any) -> Row | None:
        """The first row, or None."""
        ...

    async def fetch_all(self, sql: str, /, **values: Any) -> list[Row]:
        """All rows; also those of a statement with RETURNING."""
        ...


class Transaction(Reader, Protocol):
    """Reads what it wrote itself; applied as a whole or not at all."""

    async def execute(self, sql: str, /, **values: Any) -> int:
        """Run a statement without RETURNING; how many rows it inserted, changed or deleted.

        Raises:
            Conflict: a rule of the schema forbids it. The statement did nothing; the transaction goes on.
            DatabaseUnusable: the disk is full, or could not be written.
        """
        ...

    def later(self, sql: str, /, **values: Any) -> None:
        """Run a statement ahead of the next one, or at the end of the work: its outcome is not asked for.

        Cheaper than `execute`, which waits for each statement by itself. What goes wrong with it is raised
        by the next statement, or undoes the work at its end.
        """
        ...

    def on_commit(self, callback: Callable[[], None], /) -> None:
        """Call this once the work is durable: how what is kept in memory follows the database.

        Callbacks run synchronously, in commit order, before any caller learns of its result, also when
        the caller was cancelled meanwhile. Those of work that was rolled back never run.
        """
        ...


class Database(Protocol):
    """Where work is done in transactions."""

    async def write(self, work: Callable[[Transaction], Awaitable[T]], /) -> T:
        """Run the work in a transaction; return its result once it is durable.

        The work may run more than once and touches nothing but its transaction: everyone who writes
        waits for it, so it never awaits Discord, nor anything else that may not end. What it raises undoes
        it, and reaches its caller alone. A caller that is cancelled before its turn is not run; one
        that is cancelled later does not learn the result, which is kept.

        Raises:
            Conflict: a rule of the schema forbids a row.
            DatabaseUnusable: nothing was applied: the disk is full, or the database is closed.
            RuntimeError: called inside work, which would wait for itself.
        """
        ...

    async def brief(self, work: Callable[[Transaction], Awaitable[T]], /) -> T:
        """Run work that waits for nothing but its transaction; for what many do at one moment.

        Like `write`; all that waits at one moment goes to the database's thread in one call, and runs there.
        No callback of `on_commit` runs meanwhile, so what follows the database in memory can be read.

        Raises:
            RuntimeError: it waits for something else, or was called inside work.
            Conflict, DatabaseUnusable: as `write`.
        """
        ...

    async def change(self, *statements: Statement) -> list[int]:
        """Run statements in a transaction; how many rows each changed, once that is durable.

        Like `write`, for what asks nothing in between: all that waits at one moment goes to the database
        in one call, which costs a fraction of as many works.

        Raises:
            Conflict: a rule of the schema forbids a row; none of these statements was applied.
            DatabaseUnusable, RuntimeError: as `write`.
        """
        ...

    async def read(self, work: Callable[[Reader], Awaitable[T]], /) -> T:
        """Run the work on one consistent snapshot, in which everything acknowledged so far is visible.

        Raises:
            DatabaseUnusable: the database cannot be read, or is closed.
            RuntimeError: called inside work.
        """
        ...

    async def scrub(self) -> None:
        """Let nothing of what was deleted stay on the disk, as far as that can be had at this moment."""
        ...

    async def close(self) -> None:
        """Finish what was begun, then let go of everything; a second call does nothing."""
        ...


class Conflict(Exception):
    """A row breaks a rule of the schema: not unique, without its parent, out of range."""


class DatabaseUnusable(OperatorError):
    """The database cannot be used; the text names the file and says what to do."""


class DatabaseInUse(DatabaseUnusable):
    """Another process has it."""


class DatabaseDamaged(DatabaseUnusable):
    """It is no database, no longer a sound one, or that of another program."""


class DatabaseNewer(DatabaseUnusable):
    """A newer version of the bot wrote it."""


class DatabaseFull(DatabaseUnusable):
    """The disk has no room left."""


class DatabaseClosed(DatabaseUnusable):
    """It was closed, or never opened."""


class MigrationFailed(DatabaseUnusable):
    """A step to a newer schema did not succeed, and was undone."""


def to_millis(instant: datetime) -> int:
    """An aware instant as epoch milliseconds; what is finer is cut off, towards the past.

    Raises:
        ValueError: the instant is naive.
    """
    if instant.tzinfo is None:
        raise ValueError(f"{instant} says nothing of its zone")
    return (instant - _EPOCH) // _MILLISECOND


def from_millis(millis: int) -> datetime:
    """Epoch milliseconds as an aware instant in UTC."""
    return _EPOCH + millis * _MILLISECOND
