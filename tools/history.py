"""Keep a database as each step of the schema leaves it, with sample rows: `tests/database/history/NNNN.sql`.

    python -m tools.history NNNN

The rows are those of the step before, carried over, and `tests/database/samples/NNNN.sql`: plain INSERTs for
the step's tables. A test brings each kept one to the newest schema and finds its rows there.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.database.interface import DatabaseUnusable
from bot.database.migrate import migrate, shipped_migrations

FOLDER = Path(__file__).parents[1] / "tests" / "database"
HISTORY, SAMPLES = FOLDER / "history", FOLDER / "samples"


def kept(number: int) -> Path:
    """Where the database after a step is kept."""
    return HISTORY / f"{number:04}.sql"


def load(number: int, file: Path) -> None:
    """Make a file out of the kept database after a step."""
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.executescript(kept(number).read_text(encoding="utf-8"))


def dump_after(number: int) -> Iterator[str]:
    """The database after a step, as SQL.

    Raises:
        DatabaseUnusable: the step fails.
        sqlite3.Error: a sample does not fit.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        if number > 1:
            raw.executescript(kept(number - 1).read_text(encoding="utf-8"))
        # a database in memory has nothing that could be copied aside
        migrate(raw, Path(":memory:"), shipped_migrations()[:number], copy=False)
        raw.execute("PRAGMA foreign_keys = ON")
        raw.executescript((SAMPLES / f"{number:04}.sql").read_text(encoding="utf-8"))
        raw.execute("PRAGMA foreign_keys = OFF")  # newer Pythons would put that into the dump
        yield from raw.iterdump()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.history", description=__doc__)
    parser.add_argument("number", type=int, help="of the step, such as 0001")
    number = parser.parse_args().number
    try:
        text = "\n".join(dump_after(number)) + "\n"
    except (DatabaseUnusable, sqlite3.Error, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    kept(number).parent.mkdir(exist_ok=True)
    kept(number).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
