"""Statements whose outcome nobody asks for: run in order, with their work, or not at all."""

from __future__ import annotations

import asyncio

import pytest

from bot.database.interface import Conflict, Transaction
from bot.database.sqlite import SqliteDatabase
from tests.database.notes import INSERT, ids, note


async def test_they_are_done_at_the_end_of_the_work(database: SqliteDatabase) -> None:
    async def work(tx: Transaction) -> str:
        tx.later(INSERT, note_id=1, text="a")
        tx.later(INSERT, note_id=2, text="b")
        return "done"

    assert await database.write(work) == "done"
    assert await database.read(ids) == [1, 2]


async def test_whoever_asks_next_finds_them_done_in_order(database: SqliteDatabase) -> None:
    async def work(tx: Transaction) -> list[int]:
        tx.later(INSERT, note_id=1, text="a")
        tx.later("UPDATE notes SET note_id = 5 WHERE note_id = 1")
        found = await ids(tx)
        tx.later("DELETE FROM notes WHERE note_id = :note_id", note_id=5)
        await tx.execute(INSERT, note_id=6, text="b")
        return found

    assert await database.write(work) == [5]
    assert await database.read(ids) == [6]


async def test_one_that_breaks_a_rule_undoes_its_work_alone(database: SqliteDatabase) -> None:
    async def breaking(tx: Transaction) -> None:
        tx.later(INSERT, note_id=2, text="b")
        tx.later(INSERT, note_id=2, text="again")

    outcomes = await asyncio.gather(
        database.write(note(1)),
        database.write(breaking),
        database.write(note(3)),
        return_exceptions=True,
    )

    assert [type(outcome) for outcome in outcomes] == [int, Conflict, int]
    assert await database.read(ids) == [1, 3]


async def test_those_of_work_that_raises_are_not_done(database: SqliteDatabase) -> None:
    async def raising(tx: Transaction) -> None:
        tx.later(INSERT, note_id=2, text="b")
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        await database.write(raising)
    await database.write(note(3))

    assert await database.read(ids) == [3]


async def test_they_are_refused_when_the_work_is_over(database: SqliteDatabase) -> None:
    kept: list[Transaction] = []

    async def work(tx: Transaction) -> None:
        kept.append(tx)

    await database.write(work)

    with pytest.raises(RuntimeError, match="over"):
        kept[0].later(INSERT, note_id=1, text="a")
