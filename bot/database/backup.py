"""Copies of the database that are known to be good, and putting one in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from bot.database.copying import copy_to, sync
from bot.database.faults import damaged, told, told_of_system
from bot.database.interface import DatabaseUnusable
from bot.database.lock import Lock
from bot.database.migrate import VERSION_TABLE, refuse_newer, shipped_migrations, version_of


@dataclass(frozen=True, slots=True)
class Content:
    """What a database holds."""

    version: int
    """How many steps of the schema it has behind it."""
    rows: dict[str, int]
    """By table."""


def content_of(path: Path) -> Content:
    """Check every page and every reference of a database, and count its rows; nothing is changed.

    Raises:
        DatabaseUnusable: it is not there, not a sound database, or not one of this bot.
    """
    if not path.is_file():
        raise DatabaseUnusable(f"{path} is not there, or is no file.")
    with _told(path), closing(_opened(path, "ro")) as raw:
        version = version_of(raw, path)
        if version == 0:
            raise damaged(path, "it is empty")
        refuse_newer(version, len(shipped_migrations()), path)
        (fault,) = raw.execute("PRAGMA integrity_check(1)").fetchone()
        if fault != "ok":
            raise damaged(path, fault.splitlines()[-1])
        if orphan := raw.execute("PRAGMA foreign_key_check").fetchone():
            raise damaged(path, f"a row of {orphan[0]} refers to one of {orphan[2]} that is not there")
        tables = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
        return Content(
            version,
            {
                name: raw.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # from the schema
                for (name,) in tables
                if name != VERSION_TABLE
            },
        )


def back_up(database: Path, target: Path) -> Content:
    """Copy the database as it is at one moment, also while the bot runs, and check the copy.

    Raises:
        DatabaseUnusable: there is none, the target exists, or the copy could not be made or is not sound.
    """
    if not database.is_file():
        raise DatabaseUnusable(f"{database} is not there: the bot has not run with this STATE_DIR yet.")
    if target.exists():
        raise DatabaseUnusable(
            f"{target} exists already, and a backup replaces nothing. Choose another name."
        )
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with _told(database), closing(_opened(database, "rw")) as raw:
        copy_to(raw, target)
    return content_of(target)


@contextmanager
def owned(database: Path) -> Iterator[None]:
    """Keep the bot from starting meanwhile.

    Raises:
        DatabaseInUse: it runs.
    """
    with _told(database):
        database.parent.mkdir(parents=True, exist_ok=True)
    with Lock(database):
        yield


def put_in_place(
    source: Path, database: Path, now: datetime, prepare: Callable[[Path], None] = lambda _: None
) -> Path | None:
    """Replace the database in one step by a copy of the source; to be called while it is `owned`.

    `prepare` is given the copy before it takes that place. Returns where the old one is kept; None where
    there was none.

    Raises:
        DatabaseUnusable: the copy could not be made; the database is as it was.
    """
    draft = database.with_name(f"{database.name}.restoring")
    aside = _free(database.with_name(f"{database.stem}.replaced-{stamp(now)}{database.suffix}"))
    with _told(database):
        with closing(_opened(source, "ro")) as raw:
            copy_to(raw, draft)
        prepare(draft)
        kept = _kept_aside(database, aside) if database.exists() else None
        draft.replace(database)
        sync(database.parent)
    return kept


def stamp(now: datetime) -> str:
    """An instant in UTC, for a file name."""
    return f"{now:%Y-%m-%dT%H-%M-%SZ}"


def _free(path: Path) -> Path:
    """That name, or where something has it already, the same with a number: two restores within a second."""
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(one for one in chain((path,), names) if not one.exists())


def _kept_aside(database: Path, aside: Path) -> Path:
    """A second name for the old file, so that there is a database at every moment; its log goes with it."""
    try:
        os.link(database, aside)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        shutil.copy2(database, aside)
    for part in ("-wal", "-shm"):
        log = database.with_name(f"{database.name}{part}")
        if log.exists():
            log.rename(aside.with_name(f"{aside.name}{part}"))
    return aside


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    # `rw` tidies the log away when it closes, that of a damaged database too; `ro` leaves all as it is
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise told(error, path) from error
    except OSError as error:
        raise told_of_system(error, path) from error
