"""The file of a run: every figure with its part, and on what, when, of which commit it was seen; tables."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
KEPT, KEPT_FULL = BUILD / "bench.json", BUILD / "bench-full.json"
_HEAD = ("figure", "ours", "bare / yardstick", "ratio", "target", "")


@dataclass(frozen=True, slots=True)
class Run:
    """What stands beside a figure, as it means little without."""

    machine: str
    python: str
    commit: str
    date: str
    load: float
    """The machine's load average of the minute before: what others did."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure as the file has it."""

    part: str
    figure: Figure
    run: Run


def this_run() -> Run:
    """Of this process."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return Run(
        machine=f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB",
        python=platform.python_version(),
        commit=_commit(),
        date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        load=round(os.getloadavg()[0], 1),
    )


def read(file: Path) -> list[Kept]:
    """The figures of a file; none where there is no file."""
    if not file.exists():
        return []
    return [
        Kept(part=entry.pop("part"), run=Run(**entry.pop("run")), figure=Figure(**entry))
        for entry in json.loads(file.read_text(encoding="utf-8"))
    ]


def keep(file: Path, kept: Iterable[Kept]) -> None:
    """Write the figures; each is an object of its own in one list."""
    entries = [{**asdict(one.figure), "part": one.part, "run": asdict(one.run)} for one in kept]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")


def renewed(before: Sequence[Kept], part: str, figures: Iterable[Figure], run: Run) -> list[Kept]:
    """The figures with those of one part seen anew, where they stood before."""
    new = [Kept(part, figure, run) for figure in figures]
    at = next((number for number, one in enumerate(before) if one.part == part), len(before))
    others = [one for one in before if one.part != part]
    return [*others[:at], *new, *others[at:]]


def table(figures: Iterable[Figure]) -> str:
    """The figures for who ran them."""
    rows = [_HEAD, *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def page_table(figures: Iterable[Figure]) -> str:
    """The figures for a page, in Markdown; what fails stands out."""
    rows = [_HEAD, ("---",) * len(_HEAD), *map(_row, figures)]
    return "\n".join(
        f"| {' | '.join(cell.replace('FAILS', '**fails**').replace('|', '/') for cell in row)} |"
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    verdict = "" if figure.target is None else "holds" if figure.holds else "FAILS"
    return (
        figure.name,
        f"{_short(figure.ours)} {figure.unit}".rstrip(),
        "" if figure.bare is None else f"{_short(figure.bare)} {figure.unit}".rstrip(),
        "" if figure.ratio is None else _short(figure.ratio),
        figure.target or "reported",
        ": ".join(filter(None, (verdict, figure.note))),
    )


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _commit() -> str:
    """The commit that was measured; `+` where files were changed since."""
    told = subprocess.run(  # our own question
        ["git", "describe", "--always", "--dirty=+", "--exclude=*"],  # noqa: S607  # whichever git there is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"
