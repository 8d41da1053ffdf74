"""Nothing is kept longer than is promised: table by table, with a clock that moves."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.caller import Caller
from bot.database.interface import to_millis
from bot.database.tables import declared_tables
from bot.guilds.presence import KEPT_AFTER_LEAVING
from tests.clocks import StandingClock
from tests.conftest import unopened_app
from tests.database.filled import fill, rows

TABLES = declared_tables()
BY_AGE = [name for name, table in TABLES.items() if table.keep_days is not None]
IN_WORDS = {1: "day", 30: "thirty days", 60: "sixty days", 90: "ninety days", 365: "a year", 730: "two years"}
MOMENT = timedelta(milliseconds=1)
LOUNGE, GARDEN, MINJI = 813456789012345681, 913456789012345682, 213456789012345678
ALONG = {"trivia_rounds": ("trivia_questions", "trivia_answers"), "posts": ("post_steps",)}
"""What has no age of its own, and goes with what it belongs to."""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """What a bot remembers that was in two servers."""
    folder = tmp_path / "state"
    folder.mkdir()
    fill(folder / "borahae.sqlite3", [(LOUNGE, MINJI), (GARDEN, MINJI)])
    return folder


def _age(file: Path, table: str, since: str, millis: int) -> None:
    """Let all rows of a table that count their age begin at one moment."""
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute(f"UPDATE {table} SET {since} = ? WHERE {since} IS NOT NULL", (millis,))  # noqa: S608


@pytest.mark.parametrize("name", BY_AGE)
async def test_rows_go_when_their_days_are_over_and_no_moment_earlier(name: str, state: Path) -> None:
    file, clock, since = state / "borahae.sqlite3", StandingClock(), str(TABLES[name].keep_since)
    days = timedelta(days=TABLES[name].keep_days or 0)
    with closing(sqlite3.connect(file)) as raw, raw:  # so that nothing else happens
        raw.execute("UPDATE guilds SET left_at = NULL, purge_at = NULL")
        raw.execute("UPDATE trivia_rounds SET phase = 'closed', ending = 'stopped', closed_at = turns_at")
    for other in BY_AGE:
        _age(file, other, str(TABLES[other].keep_since), to_millis(clock.now() + timedelta(days=9999)))
    _age(file, name, since, to_millis(clock.now()))
    before = rows(file)
    aged = [row for row in before[name] if row[since] is not None]
    assert aged

    async with unopened_app(state, clock) as app:
        clock.move(days)
        await app.sweep()
        assert rows(file)[name] == before[name]
        clock.move(MOMENT)
        await app.sweep()

    after = rows(file)
    assert after[name] == [row for row in before[name] if row[since] is None]
    for along in ALONG.get(name, ()):
        assert len(after[along]) < len(before[along])
    swept = {"due_work", "limits", "reports", name, *ALONG.get(name, ())}  # a report goes with its item
    assert {one for one in TABLES if after[one] != before[one]} <= swept


@pytest.mark.parametrize("name", BY_AGE)
def test_the_promise_says_the_number(name: str) -> None:
    assert IN_WORDS[TABLES[name].keep_days or 0] in TABLES[name].retention.lower()


def test_what_promises_a_time_is_counted() -> None:
    promising = {
        name
        for name, table in TABLES.items()
        if any(word in table.retention.lower() for word in ("days", "year", "a day", "one day", "month"))
    }
    assert promising - {"guilds"} == set(BY_AGE)


async def test_a_cooldown_goes_when_it_is_over(tmp_path: Path) -> None:
    clock = StandingClock()
    async with unopened_app(tmp_path, clock) as app:
        await app.limits.start(Caller(MINJI, LOUNGE), "report", timedelta(minutes=1))
        await app.sweep()
        assert len(rows(app.database.path)["limits"]) == 1
        clock.move(timedelta(minutes=1))
        await app.sweep()
        assert rows(app.database.path)["limits"] == []


async def test_a_server_goes_thirty_days_after_it_was_left(state: Path) -> None:
    file, clock = state / "borahae.sqlite3", StandingClock()
    async with unopened_app(state, clock) as app:
        await app.presence.left(LOUNGE)
        clock.move(KEPT_AFTER_LEAVING - MOMENT)
        await app.sweep()
        assert LOUNGE in {row["guild_id"] for row in rows(file)["guilds"]}
        clock.move(MOMENT)
        await app.sweep()

    assert timedelta(days=30) == KEPT_AFTER_LEAVING
    left = [cell for of_table in rows(file).values() for row in of_table for cell in row.values()]
    assert LOUNGE not in left
    assert GARDEN in left
