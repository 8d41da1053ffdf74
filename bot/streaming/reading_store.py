"""The ledger of official readings: `goal_readings`."""

from __future__ import annotations

from datetime import datetime

from bot.database.interface import Reader, Row, Transaction, from_millis, to_millis
from bot.streaming.curve import Reading
from bot.streaming.readings import OfficialReading


async def add(tx: Transaction, goal_id: int, entry: OfficialReading) -> bool:
    """Keep an entry; False when it is kept already.

    Raises:
        Conflict: what it corrects has been corrected already, or is not there.
    """
    added = await tx.execute(
        "INSERT INTO goal_readings (reading_id, goal_id, read_at, total, entered_by_user_id, entered_at, "
        "note, recount, corrects_id) VALUES (:reading_id, :goal_id, :read_at, :total, :user_id, "
        ":entered_at, :note, :recount, :corrects_id) ON CONFLICT (reading_id) DO NOTHING",
        reading_id=entry.id,
        goal_id=goal_id,
        read_at=to_millis(entry.reading.at),
        total=entry.reading.total,
        user_id=entry.user_id,
        entered_at=to_millis(entry.entered_at),
        note=entry.note,
        recount=int(entry.recount),
        corrects_id=entry.corrects,
    )
    return added > 0


async def withdraw(tx: Transaction, goal_id: int, reading_id: int, user_id: int, now: datetime) -> bool:
    """Let an entry hold no longer; False when it does not, or is another goal's."""
    changed = await tx.execute(
        "UPDATE goal_readings SET withdrawn_at = :now, withdrawn_by_user_id = :user_id "
        "WHERE reading_id = :reading_id AND goal_id = :goal_id AND withdrawn_at IS NULL",
        reading_id=reading_id,
        goal_id=goal_id,
        user_id=user_id,
        now=to_millis(now),
    )
    return changed > 0


async def of_goal(on: Reader, goal_id: int) -> list[OfficialReading]:
    """Every entry of a goal, in the order they were entered."""
    rows = await on.fetch_all(
        "SELECT * FROM goal_readings WHERE goal_id = :goal_id ORDER BY entered_at, reading_id",
        goal_id=goal_id,
    )
    return [_entry(row) for row in rows]


_HOLDS = (
    "r.withdrawn_at IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM goal_readings AS c WHERE c.corrects_id = r.reading_id) "
)
_HOLDING = f"SELECT r.read_at, r.total FROM goal_readings AS r WHERE r.goal_id = :goal_id AND {_HOLDS}"  # noqa: S608  # texts of ours
_LAST_FIRST = "ORDER BY r.read_at DESC, r.total DESC, r.reading_id DESC LIMIT 1"


async def holding(on: Reader, goal_id: int) -> list[Reading]:
    """What the counter showed by the entries that hold, in order of their moments."""
    rows = await on.fetch_all(_HOLDING + "ORDER BY r.read_at, r.total, r.reading_id", goal_id=goal_id)
    return [_reading(row) for row in rows]


async def latest(on: Reader, goal_id: int) -> Reading | None:
    """The last of those that hold."""
    row = await on.fetch_one(_HOLDING + _LAST_FIRST, goal_id=goal_id)
    return None if row is None else _reading(row)


async def latest_and_logged(on: Reader, guild_id: int) -> dict[int, tuple[int | None, int]]:
    """By goal of a server, in one question: the total of that reading, and what of its logs counts."""
    rows = await on.fetch_all(
        "SELECT g.goal_id, g.logged, (SELECT r.total FROM goal_readings AS r "  # noqa: S608  # as above
        f"WHERE r.goal_id = g.goal_id AND {_HOLDS}{_LAST_FIRST}) AS latest "
        "FROM goals AS g WHERE g.guild_id = :guild_id",
        guild_id=guild_id,
    )
    return {row["goal_id"]: (row["latest"], row["logged"]) for row in rows}


def _reading(row: Row) -> Reading:
    return Reading(from_millis(row["read_at"]), row["total"])


def _entry(row: Row) -> OfficialReading:
    withdrawn_at = row["withdrawn_at"]
    return OfficialReading(
        row["reading_id"],
        _reading(row),
        row["entered_by_user_id"],
        from_millis(row["entered_at"]),
        row["note"],
        bool(row["recount"]),
        row["corrects_id"],
        from_millis(withdrawn_at) if withdrawn_at is not None else None,
    )
