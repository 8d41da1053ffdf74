"""A ledger of made-up logs in a real database, for what is worked out in SQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.database.interface import Transaction
from bot.database.sqlite import SqliteDatabase
from bot.guilds.store import join
from bot.streaming import log_store, store
from bot.streaming.goals import Goal, Kind, Mode, Plan, Unit
from bot.streaming.logs import Log, State

T = TypeVar("T")
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)  # most zones with summer time change their clocks in the weeks after
GUILD = 11
PLAN = Plan("Butter", Unit.STREAMS, Kind.COMMUNITY, 500, 10**9, mode=Mode.OPEN)
GOAL = Goal(1, GUILD, PLAN, BEGIN, organiser_id=1)
ZONES = st.sampled_from(
    [*map(ZoneInfo, ("Asia/Seoul", "America/New_York", "Pacific/Apia", "Asia/Beirut", "Etc/GMT+12"))]
)
LOGS = st.lists(
    st.builds(
        Log,
        id=st.just(0),
        goal_id=st.just(1),
        user_id=st.one_of(st.none(), st.integers(1, 6), st.integers(1, 6)),
        amount=st.integers(1, 50),
        logged_at=st.integers(0, 40 * 24 * 4).map(lambda quarters: BEGIN + quarters * timedelta(minutes=15)),
        days_back=st.integers(0, 7),
        state=st.sampled_from([*State, State.COUNTED, State.COUNTED]),
    ),
    max_size=40,
).map(lambda logs: [replace(log, id=number) for number, log in enumerate(logs, 1)])


async def begin(database: SqliteDatabase, logs: Iterable[Log], goal: Goal = GOAL) -> None:
    """Write a goal and its ledger."""

    async def write(tx: Transaction) -> None:
        await join(tx, goal.guild_id, goal.begun_at)
        await store.add(tx, goal)
        for log in logs:
            await log_store.add(tx, log, None)

    await database.write(write)


def asked(logs: Iterable[Log], question: Callable[[Transaction], Awaitable[T]], goal: Goal = GOAL) -> T:
    """What is answered by a database that holds these logs; it may be written to."""

    async def ask() -> T:
        with TemporaryDirectory() as folder:
            async with SqliteDatabase(Path(folder) / "logs.sqlite3") as database:
                await begin(database, logs, goal)
                return await database.write(question)

    return asyncio.run(ask())
