"""An erased member does not come back, whichever backup is restored: by the real commands, on real files."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.database.erasing import Person, erase_person, erase_server
from bot.database.erasures import Entry, Ledger, Scope, entry_of, follow, followed, new_salt, record
from bot.database.interface import DatabaseUnusable
from bot.database.sqlite import SqliteDatabase
from bot.database.tables import declared_tables
from tests.database.filled import fill, name_of, rows
from tests.database.test_backup import _bot

MINJI, SORA = 213456789012345678, 313456789012345679
LOUNGE, GARDEN = 813456789012345681, 913456789012345682
NOW = datetime(2026, 6, 12, tzinfo=UTC)
SALT = new_salt()
TABLES = declared_tables()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A bot's database, with two people in two servers, and a backup `old.sqlite3` of it."""
    state = tmp_path / "state"
    state.mkdir()
    fill(state / "borahae.sqlite3", [(g, u) for g in (LOUNGE, GARDEN) for u in (MINJI, SORA)])
    run = _bot("backup", "old.sqlite3", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    return state / "borahae.sqlite3"


def _ledger(file: Path) -> Ledger:
    return Ledger(file)


async def _erase(file: Path, scope: Scope, *ids: int, crash: bool = False) -> Entry:
    """As the bot does it: the ledger first, then the rows, unless it dies in between."""
    entry = entry_of(scope, ids, NOW, SALT)
    _ledger(file).append([entry])
    async with SqliteDatabase(file) as database:

        async def erase(tx: Any) -> None:
            if scope is Scope.SERVER:
                await erase_server(tx, TABLES, *ids)
            else:
                *here, user_id = ids
                await erase_person(tx, TABLES, Person(user_id, *here))
            await record(tx, entry)

        if not crash:
            await database.write(erase)
    return entry


def _cells(file: Path) -> Iterator[Any]:
    return (cell for of_table in rows(file).values() for row in of_table for cell in row.values())


def _is_told_of(file: Path, *told: object) -> bool:
    cells = list(_cells(file))
    return any(one in cells for one in told)


async def test_a_backup_from_before_does_not_bring_an_erased_member_back(file: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite3"
    await _erase(file, Scope.PERSON, MINJI)
    assert _is_told_of(old, MINJI, name_of(MINJI))

    tried = _bot("restore", "old.sqlite3", "--dry-run", cwd=tmp_path)
    assert "Erasures since, which would be made in it again: 1" in tried.stdout
    run = _bot("restore", "old.sqlite3", cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert "Erasures since, made in it again: 1" in run.stdout
    assert not _is_told_of(file, MINJI, name_of(MINJI))
    assert _is_told_of(file, SORA, name_of(SORA))
    found = rows(file)
    assert {goal["goal_id"]: goal["logged"] for goal in found["goals"]} == {
        goal["goal_id"]: goal["logged"] for goal in rows(old)["goals"]
    }
    assert name_of(MINJI).encode() not in file.read_bytes()
    assert sorted(entry.name for entry in file.parent.iterdir() if "restoring" in entry.name) == []


async def test_one_server_and_a_whole_server_stay_erased_too(file: Path, tmp_path: Path) -> None:
    await _erase(file, Scope.PERSON_IN_SERVER, LOUNGE, MINJI)
    await _erase(file, Scope.SERVER, GARDEN)
    expected = rows(file)

    assert _bot("restore", "old.sqlite3", cwd=tmp_path).returncode == 0

    assert rows(file) == expected
    assert _is_told_of(file, MINJI)
    assert not _is_told_of(file, GARDEN)


async def test_a_backup_from_after_loses_nothing_of_who_came_again(file: Path, tmp_path: Path) -> None:
    await _erase(file, Scope.PERSON, MINJI)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("INSERT INTO trivia_unlisted VALUES (?, ?, 0)", (LOUNGE, MINJI))
    assert _bot("backup", "new.sqlite3", cwd=tmp_path).returncode == 0
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("DELETE FROM trivia_unlisted")

    run = _bot("restore", "new.sqlite3", cwd=tmp_path)

    assert "Erasures since, made in it again: 0" in run.stdout
    assert [row["user_id"] for row in rows(file)["trivia_unlisted"] if row["user_id"] == MINJI] == [MINJI]


async def test_a_backup_carries_the_ledger_to_another_machine(file: Path, tmp_path: Path) -> None:
    entry = await _erase(file, Scope.PERSON, MINJI)
    assert _bot("backup", "new.sqlite3", cwd=tmp_path).returncode == 0
    for left in file.parent.iterdir():
        left.unlink()

    assert _bot("restore", "new.sqlite3", cwd=tmp_path).returncode == 0
    assert entry in _ledger(file).read()
    assert _bot("restore", "old.sqlite3", cwd=tmp_path).returncode == 0

    assert not _is_told_of(file, MINJI, name_of(MINJI))


async def test_a_ledger_that_was_rescued_can_be_given(file: Path, tmp_path: Path) -> None:
    entry = await _erase(file, Scope.PERSON, MINJI)
    rescued = _ledger(file).path.rename(tmp_path / "rescued.jsonl")
    for left in file.parent.iterdir():
        left.unlink()

    run = _bot("restore", "old.sqlite3", "--erasures", rescued.name, cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert not _is_told_of(file, MINJI, name_of(MINJI))
    assert entry in _ledger(file).read()
    gone = _bot("restore", "old.sqlite3", "--erasures", "nowhere.jsonl", cwd=tmp_path)
    assert gone.returncode == 1
    assert "nowhere.jsonl" in gone.stderr


async def test_restoring_twice_and_following_twice_change_nothing_more(file: Path, tmp_path: Path) -> None:
    entry = await _erase(file, Scope.PERSON, MINJI)
    assert _bot("restore", "old.sqlite3", cwd=tmp_path).returncode == 0
    once = rows(file)
    for aside in file.parent.glob("borahae.replaced-*"):
        aside.unlink()  # it is named by the second
    assert _bot("restore", "old.sqlite3", cwd=tmp_path).returncode == 0
    assert rows(file) == once

    async with SqliteDatabase(file) as database:
        assert await database.write(lambda tx: follow(tx, TABLES, [entry])) == 0
        assert entry.entry_id in await database.read(followed)
    assert rows(file) == once


async def test_a_torn_last_line_is_left_out_and_written_past(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = await _erase(file, Scope.PERSON, MINJI)
    path = _ledger(file).path
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])

    assert _ledger(file).read() == [first]
    assert f"line 2 of {path} is no entry" in caplog.text
    second = entry_of(Scope.PERSON, (SORA,), NOW, SALT)
    _ledger(file).append([second])

    assert _ledger(file).read() == [first, second]
    assert path.read_bytes().startswith(whole), "nothing that was written is changed"


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_wherever_the_last_line_is_torn_the_others_are_read(tmp_path: Path, cut: int) -> None:
    ledger = Ledger(tmp_path / "bot.sqlite3")
    entries = [entry_of(Scope.PERSON, (one,), NOW, SALT) for one in (1, 2, 3)]
    ledger.append(entries)
    *_, last, _ = ledger.path.read_bytes().split(b"\n")
    kept = ledger.path.read_bytes()[: -len(last) - 1]
    ledger.path.write_bytes(kept + last[:cut])

    assert ledger.read() == entries[:2]


def test_lines_of_the_ledger_name_nobody(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "bot.sqlite3")
    ledger.append([entry_of(Scope.PERSON_IN_SERVER, (LOUNGE, MINJI), NOW, SALT)])

    text = ledger.path.read_text(encoding="utf-8")
    assert str(MINJI) not in text
    assert str(LOUNGE) not in text
    assert f"{MINJI:x}" not in text


def test_digests_tell_scopes_and_salts_apart() -> None:
    digests = {
        entry_of(scope, ids, NOW, salt).digest
        for salt in (SALT, new_salt())
        for scope, ids in [
            (Scope.PERSON, (1,)),
            (Scope.PERSON, (12,)),
            (Scope.SERVER, (1,)),
            (Scope.PERSON_IN_SERVER, (1, 2)),
            (Scope.PERSON_IN_SERVER, (2, 1)),
        ]
    }
    assert len(digests) == 10


def test_a_ledger_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "bot.erasures.jsonl").mkdir()
    ledger = Ledger(tmp_path / "bot.sqlite3")

    with pytest.raises(DatabaseUnusable, match=r"bot\.erasures\.jsonl"):
        ledger.append([entry_of(Scope.PERSON, (1,), NOW, SALT)])
    with pytest.raises(DatabaseUnusable, match=r"bot\.erasures\.jsonl"):
        ledger.read()


async def test_an_older_backup_of_an_older_schema_is_followed_as_well(file: Path, tmp_path: Path) -> None:
    from tools import history  # noqa: PLC0415

    history.load(9, tmp_path / "ancient.sqlite3")
    await _erase(file, Scope.PERSON, 2002)

    run = await asyncio.to_thread(_bot, "restore", "ancient.sqlite3", cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert not _is_told_of(file, 2002, "Minji")
    assert _is_told_of(file, 2001)
