"""Whoever is cancelled takes nobody along, and leaves nothing half."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.database.interface import Transaction
from bot.database.sqlite import SqliteDatabase
from tests.database.notes import INSERT, NOTES, ids, ids_in, note


class Gate:
    """Work that says when it runs, and ends when it may."""

    def __init__(self, note_id: int) -> None:
        self.runs, self.may_end = asyncio.Event(), asyncio.Event()
        self._note = note(note_id)

    async def __call__(self, tx: Transaction) -> int:
        written = await self._note(tx)
        self.runs.set()
        await self.may_end.wait()
        return written


async def test_cancelled_before_its_turn_it_is_not_run(database: SqliteDatabase, file: Path) -> None:
    gate = Gate(1)
    leader = asyncio.create_task(database.write(gate))
    await gate.runs.wait()
    waiting = [asyncio.create_task(database.write(note(number))) for number in (2, 3, 4)]
    await asyncio.sleep(0)

    waiting[1].cancel()
    gate.may_end.set()

    assert await leader == 1
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [int, asyncio.CancelledError, int]
    assert ids_in(file) == [1, 2, 4]


async def test_a_first_caller_who_is_cancelled_strands_nobody(database: SqliteDatabase, file: Path) -> None:
    gate = Gate(1)
    told: list[int] = []

    async def first(tx: Transaction) -> None:
        tx.on_commit(lambda: told.append(1))
        await gate(tx)

    leader = asyncio.create_task(database.write(first))
    await gate.runs.wait()
    others = [asyncio.create_task(database.write(note(number))) for number in (2, 3)]
    await asyncio.sleep(0)

    leader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leader
    gate.may_end.set()

    assert await asyncio.gather(*others) == [2, 3]
    assert ids_in(file) == [1, 2, 3]  # begun, so kept: only its caller does not learn of it
    assert told == [1]


async def test_cancelled_at_once_nothing_is_left_behind(database: SqliteDatabase, file: Path) -> None:
    call = asyncio.create_task(database.write(note(1)))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    assert await database.write(note(2)) == 2
    assert ids_in(file) == [2]


async def test_a_timeout_inside_of_work_is_its_own_affair(database: SqliteDatabase, file: Path) -> None:
    async def too_slow(tx: Transaction) -> None:
        await note(1)(tx)
        async with asyncio.timeout(0):
            await asyncio.Event().wait()

    async def gives_up(tx: Transaction) -> None:
        await note(2)(tx)
        raise asyncio.CancelledError

    works = (too_slow, gives_up, note(3))
    calls = [asyncio.create_task(database.write(work)) for work in works]
    results = await asyncio.gather(*calls, return_exceptions=True)

    assert [type(result) for result in results] == [TimeoutError, asyncio.CancelledError, int]
    assert ids_in(file) == [3]


async def test_a_reader_who_is_cancelled_gives_its_connection_back(database: SqliteDatabase) -> None:
    slow = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n"
    for _ in range(10):
        call = asyncio.create_task(database.read(lambda reader: reader.fetch_all(slow)))
        for _ in range(5):
            await asyncio.sleep(0)
        call.cancel()
        with suppress(asyncio.CancelledError):
            await call
    await database.write(note(1))

    assert await database.read(ids) == [1]


@given(seed=st.integers(0, 2**32))
def test_whoever_is_cancelled_or_fails_whenever_each_work_is_whole_or_absent(seed: int) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_play(Path(folder) / "notes.sqlite3", Random(seed)))


async def _play(file: Path, rng: Random) -> None:
    """Twenty callers write three notes each; some raise after some of them, some are cancelled some time."""
    committed: list[int] = []
    raising = {caller: rng.randrange(4) for caller in range(20) if rng.random() < 0.25}

    async def write(caller: int, database: SqliteDatabase) -> int:
        async def work(tx: Transaction) -> int:
            tx.on_commit(lambda: committed.append(caller))
            for written in range(3):
                if raising.get(caller) == written:
                    raise ValueError(caller)
                await tx.execute(INSERT, note_id=caller * 3 + written, text="")
            if caller in raising:
                raise ValueError(caller)
            return caller

        return await database.write(work)

    async with SqliteDatabase(file, NOTES) as database:
        calls = []
        for caller in range(20):
            calls.append(asyncio.create_task(write(caller, database)))
            await _let_others_run(rng.choice((0, 0, 0, 1, 3, 9)))
            if rng.random() < 0.4:
                rng.choice(calls).cancel()
        results = await asyncio.gather(*calls, return_exceptions=True)

    assert ids_in(file) == sorted(caller * 3 + written for caller in committed for written in range(3))
    for caller, result in enumerate(results):
        if isinstance(result, asyncio.CancelledError):
            continue  # kept or not, it is whole
        assert isinstance(result, ValueError) == (caller in raising)
        assert (caller in committed) == (caller not in raising)


async def _let_others_run(steps: int) -> None:
    for _ in range(steps):
        await asyncio.sleep(0)
