"""Decisions about logs that their members have not been told of: `goal_decisions`."""

from __future__ import annotations

from datetime import datetime

from bot.database.interface import Reader, Transaction, to_millis


async def put(tx: Transaction, log_id: int, decided_at: datetime) -> None:
    """Remember that a log's member is to be told; nothing is where nobody's name is to it any more."""
    await tx.execute(
        "INSERT INTO goal_decisions (log_id, guild_id, user_id, decided_at) "
        "SELECT l.log_id, g.guild_id, l.user_id, :at FROM goal_logs AS l "
        "JOIN goals AS g ON g.goal_id = l.goal_id WHERE l.log_id = :log_id AND l.user_id IS NOT NULL "
        "ON CONFLICT (log_id) DO UPDATE SET decided_at = excluded.decided_at",
        log_id=log_id,
        at=to_millis(decided_at),
    )


async def drop(tx: Transaction, log_id: int) -> None:
    await tx.execute("DELETE FROM goal_decisions WHERE log_id = :log_id", log_id=log_id)


async def take(tx: Transaction, guild_id: int, user_id: int) -> frozenset[int]:
    """The logs a member is to be told of in a server; they are told from here on."""
    rows = await tx.fetch_all(
        "DELETE FROM goal_decisions WHERE guild_id = :guild_id AND user_id = :user_id RETURNING log_id",
        guild_id=guild_id,
        user_id=user_id,
    )
    return frozenset(row["log_id"] for row in rows)


async def waiting(on: Reader) -> frozenset[tuple[int, int]]:
    """Who is to be told of something, by server and member."""
    rows = await on.fetch_all("SELECT DISTINCT guild_id, user_id FROM goal_decisions")
    return frozenset((row["guild_id"], row["user_id"]) for row in rows)
