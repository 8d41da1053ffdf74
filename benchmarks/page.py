"""Renew what the documents show of the runs' files: the table of docs/performance.md, and the picture.

`make bench-page`. Nothing is measured here: the figures are those of `make bench`, for the picture also those
of `make bench-full` and `make bench-scale` where they were run, which reach larger sizes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.curves import PANELS, spots
from benchmarks.picture import paint
from benchmarks.report import KEPT, KEPT_FULL, ROOT, Kept, Run, page_table, read

PAGE, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "images" / "costs.png"
BEGIN, END = "<!-- from {}: make bench-page -->\n", "<!-- end -->\n"


def renewed(page: str, name: str, kept: Sequence[Kept]) -> str:
    """The page with the table of one file's targets.

    Raises:
        ValueError: the page has no place for it.
    """
    mark = BEGIN.format(name)
    before, begin, rest = page.partition(mark)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} lacks {mark.strip()!r} or {END.strip()!r}")
    return f"{before}{begin}\n{section(kept)}\n\n{end}{after}"


def section(kept: Sequence[Kept]) -> str:
    """On what it was seen, how many targets were missed, and every figure that has one."""
    held = [one.figure for one in kept if one.figure.target is not None]
    missed = sum(not figure.holds for figure in held)
    seen = "; ".join(
        f"{machine}, Python {python}, {_between(run.date for run in runs)}, commit"
        f" {', '.join(dict.fromkeys(run.commit for run in runs))};"
        f" load average before, by others: {_between(f'{run.load:4.1f}' for run in runs)}"
        for (machine, python), runs in _by_machine(kept).items()
    )
    return f"{len(held)} targets, {missed} missed. {seen}.\n\n{page_table(held)}"


def _by_machine(kept: Sequence[Kept]) -> dict[tuple[str, str], list[Run]]:
    runs: dict[tuple[str, str], list[Run]] = {}
    for run in dict.fromkeys(one.run for one in kept):
        runs.setdefault((run.machine, run.python), []).append(run)
    return runs


def _between(values: Iterable[str]) -> str:
    """One value, or the first and the last of several, as texts of one width compare."""
    ordered = sorted(values)
    first, last = ordered[0], ordered[-1]
    return first.strip() if first == last else f"{first.strip()} to {last.strip()}"


def main() -> int:
    argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__).parse_args()
    short, full = read(KEPT), read(KEPT_FULL)
    if not short:
        print(f"{KEPT.relative_to(ROOT)} is not there: run `make bench` first", file=sys.stderr)
        return 2
    page = PAGE.read_text(encoding="utf-8")
    for file, kept in ((KEPT, short), (KEPT_FULL, full)):
        if kept:
            page = renewed(page, str(Path(file.parent.name) / file.name), kept)
    PAGE.write_text(page, encoding="utf-8")
    figures = [one.figure for one in (*short, *full)]
    PICTURE.write_bytes(paint([(panel, spots(panel.curve, figures)) for panel in PANELS]))
    print(f"{PAGE.relative_to(ROOT)}, {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
