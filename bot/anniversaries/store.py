"""The tables `daily_schedules`, `daily_left_out` and `daily_facts`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.anniversaries.schedule import Due
from bot.database.interface import Reader, Transaction, from_millis, to_millis


@dataclass(frozen=True, slots=True)
class Schedule:
    """Where a server's daily post stands."""

    waiting: Due | None
    """The date it waits for; None while the post is off."""
    last: date | None
    """The latest content date that came due, whatever became of it."""


NEVER = Schedule(None, None)


async def schedule(on: Reader, guild_id: int) -> Schedule:
    """What a server's daily post waits for; nothing, where it never was on."""
    row = await on.fetch_one("SELECT * FROM daily_schedules WHERE guild_id = :guild_id", guild_id=guild_id)
    if row is None:
        return NEVER
    waiting = None
    if row["waiting_date"] is not None:
        waiting = Due(date.fromisoformat(row["waiting_date"]), from_millis(row["waiting_at"]))
    return Schedule(waiting, date.fromisoformat(row["last_date"]) if row["last_date"] else None)


async def put_schedule(tx: Transaction, guild_id: int, to: Schedule) -> None:
    tx.later(
        "INSERT INTO daily_schedules (guild_id, waiting_date, waiting_at, last_date) "
        "VALUES (:guild_id, :waiting_date, :waiting_at, :last_date) "
        "ON CONFLICT (guild_id) DO UPDATE SET waiting_date = excluded.waiting_date, "
        "waiting_at = excluded.waiting_at, last_date = excluded.last_date",
        guild_id=guild_id,
        waiting_date=to.waiting.content_date.isoformat() if to.waiting else None,
        waiting_at=to_millis(to.waiting.due_at) if to.waiting else None,
        last_date=to.last.isoformat() if to.last else None,
    )


async def left_out(on: Reader, guild_id: int) -> frozenset[date]:
    """The content dates that moderators left out."""
    rows = await on.fetch_all(
        "SELECT content_date FROM daily_left_out WHERE guild_id = :guild_id", guild_id=guild_id
    )
    return frozenset(date.fromisoformat(row["content_date"]) for row in rows)


async def leave_out(tx: Transaction, guild_id: int, day: date, user_id: int, at: datetime) -> None:
    tx.later(
        "INSERT INTO daily_left_out (guild_id, content_date, left_out_by_user_id, left_out_at) "
        "VALUES (:guild_id, :day, :user_id, :at) ON CONFLICT (guild_id, content_date) DO NOTHING",
        guild_id=guild_id,
        day=day.isoformat(),
        user_id=user_id,
        at=to_millis(at),
    )


async def take_back(tx: Transaction, guild_id: int, day: date) -> None:
    """Post on a day that was left out after all."""
    tx.later(
        "DELETE FROM daily_left_out WHERE guild_id = :guild_id AND content_date = :day",
        guild_id=guild_id,
        day=day.isoformat(),
    )


async def shown_facts(on: Reader, guild_id: int) -> tuple[Mapping[str, int], str | None]:
    """In which turn each fact of the day was posted, and which was posted last."""
    rows = await on.fetch_all(
        "SELECT fact_id, turn FROM daily_facts WHERE guild_id = :guild_id ORDER BY posted_at DESC",
        guild_id=guild_id,
    )
    turns = {row["fact_id"]: row["turn"] for row in rows}
    return turns, next(iter(turns), None)


async def put_fact(tx: Transaction, guild_id: int, fact_id: str, turn: int, at: datetime) -> None:
    """Remember that a fact of the day was posted."""
    tx.later(
        "INSERT INTO daily_facts (guild_id, fact_id, turn, posted_at) "
        "VALUES (:guild_id, :fact_id, :turn, :at) ON CONFLICT (guild_id, fact_id) DO UPDATE "
        "SET turn = excluded.turn, posted_at = excluded.posted_at",
        guild_id=guild_id,
        fact_id=fact_id,
        turn=turn,
        at=to_millis(at),
    )
