"""The operator's desk: what `python -m bot backup` and `restore` print."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.database.backup import Content, back_up, content_of, owned, put_in_place, stamp
from bot.database.erasures import Entry, Ledger, follow, followed, read_ledger
from bot.database.interface import DatabaseUnusable
from bot.database.migrate import migrate, shipped_migrations
from bot.database.sqlite import SqliteDatabase, reading
from bot.database.tables import declared_tables

ERASURES = "erasures"
"""The table of the ledger."""


def backup(database: Path, file: Path | None, now: datetime) -> None:
    """Make a backup and print what is in it.

    Raises:
        DatabaseUnusable: no backup was made.
    """
    target = file or database.with_name(f"{database.stem}.{stamp(now)}{database.suffix}")
    content = back_up(database, target)
    print(f"{target} holds everything of {database}, and is sound:")
    for table, rows in content.rows.items():
        print(f"  {rows:8} {table}")


def restore(database: Path, file: Path, now: datetime, ledger: Path | None, *, dry_run: bool) -> None:
    """Put a backup in the database's place, or only print what would happen.

    Who was erased since the backup is erased in it again, by the ledger beside the database and, where one is
    given, that of another machine.

    Raises:
        DatabaseUnusable: the file is not sound, or the bot runs; nothing was changed.
    """
    wanted = content_of(file)
    with owned(database):
        _compare(database, file, wanted)
        known = asyncio.run(_followed(file)) if ERASURES in wanted.rows else {}
        beside = Ledger(database)
        told = {entry.entry_id: entry for entry in beside.read()}
        others = {} if ledger is None else {entry.entry_id: entry for entry in read_ledger(ledger)}
        lacking = [entry for entry_id, entry in (others | told).items() if entry_id not in known]
        if dry_run:
            print(f"{file} is sound and would replace {database}, which would be kept beside it.")
            print(f"Erasures since, which would be made in it again: {len(lacking)}")
            return
        beside.append(entry for entry_id, entry in (known | others).items() if entry_id not in told)
        kept = put_in_place(file, database, now, partial(_erase_again, entries=lacking))
    print(f"{database} is now a copy of {file}. The next start brings it to the newest schema.")
    print(f"Erasures since, made in it again: {len(lacking)}")
    if kept is not None:
        print(f"The old one is kept as {kept}")


async def _followed(file: Path) -> dict[str, Entry]:
    async with reading(file) as on:
        return await followed(on)


def _erase_again(draft: Path, entries: Sequence[Entry]) -> None:
    """Bring a database up to date with erasures it knows nothing of."""
    if not entries:
        return
    with closing(sqlite3.connect(draft, isolation_level=None)) as raw:
        migrate(raw, draft, shipped_migrations(), copy=False)
    asyncio.run(_follow(draft, entries))
    draft.with_name(f"{draft.name}.lock").unlink(missing_ok=True)


async def _follow(file: Path, entries: Sequence[Entry]) -> None:
    tables = declared_tables()
    async with SqliteDatabase(file) as database:
        await database.write(lambda tx: follow(tx, tables, entries))


def _compare(database: Path, file: Path, wanted: Content) -> None:
    """Print the rows of both, table by table."""
    present = Content(0, {})
    if not database.exists():
        print(f"{database} is not there yet.")
    else:
        try:
            present = content_of(database)
        except DatabaseUnusable as error:
            print(f"What is there now cannot be counted: {error}")
    print(f"rows now, and in {file}:")
    for table in sorted({*present.rows, *wanted.rows}):
        now, then = present.rows.get(table, "-"), wanted.rows.get(table, "-")
        print(f"  {now:>8} -> {then:>8} {table}")
