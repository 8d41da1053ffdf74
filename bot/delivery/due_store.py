"""The table `due_work`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.database.interface import Reader, Transaction, from_millis, to_millis


@dataclass(frozen=True, slots=True)
class Address:
    """Which work it is."""

    kind: str
    guild_id: int
    """The server; 0 for the bot's own work."""
    key: str


@dataclass(frozen=True, slots=True)
class Due:
    """Work whose time has come."""

    at: Address
    due_at: datetime
    failures: int
    """How often it was tried without success."""


_HERE = "FROM due_work WHERE guild_id NOT IN (SELECT guild_id FROM guilds WHERE left_at IS NOT NULL)"
_DEPTH = f"SELECT kind, COUNT(*) AS number {_HERE} GROUP BY kind"
_OLDEST = f"SELECT MIN(due_at) AS due_at {_HERE}"


async def put(tx: Transaction, at: Address, due_at: datetime, failures: int = 0) -> None:
    """Let work be due then, whenever it was due before."""
    tx.later(
        "INSERT INTO due_work (kind, guild_id, key, due_at, failures) "
        "VALUES (:kind, :guild_id, :key, :due_at, :failures) "
        "ON CONFLICT (kind, guild_id, key) DO UPDATE "
        "SET due_at = excluded.due_at, failures = excluded.failures",
        kind=at.kind,
        guild_id=at.guild_id,
        key=at.key,
        due_at=to_millis(due_at),
        failures=failures,
    )


async def due_at(on: Reader, at: Address) -> datetime | None:
    """When work is due; None where there is none."""
    row = await on.fetch_one(
        "SELECT due_at FROM due_work WHERE kind = :kind AND guild_id = :guild_id AND key = :key",
        kind=at.kind,
        guild_id=at.guild_id,
        key=at.key,
    )
    return from_millis(row["due_at"]) if row is not None else None


async def drop(tx: Transaction, at: Address) -> None:
    tx.later(
        "DELETE FROM due_work WHERE kind = :kind AND guild_id = :guild_id AND key = :key",
        kind=at.kind,
        guild_id=at.guild_id,
        key=at.key,
    )


async def page(on: Reader, kind: str, now: datetime, after: Due | None, most: int) -> list[Due]:
    """Work of a kind that is due, the longest due first, from behind a row on."""
    rows = await on.fetch_all(
        "SELECT guild_id, key, due_at, failures FROM due_work WHERE kind = :kind AND due_at <= :now "
        "AND (due_at, guild_id, key) > (:due_at, :guild_id, :key) "
        "ORDER BY due_at, guild_id, key LIMIT :most",
        kind=kind,
        now=to_millis(now),
        due_at=to_millis(after.due_at) if after is not None else -1,
        guild_id=after.at.guild_id if after is not None else -1,
        key=after.at.key if after is not None else "",
        most=most,
    )
    return [
        Due(Address(kind, row["guild_id"], row["key"]), from_millis(row["due_at"]), row["failures"])
        for row in rows
    ]


async def next_instant(on: Reader, kind: str, now: datetime) -> datetime | None:
    """When the next work of a kind is due that is not due yet."""
    row = await on.fetch_one(
        "SELECT MIN(due_at) AS due_at FROM due_work WHERE kind = :kind AND due_at > :now",
        kind=kind,
        now=to_millis(now),
    )
    return from_millis(row["due_at"]) if row is not None and row["due_at"] is not None else None


async def depth(on: Reader) -> dict[str, int]:
    """How much work there is of each kind, due or to come; that of servers that were left rests uncounted."""
    rows = await on.fetch_all(_DEPTH)
    return {row["kind"]: row["number"] for row in rows}


async def oldest(on: Reader) -> datetime | None:
    """When the work that is due first is, or was, due; as in `depth`, none of servers that were left."""
    row = await on.fetch_one(_OLDEST)
    return from_millis(row["due_at"]) if row is not None and row["due_at"] is not None else None


async def kinds(on: Reader) -> list[str]:
    """Every kind there is work of; found by steps from one to the next, however much work there is."""
    found: list[str] = []
    while True:
        row = await on.fetch_one(
            "SELECT MIN(kind) AS kind FROM due_work WHERE kind > :last", last=found[-1] if found else ""
        )
        if row is None or row["kind"] is None:
            return found
        found.append(row["kind"])
