"""A consistent copy of a database, also while it is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def copy_to(source: sqlite3.Connection, target: Path) -> None:
    """Copy in one step, as of one moment; the target is there as a whole or not at all, and replaced.

    Raises:
        sqlite3.Error: the copy could not be made.
        OSError: nor put in its place.
    """
    draft = target.with_name(f"{target.name}.draft")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
            source.backup(copy)
            # the copy inherits the write-ahead log: a single file is easier to carry around
            copy.execute("PRAGMA journal_mode = DELETE")
        sync(draft)
        draft.replace(target)
        sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Make a file, or what a folder lists, outlive a power cut."""
    if path.is_dir() and os.name == "nt":
        return  # Windows does not open folders
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
