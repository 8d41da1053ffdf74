"""Whoever is erased is gone from every table, and nobody else loses anything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.database.erasing import (
    Person,
    erase_names,
    erase_person,
    erase_server,
    kept_of_person,
    kept_of_server,
)
from bot.database.handing_over import sheets_of_person, sheets_of_server, written
from bot.database.interface import Reader, Transaction
from bot.database.sqlite import SqliteDatabase
from bot.database.tables import declared_tables
from tests.database.filled import Rows, fill, name_of, rows

TABLES = declared_tables()
MINJI, SORA, HARU = 213456789012345678, 313456789012345679, 413456789012345680
LOUNGE, GARDEN = 813456789012345681, 913456789012345682
PLACES = st.sets(st.sampled_from([(g, u) for g in (LOUNGE, GARDEN) for u in (MINJI, SORA, HARU)]), min_size=2)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    fill(tmp_path / "bot.sqlite3", [(g, u) for g in (LOUNGE, GARDEN) for u in (MINJI, SORA)])
    return tmp_path / "bot.sqlite3"


def _server(table: str, row: dict[str, Any], before: Rows) -> int | None:
    """The server a row is of."""
    if "guild_id" in row:
        return int(row["guild_id"])
    if (under := TABLES[table].under) is None:
        return None
    (parent,) = [one for one in before[under.table] if one[under.column] == row[under.column]]
    return int(parent["guild_id"])


def _without(before: Rows, user_id: int, guild_id: int | None) -> Rows:
    """What is to be left when a person is erased, in a server or everywhere, row by row."""
    left: Rows = {}
    for name, of_table in before.items():
        left[name] = []
        for row in of_table:
            after: dict[str, Any] | None = dict(row)
            if guild_id is None or _server(name, row, before) == guild_id:
                for column, member in TABLES[name].members.items():
                    if row[column] != user_id or after is None:
                        continue
                    if member.erase == "anonymise":
                        after.update(dict.fromkeys((column, *member.clears)))
                    elif name != "limits" or row["until_at"] is not None:
                        after = None
            left[name] += [] if after is None else [after]
    return left


def _cells(found: Rows) -> Iterator[Any]:
    return (cell for of_table in found.values() for row in of_table for cell in row.values())


async def _erase(file: Path, person: Person) -> int:
    async with SqliteDatabase(file) as database:
        return await database.write(lambda tx: erase_person(tx, TABLES, person))


def _sums(found: Rows) -> dict[int, int]:
    """What counts of each goal's logs, counted anew."""
    return {
        goal["goal_id"]: sum(
            log["amount"]
            for log in found["goal_logs"]
            if log["goal_id"] == goal["goal_id"] and log["state"] == "counted"
        )
        for goal in found["goals"]
    }


def test_the_filling_names_everybody_in_every_column(file: Path) -> None:
    found = rows(file)
    for name, table in TABLES.items():
        for column in table.members:
            assert {MINJI, SORA} <= {row[column] for row in found[name]}, f"{name}.{column}"
        if table.in_server is not None:
            assert {LOUNGE, GARDEN} <= {_server(name, row, found) for row in found[name]}, name


@given(PLACES, st.sampled_from([MINJI, SORA]), st.sampled_from([None, LOUNGE, GARDEN]))
@settings(max_examples=25)
def test_exactly_what_is_declared_goes(
    places: set[tuple[int, int]], user_id: int, guild_id: int | None
) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "bot.sqlite3"
        fill(file, sorted(places))
        before = rows(file)

        asyncio.run(_erase(file, Person(user_id, guild_id)))

        after = rows(file)
    assert after == _without(before, user_id, guild_id)
    assert _sums(after) == _sums(before) == {goal["goal_id"]: goal["logged"] for goal in after["goals"]}


async def test_no_cell_is_left_with_the_id_or_the_name(file: Path) -> None:
    assert await _erase(file, Person(MINJI)) > len(TABLES)

    cells = list(_cells(rows(file)))
    assert MINJI not in cells
    assert [cell for cell in cells if str(MINJI) in str(cell)] == []
    assert SORA in cells
    assert name_of(SORA) in cells
    assert await _erase(file, Person(MINJI)) == 0, "a second time there is nothing"


async def test_not_even_the_bytes_of_the_file_and_its_log_tell(file: Path) -> None:
    traces = (name_of(MINJI).encode(), MINJI.to_bytes(8, "big"))
    log = file.with_name(f"{file.name}-wal")
    async with SqliteDatabase(file) as database:
        assert all(trace in file.read_bytes() for trace in traces)
        await database.write(lambda tx: tx.execute("UPDATE trivia_players SET seen_at = seen_at + 1"))
        assert traces[0] in log.read_bytes()
        await database.write(lambda tx: erase_person(tx, TABLES, Person(MINJI)))
        assert traces[0] in log.read_bytes(), "the log keeps it until it is emptied"

        await database.scrub()

        assert [trace for trace in traces if trace in file.read_bytes() + log.read_bytes()] == []
    assert [trace for trace in traces if trace in file.read_bytes()] == []


async def test_whom_the_operator_shut_out_stays_so(file: Path) -> None:
    async with SqliteDatabase(file) as database:
        await database.change(
            ("INSERT INTO limits (guild_id, user_id, command) VALUES (0, :user_id, '*')", {"user_id": MINJI})
        )
        await database.write(lambda tx: erase_person(tx, TABLES, Person(MINJI)))
        (kept,) = await database.read(lambda on: kept_of_person(on, TABLES, Person(MINJI)))

    assert (kept.table, kept.rows, kept.staying) == (TABLES["limits"], 1, 1)


@pytest.mark.parametrize("guild_id", [None, LOUNGE])
async def test_what_is_told_is_what_goes(file: Path, guild_id: int | None) -> None:
    person = Person(MINJI, guild_id)
    async with SqliteDatabase(file) as database:
        kept = await database.read(lambda on: kept_of_person(on, TABLES, person))
        changed = await database.write(lambda tx: erase_person(tx, TABLES, person))

    assert changed == sum(one.rows - one.staying for one in kept)
    declared = [(table, member) for table in TABLES.values() for member in table.members.values()]
    of_servers = [(table, member) for table, member in declared if guild_id is None or table.in_server]
    assert [(one.table, one.member) for one in kept] == of_servers


async def test_names_alone_can_go(file: Path) -> None:
    before = rows(file)
    async with SqliteDatabase(file) as database:
        await database.write(lambda tx: erase_names(tx, TABLES, MINJI))

    after = rows(file)
    assert name_of(MINJI) not in list(_cells(after))
    changed = {name for name in TABLES if before[name] != after[name]}
    assert changed == {"trivia_players", "goal_members"}


async def test_a_server_goes_with_all_that_hangs_on_it_and_no_other_does(file: Path) -> None:
    before = rows(file)
    async with SqliteDatabase(file) as database:
        told = await database.read(lambda on: kept_of_server(on, TABLES, LOUNGE))
        await database.write(lambda tx: erase_server(tx, TABLES, LOUNGE))
        assert await database.read(lambda on: kept_of_server(on, TABLES, LOUNGE)) == ()

    after = rows(file)
    expected = {
        name: [row for row in of_table if _server(name, row, before) != LOUNGE]
        for name, of_table in before.items()
    }
    assert after == expected
    assert LOUNGE not in list(_cells(after))
    assert {one.table.holds: one.rows for one in told} == {
        TABLES[name].holds: len(before[name]) - len(after[name])
        for name in TABLES
        if len(before[name]) > len(after[name])
    }


async def test_a_persons_file_holds_all_that_is_theirs_and_nothing_of_others(file: Path) -> None:
    async with SqliteDatabase(file) as database:
        sheets = await database.read(lambda on: sheets_of_person(on, TABLES, Person(MINJI)))
        here = await database.read(lambda on: sheets_of_person(on, TABLES, Person(MINJI, LOUNGE)))

    text = written({"person": str(MINJI)}, sheets).decode()
    declared = [(name, member) for name, table in TABLES.items() for member in table.members.values()]
    assert [(sheet.name, sheet.member) for sheet in sheets] == declared
    assert str(SORA) not in text
    assert name_of(SORA) not in text
    assert name_of(MINJI) in text
    log = next(one for one in json.loads(text)["kept"] if one["what"] == "What you logged for goals")
    assert log["when_deleted"] == "it stays, without you"
    assert log["why"].startswith("What everybody has done together stays")
    by_table = {one["table"]: one for one in json.loads(text)["kept"]}
    assert by_table["limits"]["when_deleted"] == "it goes in part", "whom the operator shut out stays so"
    assert by_table["reports"]["when_deleted"] == "it goes"
    assert log["rows"][0]["logged_at"] == "2026-06-12T12:03:20.000Z"
    assert {row["guild_id"] for row in log["rows"]} == {str(LOUNGE), str(GARDEN)}
    assert str(GARDEN) not in written({}, here).decode()


async def test_a_servers_file_names_nobody(file: Path) -> None:
    async with SqliteDatabase(file) as database:
        sheets = await database.read(lambda on: sheets_of_server(on, TABLES, LOUNGE))

    text = written({"server": str(LOUNGE)}, sheets).decode()
    for told in (MINJI, SORA, name_of(MINJI), name_of(SORA), GARDEN):
        assert str(told) not in text
    kept_back = {"limits", "trivia_players", "trivia_unlisted", "trivia_shown", "trivia_questions"}
    kept_back |= {"trivia_answers", "goal_members", "goal_unlisted"}
    assert {sheet.name for sheet in sheets} == {n for n, t in TABLES.items() if t.in_server} - kept_back


async def test_what_does_not_fit_a_file_is_said(file: Path) -> None:
    async with SqliteDatabase(file) as database:

        async def shown(tx: Transaction) -> None:
            for number in range(3000):
                await tx.execute(
                    "INSERT INTO facts_shown_to_users (user_id, fact_id, turn, shown_at) "
                    "VALUES (:user_id, :fact_id, 1, :number)",
                    user_id=MINJI,
                    fact_id=f"{number} {'x' * 4000}",
                    number=number,
                )

        await database.write(shown)

        async def look(on: Reader) -> Any:
            return await sheets_of_person(on, TABLES, Person(MINJI))

        content = written({}, await database.read(look))

    assert len(content) < 10 * 1024**2
    told = next(one for one in json.loads(content)["kept"] if one["table"] == "facts_shown_to_users")
    assert len(told["rows"]) == 2000
    assert told["left_out"] == "1001 earlier rows, for which this file has no room"
    assert told["rows"][-1]["fact_id"].startswith("debut")
