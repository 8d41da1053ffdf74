"""How much the bot holds, minute by minute: what it tells of itself, and what the machine tells of it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

import aiohttp

from tests.soak.flat import Bound

_MEASURES = {
    "memory": "process_resident_memory_bytes",
    "tasks": "borahae_tasks",
    "handles": "process_open_fds",
    "overdue": "borahae_due_overdue_seconds",
}
_DUE = re.compile(r"^borahae_due_work\{.*\} (\S+)$", re.MULTILINE)
_THREADS = re.compile(r"^Threads:\s+(\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """One look."""

    memory: float
    """Resident, in bytes."""
    tasks: float
    handles: float
    due: float
    """Work that waits, due or to come."""
    overdue: float
    """For how long the oldest of that is due, in seconds of the world."""
    threads: float
    children: float
    """Its processes: the one that draws."""
    database: float
    journal: float
    """The size of the file, and of the write-ahead log beside it, in bytes."""

    @classmethod
    def names(cls) -> list[str]:
        return [one.name for one in fields(cls)]


MEGABYTE = 1024.0 * 1024.0
BOUNDS = (
    Bound("memory", 6 * MEGABYTE, "MB"),
    Bound("tasks", 4),
    Bound("handles", 4),
    Bound("threads", 1),
    Bound("children", 0),
    Bound("due", 6),
    Bound("overdue", 300, "s"),
    Bound("journal", 1 * MEGABYTE, "MB"),
)
"""How much each may rise over the second half of a soak."""


async def look(pid: int, port: int, state: Path) -> Sample:
    """Look now.

    Raises:
        ValueError: the bot does not tell a measure.
        aiohttp.ClientError, TimeoutError: it does not answer.
    """
    timeout = aiohttp.ClientTimeout(total=10)
    async with (
        aiohttp.ClientSession(timeout=timeout) as http,
        http.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        page = await answer.text()
    process = Path("/proc") / str(pid)
    threads = _THREADS.search((process / "status").read_text(encoding="utf-8"))
    if threads is None:
        raise ValueError(f"the machine does not tell the threads of {pid}")
    children = 0
    for task in (process / "task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that ended meanwhile
            children += len((task / "children").read_text(encoding="utf-8").split())
    database = state / "borahae.sqlite3"
    journal = database.with_name(f"{database.name}-wal")
    return Sample(
        **{name: _measured(page, measure) for name, measure in _MEASURES.items()},
        due=sum(float(number) for number in _DUE.findall(page)),
        threads=float(threads[1]),
        children=float(children),
        database=float(database.stat().st_size),
        journal=float(journal.stat().st_size) if journal.exists() else 0.0,
    )


def _measured(page: str, name: str) -> float:
    match = re.search(rf"^{name} (\S+)$", page, re.MULTILINE)
    if match is None:
        raise ValueError(f"the bot does not tell {name}")
    return float(match[1])
