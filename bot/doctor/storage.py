"""The database: whether it is sound, of which schema, and how much room it has."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from bot.backups.retention import made_at
from bot.backups.service import EVERY, newest
from bot.database.backup import content_of
from bot.database.interface import DatabaseUnusable
from bot.database.migrate import shipped_migrations
from bot.doctor import machine
from bot.doctor.model import Finding, fine, note, problem

_MOUNTS = Path("/proc/self/mountinfo")
_IN_CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))


def look(database: Path) -> list[Finding]:
    """All about the file, its folder and its disk; nothing is made or changed."""
    folder = database.parent
    if not folder.exists():
        there = next(parent for parent in folder.parents if parent.exists())
        if not os.access(there, os.W_OK):
            return [problem("state folder", f"{folder} cannot be made.", "Choose another STATE_DIR.")]
        return [note("database", f"{database} is not there yet: the first start makes it."), _stays(folder)]
    if not os.access(folder, os.W_OK):
        return [problem("state folder", f"{folder} may not be written to.", "Give it to the bot's user.")]
    size = database.stat().st_size if database.exists() else 0
    return [
        _content(database),
        machine.disk(shutil.disk_usage(folder).free, size, folder),
        _stays(folder),
    ]


def look_at_backups(folder: Path, keep: int, now: datetime) -> Finding:
    """Whether the newest daily backup is there, sound and of these days."""
    if not keep:
        return note("backups", "BACKUP_KEEP is 0: none are made.", "Make some: python -m bot backup")
    file = newest(folder)
    at = made_at(file.name) if file is not None else None
    if file is None or at is None:
        there = next(place for place in (folder, *folder.parents) if place.exists())
        if not (there.is_dir() and os.access(there, os.W_OK)):
            remedy = "Give it to the bot's user, or choose another BACKUP_DIR."
            return problem("backups", f"None can be made: {folder} may not be written to.", remedy)
        return note("backups", f"None is in {folder} yet: the first is made an hour after the first start.")
    try:
        content_of(file)
    except DatabaseUnusable as error:
        return problem("backups", str(error), "Make another one: python -m bot backup")
    told = f"The newest, of {at:%Y-%m-%d %H:%M} UTC, is sound."
    if now - at > 2 * EVERY:
        return problem("backups", f"{told} That is long ago.", "See the log for why none was made since.")
    return fine("backups", told)


def _content(database: Path) -> Finding:
    if not database.exists():
        return note("database", f"{database} is not there yet: the first start makes it.")
    try:
        content = content_of(database)
    except DatabaseUnusable as error:
        return problem("database", str(error), "Restore a backup: python -m bot restore FILE")
    latest = len(shipped_migrations())
    rows = sum(content.rows.values())
    told = f"{database} is sound: {rows:,} rows, schema {content.version} of {latest}."
    if content.version < latest:
        return fine("database", f"{told} The next start brings it to the newest, and keeps a copy.")
    return fine("database", told)


def _stays(folder: Path) -> Finding:
    mounts = machine.mounted(_MOUNTS.read_text(encoding="utf-8")) if _MOUNTS.exists() else frozenset()
    contained = any(mark.exists() for mark in _IN_CONTAINER) or "container" in os.environ
    return machine.folder_that_stays(folder.resolve(), mounts, in_container=contained)
