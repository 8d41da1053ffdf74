"""A small database on a real file, for what is not about the bot's own tables."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.database.sqlite import SqliteDatabase
from tests.database.notes import NOTES


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notes.sqlite3"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(file, NOTES) as opened:
        yield opened
