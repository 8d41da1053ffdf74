"""The bot's own tables: each declared, strict, and reachable from every older database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.database.interface import Reader, Row, Transaction
from bot.database.migrate import VERSION_TABLE, Migration, shipped_migrations
from bot.database.sqlite import SqliteDatabase
from bot.database.tables import declared_tables
from tools import history

STEPS = [step.number for step in shipped_migrations()]
_NAMES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
FIELDS = """
holds = "Notes of members."
rows_of = "member"
retention = "Until the member takes them back."
"""


@pytest.fixture
async def raw(tmp_path: Path) -> sqlite3.Connection:
    """The newest schema, empty."""
    async with SqliteDatabase(tmp_path / "new.sqlite3"):
        pass
    return sqlite3.connect(tmp_path / "new.sqlite3")


@pytest.fixture
def schema(raw: sqlite3.Connection) -> Iterator[dict[str, dict[str, Any]]]:
    """By table, its columns by name: (type, whether it may be NULL)."""
    with closing(raw):
        yield {
            table: {
                name: (kind, not required)
                for _, name, kind, required, *_ in raw.execute(f"PRAGMA table_info({table})")
            }
            for table in _tables(raw)
        }


def _tables(raw: sqlite3.Connection) -> list[str]:
    return sorted({name for (name,) in raw.execute(_NAMES)} - {VERSION_TABLE})


def _names(column: str, of: str) -> bool:
    return column == f"{of}_id" or column.endswith(f"_{of}_id")


def test_every_table_is_declared_and_every_declared_one_exists(schema: dict[str, dict[str, Any]]) -> None:
    assert set(schema) == set(declared_tables())


def test_every_server_and_person_a_row_names_is_covered(schema: dict[str, dict[str, Any]]) -> None:
    tables = declared_tables()
    for name, columns in schema.items():
        assert {column for column in columns if _names(column, "guild")} == set(tables[name].guilds), name
        assert {column for column in columns if _names(column, "user")} == set(tables[name].members), name


def test_every_row_leads_to_its_server_or_is_of_none(raw: sqlite3.Connection) -> None:
    of_no_server = {
        "facts_shown_to_users",
        "command_syncs",
        "command_ids",
        "trivia_tallies",
        "erasures",
        "names_withheld",
    }
    with closing(raw):
        for name, table in declared_tables().items():
            assert (table.in_server is None) == (name in of_no_server), name
            if table.under is not None:
                leads = {
                    (parent, own, theirs, on_delete)
                    for _, _, parent, own, theirs, _, on_delete, _ in raw.execute(
                        f"PRAGMA foreign_key_list({name})"
                    )
                }
                column = table.under.column
                parents = {table.under.table, *(parent for parent, *_ in leads)}
                assert any(on_delete == "CASCADE" for *_, on_delete in leads), name
                assert any((parent, column, column, "CASCADE") in leads for parent in parents), name
                assert "guild_id" in declared_tables()[table.under.table].guilds, name


def test_a_servers_file_has_no_column_with_a_person() -> None:
    for name, table in declared_tables().items():
        under = (table.under,) if table.under is not None else ()
        for declared in (*table.guilds.values(), *under):
            assert not [column for column in declared.export if _names(column, "user")], name


def test_declarations_speak_of_columns_that_are_there(schema: dict[str, dict[str, Any]]) -> None:
    for name, table in declared_tables().items():
        columns = schema[name]
        if table.keep_since is not None:
            assert table.keep_since.endswith("_at"), name
            assert table.keep_since in columns, name
        under = (table.under,) if table.under is not None else ()
        for declared in (*table.guilds.values(), *under):
            assert set(declared.export) <= set(columns), name
        for column, member in table.members.items():
            assert set(member.export) <= set(columns), name
            cleared = {column, *member.clears} if member.erase == "anonymise" else set()
            assert all(columns[one][1] for one in cleared), (
                f"{name}: what is cleared must be allowed to be NULL"
            )


async def test_conditions_can_be_asked(tmp_path: Path) -> None:
    async with SqliteDatabase(tmp_path / "new.sqlite3") as database:
        for name, table in declared_tables().items():
            for guild in table.guilds.values():
                if guild.where is not None:
                    sql = f"SELECT * FROM {name} WHERE {guild.where}"  # noqa: S608  # our own files
                    await database.read(partial(_asked, sql, guild_id=1))
            for member in table.members.values():
                if member.where is not None:
                    sql = f"SELECT * FROM {name} WHERE {member.where}"  # noqa: S608  # our own files
                    await database.read(partial(_asked, sql, user_id=1))


async def _asked(sql: str, reader: Reader, **ids: int) -> list[Row]:
    return await reader.fetch_all(sql, **ids)


async def test_who_has_themselves_erased_stays_shut_out(tmp_path: Path) -> None:
    async with SqliteDatabase(tmp_path / "new.sqlite3") as database:
        for row in ("(0, 7, '*', NULL)", "(1, 7, 'report', 5)", "(1, 8, 'report', 5)"):
            sql = f"INSERT INTO limits (guild_id, user_id, command, until_at) VALUES {row}"  # noqa: S608
            await database.write(partial(_done, sql))
        where = declared_tables()["limits"].members["user_id"].where

        erased = await database.read(partial(_asked, f"SELECT * FROM limits WHERE {where}", user_id=7))  # noqa: S608

    assert [row["command"] for row in erased] == ["report"]


async def _done(sql: str, tx: Transaction) -> int:
    return await tx.execute(sql)


def test_what_belongs_to_a_server_goes_with_it(raw: sqlite3.Connection) -> None:
    with closing(raw):
        for name, table in declared_tables().items():
            cascading = {
                column
                for _, _, parent, column, _, _, on_delete, _ in raw.execute(
                    f"PRAGMA foreign_key_list({name})"
                )
                if parent == "guilds" and on_delete == "CASCADE"
            }
            declared = {column for column, guild in table.guilds.items() if guild.goes == "cascade"}
            assert cascading == declared, name


def test_tables_are_strict_and_their_references_checked_at_once(raw: sqlite3.Connection) -> None:
    with closing(raw):
        strict = {row[1] for row in raw.execute("PRAGMA table_list") if row[5]}
        assert set(_tables(raw)) <= strict
        texts = [sql for (sql,) in raw.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
        # a reference checked at the commit would fail everyone who shares it
        assert [sql for sql in texts if "DEFERR" in sql.upper()] == []


def test_instants_are_called_so_and_ids_are_numbers(schema: dict[str, dict[str, Any]]) -> None:
    for name, columns in schema.items():
        for column, (kind, _) in columns.items():
            if column.endswith("_at") or _names(column, "guild") or _names(column, "user"):
                assert kind == "INTEGER", f"{name}.{column}"


@pytest.mark.parametrize("number", STEPS)
def test_each_step_has_left_a_kept_database_and_leaves_the_same_today(number: int) -> None:
    assert history.kept(number).is_file(), f"python -m tools.history {number:04}"
    today = "\n".join(history.dump_after(number)).splitlines()
    then = history.kept(number).read_text(encoding="utf-8").splitlines()

    assert sorted(then) == sorted(today), "a step that was taken never changes"


@pytest.mark.parametrize("number", STEPS)
async def test_a_database_of_each_age_reaches_the_newest_schema_with_its_rows(
    number: int, tmp_path: Path
) -> None:
    file = tmp_path / "old.sqlite3"
    history.load(number, file)
    before = _rows(file)
    assert all(before[name] for name in declared_tables(shipped_migrations()[:number])), (
        "samples for each table"
    )

    async with SqliteDatabase(file):
        pass

    after = _rows(file)
    assert set(declared_tables()) <= set(after)
    for name in before.keys() & after.keys():
        kept = after[name][0].keys() & before[name][0].keys()
        assert _of(kept, after[name]) == _of(kept, before[name])


def _rows(file: Path) -> dict[str, list[dict[str, Any]]]:
    """By table, what stands in it."""
    with closing(sqlite3.connect(file)) as raw:
        raw.row_factory = sqlite3.Row
        return {
            name: [dict(row) for row in raw.execute(f"SELECT * FROM {name} ORDER BY rowid")]  # noqa: S608
            for name in sorted(set(declared_tables()) & {row[0] for row in raw.execute(_NAMES)})
        }


def _of(columns: AbstractSet[str], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{column: row[column] for column in sorted(columns)} for row in rows]


def _declared(text: str) -> Any:
    return declared_tables([Migration(1, "0001_notes", "", text)])["notes"]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("", "a member's rows have a column with the member"),
        ('[tables.notes.members.user_id]\nerase = "delete"\nexport = ["text"]', "told\\n +Field required"),
        (
            '[tables.notes.members.user_id]\ntold = "Your text"\nerase = "forget"\nexport = ["text"]',
            "delete' or 'anonymise",
        ),
        ('[tables.notes.members.user_id]\ntold = "Your text"\nerase = "delete"', "Field required"),
        (
            '[tables.notes.members.user_id]\ntold = "Your text"\nerase = "delete"\nexport = []',
            "say why the row stays",
        ),
        (
            '[tables.notes.members.user_id]\ntold = "Your text"\nerase = "anonymise"\nexport = ["text"]',
            "say why the row stays",
        ),
        (
            (
                "keep_days = 7\n[tables.notes.members.user_id]\n"
                'told = "Your text"\nerase = "delete"\nexport = ["t"]'
            ),
            "come together",
        ),
        (
            (
                "[tables.notes.members.user_id]\n"
                'told = "Your text"\nerase = "delete"\nexport = ["t"]\nwhere = "x"'
            ),
            "say why some rows stay",
        ),
        (
            (
                '[tables.notes.members.user_id]\ntold = "Your text"\nerase = "anonymise"\nexport = ["t"]\n'
                'where = "x"\nwhy = "they stay"'
            ),
            "only what is deleted has a condition",
        ),
        (
            '[tables.notes.guilds.guild_id]\ngoes = "delete"\nexport = ["t"]',
            "say why the rows do not cascade",
        ),
        (
            '[tables.notes.guilds.guild_id]\ngoes = "cascade"\nexport = []',
            "nothing is handed over to the server",
        ),
        (
            'under = {table = "books", column = "book_id", export = []}',
            "nothing is handed over to the server",
        ),
        (
            (
                'under = {table = "books", column = "book_id", export = ["t"]}\n'
                '[tables.notes.guilds.guild_id]\ngoes = "cascade"\nexport = ["t"]'
            ),
            "found by that",
        ),
        ("names = true", "names are somebody's"),
        ('colour = "purple"', "Extra inputs are not permitted"),
    ],
)
def test_a_declaration_that_leaves_something_open_is_refused(more: str, fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        _declared(f"[tables.notes]\n{FIELDS}\n{more}")


def test_a_later_declaration_replaces_the_earlier_one_and_a_table_may_go() -> None:
    member = '[tables.notes.members.user_id]\ntold = "Your text"\nerase = "delete"\nexport = ["text"]\n'
    first = Migration(1, "0001_notes", "", f"[tables.notes]{FIELDS}{member}")
    second = Migration(
        2, "0002_more", "", f"[tables.notes]{FIELDS}keep_days = 9\nkeep_since = 'made_at'\n{member}"
    )
    third = Migration(3, "0003_less", "", 'dropped = ["notes"]')

    assert declared_tables([first, second])["notes"].keep_days == 9
    assert declared_tables([first, second, third]) == {}
