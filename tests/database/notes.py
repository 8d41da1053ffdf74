"""One table of notes, and what tests do with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from bot.database.interface import Reader, Transaction
from bot.database.migrate import Migration

_SQL = """
CREATE TABLE notes (
    note_id BIGINT PRIMARY KEY,
    text TEXT NOT NULL,
    parent_id BIGINT REFERENCES notes (note_id) ON DELETE CASCADE
);
"""
NOTES = [Migration(1, "0001_notes", _SQL, "")]
INSERT = "INSERT INTO notes (note_id, text) VALUES (:note_id, :text)"


def note(note_id: int, text: str = "") -> Callable[[Transaction], Awaitable[int]]:
    """Work that writes one note and returns its id."""

    async def work(tx: Transaction) -> int:
        await tx.execute(INSERT, note_id=note_id, text=text)
        return note_id

    return work


async def ids(reader: Reader) -> list[int]:
    """Work that lists all notes."""
    return [row["note_id"] for row in await reader.fetch_all("SELECT note_id FROM notes ORDER BY note_id")]


def ids_in(file: Path) -> list[int]:
    """What any other program finds in the file now."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as other:
        return [note_id for (note_id,) in other.execute("SELECT note_id FROM notes ORDER BY note_id")]


def commits_in_log(file: Path) -> int:
    """How many transactions the write-ahead log holds, by SQLite's file format (section 4.1)."""
    log = file.with_name(f"{file.name}-wal").read_bytes()
    page = int.from_bytes(log[8:12], "big")
    salt = log[16:24]
    frames = [log[at : at + 24] for at in range(32, len(log), 24 + page)]
    # the second word of a frame is not 0 in the last one of a transaction; frames of other salt are leftovers
    return sum(frame[4:8] != b"\0\0\0\0" for frame in frames if frame[8:16] == salt)
