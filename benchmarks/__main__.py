"""`make bench`: measure, print a table, write `build/bench.json`; exit code 1 when a target is missed.

With names of parts only these are measured, and their figures in the file renewed. With `--full` everything
takes as long as `benchmarks/lengths.py` says, and goes to `build/bench-full.json`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import peers
from benchmarks.figures import Figure, within
from benchmarks.lengths import FULL, SHORT, Lengths
from benchmarks.parts import (
    chart,
    database,
    delivery,
    facts,
    forecast,
    goals,
    interactions,
    process,
    scale,
    search,
    trivia,
)
from benchmarks.report import KEPT, KEPT_FULL, Kept, keep, read, renewed, table, this_run

Part = Callable[[Path, Lengths], list[Figure] | Awaitable[list[Figure]]]
PARTS: dict[str, Part] = {
    "interactions": interactions.measure,
    "arrivals": interactions.arrivals,
    "starts": process.starts,
    "guilds": process.guilds,
    "growth": process.growth,
    "facts": facts.measure,
    "search": search.measure,
    "forecast": forecast.measure,
    "chart": chart.measure,
    "database": database.measure,
    "delivery": delivery.measure,
    "trivia": trivia.measure,
    "goals": goals.measure,
    "scale": scale.measure,
    "peers": peers.measure,
}
ON_DEMAND = ("scale", "peers")
"""What takes long, or needs what is not installed, and so is only measured when it is named."""


async def run(parts: list[str], lengths: Lengths, file: Path, kept: list[Kept]) -> list[Figure]:
    """The chosen parts, one after another; the file has each as soon as it is measured."""
    figures: list[Figure] = []
    run = this_run()
    with TemporaryDirectory(prefix="borahae-bench-") as name:
        for part in parts:
            begun = time.perf_counter()
            seen = await _measured(part, Path(name) / part, lengths)
            print(f"{part}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
            figures += seen
            keep(file, kept := renewed(kept, part, seen, run))
    return figures


async def _measured(part: str, folder: Path, lengths: Lengths) -> list[Figure]:
    """A part's figures. One that breaks off is a figure that fails; the others are measured all the same."""
    try:
        measured = PARTS[part](folder, lengths)
        return await measured if isawaitable(measured) else measured
    except Exception as error:  # noqa: BLE001  # whatever it was
        traceback.print_exception(error)
        return [within(f"{part}: broken off", "times", 1, 0, None)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        choices=[*PARTS, []],
        help=f"of {', '.join(PARTS)} (default: all but {', '.join(ON_DEMAND)})",
    )
    parser.add_argument("--full", action="store_true", help="at full length")
    chosen = parser.parse_args()
    file, lengths = (KEPT_FULL, FULL) if chosen.full else (KEPT, SHORT)
    begun = time.perf_counter()
    kept = read(file) if chosen.parts else []
    parts = chosen.parts or [part for part in PARTS if part not in ON_DEMAND]
    figures = asyncio.run(run(parts, lengths, file, kept))
    print(table(figures))
    missed = [figure.name for figure in figures if not figure.holds]
    targets = sum(figure.target is not None for figure in figures)
    print(f"{time.perf_counter() - begun:.0f} s; of {targets} targets {len(missed)} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
