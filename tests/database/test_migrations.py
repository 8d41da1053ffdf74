"""From an older schema to the newest: each step whole, nothing lost, a copy of what was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.database.dialect import NotPortable, statements
from bot.database.interface import DatabaseUnusable, MigrationFailed
from bot.database.migrate import COPIES_KEPT, Migration, read_migrations
from bot.database.sqlite import SqliteDatabase
from tests.database.notes import NOTES, ids_in, note

LATER = "ALTER TABLE notes ADD COLUMN written_at BIGINT;"


def _steps(*texts: str) -> list[Migration]:
    return [
        *NOTES,
        *(Migration(number, f"{number:04}_later", text, "") for number, text in enumerate(texts, start=2)),
    ]


async def _open(file: Path, *texts: str) -> None:
    async with SqliteDatabase(file, _steps(*texts)):
        pass


async def _with_a_note(file: Path) -> None:
    async with SqliteDatabase(file, NOTES) as database:
        await database.write(note(1, "kept"))


def _ask(file: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as raw:
        return raw.execute(sql).fetchall()


def _copies(file: Path) -> list[str]:
    return sorted(entry.name for entry in file.parent.glob("*.before-*"))


async def test_a_new_database_takes_every_step_and_needs_no_copy(file: Path) -> None:
    await _open(file, LATER)

    assert _ask(file, "SELECT * FROM schema_version") == [(1, "0001_notes"), (2, "0002_later")]
    assert _copies(file) == []


async def test_an_older_one_takes_what_is_missing_and_keeps_its_rows(file: Path) -> None:
    await _with_a_note(file)

    await _open(file, LATER, "UPDATE notes SET written_at = 5; CREATE INDEX by_time ON notes (written_at);")

    assert _ask(file, "SELECT note_id, text, written_at FROM notes") == [(1, "kept", 5)]
    assert _ask(file, "SELECT MAX(version) FROM schema_version") == [(3,)]


async def test_what_was_is_copied_aside_first(file: Path) -> None:
    await _with_a_note(file)

    await _open(file, LATER, "DELETE FROM notes;")

    assert _copies(file) == ["notes.before-0002.sqlite3"]
    copy = file.with_name("notes.before-0002.sqlite3")
    assert ids_in(copy) == [1]
    assert _ask(copy, "SELECT MAX(version) FROM schema_version") == [(1,)]


async def test_only_the_latest_copies_stay(file: Path) -> None:
    texts: list[str] = []
    await _with_a_note(file)
    for number in range(2, 8):
        texts.append(f"CREATE TABLE t{number} (a BIGINT);")
        await _open(file, *texts)

    assert _copies(file) == [f"notes.before-{number:04}.sqlite3" for number in range(8 - COPIES_KEPT, 8)]


async def test_nothing_missing_makes_no_copy(file: Path) -> None:
    await _with_a_note(file)
    await _with_a_note_more(file)

    assert _copies(file) == []


async def _with_a_note_more(file: Path) -> None:
    async with SqliteDatabase(file, NOTES) as database:
        await database.write(note(2))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("DELETE FROM notes; INSERT INTO nowhere VALUES (1);", "no such table: nowhere"),
        ("DELETE FROM notes; CREATE TABLE later (a VARCHAR);", 'unknown datatype for later.a: "VARCHAR"'),
        ("DELETE FROM notes; CREATE TABLE later (a INTEGER);", "INTEGER: the types of migrations are BIGINT"),
        ("DELETE FROM notes; CREATE TABLE later (a BIGINT)", "the last statement is not finished"),
        ("INSERT INTO notes VALUES (2, '', 77, 0);", "1 rows refer to what is not there, in notes"),
    ],
)
async def test_a_step_that_fails_leaves_everything_as_before(file: Path, text: str, cause: str) -> None:
    await _with_a_note(file)

    with pytest.raises(MigrationFailed) as failed:
        await _open(file, LATER, text)

    told = str(failed.value)
    assert told.startswith(f"{file}: the step 0003_later to a newer schema failed and was undone: ")
    assert cause in told
    assert _ask(file, "SELECT note_id, text FROM notes") == [(1, "kept")]
    assert _ask(file, "SELECT MAX(version) FROM schema_version") == [(2,)]
    await _open(file, LATER)


async def test_without_a_copy_nothing_is_changed(file: Path) -> None:
    await _with_a_note(file)
    file.with_name("notes.before-0002.sqlite3").mkdir()

    with pytest.raises(DatabaseUnusable, match="has to be copied before it is changed, which failed"):
        await _open(file, LATER)
    assert _ask(file, "SELECT MAX(version) FROM schema_version") == [(1,)]


async def test_a_table_can_be_rebuilt_without_losing_what_refers_to_it(file: Path) -> None:
    children = "CREATE TABLE children (note_id BIGINT REFERENCES notes (note_id) ON DELETE CASCADE);"
    await _with_a_note(file)
    await _open(file, f"{children} INSERT INTO children VALUES (1);")  # noqa: S608

    await _open(
        file,
        children,
        "CREATE TABLE newer (note_id BIGINT PRIMARY KEY, text TEXT NOT NULL, parent_id BIGINT);"
        "INSERT INTO newer SELECT * FROM notes; DROP TABLE notes; ALTER TABLE newer RENAME TO notes;",
    )

    assert _ask(file, "SELECT * FROM children") == [(1,)]


def test_the_one_text_becomes_sqlites() -> None:
    told = """
    -- a comment; with a semicolon, and an 'apostrophe
    CREATE TABLE a (  /* BIGINT; */
        i BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        t TEXT DEFAULT ';BIGINT--'
    );
    CREATE TABLE d (w DOUBLE
        PRECISION, "BYTEA" BYTEA);
    INSERT INTO a (t) VALUES ('BIGINT; it''s'); create table b (c bigint);
    -- the end
    """
    assert list(statements(told)) == [
        "CREATE TABLE a ( i INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT DEFAULT ';BIGINT--' ) STRICT;",
        'CREATE TABLE d (w REAL, "BYTEA" BLOB) STRICT;',
        "INSERT INTO a (t) VALUES ('BIGINT; it''s');",
        "create table b (c INTEGER) STRICT;",
    ]


@pytest.mark.parametrize("text", ["SELECT 'open;", "CREATE TABLE a (b BIGINT) /* ; */", "SELECT 1; SELECT"])
def test_a_text_that_stops_amid_a_statement_is_refused(text: str) -> None:
    with pytest.raises(NotPortable, match="not finished"):
        list(statements(text))


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["0001_a.sql", "0001_a.toml", "0003_c.sql", "0003_c.toml"], "0003_c.sql should be called 0002_"),
        (["0001_a.sql", "0001_a.toml", "0001_b.sql", "0001_b.toml"], "0001_b.sql should be called 0002_"),
        (["1_a.sql", "1_a.toml"], "1_a.sql should be called 0001_"),
        (["0001_a.sql"], "0001_a.sql has no 0001_a.toml"),
    ],
)
def test_steps_are_numbered_without_gaps_and_declared(tmp_path: Path, names: list[str], fault: str) -> None:
    for name in names:
        (tmp_path / name).write_text("", encoding="utf-8")

    with pytest.raises(ValueError, match=fault):
        read_migrations(tmp_path)
