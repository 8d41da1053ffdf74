"""Erasing a person or a server, table by table as the declarations say; and telling what there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.database.interface import Reader, Transaction

if TYPE_CHECKING:  # the start does not wait for it
    from bot.database.tables import Member, Table

Tables = Mapping[str, "Table"]
"""All declared tables, by name."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom it is about, and where."""

    user_id: int
    guild_id: int | None = None
    """One server; None: everywhere."""

    def conditions(self, table: Table, column: str) -> str | None:
        """Which rows of a table name them in a column; None where a server is meant and these are of none."""
        return self._here(table, f"{column} = :user_id")

    def erased(self, table: Table, column: str, member: Member) -> str | None:
        """Which of these rows erasing reaches."""
        return self._here(table, member.where or f"{column} = :user_id")

    @property
    def values(self) -> dict[str, int]:
        """What the conditions need."""
        here = {} if self.guild_id is None else {"guild_id": self.guild_id}
        return {"user_id": self.user_id, **here}

    def _here(self, table: Table, condition: str) -> str | None:
        if self.guild_id is None:
            return condition
        return None if table.in_server is None else f"({condition}) AND ({table.in_server})"


@dataclass(frozen=True, slots=True)
class KeptOfPerson:
    """What a column of a table tells of a person."""

    table: Table
    member: Member
    rows: int
    staying: int
    """How many of the rows erasing leaves as they are."""


@dataclass(frozen=True, slots=True)
class KeptOfServer:
    """What a table holds of a server."""

    table: Table
    rows: int


async def kept_of_person(on: Reader, tables: Tables, person: Person) -> tuple[KeptOfPerson, ...]:
    """What there is of a person, column by column; what is empty is left out."""
    kept = []
    for name, table in tables.items():
        for column, member in table.members.items():
            all_rows = await _count(on, name, person.conditions(table, column), person.values)
            going = (
                all_rows
                if member.where is None
                else await _count(on, name, person.erased(table, column, member), person.values)
            )
            if all_rows:
                kept.append(KeptOfPerson(table, member, all_rows, all_rows - going))
    return tuple(kept)


async def erase_person(tx: Transaction, tables: Tables, person: Person) -> int:
    """Erase a person; how many rows went or lost who they name. What others have is left as it is."""
    changed = 0
    for name, table in tables.items():
        for column, member in table.members.items():
            where = person.erased(table, column, member)
            if where is None:
                continue
            if member.erase == "delete":
                sql = f"DELETE FROM {name} WHERE {where}"  # noqa: S608  # declared
            else:
                cleared = ", ".join(f"{one} = NULL" for one in (*member.clears, column))
                sql = f"UPDATE {name} SET {cleared} WHERE {where}"  # noqa: S608  # declared
            changed += await tx.execute(sql, **person.values)
    return changed


async def erase_names(tx: Transaction, tables: Tables, user_id: int) -> None:
    """Delete what somebody was called, everywhere."""
    for name, table in tables.items():
        if table.names:
            for column in table.members:
                sql = f"DELETE FROM {name} WHERE {column} = :user_id"  # noqa: S608  # declared
                await tx.execute(sql, user_id=user_id)


async def kept_of_server(on: Reader, tables: Tables, guild_id: int) -> tuple[KeptOfServer, ...]:
    """What there is of a server, table by table; what is empty is left out."""
    kept = []
    for name, table in tables.items():
        rows = await _count(on, name, _of_server(table), {"guild_id": guild_id})
        if rows:
            kept.append(KeptOfServer(table, rows))
    return tuple(kept)


async def erase_server(tx: Transaction, tables: Tables, guild_id: int) -> int:
    """Erase a server with all that hangs on it, as if the bot had never been there.

    Returns how many rows went, without those that went along with others.
    """
    gone = 0
    for name, table in tables.items():
        for column, guild in table.guilds.items():
            if guild.goes == "delete":
                where = guild.where or f"{column} = :guild_id"
                gone += await tx.execute(f"DELETE FROM {name} WHERE {where}", guild_id=guild_id)  # noqa: S608
    return gone


async def _count(on: Reader, table: str, where: str | None, values: Mapping[str, Any]) -> int:
    if where is None:
        return 0
    row = await on.fetch_one(f"SELECT COUNT(*) AS rows FROM {table} WHERE {where}", **values)  # noqa: S608
    return row["rows"] if row is not None else 0


def _of_server(table: Table) -> str | None:
    """Which rows erasing a server reaches."""
    conditions = [guild.where or f"{column} = :guild_id" for column, guild in table.guilds.items()]
    return " OR ".join(f"({one})" for one in conditions) if conditions else table.in_server
