"""Work of one moment shares a COMMIT, and nothing else."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.database.group import MOST_IN_A_GROUP
from bot.database.interface import Conflict, DatabaseFull, DatabaseUnusable, Transaction
from bot.database.sqlite import SqliteDatabase
from tests.database.notes import INSERT, commits_in_log, ids, ids_in, note


class Refused(Exception):
    pass


async def _refusing(tx: Transaction) -> None:
    await tx.execute(INSERT, note_id=666, text="never")
    raise Refused


async def test_what_is_acknowledged_is_in_the_file(database: SqliteDatabase, file: Path) -> None:
    assert await database.write(note(1)) == 1

    assert ids_in(file) == [1]


async def test_work_of_one_moment_shares_a_commit(database: SqliteDatabase, file: Path) -> None:
    before = commits_in_log(file)

    await asyncio.gather(*(database.write(note(number)) for number in range(20)))

    assert ids_in(file) == list(range(20))
    assert commits_in_log(file) == before + 1


async def test_a_group_is_bounded(database: SqliteDatabase, file: Path) -> None:
    before = commits_in_log(file)

    await asyncio.gather(*(database.write(note(number)) for number in range(MOST_IN_A_GROUP + 1)))

    assert commits_in_log(file) == before + 2


async def test_nobody_is_acknowledged_before_the_commit(database: SqliteDatabase, file: Path) -> None:
    first_is_done, second_may_end = asyncio.Event(), asyncio.Event()

    async def first(tx: Transaction) -> None:
        await note(1)(tx)
        first_is_done.set()

    async def second(tx: Transaction) -> None:
        await note(2)(tx)
        await second_may_end.wait()

    calls = [asyncio.create_task(database.write(work)) for work in (first, second)]
    await first_is_done.wait()
    assert ids_in(file) == []
    assert not calls[0].done()
    second_may_end.set()
    await asyncio.gather(*calls)

    assert ids_in(file) == [1, 2]


@pytest.mark.parametrize("place", range(5))
async def test_work_that_raises_is_undone_alone(database: SqliteDatabase, file: Path, place: int) -> None:
    works = [note(number) for number in range(4)]
    calls = [database.write(work) for work in works]
    calls.insert(place, database.write(_refusing))  # type: ignore[arg-type]

    results = await asyncio.gather(*calls, return_exceptions=True)

    assert isinstance(results.pop(place), Refused)
    assert results == ids_in(file) == [0, 1, 2, 3]


async def test_several_that_raise_in_a_row_leave_the_others(database: SqliteDatabase, file: Path) -> None:
    calls = (_refusing, _refusing, note(1), _refusing, _refusing, note(2), note(3), _refusing)

    results = await asyncio.gather(*(database.write(work) for work in calls), return_exceptions=True)

    assert [result for result in results if not isinstance(result, Refused)] == ids_in(file) == [1, 2, 3]


async def test_a_broken_rule_of_the_schema_is_a_conflict(database: SqliteDatabase, file: Path) -> None:
    await database.write(note(1))

    async def orphan(tx: Transaction) -> None:
        await tx.execute("INSERT INTO notes VALUES (:note_id, '', :parent)", note_id=2, parent=99)

    with pytest.raises(Conflict, match="UNIQUE"):
        await database.write(note(1))
    with pytest.raises(Conflict, match="FOREIGN KEY"):
        await database.write(orphan)
    assert ids_in(file) == [1]


async def test_work_may_go_on_after_a_conflict(database: SqliteDatabase, file: Path) -> None:
    async def work(tx: Transaction) -> None:
        await note(1)(tx)
        with pytest.raises(Conflict):
            await note(1)(tx)
        await note(2)(tx)

    await database.write(work)

    assert ids_in(file) == [1, 2]


async def test_it_reads_what_it_wrote_and_counts_what_it_changed(database: SqliteDatabase) -> None:
    async def work(tx: Transaction) -> None:
        await note(1)(tx)
        await note(2)(tx)
        assert await ids(tx) == [1, 2]
        assert await tx.execute("UPDATE notes SET text = 'x'") == 2
        assert await tx.execute("DELETE FROM notes WHERE note_id = :note_id", note_id=7) == 0
        returned = await tx.fetch_all("DELETE FROM notes WHERE note_id = 1 RETURNING note_id, text")
        assert returned == [{"note_id": 1, "text": "x"}]
        assert await tx.fetch_one("SELECT text FROM notes WHERE note_id = 1") is None

    await database.write(work)


async def test_work_that_touches_nothing_costs_no_commit(database: SqliteDatabase, file: Path) -> None:
    await database.write(note(1))
    before = commits_in_log(file)

    async def work(_: Transaction) -> str:
        return "done"

    assert set(await asyncio.gather(database.write(work), database.write(work))) == {"done"}
    assert commits_in_log(file) == before


async def test_writing_inside_of_work_is_refused_instead_of_waiting_for_itself(
    database: SqliteDatabase,
) -> None:
    async def nested(_: Transaction) -> None:
        await database.write(note(1))

    async def read_inside(_: Transaction) -> None:
        await database.read(ids)

    for work in (nested, read_inside):
        with pytest.raises(RuntimeError, match="wait for itself"):
            await database.write(work)
    with pytest.raises(RuntimeError, match="wait for itself"):
        await database.read(lambda _: database.write(note(1)))
    assert await database.write(note(1)) == 1


async def test_a_transaction_kept_beyond_its_work_is_refused(database: SqliteDatabase) -> None:
    kept: list[Transaction] = []

    async def work(tx: Transaction) -> None:
        kept.append(tx)

    await database.write(work)

    with pytest.raises(RuntimeError, match="is over"):
        await kept[0].execute("DELETE FROM notes")
    with pytest.raises(RuntimeError, match="is over"):
        kept[0].on_commit(lambda: None)


async def test_callbacks_follow_the_commit_in_its_order_before_anybody_is_told(
    database: SqliteDatabase, file: Path
) -> None:
    told: list[int] = []

    def telling(number: int, *, fails: bool = False) -> asyncio.Task[None]:
        async def work(tx: Transaction) -> None:
            await note(number)(tx)
            tx.on_commit(lambda: told.append(number) if number in ids_in(file) else None)
            if fails:
                raise Refused

        async def call() -> None:
            await database.write(work)
            assert told == [3, 1, 2]

        return asyncio.create_task(call())

    calls = [telling(3), telling(9, fails=True), telling(1), telling(2)]
    results = await asyncio.gather(*calls, return_exceptions=True)

    assert [type(result) for result in results] == [type(None), Refused, type(None), type(None)]
    assert told == [3, 1, 2]


async def test_a_callback_that_fails_stops_nobody(
    database: SqliteDatabase, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []

    async def work(tx: Transaction) -> str:
        await note(1)(tx)
        tx.on_commit(lambda: told.remove("never told"))
        tx.on_commit(lambda: told.append("second"))
        return "written"

    with caplog.at_level(logging.ERROR, "bot.database.group"):
        assert await database.write(work) == "written"

    assert told == ["second"]
    assert "a callback after a commit failed" in caplog.text
    assert ids_in(file) == [1]


async def test_a_full_disk_fails_the_group_and_leaves_the_database_usable(
    database: SqliteDatabase, file: Path
) -> None:
    async def limit(tx: Transaction) -> None:
        pages = await tx.fetch_one("PRAGMA page_count")
        assert pages is not None
        await tx.fetch_all(f"PRAGMA max_page_count = {pages['page_count'] + 2}")

    await database.write(limit)
    calls = [database.write(work) for work in (note(1), note(2, "x" * 100_000), note(3))]
    results = await asyncio.gather(*calls, return_exceptions=True)

    assert [type(result) for result in results] == [DatabaseFull, DatabaseFull, int]
    assert str(results[0]).startswith(f"{file} could not be written: the disk is full.")
    assert ids_in(file) == [3]

    await database.write(lambda tx: tx.fetch_all("PRAGMA max_page_count = 1000000"))
    await database.write(note(2, "x" * 100_000))
    assert ids_in(file) == [2, 3]


async def test_when_sqlite_rolls_back_by_itself_everyone_is_told_and_nothing_applied(
    database: SqliteDatabase, file: Path
) -> None:
    await database.write(note(0))

    async def rolled_back(tx: Transaction) -> None:
        with pytest.raises(Conflict):
            await tx.execute("INSERT OR ROLLBACK INTO notes (note_id, text) VALUES (0, '')")
        with pytest.raises(DatabaseUnusable):  # it would go through alone, outside of any transaction
            await note(5)(tx)

    works = (note(1), note(2), rolled_back, note(3))
    results = await asyncio.gather(*(database.write(work) for work in works), return_exceptions=True)

    assert [type(result) for result in results] == [DatabaseUnusable, DatabaseUnusable, DatabaseUnusable, int]
    assert len({id(result) for result in results}) == 4  # a traceback of one's own
    assert "Nothing was changed" in str(results[0])
    assert ids_in(file) == [0, 3]


async def test_a_commit_that_fails_is_told_to_everyone(database: SqliteDatabase, file: Path) -> None:
    async def fails_later(tx: Transaction) -> None:
        await tx.fetch_all("PRAGMA defer_foreign_keys = ON")
        await tx.execute("INSERT INTO notes VALUES (4, '', 99)")

    works = (note(1), fails_later, note(2))
    results = await asyncio.gather(*(database.write(work) for work in works), return_exceptions=True)

    assert [type(result) for result in results] == [Conflict, Conflict, Conflict]
    assert ids_in(file) == []
    assert await database.write(note(1)) == 1
