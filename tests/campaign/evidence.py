"""What is judged by: the database as it lies on the disk, and what people saw."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.loopback.messages import walk


def rows(folder: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the bot whose state lies in a folder has kept."""
    file = folder / "state" / "borahae.sqlite3"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as raw:
        return raw.execute(sql, values).fetchall()


def is_behind(folder: Path, kind: str, now: datetime) -> bool:
    """Whether work of a kind is due and not done: where time went on, a busy machine would lose it."""
    at = int(now.timestamp() * 1000)
    return bool(rows(folder, "SELECT 1 FROM due_work WHERE kind = ? AND due_at <= ?", kind, at))


def parts(message: dict[str, Any]) -> list[str]:
    """The texts of a message, from top to bottom."""
    return [part["content"] for part in walk(message.get("components") or ()) if part.get("content")]


def text(seen: dict[str, Any]) -> str:
    """What somebody read in an answer."""
    return " ".join(parts(seen.get("data") or {}))


def custom_ids(message: dict[str, Any], beginning: str) -> list[str]:
    """The custom_ids of a message that begin so, in order."""
    known = (str(part.get("custom_id", "")) for part in walk(message.get("components") or ()))
    return [custom_id for custom_id in known if custom_id.startswith(beginning)]
