"""Ledgers as a large server has them after five years: goals, daily readings, up to a million logs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.database.interface import Transaction, to_millis
from bot.database.sqlite import SqliteDatabase
from bot.guilds import store as guild_store
from bot.streaming import store
from bot.streaming.goals import Goal, Kind, Plan, Unit

OFFICIAL, DAYS = 50, 5 * 365
MOST_AT_ONCE = 40
NOT_COUNTED = 50
"""Of so many logs one was taken back."""
_DAY = timedelta(days=1)


async def write_ledgers(file: Path, guild_id: int, members: Sequence[int], logs: int) -> list[Goal]:
    """A database with official goals and one of the members' own, in one server; the goals."""
    begun_at = datetime.now(UTC) - DAYS * _DAY
    kinds = [Kind.OFFICIAL] * OFFICIAL + [Kind.COMMUNITY]
    goals = [
        Goal(number, guild_id, Plan(f"Goal {number}", Unit.STREAMS, kind, 0, 10**12), begun_at)
        for number, kind in enumerate(kinds, 1)
    ]

    async def begin(tx: Transaction) -> None:
        await guild_store.join(tx, guild_id, begun_at)
        for goal in goals:
            await store.add(tx, goal)

    async with SqliteDatabase(file) as database:
        await database.write(begin)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("PRAGMA cache_size = -200000")
        raw.executemany(
            "INSERT INTO goal_members (guild_id, user_id, name, seen_at) VALUES (?, ?, ?, 0)",
            ((guild_id, user_id, f"Fan {user_id}") for user_id in members),
        )
        _fill(raw, begun_at, [goal.id for goal in goals], members, logs)
    return goals


def _fill(
    raw: sqlite3.Connection, begun_at: datetime, goals: Sequence[int], members: Sequence[int], logs: int
) -> None:
    """Both ledgers, and each goal's sum by them."""
    rng = Random(1)
    begun, span = to_millis(begun_at), DAYS * _DAY // timedelta(milliseconds=1)
    with _without_indexes(raw, "goal_readings"):
        raw.executemany(
            "INSERT INTO goal_readings (goal_id, read_at, total, entered_at, note, recount) "
            "VALUES (?, ?, ?, ?, '', 0)",
            (
                (goal, (at := begun + span * day // DAYS), 500_000 * day + rng.randrange(500_000), at)
                for day in range(DAYS)
                for goal in goals[:OFFICIAL]
            ),
        )
    with _without_indexes(raw, "goal_logs"):
        raw.executemany(
            "INSERT INTO goal_logs (log_id, goal_id, user_id, amount, logged_at, days_back, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    number + 1,
                    goals[number % len(goals)],
                    rng.choice(members),
                    rng.randint(1, MOST_AT_ONCE),
                    begun + span * number // logs,
                    number % 3 // 2,
                    "counted" if number % NOT_COUNTED else "undone",
                )
                for number in range(logs)
            ),
        )
    raw.execute(
        "UPDATE goals SET logged = (SELECT COALESCE(SUM(amount), 0) FROM goal_logs AS l "
        "WHERE l.goal_id = goals.goal_id AND l.state = 'counted')"
    )


@contextmanager
def _without_indexes(raw: sqlite3.Connection, table: str) -> Iterator[None]:
    """Fill a table faster, by making its indexes once it is full."""
    indexes = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
        (table,),
    ).fetchall()
    for name, _ in indexes:
        raw.execute(f"DROP INDEX {name}")
    yield
    for _, sql in indexes:
        raw.execute(sql)
