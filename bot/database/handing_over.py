"""Handing over what is kept of a person or a server, table by table as the declarations say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.database.erasing import Person, Tables
from bot.database.interface import Reader, Row, from_millis

if TYPE_CHECKING:  # the start does not wait for it
    from bot.database.tables import Member, Table

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes; Discord takes ten megabytes of a bot."""
_MOST_ROWS = (50_000, 10_000, 2_000, 400)
"""Of a table, the latest: as many as fit the file."""
_GOES, _GOES_IN_PART, _STAYS = "it goes", "it goes in part", "it stays, without you"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one table."""

    name: str
    table: Table
    member: Member | None
    """Of the column that names the person; None for a server's."""
    rows: tuple[Row, ...]
    """At most 50,000, the latest."""
    in_all: int


async def sheets_of_person(on: Reader, tables: Tables, person: Person) -> tuple[Sheet, ...]:
    """All that is kept of a person, without what is of others; tables without any are left out."""
    sheets = []
    for name, table in tables.items():
        for column, member in table.members.items():
            where = person.conditions(table, column)
            if where is not None and member.export:
                rows, in_all = await _rows(on, _Asked(name, table, member.export, where), person.values)
                sheets.append(Sheet(name, table, member, rows, in_all))
    return tuple(sheet for sheet in sheets if sheet.rows)


async def sheets_of_server(on: Reader, tables: Tables, guild_id: int) -> tuple[Sheet, ...]:
    """All that is kept of a server, and names nobody; tables without any are left out."""
    sheets = []
    for name, table in tables.items():
        under = (table.under,) if table.under is not None else ()
        for declared in (*table.guilds.values(), *under):
            if declared.export and table.in_server is not None:
                asked = _Asked(name, table, declared.export, table.in_server, by_server=True)
                rows, in_all = await _rows(on, asked, {"guild_id": guild_id})
                sheets.append(Sheet(name, table, None, rows, in_all))
    return tuple(sheet for sheet in sheets if sheet.rows)


def written(head: Mapping[str, Any], sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one JSON file: ids as text, instants in UTC; what does not fit says so."""
    content = b""
    for most in _MOST_ROWS:
        told = {**head, "kept": [_told(sheet, most) for sheet in sheets]}
        content = json.dumps(told, ensure_ascii=False, indent=2).encode()
        if len(content) <= LARGEST_FILE:
            break
    return content


def iso(instant: datetime) -> str:
    """An aware instant in UTC, such as `2026-06-13T00:00:00.000Z`."""
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03}Z"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is read of one table."""

    name: str
    table: Table
    export: tuple[str, ...]
    where: str
    by_server: bool = False
    """Whether it is one server's, which need not be said in each row."""

    @property
    def columns(self) -> str:
        under = self.table.under
        if under is None or self.by_server:
            return ", ".join(self.export)
        same = f"p.{under.column} = {self.name}.{under.column}"
        server = f"(SELECT p.guild_id FROM {under.table} AS p WHERE {same})"  # noqa: S608  # declared
        return ", ".join((f"{server} AS guild_id", *self.export))

    @property
    def newest_last(self) -> str:
        """The column that rows are ordered by: an instant, or an id that tells of one."""
        return next((column for column in self.export if column.endswith("_at")), self.export[0])


async def _rows(on: Reader, asked: _Asked, values: Mapping[str, Any]) -> tuple[tuple[Row, ...], int]:
    found = f"FROM {asked.name} WHERE {asked.where}"
    counted = await on.fetch_one(f"SELECT COUNT(*) AS rows {found}", **values)
    rows = await on.fetch_all(
        f"SELECT {asked.columns} {found} ORDER BY {asked.newest_last} DESC LIMIT :most",
        most=_MOST_ROWS[0],
        **values,
    )
    return tuple(reversed(rows)), counted["rows"] if counted is not None else 0


def _told(sheet: Sheet, most: int) -> dict[str, Any]:
    member, rows = sheet.member, sheet.rows[-most:]
    told: dict[str, Any] = {
        "table": sheet.name,
        "what": member.told if member is not None else sheet.table.holds,
        "kept_for": sheet.table.retention,
    }
    if member is not None:
        goes = _GOES if member.where is None else _GOES_IN_PART
        told["when_deleted"] = goes if member.erase == "delete" else _STAYS
        if member.why is not None:
            told["why"] = member.why
    if len(rows) < sheet.in_all:
        told["left_out"] = f"{sheet.in_all - len(rows)} earlier rows, for which this file has no room"
    return {**told, "rows": [{key: _cell(key, value) for key, value in row.items()} for row in rows]}


def _cell(column: str, value: Any) -> Any:
    if isinstance(value, int):
        if column.endswith("_at"):
            return iso(from_millis(value))
        if column.endswith("_id"):
            return str(value)
    return value
