"""From the schema a file has to the newest, step by step; what was there is copied aside first.

A step is `migrations/NNNN_name.sql`, with the declaration of its tables in `NNNN_name.toml` (`tables.py`).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.database.copying import copy_to
from bot.database.dialect import NotPortable, statements
from bot.database.faults import told, told_of_system
from bot.database.interface import DatabaseDamaged, DatabaseNewer, DatabaseUnusable, MigrationFailed

COPIES_KEPT = 3
VERSION_TABLE = "schema_version"
"""The engine's own: one row for each step taken."""
_NAME = re.compile(r"(?P<number>\d{4})_[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step."""

    number: int
    name: str
    """Such as `0001_guilds`."""
    sql: str
    declarations: str
    """What its tables hold, as TOML."""


def shipped_migrations() -> list[Migration]:
    """The steps that come with the bot, in order."""
    return read_migrations(files("bot.database") / "migrations")


def read_migrations(folder: Traversable) -> list[Migration]:
    """The steps of a folder, in order.

    Raises:
        ValueError: a name is not of the form, a number or a declaration is missing.
    """
    found = {Path(entry.name).stem: entry for entry in folder.iterdir() if entry.name.endswith(".sql")}
    steps = []
    for expected, name in enumerate(sorted(found), start=1):
        match = _NAME.fullmatch(name)
        if match is None or int(match["number"]) != expected:
            raise ValueError(f"migration {name}.sql should be called {expected:04}_…")
        declarations = folder / f"{name}.toml"
        if not declarations.is_file():
            raise ValueError(f"migration {name}.sql has no {name}.toml that declares its tables")
        steps.append(
            Migration(
                expected,
                name,
                found[name].read_text(encoding="utf-8"),
                declarations.read_text(encoding="utf-8"),
            )
        )
    return steps


def version_of(raw: sqlite3.Connection, path: Path) -> int:
    """How many steps a database has behind it; 0 for an empty one.

    Raises:
        DatabaseDamaged: it belongs to another program.
    """
    cursor = _plain(raw)
    tables = {name for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return 0
    if VERSION_TABLE not in tables:
        raise DatabaseDamaged(f"{path} is a database of another program. Choose another file or STATE_DIR.")
    (version,) = cursor.execute(f"SELECT MAX(version) FROM {VERSION_TABLE}").fetchone()  # noqa: S608
    return int(version)


def refuse_newer(version: int, newest: int, path: Path) -> None:
    """Stop before a database that has steps behind it which this version of the bot does not know.

    Raises:
        DatabaseNewer: it has.
    """
    if version > newest:
        raise DatabaseNewer(
            f"{path} was written by a newer version of the bot (schema {version}; this one knows {newest}). "
            "Update the bot, or restore an older backup."
        )


def migrate(
    raw: sqlite3.Connection, path: Path, migrations: Sequence[Migration], *, copy: bool = True
) -> None:
    """Take every step that is missing; foreign keys are checked after each, and off meanwhile.

    With `copy`, a database that is older is copied aside first.

    Raises:
        DatabaseNewer: there are more steps behind it than this version of the bot knows.
        DatabaseDamaged: it belongs to another program.
        MigrationFailed: a step failed and was undone; those before it are done.
    """
    version = version_of(raw, path)
    refuse_newer(version, len(migrations), path)
    missing = migrations[version:]
    if not missing:
        return
    if version > 0 and copy:
        _copy_aside(raw, path, missing[0])
    # a table is rebuilt by dropping the old one, which would take along the rows that refer to it
    _plain(raw).execute("PRAGMA foreign_keys = OFF")
    for step in missing:
        _take(raw, path, step)


def _take(raw: sqlite3.Connection, path: Path, step: Migration) -> None:
    cursor = _plain(raw)
    try:
        cursor.execute("BEGIN IMMEDIATE")
        if step.number == 1:
            cursor.execute(
                f"CREATE TABLE {VERSION_TABLE} (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"
            )
        for statement in statements(step.sql):
            cursor.execute(statement)
        orphans = cursor.execute("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise sqlite3.IntegrityError(
                f"{len(orphans)} rows refer to what is not there, in {orphans[0][0]}"
            )
        cursor.execute(f"INSERT INTO {VERSION_TABLE} VALUES (?, ?)", (step.number, step.name))  # noqa: S608
        cursor.execute("COMMIT")
    except (sqlite3.Error, NotPortable) as error:
        if raw.in_transaction:
            cursor.execute("ROLLBACK")
        cause = told(error, path) if isinstance(error, sqlite3.Error) else error
        raise MigrationFailed(
            f"{path}: the step {step.name} to a newer schema failed and was undone: {cause}"
        ) from error


def _copy_aside(raw: sqlite3.Connection, path: Path, step: Migration) -> None:
    try:
        copy_to(raw, path.with_name(f"{path.stem}.before-{step.number:04}{path.suffix}"))
    except sqlite3.Error as error:
        raise _not_copied(path, told(error, path)) from error
    except OSError as error:
        raise _not_copied(path, told_of_system(error, path)) from error
    copies = sorted(path.parent.glob(f"{path.stem}.before-[0-9][0-9][0-9][0-9]{path.suffix}"))
    for old in copies[:-COPIES_KEPT]:
        old.unlink()


def _not_copied(path: Path, cause: Exception) -> DatabaseUnusable:
    return MigrationFailed(f"{path} has to be copied before it is changed, which failed: {cause}")


def _plain(raw: sqlite3.Connection) -> sqlite3.Cursor:
    cursor = raw.cursor()
    cursor.row_factory = None
    return cursor
