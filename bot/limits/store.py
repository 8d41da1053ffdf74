"""The table `limits`: cooldowns and blocks. 0 stands for every server or every person."""

from __future__ import annotations

from datetime import datetime

from bot.caller import Caller
from bot.database.interface import Reader, Transaction, from_millis, to_millis

ANYWHERE, ANYBODY, ANYTHING = 0, 0, "*"


async def start(
    tx: Transaction, caller: Caller, command: str, now: datetime, until: datetime
) -> datetime | None:
    """Begin a cooldown; when one is running, its end, and nothing changes."""
    begun = await tx.execute(
        "INSERT INTO limits (guild_id, user_id, command, until_at) "
        "VALUES (:guild_id, :user_id, :command, :until) "
        "ON CONFLICT (guild_id, user_id, command) DO UPDATE SET until_at = excluded.until_at "
        "WHERE limits.until_at <= :now",
        until=to_millis(until),
        now=to_millis(now),
        **_who(caller, command),
    )
    return None if begun else await running_until(tx, caller, command)


async def running_until(on: Reader, caller: Caller, command: str) -> datetime | None:
    """Until when a person has to wait; it may be over."""
    row = await on.fetch_one(
        "SELECT until_at FROM limits "
        "WHERE guild_id = :guild_id AND user_id = :user_id AND command = :command",
        **_who(caller, command),
    )
    return from_millis(row["until_at"]) if row is not None else None


async def block(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Shut a server or a person out for good."""
    await tx.execute(
        "INSERT INTO limits (guild_id, user_id, command) VALUES (:guild_id, :user_id, :command) "
        "ON CONFLICT (guild_id, user_id, command) DO UPDATE SET until_at = NULL",
        guild_id=guild_id,
        user_id=user_id,
        command=ANYTHING,
    )


async def unblock(tx: Transaction, guild_id: int, user_id: int) -> int:
    """Let a server or a person in again; 0 when they were not shut out."""
    return await tx.execute(
        "DELETE FROM limits WHERE guild_id = :guild_id AND user_id = :user_id AND command = :command",
        guild_id=guild_id,
        user_id=user_id,
        command=ANYTHING,
    )


async def blocked(on: Reader) -> set[tuple[int, int]]:
    """Who is shut out, as (server, person)."""
    rows = await on.fetch_all(
        "SELECT guild_id, user_id FROM limits WHERE command = :command AND until_at IS NULL",
        command=ANYTHING,
    )
    return {(row["guild_id"], row["user_id"]) for row in rows}


async def drop_over(tx: Transaction, now: datetime) -> None:
    """Keep no cooldown that has ended."""
    await tx.execute("DELETE FROM limits WHERE until_at <= :now", now=to_millis(now))


def _who(caller: Caller, command: str) -> dict[str, int | str]:
    return {"guild_id": caller.guild_id or ANYWHERE, "user_id": caller.user_id, "command": command}
