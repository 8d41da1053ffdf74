"""A database that cannot be used says so in one line: which file, and what to do."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bot.database import link
from bot.database.interface import (
    DatabaseDamaged,
    DatabaseInUse,
    DatabaseNewer,
    DatabaseUnusable,
    Transaction,
)
from bot.database.migrate import Migration
from bot.database.sqlite import SqliteDatabase
from tests.conftest import ROOT
from tests.database.another_bot import NOBODY, OTHER_HALF
from tests.database.notes import NOTES, ids, ids_in, note


def _another(file: Path, what: str) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "tests.database.another_bot", str(file), what]


@contextmanager
def _running(file: Path, what: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(_another(file, what), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.kill()


async def _refusal(file: Path, error: type[DatabaseUnusable], migrations: list[Migration] = NOTES) -> str:
    with pytest.raises(error) as refused:
        await SqliteDatabase(file, migrations).open()
    told = str(refused.value)
    assert str(file) in told
    assert "\n" not in told
    return told


async def _written(file: Path, size: int = 0) -> None:
    async with SqliteDatabase(file, NOTES) as database:
        await database.write(note(1, "x" * size))


async def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "state" / "of the bot" / "notes.sqlite3"

    await _written(file)

    assert ids_in(file) == [1]


async def test_it_is_durable_and_held_to_its_rules(database: SqliteDatabase) -> None:
    async def settings(reader: Any) -> list[Any]:
        names = ("synchronous", "foreign_keys", "journal_mode")
        return [next(iter((await reader.fetch_one(f"PRAGMA {name}")).values())) for name in names]

    assert await database.write(settings) == [2, 1, "wal"]


async def test_one_process_owns_it_also_after_the_other_was_killed(file: Path) -> None:
    with _running(file, "hold") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert "is in use by another process" in await _refusal(file, DatabaseInUse)
        other.send_signal(signal.SIGKILL)
        other.wait()

    await _written(file)


async def test_what_was_acknowledged_outlives_a_kill_at_any_moment(file: Path) -> None:
    rng, told = Random(20), set[int]()
    for _ in range(20):
        with _running(file, "write_and_tell") as other:
            assert other.stdout is not None
            told |= {int(other.stdout.readline()) for _ in range(rng.randrange(1, 200))}
            other.send_signal(signal.SIGKILL)
            # what stood in the pipe was acknowledged as well; its last line may be cut
            told |= {int(line) for line in other.stdout if line.endswith("\n")}
        there = ids_in(file)
        halves = {note_id for note_id in there if note_id < OTHER_HALF}
        assert told <= halves
        assert {note_id - OTHER_HALF for note_id in there if note_id >= OTHER_HALF} == halves


async def test_twice_in_one_process_is_refused_as_well(database: SqliteDatabase, file: Path) -> None:
    await _refusal(file, DatabaseInUse)

    with pytest.raises(RuntimeError, match="is open already"):
        await database.open()
    await database.close()
    await _written(file)


async def test_what_is_no_database_is_left_as_it_is(file: Path) -> None:
    file.write_bytes(b"Dear diary, " * 400)

    assert "python -m bot restore" in await _refusal(file, DatabaseDamaged)
    assert file.read_bytes().startswith(b"Dear diary, ")


async def test_a_damaged_page_is_found_at_the_start(file: Path) -> None:
    await _written(file, 50_000)
    content = bytearray(file.read_bytes())
    content[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    file.write_bytes(content)

    assert "python -m bot restore" in await _refusal(file, DatabaseDamaged)


async def test_one_cut_short_is_found_at_the_start(file: Path) -> None:
    await _written(file, 50_000)
    os.truncate(file, file.stat().st_size // 2)

    await _refusal(file, DatabaseDamaged)


async def test_the_database_of_another_program_is_left_alone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE bookmarks (address TEXT)")

    assert "of another program" in await _refusal(file, DatabaseDamaged)


async def test_one_of_a_newer_version_is_left_alone(file: Path) -> None:
    newer = [*NOTES, Migration(2, "0002_later", "CREATE TABLE later (a BIGINT);", "")]
    async with SqliteDatabase(file, newer):
        pass

    told = await _refusal(file, DatabaseNewer)
    assert "schema 2; this one knows 1" in told
    assert "Update the bot" in told


async def test_a_folder_in_its_place(file: Path) -> None:
    file.mkdir()

    assert "It must be a file" in await _refusal(file, DatabaseUnusable)


async def test_a_file_where_its_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("", encoding="utf-8")

    assert "cannot be used" in await _refusal(tmp_path / "state" / "notes.sqlite3", DatabaseUnusable)


async def test_another_program_that_is_writing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "BUSY_SECONDS", 0.01)
    await _written(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as shell:
        shell.execute("BEGIN EXCLUSIVE")
        newer = [*NOTES, Migration(2, "0002_later", "CREATE TABLE later (a BIGINT);", "")]
        assert "another program" in await _refusal(file, DatabaseUnusable, newer)

    await _written_more(file)


async def test_while_another_program_writes_nobody_waits_for_it_in_a_row(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "BUSY_SECONDS", 0.01)
    begun: list[int] = []

    def work(note_id: int) -> Callable[[Transaction], Awaitable[int]]:
        begun.append(note_id)
        return note(note_id)

    async with SqliteDatabase(file, NOTES) as database:
        with closing(sqlite3.connect(file, isolation_level=None)) as shell:
            shell.execute("BEGIN IMMEDIATE")
            calls = [database.write(lambda tx, number=number: work(number)(tx)) for number in range(5)]  # type: ignore[misc]
            results = await asyncio.gather(*calls, return_exceptions=True)
        assert [type(result) for result in results] == [DatabaseInUse] * 5
        assert begun == [0]
        assert await database.write(note(1)) == 1


async def _written_more(file: Path) -> None:
    async with SqliteDatabase(file, NOTES) as database:
        await database.write(note(2))
        assert await database.read(ids) == [1, 2]


@pytest.mark.parametrize("protected", ["folder", "file"])
async def test_without_permission_to_write(protected: str) -> None:
    """Root may write everywhere, so then another user tries."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "state"
        folder.mkdir()
        file = folder / "notes.sqlite3"
        await _written(file)
        (folder / f"{file.name}.lock").unlink()
        Path(name).chmod(0o755)
        if os.geteuid() == 0:
            for entry in (folder, file):
                os.chown(entry, NOBODY, NOBODY)
        (folder if protected == "folder" else file).chmod(0o555 if protected == "folder" else 0o444)

        run = subprocess.run(  # noqa: S603
            _another(file, "nothing_as_nobody"),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

        assert run.stdout.startswith(f"DatabaseUnusable: {file} cannot be written."), run.stderr
        assert "check owner and permissions" in run.stdout
        assert run.returncode == 1


async def test_a_disk_that_fills_up_undoes_the_group_and_leaves_the_bot_usable(file: Path) -> None:
    run = subprocess.run(  # noqa: S603
        _another(file, "fill_the_disk"), cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )

    failed, told, *later = run.stdout.splitlines()
    assert failed == "DatabaseUnusable " * 4 + "DatabaseUnusable", run.stderr
    assert told.startswith(f"{file} could not be read or written")
    assert later == ["True", "10000", "True"]


async def test_a_full_disk_at_the_start(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a disk of a few kilobytes")
    mounted = subprocess.run([mount, "-t", "tmpfs", "-o", "size=16k", "none", disk], check=False)  # noqa: S603
    if mounted.returncode != 0:
        pytest.skip("this machine does not let root mount a small disk")
    try:
        assert "Check the disk, its room" in await _refusal(disk / "notes.sqlite3", DatabaseUnusable)
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)  # noqa: S603, S607
