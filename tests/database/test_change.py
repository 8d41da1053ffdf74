"""Statements that ask nothing in between: one call for all that wait, each whole or absent."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.database.group import MOST_IN_A_GROUP
from bot.database.interface import Conflict, DatabaseFull, Statement, Transaction
from bot.database.link import Connection
from bot.database.sqlite import SqliteDatabase
from tests.database.notes import INSERT, commits_in_log, ids, ids_in, note


def _note(note_id: int) -> Statement:
    return INSERT, {"note_id": note_id, "text": ""}


async def test_it_tells_how_many_rows_each_statement_changed(database: SqliteDatabase, file: Path) -> None:
    everything = ("UPDATE notes SET text = :text", {"text": "x"})

    assert await database.change(_note(1), _note(2), everything) == [1, 1, 2]
    assert ids_in(file) == [1, 2]


async def test_all_that_wait_go_along_in_one_call_and_one_commit(
    database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    each = Connection.each

    def counted(self: Connection, changes: Any, *, commit: bool) -> Any:
        calls.append(len(changes))
        return each(self, changes, commit=commit)

    monkeypatch.setattr(Connection, "each", counted)
    before = commits_in_log(file)

    await asyncio.gather(*(database.change(_note(number)) for number in range(20)))

    assert calls == [20]
    assert commits_in_log(file) == before + 1
    assert ids_in(file) == list(range(20))


async def test_a_group_of_them_is_bounded(database: SqliteDatabase, file: Path) -> None:
    before = commits_in_log(file)

    await asyncio.gather(*(database.change(_note(number)) for number in range(MOST_IN_A_GROUP + 1)))

    assert commits_in_log(file) == before + 2


@pytest.mark.parametrize("place", range(5))
async def test_one_that_breaks_a_rule_is_undone_alone(
    database: SqliteDatabase, file: Path, place: int
) -> None:
    changes = [database.change(_note(number)) for number in range(4)]
    changes.insert(place, database.change(_note(99), _note(99)))

    results = await asyncio.gather(*changes, return_exceptions=True)

    assert isinstance(results.pop(place), Conflict)
    assert results == [[1]] * 4
    assert ids_in(file) == [0, 1, 2, 3]


async def test_they_keep_their_place_among_other_work(database: SqliteDatabase, file: Path) -> None:
    async def refused(tx: Transaction) -> None:
        await note(9)(tx)
        raise ValueError

    async def look(tx: Transaction) -> list[int]:
        return await ids(tx)

    calls = (
        database.write(note(1)),
        database.change(_note(2)),
        database.change(_note(2)),
        database.write(look),
        database.write(refused),
        database.change(_note(3)),
        database.write(refused),
        database.change(_note(4)),
    )
    results = await asyncio.gather(*calls, return_exceptions=True)

    assert [results[0], results[1], results[3], results[5], results[7]] == [1, [1], [1, 2], [1], [1]]
    assert [type(results[number]) for number in (2, 4, 6)] == [Conflict, ValueError, ValueError]
    assert ids_in(file) == [1, 2, 3, 4]


async def test_whoever_is_cancelled_before_their_turn_is_passed_by(
    database: SqliteDatabase, file: Path
) -> None:
    calls = [asyncio.create_task(database.change(_note(number))) for number in range(3)]
    await asyncio.sleep(0)

    calls[1].cancel()

    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(result) for result in results] == [list, asyncio.CancelledError, list]
    assert ids_in(file) == [0, 2]


async def test_a_full_disk_applies_nothing_of_what_was_one_commit(
    database: SqliteDatabase, file: Path
) -> None:
    async def limit(tx: Transaction) -> None:
        await tx.fetch_all("PRAGMA max_page_count = 1")  # SQLite takes what the file has already

    await database.write(limit)
    large = (INSERT, {"note_id": 2, "text": "x" * 100_000})

    results = await asyncio.gather(database.change(_note(1)), database.change(large), return_exceptions=True)

    assert [type(result) for result in results] == [DatabaseFull, DatabaseFull]
    assert ids_in(file) == []


async def test_inside_of_work_it_is_refused(database: SqliteDatabase) -> None:
    async def nested(_: Transaction) -> None:
        await database.change(_note(1))

    with pytest.raises(RuntimeError, match="wait for itself"):
        await database.write(nested)


async def test_a_file_that_another_program_holds_fails_all_that_wait(
    database: SqliteDatabase, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(Connection, "each", busy)

    results = await asyncio.gather(
        *(database.change(_note(number)) for number in range(3)), return_exceptions=True
    )

    monkeypatch.undo()
    assert all(isinstance(result, Exception) for result in results)
    assert len({id(result) for result in results}) == 3
    assert await database.change(_note(7)) == [1]
    assert ids_in(file) == [7]
