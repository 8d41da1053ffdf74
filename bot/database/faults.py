"""What SQLite and the system complain of, in words an operator can act on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bot.database.interface import (
    Conflict,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseInUse,
    DatabaseUnusable,
)

_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def told(error: sqlite3.Error, path: Path) -> Exception:
    """The error to raise instead; the same one where it is a fault of the bot's own SQL."""
    # the lowest byte is the kind, what is above it the variety: sqlite.org/rescode.html
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if kind == sqlite3.SQLITE_CONSTRAINT:
        return Conflict(str(error))
    return _TOLD[kind](path, str(error)) if kind in _TOLD else error


def told_of_system(error: OSError, path: Path) -> DatabaseUnusable:
    """The same for what the file system refuses."""
    if error.errno in _NO_ROOM:
        return full(path)
    if error.errno in _FORBIDDEN:
        return forbidden(path)
    return DatabaseUnusable(
        f"{path} cannot be used: {error.strerror or error}. "
        "It must be a file, in a folder the bot may write to (STATE_DIR)."
    )


def damaged(path: Path, detail: str) -> DatabaseDamaged:
    return DatabaseDamaged(
        f"{path} is damaged, or no database at all ({detail}). "
        "Put a backup in its place: python -m bot restore FILE"
    )


def full(path: Path, _: str = "") -> DatabaseFull:
    return DatabaseFull(f"{path} could not be written: the disk is full. Nothing was changed; make room.")


def forbidden(path: Path, _: str = "") -> DatabaseUnusable:
    return DatabaseUnusable(
        f"{path} cannot be written. The bot needs to read and write it, and to make files in its folder "
        "(STATE_DIR): check owner and permissions."
    )


def _held(path: Path, _: str) -> DatabaseInUse:
    return DatabaseInUse(
        f"{path} is in use by another program, which holds it for writing. Close that program."
    )


def _closed_to_us(path: Path, _: str) -> DatabaseUnusable:
    return DatabaseUnusable(
        f"{path} cannot be opened. It must be a file, in a folder the bot may write to (STATE_DIR)."
    )


def _unreadable(path: Path, detail: str) -> DatabaseUnusable:
    return DatabaseUnusable(
        f"{path} could not be read or written ({detail}). Check the disk, its room and its quota."
    )


_TOLD: dict[int, Callable[[Path, str], DatabaseUnusable]] = {
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: damaged,
    sqlite3.SQLITE_FULL: full,
    sqlite3.SQLITE_BUSY: _held,
    sqlite3.SQLITE_LOCKED: _held,
    sqlite3.SQLITE_READONLY: forbidden,
    sqlite3.SQLITE_PERM: forbidden,
    sqlite3.SQLITE_AUTH: forbidden,
    sqlite3.SQLITE_CANTOPEN: _closed_to_us,
    sqlite3.SQLITE_IOERR: _unreadable,
}
