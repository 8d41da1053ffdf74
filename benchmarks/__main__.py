"""`make bench`: measure, print a table, write `build/bench.json`; exit code 1 when a target is missed."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import (
    chart,
    database,
    delivery,
    facts,
    forecast,
    goals,
    interactions,
    peers,
    process,
    scale,
    search,
    trivia,
)
from benchmarks.figures import Figure, table, write

KEPT = Path(__file__).parents[1] / "build" / "bench.json"
PARTS: dict[str, Callable[[Path], list[Figure] | Awaitable[list[Figure]]]] = {
    "interactions": interactions.measure,
    "starts": process.starts,
    "guilds": process.guilds,
    "growth": process.growth,
    "facts": lambda _: facts.measure(),
    "search": lambda _: search.measure(),
    "forecast": lambda _: forecast.measure(),
    "chart": lambda _: chart.measure(),
    "database": database.measure,
    "delivery": delivery.measure,
    "trivia": trivia.measure,
    "goals": goals.measure,
}
ON_DEMAND: dict[str, Callable[[Path], list[Figure] | Awaitable[list[Figure]]]] = {
    "scale": scale.measure,
    "peers": peers.measure,
}
"""What takes long, or needs what is not installed, and so is only measured when it is named."""


async def run(parts: list[str]) -> list[Figure]:
    """The chosen parts, one after another."""
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="borahae-bench-") as name:
        folder = Path(name)
        for part in parts:
            begun = time.perf_counter()
            measured = (PARTS | ON_DEMAND)[part](folder / part)
            figures += await measured if isawaitable(measured) else measured
            print(f"{part}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        choices=[*PARTS, *ON_DEMAND, []],
        help=f"of {', '.join(PARTS)} (default: all these), {', '.join(ON_DEMAND)}",
    )
    figures = asyncio.run(run(parser.parse_args().parts or list(PARTS)))
    write(figures, KEPT)
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
