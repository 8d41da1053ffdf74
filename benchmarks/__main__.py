"""`make bench`: measure, print a table, write `build/bench.json`; exit code 1 when a target is missed."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import database, delivery, facts, forecast, interactions, process, search, trivia
from benchmarks.figures import Figure, table, write

KEPT = Path(__file__).parents[1] / "build" / "bench.json"
PARTS = (
    "interactions",
    "starts",
    "guilds",
    "growth",
    "facts",
    "search",
    "forecast",
    "database",
    "delivery",
    "trivia",
)


async def run(parts: list[str]) -> list[Figure]:
    """The chosen parts, one after another."""
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="borahae-bench-") as name:
        folder = Path(name)
        for part in parts:
            begun = time.perf_counter()
            if part == "interactions":
                figures += await interactions.measure(folder / part)
            elif part == "starts":
                figures += await process.starts(folder / part)
            elif part == "guilds":
                figures += await process.guilds(folder / part)
            elif part == "growth":
                figures += await process.growth(folder / part)
            elif part == "facts":
                figures += facts.measure()
            elif part == "forecast":
                figures += forecast.measure()
            elif part == "database":
                figures += await database.measure(folder / part)
            elif part == "delivery":
                figures += await delivery.measure(folder / part)
            elif part == "trivia":
                figures += await trivia.measure(folder / part)
            else:
                figures += search.measure()
            print(f"{part}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help=f"of {', '.join(PARTS)}; default: all")
    figures = asyncio.run(run(parser.parse_args().parts or list(PARTS)))
    write(figures, KEPT)
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
