"""Work that waits for nothing but its transaction: one call for all that wait, and the rules of all work."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.database.interface import Conflict, DatabaseFull, Transaction
from bot.database.link import Connection
from bot.database.sqlite import SqliteDatabase
from tests.database.notes import INSERT, commits_in_log, ids, ids_in, note


class Refused(Exception):
    pass


async def _refusing(tx: Transaction) -> None:
    await tx.execute(INSERT, note_id=666, text="never")
    tx.later(INSERT, note_id=667, text="never")
    raise Refused


async def test_all_that_wait_go_along_in_one_call_and_one_commit(
    database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    each = Connection.each

    def counted(self: Connection, turns: Any, *, commit: bool) -> Any:
        calls.append(len(turns))
        return each(self, turns, commit=commit)

    monkeypatch.setattr(Connection, "each", counted)
    before = commits_in_log(file)
    change = database.change((INSERT, {"note_id": 20, "text": ""}))

    results = await asyncio.gather(*(database.brief(note(number)) for number in range(20)), change)

    assert results == [*range(20), [1]]
    assert calls == [21]
    assert commits_in_log(file) == before + 1
    assert ids_in(file) == list(range(21))


async def test_it_runs_in_the_thread_of_the_database(database: SqliteDatabase) -> None:
    async def where(tx: Transaction) -> int:
        await ids(tx)
        return threading.get_ident()

    assert await database.brief(where) != threading.get_ident()


async def test_it_reads_what_it_and_those_before_it_wrote(database: SqliteDatabase) -> None:
    async def add_and_look(tx: Transaction) -> list[int]:
        tx.later(INSERT, note_id=2, text="")
        return await ids(tx)

    _, seen = await asyncio.gather(database.brief(note(1)), database.brief(add_and_look))

    assert seen == [1, 2]


@pytest.mark.parametrize("place", range(5))
async def test_one_that_raises_is_undone_alone(database: SqliteDatabase, file: Path, place: int) -> None:
    calls = [database.brief(note(number)) for number in range(4)]
    calls.insert(place, database.brief(_refusing))  # type: ignore[arg-type]

    results = await asyncio.gather(*calls, return_exceptions=True)

    assert isinstance(results.pop(place), Refused)
    assert results == [0, 1, 2, 3]
    assert ids_in(file) == [0, 1, 2, 3]


@pytest.mark.parametrize(("writes", "runs"), [(False, 1), (True, 2)])
async def test_one_that_raises_lets_the_others_run_anew_only_where_it_has_written(
    database: SqliteDatabase, file: Path, writes: bool, runs: int
) -> None:
    begun: list[int] = []

    def counting(number: int) -> Any:
        async def work(tx: Transaction) -> int:
            begun.append(number)
            return await note(number)(tx)

        return database.brief(work)

    async def looking(tx: Transaction) -> None:
        await (note(9)(tx) if writes else ids(tx))
        raise Refused

    results = await asyncio.gather(counting(1), database.brief(looking), counting(2), return_exceptions=True)

    assert (results[0], type(results[1]), results[2]) == (1, Refused, 2)
    assert begun.count(1) == runs
    assert begun.count(2) == 1
    assert ids_in(file) == [1, 2]


async def test_what_it_leaves_for_later_is_undone_with_it(database: SqliteDatabase, file: Path) -> None:
    async def twice(tx: Transaction) -> None:
        await tx.execute(INSERT, note_id=1, text="")
        tx.later(INSERT, note_id=2, text="")
        tx.later(INSERT, note_id=1, text="")

    with pytest.raises(Conflict):
        await database.brief(twice)

    assert ids_in(file) == []


async def test_it_may_go_on_after_a_conflict(database: SqliteDatabase, file: Path) -> None:
    async def again(tx: Transaction) -> str:
        await tx.execute(INSERT, note_id=1, text="")
        try:
            await tx.execute(INSERT, note_id=1, text="")
        except Conflict:
            await tx.execute(INSERT, note_id=2, text="")
        return "went on"

    assert await database.brief(again) == "went on"
    assert ids_in(file) == [1, 2]


async def test_it_keeps_its_place_among_other_work(database: SqliteDatabase, file: Path) -> None:
    results = await asyncio.gather(
        database.write(note(1)),
        database.brief(note(2)),
        database.brief(ids),
        database.write(ids),
        database.write(_refusing),
        database.brief(note(3)),
        database.brief(_refusing),
        database.write(_refusing),
        database.brief(ids),
        return_exceptions=True,
    )

    assert [type(results[number]) for number in (4, 6, 7)] == [Refused] * 3
    assert (results[2], results[3], results[8]) == ([1, 2], [1, 2], [1, 2, 3])
    assert ids_in(file) == [1, 2, 3]


async def test_callbacks_run_in_the_event_loop_once_it_is_durable(
    database: SqliteDatabase, file: Path
) -> None:
    told: list[tuple[int, bool, int]] = []

    def telling(number: int, *, fails: bool = False) -> Any:
        async def work(tx: Transaction) -> None:
            await note(number)(tx)
            tx.on_commit(lambda: told.append((number, number in ids_in(file), threading.get_ident())))
            if fails:
                raise Refused

        return database.brief(work)

    await asyncio.gather(telling(3), telling(9, fails=True), telling(1), return_exceptions=True)

    assert told == [(3, True, threading.get_ident()), (1, True, threading.get_ident())]


async def test_whoever_is_cancelled_before_their_turn_is_not_run(
    database: SqliteDatabase, file: Path
) -> None:
    calls = [asyncio.create_task(database.brief(note(number))) for number in range(3)]
    await asyncio.sleep(0)

    calls[1].cancel()

    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(result) for result in results] == [int, asyncio.CancelledError, int]
    assert ids_in(file) == [0, 2]


async def test_work_that_waits_for_something_else_is_refused_and_undone(
    database: SqliteDatabase, file: Path
) -> None:
    async def waits(tx: Transaction) -> None:
        await note(9)(tx)
        await asyncio.sleep(0)

    results = await asyncio.gather(database.brief(waits), database.brief(note(1)), return_exceptions=True)

    assert isinstance(results[0], RuntimeError)
    assert results[1] == 1
    assert ids_in(file) == [1]


async def test_the_database_inside_of_it_is_refused(database: SqliteDatabase) -> None:
    async def nested(_: Transaction) -> None:
        await database.brief(note(1))

    with pytest.raises(RuntimeError, match="wait for itself"):
        await database.brief(nested)


async def test_a_transaction_kept_beyond_it_is_refused(database: SqliteDatabase) -> None:
    async def keep(tx: Transaction) -> Transaction:
        return tx

    kept = await database.brief(keep)

    with pytest.raises(RuntimeError, match="is over"):
        await kept.execute("DELETE FROM notes")


async def test_a_full_disk_fails_who_needed_room(database: SqliteDatabase, file: Path) -> None:
    async def limit(tx: Transaction) -> None:
        await tx.fetch_all("PRAGMA max_page_count = 1")  # SQLite takes what the file has already

    async def large(tx: Transaction) -> None:
        await tx.execute(INSERT, note_id=2, text="x" * 100_000)

    await database.write(limit)

    results = await asyncio.gather(database.brief(note(1)), database.brief(large), return_exceptions=True)

    assert [type(result) for result in results] == [DatabaseFull, DatabaseFull]
    assert ids_in(file) == []
