"""Backups that make themselves: one a day, sound, so many and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backups.retention import made_at, name_of, superfluous
from bot.backups.service import BACKUP, EVERY, FIRST, BackupService, Plan, newest
from bot.database.backup import content_of
from bot.database.interface import Transaction
from bot.database.sqlite import SqliteDatabase
from bot.delivery import due_store
from bot.delivery.due import DueWork, NotYet
from bot.delivery.due_store import Due
from bot.doctor.model import Grade
from bot.doctor.storage import look_at_backups
from tests.clocks import HandClock

instants = st.integers(1_770_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


class Machine:
    """A database with backups."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.folder = HandClock(), folder / "backups"
        self.file = folder / "borahae.sqlite3"
        self.database = SqliteDatabase(self.file)
        self.due = DueWork(self.database, self.clock, Random(1))
        self.backups = self.keeping(3)

    def keeping(self, keep: int) -> BackupService:
        return BackupService(self.database, self.due, self.clock, Plan(self.file, self.folder, keep))

    async def due_at(self) -> datetime | None:
        return await self.database.read(lambda on: due_store.due_at(on, BACKUP))

    async def day(self) -> None:
        """A day passes, and the work that is due by then is done."""
        self.clock.move(EVERY)
        await self.backups.come_due(Due(BACKUP, self.clock.now(), 0))

    @property
    def files(self) -> list[str]:
        return sorted(file.name for file in self.folder.iterdir())


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    made = Machine(tmp_path)
    async with made.database:
        yield made


async def test_the_first_is_due_an_hour_after_the_first_start_and_a_restart_moves_nothing(
    machine: Machine,
) -> None:
    await machine.backups.schedule()
    due_at = await machine.due_at()
    assert due_at == machine.clock.now() + FIRST

    machine.clock.move(timedelta(minutes=30))
    await machine.backups.schedule()
    assert await machine.due_at() == due_at


async def test_each_day_brings_a_sound_one_and_the_oldest_goes(machine: Machine) -> None:
    await machine.backups.schedule()
    machine.folder.mkdir()
    (machine.folder / "mine.sqlite3").write_bytes(b"somebody's")
    made = []
    for _ in range(5):
        await machine.day()
        made.append(name_of(machine.clock.now()))
        assert await machine.due_at() == machine.clock.now() + EVERY

    assert machine.files == sorted([*made[-3:], "mine.sqlite3"])
    for name in made[-3:]:
        assert content_of(machine.folder / name).rows["due_work"] == 1
    assert newest(machine.folder) == machine.folder / made[-1]


async def test_where_none_are_wanted_none_are_due(machine: Machine) -> None:
    await machine.backups.schedule()
    none = machine.keeping(0)
    await none.schedule()

    assert await machine.due_at() is None
    await none.come_due(Due(BACKUP, machine.clock.now(), 0))
    assert not machine.folder.exists()


async def test_a_folder_that_cannot_be_written_is_tried_again_and_deletes_nothing(machine: Machine) -> None:
    await machine.day()
    before = machine.files
    machine.folder.rename(machine.folder.with_name("aside"))
    machine.folder.write_text("a file in its place")
    with pytest.raises(NotYet):
        await machine.day()

    machine.folder.unlink()
    machine.folder.with_name("aside").rename(machine.folder)
    assert machine.files == before


async def test_what_was_written_last_is_in_it(machine: Machine) -> None:
    async def note(tx: Transaction) -> None:
        await tx.execute("INSERT INTO guilds (guild_id, joined_at) VALUES (7, 0)")

    await machine.database.write(note)
    await machine.day()
    file = newest(machine.folder)
    assert file is not None
    assert content_of(file).rows["guilds"] == 1


async def test_the_doctor_looks_at_the_newest(machine: Machine) -> None:
    def grade() -> Grade:
        return look_at_backups(machine.folder, 3, machine.clock.now()).grade

    assert grade() is Grade.NOTE  # none yet
    await machine.day()
    assert grade() is Grade.FINE
    machine.clock.move(2 * EVERY + timedelta(minutes=1))
    assert grade() is Grade.PROBLEM
    await machine.day()
    file = newest(machine.folder)
    assert file is not None
    file.write_bytes(b"torn")
    assert grade() is Grade.PROBLEM
    assert look_at_backups(machine.folder, 0, machine.clock.now()).grade is Grade.NOTE


@given(st.lists(instants, unique=True, max_size=20), st.integers(1, 10))
def test_the_newest_are_kept_and_nothing_else_is_touched(made: list[datetime], keep: int) -> None:
    others = ["borahae.sqlite3", "borahae.2026-01-01T00-00-00Z.sqlite3", "auto.txt"]
    gone = superfluous([*map(name_of, made), *others], keep)

    kept = {at for at in made if name_of(at) not in gone}
    assert kept == set(sorted(made)[-keep:])
    assert not set(gone) & set(others)


@given(instants)
def test_a_name_tells_when_it_was_made(at: datetime) -> None:
    assert made_at(name_of(at)) == at
