"""What the machine gives the bot: room, a folder that stays, clocks and zones. Pure but for the latter."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePath

from bot.doctor.model import Finding, fine, note, problem

LEAST_ROOM = 100 * 1024**2
"""Bytes a disk should have free: the log of a busy day, and the copy that is made before a new schema."""
_COPIES = 3  # of the database have to fit as well: a backup, the one before a migration, the draft of a copy
OLD_ZONES = timedelta(days=550)
SKEW_NOTED, SKEW_TOO_MUCH = timedelta(seconds=5), timedelta(seconds=60)
"""Answers are judged by the instants in Discord's ids, and posts are due by this machine's clock."""


def disk(free: int, database_size: int, folder: Path) -> Finding:
    """Whether there is room; sizes in bytes."""
    told = f"{_size(free)} are free at {folder}; the database has {_size(database_size)}."
    if free < LEAST_ROOM // 10:
        return problem("disk", told, "Free some room: a full disk stops everything that is to be kept.")
    if free < LEAST_ROOM + _COPIES * database_size:
        return note("disk", told, "Free some room: backups and copies before an update need as much again.")
    return fine("disk", told)


def folder_that_stays(folder: PurePath, mounts: frozenset[str], *, in_container: bool) -> Finding:
    """Whether what is kept outlives a container; `mounts` are the paths something is mounted at."""
    if not in_container:
        return fine("state folder", f"{folder} is a folder of this machine.")
    places = (folder, *folder.parents)
    if any(str(place) in mounts for place in places if str(place) != "/"):
        return fine("state folder", f"{folder} is on a volume.")
    return note(
        "state folder",
        f"{folder} is inside the container: when that is removed or updated, everything is lost.",
        "Mount a volume there, and start the container anew.",
    )


def clock(discord_date: str | None, sent_at: datetime, came_at: datetime) -> Finding:
    """This machine's clock against the Date header of an answer, asked for and come at these instants."""
    if discord_date is None:
        return note("clock", "Discord's answer has no date to set this machine's clock against.")
    discords = parsedate_to_datetime(discord_date)
    ahead = max(sent_at - discords - timedelta(seconds=1), timedelta(0))  # the header knows whole seconds
    behind = max(discords - came_at, timedelta(0))
    skew = max(ahead, behind)
    told = f"This machine's clock is {skew.total_seconds():.0f} s {'ahead' if ahead else 'behind'}."
    if skew >= SKEW_TOO_MUCH:
        return problem("clock", told, "Let a time service set it: posts come by this clock.")
    if skew >= SKEW_NOTED:
        return note("clock", told, "Let a time service set it.")
    return fine("clock", "This machine's clock agrees with Discord's.")


def zones(version: str | None, today: datetime, system: Path | None = None) -> Finding:
    """Whether the zone data is there and of our time.

    The version is that of tzdata, such as `2026.2` or `2026b`. `system` is the folder of this system's
    data, where Python takes that; else it is the package's.
    """
    if version is None and system is None:
        return problem("zones", "There is no data of time zones.", "Install the package tzdata.")
    where = f", in {system}" if system is not None else ""
    if version is None:
        return fine("zones", f"The data of time zones is this system's{where}; it does not say of when.")
    year, told = version[:4], f"The data of time zones is that of {version}{where}."
    if not year.isdigit() or today - datetime(int(year), 1, 1, tzinfo=today.tzinfo) > OLD_ZONES:
        of = "this system's package" if system is not None else "the Python package"
        return note("zones", told, f"Update {of} tzdata.")
    return fine("zones", told)


def zones_version(folder: Path) -> str | None:
    """Of when a system's zone data is, by the first line of its `tzdata.zi`: `# version 2026b`."""
    try:
        with (folder / "tzdata.zi").open(encoding="utf-8") as lines:
            found = re.fullmatch(r"# version (\S+)\s*", lines.readline())
    except OSError:
        return None
    return found[1] if found else None


def mounted(mountinfo: str) -> frozenset[str]:
    """The paths something is mounted at, out of the lines of `/proc/self/mountinfo` (proc(5))."""
    lines = (line.split() for line in mountinfo.splitlines())
    return frozenset(fields[4].encode().decode("unicode_escape") for fields in lines if len(fields) > 4)


def _size(size: int) -> str:
    for unit, step in (("GB", 1024**3), ("MB", 1024**2)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size / 1024:.0f} kB"
