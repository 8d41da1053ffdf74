"""Whose rows changed: every table of the database, server by server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.database.tables import declared_tables

Row = sqlite3.Row
Rows = dict[str, tuple[Row, ...]]
"""By table."""


class Tables:
    """The rows of servers, found by their own server id or by way of the table they refer to."""

    def __init__(self, on: sqlite3.Connection) -> None:
        self._on = on
        names = [
            name for (name,) in on.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        self._queries = {name: query for name in names if (query := self._query(name)) is not None}
        self._of_none = {
            name: f"SELECT * FROM {name} ORDER BY 1, 2"  # noqa: S608  # declared
            for name in declared_tables()
            if name not in self._queries
        }
        self._known: dict[int | None, tuple[int, Rows]] = {}

    @classmethod
    @contextmanager
    def watched(cls, file: Path) -> Iterator[Tables]:
        """The tables of a database somebody else writes."""
        on = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        on.row_factory = sqlite3.Row
        try:
            yield cls(on)
        finally:
            on.close()

    def of(self, guild_id: int | None) -> Rows:
        """Every row of a server, as it is now; without one, every row that is of no server."""
        ((version,),) = self._on.execute("PRAGMA data_version")
        if (known := self._known.get(guild_id)) is not None and known[0] == version:
            return known[1]
        rows = {
            name: tuple(self._on.execute(query, {"guild_id": guild_id}))
            for name, query in (self._of_none if guild_id is None else self._queries).items()
        }
        self._known[guild_id] = version, rows
        return rows

    @property
    def names(self) -> frozenset[str]:
        """The tables in which rows are a server's."""
        return frozenset(self._queries)

    def _query(self, name: str, joined: str = "", seen: tuple[str, ...] = ()) -> str | None:
        columns = [row[1] for row in self._on.execute(f"PRAGMA table_info({name})")]
        first = seen[0] if seen else name
        if "guild_id" in columns:
            own = f"{name}.guild_id = :guild_id"
            return f"SELECT {first}.* FROM {first}{joined} WHERE {own} ORDER BY 1, 2"  # noqa: S608  # the schema's
        links: dict[int, list[tuple[str, str, str]]] = {}
        for number, _, table, mine, theirs, *_ in self._on.execute(f"PRAGMA foreign_key_list({name})"):
            links.setdefault(number, []).append((table, mine, theirs))
        for link in links.values():
            table = link[0][0]
            if table not in (*seen, name):
                on = " AND ".join(f"{name}.{mine} = {table}.{theirs}" for _, mine, theirs in link)
                query = self._query(table, f"{joined} JOIN {table} ON {on}", (*seen, name))
                if query is not None:
                    return query
        return None


def changed(before: Rows, after: Rows) -> list[str]:
    """The tables whose rows are not what they were."""
    return [name for name in after if before[name] != after[name]]
