"""A database with something in every table, of as many people and servers as a test wants.

Made out of the kept samples: all rows of theirs, again for each person in each server, with ids of their own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.database.migrate import shipped_migrations
from bot.database.tables import Table, declared_tables
from tools import history

Rows = dict[str, list[dict[str, Any]]]
_NUMBERS = {
    "round_id",
    "goal_id",
    "log_id",
    "reading_id",
    "corrects_id",
    "draft_id",
    "change_id",
    "channel_id",
}
_TEXTS = {"key", "item_id", "fact_id", "question_id", "content_date"}


def fill(file: Path, places: Iterable[tuple[int, int]]) -> None:
    """Make a database that holds, of each person in each server, something in every table."""
    history.load(len(shipped_migrations()), file)
    samples = rows(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        for number, (guild_id, user_id) in enumerate(places, start=1):
            for name, table in declared_tables().items():
                if table.in_server is None and not table.members:
                    continue
                for sample in samples[name]:
                    if sample.get("user_id") not in (0, 2004):  # whom the operator shut out
                        _copy(raw, name, _another(sample, table, number, guild_id, user_id))
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []


def name_of(user_id: int) -> str:
    """What somebody is called."""
    return f"Name{user_id}"


def rows(file: Path) -> Rows:
    """By table, what stands in it."""
    with closing(sqlite3.connect(file)) as raw:
        raw.row_factory = sqlite3.Row
        return {
            name: [dict(row) for row in raw.execute(f"SELECT * FROM {name} ORDER BY rowid")]  # noqa: S608
            for name in declared_tables()
        }


def _another(
    sample: dict[str, Any], table: Table, number: int, guild_id: int, user_id: int
) -> dict[str, Any]:
    """A sample's row, of another person in another server."""
    made = dict(sample)
    for column, value in sample.items():
        if value is None:
            continue
        if column in table.guilds:
            made[column] = guild_id
        elif column in table.members:
            made[column] = user_id
        elif column in _NUMBERS:
            made[column] = value + 100_000 * number
        elif column in _TEXTS and table.in_server is not None:
            made[column] = f"{value}~{number}"
        elif table.names and column == "name":
            made[column] = name_of(user_id)
    return made


def _copy(raw: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
    raw.execute(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({values})", row)  # noqa: S608
