"""`python -m tests.fuzz --seed S --interactions N --from B`: batch after batch, each a world of its own."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.play import Outcome, play

BATCH = 1000
"""Interactions of a world."""
_MEMORY = Path("/dev/shm")  # noqa: S108  # nothing of it outlives the run
_TOLD = 20


def campaign(interactions: int, seed: int, first: int = 0) -> Outcome:
    """As many interactions, in batches that can each be tried again; those before `first` are left out."""
    total = Outcome()
    for number in range(first, -(-interactions // BATCH)):
        count = min(BATCH, interactions - number * BATCH)
        with TemporaryDirectory(prefix="borahae-fuzz-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
            batch = asyncio.run(play(Path(folder), seed * 1_000_003 + number, count))
        total.add(batch)
        print(
            f"  batch {number}: {batch.tried} tried, {batch.failed} wrong, {batch.seconds:.0f} s", flush=True
        )
        for fault in batch.faults[:_TOLD]:
            print(
                f"wrong: {fault}\n    again: python -m tests.fuzz --seed {seed} --from {number}", flush=True
            )
    return total


def tell(total: Outcome, seed: int) -> None:
    """The table."""
    print(f"hostile interactions, seed {seed}, {total.seconds:.0f} s")
    for name, number in (
        ("doors", len(total.doors)),
        ("tried", total.tried),
        ("refused politely", total.refused),
        ("survived", total.tried - total.failed),
        ("wrong", total.failed),
        ("never got into", len(total.unreached)),
        ("by one sort of people", len(total.one_sided)),
        ("options never filled", len(total.unfilled)),
    ):
        print(f"{name:>21}  {number}")
    for name in (*total.unreached, *total.unfilled, *total.one_sided):
        print(f"wrong: never reached: {name}")
    for why, number in total.reasons.most_common():
        if why.partition(": ")[0] in total.unreached:
            print(f"  refused {number} times: {why}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--interactions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first", help="the batch to begin with")
    options = parser.parse_args()
    total = campaign(options.interactions, options.seed, options.first)
    tell(total, options.seed)
    return 1 if total.failed or total.unreached or total.unfilled or total.one_sided else 0


if __name__ == "__main__":
    sys.exit(main())
