"""The operator's desk: what `python -m bot backup` and `restore` print."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.database.backup import Content, back_up, content_of, owned, put_in_place, stamp
from bot.database.interface import DatabaseUnusable


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


def restore(database: Path, file: Path, now: datetime, *, dry_run: bool) -> None:
    """Put a backup in the database's place, or only print what would happen.

    Raises:
        DatabaseUnusable: the file is not sound, or the bot runs; nothing was changed.
    """
    wanted = content_of(file)
    with owned(database):
        _compare(database, file, wanted)
        if dry_run:
            print(f"{file} is sound and would replace {database}, which would be kept beside it.")
            return
        kept = put_in_place(file, database, now)
    print(f"{database} is now a copy of {file}. The next start brings it to the newest schema.")
    if kept is not None:
        print(f"The old one is kept as {kept}")


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
