"""An operator makes a backup while the bot runs, and puts one back."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.database.backup import back_up, owned, put_in_place
from bot.database.interface import DatabaseUnusable, Transaction
from bot.database.sqlite import SqliteDatabase
from tests.conftest import ROOT
from tests.database.notes import NOTES, ids_in, note


def _bot(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "STATE_DIR": str(cwd / "state")}
    command = [sys.executable, "-W", "error", "-m", "bot", *arguments]
    return subprocess.run(  # noqa: S603  # our own program
        command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=60, check=False
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "borahae.sqlite3"


async def _joined(database: SqliteDatabase, guild_id: int) -> None:
    async def work(tx: Transaction) -> None:
        await tx.execute("INSERT INTO guilds (guild_id, joined_at) VALUES (:guild_id, 0)", guild_id=guild_id)

    await database.write(work)


async def _with_guilds(file: Path, *guilds: int) -> None:
    async with SqliteDatabase(file) as database:
        for guild_id in guilds:
            await _joined(database, guild_id)


def _guilds_in(file: Path) -> list[int]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as raw:
        return [guild_id for (guild_id,) in raw.execute("SELECT guild_id FROM guilds ORDER BY guild_id")]


async def test_a_backup_while_the_bot_runs_is_sound_and_counted(file: Path, tmp_path: Path) -> None:
    async with SqliteDatabase(file) as database:
        await _joined(database, 7)
        run = _bot("backup", cwd=tmp_path)
        await _joined(database, 8)

    assert run.returncode == 0, run.stderr
    assert re.search(r"^ +1 guilds$", run.stdout, re.MULTILINE)
    (copy,) = file.parent.glob("borahae.20*Z.sqlite3")
    assert run.stdout.startswith(f"{copy} holds everything of {file}, and is sound:\n")
    assert _guilds_in(copy) == [7]
    assert sorted(entry.name for entry in file.parent.iterdir()) == sorted(
        (copy.name, file.name, f"{file.name}.lock")
    )


async def test_a_backup_replaces_nothing(file: Path, tmp_path: Path) -> None:
    await _with_guilds(file, 7)
    (tmp_path / "mine").write_text("letters", encoding="utf-8")

    run = _bot("backup", "mine", cwd=tmp_path)

    assert run.returncode == 1
    assert run.stderr == "mine exists already, and a backup replaces nothing. Choose another name.\n"
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "letters"


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    run = _bot("backup", cwd=tmp_path)

    assert run.returncode == 1
    assert "the bot has not run with this STATE_DIR yet" in run.stderr
    assert not (tmp_path / "state").exists()


async def test_restoring_puts_the_backup_in_place_and_keeps_the_old_one(file: Path, tmp_path: Path) -> None:
    await _with_guilds(file, 7)
    assert _bot("backup", "saved.sqlite3", cwd=tmp_path).returncode == 0
    await _with_guilds(file, 8, 9)

    tried = _bot("restore", "saved.sqlite3", "--dry-run", cwd=tmp_path)
    assert tried.returncode == 0, tried.stderr
    assert re.search(r"^ +3 -> +1 guilds$", tried.stdout, re.MULTILINE)
    assert f"saved.sqlite3 is sound and would replace {file}" in tried.stdout
    assert _guilds_in(file) == [7, 8, 9]

    run = _bot("restore", "saved.sqlite3", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    (old,) = file.parent.glob("borahae.replaced-*Z.sqlite3")
    assert f"The old one is kept as {old}" in run.stdout
    assert (_guilds_in(file), _guilds_in(old)) == ([7], [7, 8, 9])
    await _with_guilds(file, 10)
    assert _guilds_in(file) == [7, 10]


async def test_restores_within_a_second_keep_every_old_database(file: Path, tmp_path: Path) -> None:
    await _with_guilds(file, 7)
    assert _bot("backup", "saved.sqlite3", cwd=tmp_path).returncode == 0
    now, kept = datetime(2026, 6, 12, 12, tzinfo=UTC), []
    for added in (8, 9, 10):
        await _with_guilds(file, added)
        with owned(file):
            kept.append(put_in_place(tmp_path / "saved.sqlite3", file, now))

    assert [old.name for old in kept if old is not None] == [
        f"borahae.replaced-2026-06-12T12-00-00Z{number}.sqlite3" for number in ("", "-2", "-3")
    ]
    assert [_guilds_in(old) for old in kept if old is not None] == [[7, 8], [7, 9], [7, 10]]
    assert _guilds_in(file) == [7]


async def test_a_damaged_database_and_its_log_make_room_for_a_backup(file: Path, tmp_path: Path) -> None:
    await _with_guilds(file, 7)
    assert _bot("backup", "saved.sqlite3", cwd=tmp_path).returncode == 0
    file.write_bytes(b"ruined")
    file.with_name(f"{file.name}-wal").write_bytes(b"of the ruined one")

    run = _bot("restore", "saved.sqlite3", cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert "What is there now cannot be counted: " in run.stdout
    (old,) = file.parent.glob("borahae.replaced-*Z.sqlite3")
    assert old.read_bytes() == b"ruined"
    assert old.with_name(f"{old.name}-wal").read_bytes() == b"of the ruined one"  # not read into the backup
    await _with_guilds(file, 8)
    assert _guilds_in(file) == [7, 8]


async def test_a_backup_starts_a_bot_on_another_machine(file: Path, tmp_path: Path) -> None:
    await _with_guilds(tmp_path / "other.sqlite3", 7)

    assert _bot("restore", "other.sqlite3", cwd=tmp_path).returncode == 0
    assert _guilds_in(file) == [7]


async def test_nothing_is_restored_while_the_bot_runs(file: Path, tmp_path: Path) -> None:
    await _with_guilds(tmp_path / "saved.sqlite3", 7)
    async with SqliteDatabase(file):
        run = _bot("restore", "saved.sqlite3", cwd=tmp_path)

    assert run.returncode == 1
    assert "is in use by another process" in run.stderr
    assert _guilds_in(file) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "is not there, or is no file"),
        (b"", "it is empty"),
        (b"letters " * 1000, "is damaged, or no database at all"),
    ],
    ids=["missing", "empty", "text"],
)
async def test_what_is_no_backup_is_not_restored(
    file: Path, tmp_path: Path, content: bytes | None, told: str
) -> None:
    await _with_guilds(file, 7)
    if content is not None:
        (tmp_path / "saved").write_bytes(content)

    run = _bot("restore", "saved", cwd=tmp_path)

    assert run.returncode == 1
    assert told in run.stderr
    assert "Traceback" not in run.stderr
    assert _guilds_in(file) == [7]


async def test_a_newer_or_a_strangers_database_is_not_restored(file: Path, tmp_path: Path) -> None:
    await _with_guilds(tmp_path / "newer.sqlite3", 7)
    with closing(sqlite3.connect(tmp_path / "newer.sqlite3")) as raw, raw:
        raw.execute("INSERT INTO schema_version VALUES (9999, 'later')")
    with closing(sqlite3.connect(tmp_path / "strange.sqlite3")) as raw, raw:
        raw.execute("CREATE TABLE bookmarks (address TEXT)")

    assert "was written by a newer version" in _bot("restore", "newer.sqlite3", cwd=tmp_path).stderr
    assert "of another program" in _bot("restore", "strange.sqlite3", cwd=tmp_path).stderr
    assert not file.exists()


async def test_a_backup_whose_references_lead_nowhere_is_found_out(tmp_path: Path) -> None:
    async with SqliteDatabase(tmp_path / "notes.sqlite3", NOTES) as database:
        await database.write(note(1))
    with closing(sqlite3.connect(tmp_path / "notes.sqlite3")) as raw, raw:
        raw.execute("INSERT INTO notes VALUES (2, '', 77)")

    run = _bot("restore", "notes.sqlite3", cwd=tmp_path)

    assert "a row of notes refers to one of notes that is not there" in run.stderr


async def test_while_two_hundred_write_a_backup_is_whole_and_nothing_lost(tmp_path: Path) -> None:
    file, copies = tmp_path / "notes.sqlite3", [tmp_path / f"copy-{number}" for number in range(3)]
    acknowledged: list[int] = []

    async with SqliteDatabase(file, NOTES) as database:

        async def write(task: int) -> None:
            for number in range(5):
                written = await database.write(note(number * 200 + task, "x" * 300))
                acknowledged.append(written)

        async def back_up_now_and_then() -> list[tuple[set[int], int]]:
            seen = []
            for copy in copies:
                before = set(acknowledged)
                content = await asyncio.to_thread(back_up, file, copy)
                seen.append((before, content.rows["notes"]))
            return seen

        backing_up = asyncio.create_task(back_up_now_and_then())
        await asyncio.gather(*(write(task) for task in range(200)))
        seen = await backing_up

    assert sorted(acknowledged) == ids_in(file) == list(range(1000))
    for copy, (before, rows) in zip(copies, seen, strict=True):
        held = ids_in(copy)
        assert len(held) == rows
        assert before <= set(held)


async def test_a_copy_that_cannot_be_made_leaves_nothing_behind(file: Path, tmp_path: Path) -> None:
    await _with_guilds(file, 7)
    (tmp_path / "here").write_text("", encoding="utf-8")

    with pytest.raises(DatabaseUnusable, match="cannot be used"):
        back_up(file, tmp_path / "here" / "copy.sqlite3")
