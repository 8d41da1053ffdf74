"""`python -m tests.campaign --points N --seed S`: the table, and a last line to read by machine."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.campaign import goals, kills, rounds
from tests.campaign.tally import Tally
from tests.fuzz import __main__ as fuzz

Share = Callable[[Path], Awaitable[Tally]]


KINDS: dict[str, tuple[Callable[[int, int], list[Any]], Callable[..., Awaitable[Tally]]]] = {
    "posts": (kills.points, kills.run),
    "rounds": (rounds.points, rounds.run),
    "goals": (goals.points, goals.run),
}
"""By name, how points are chosen and how they are tried."""
ATTEMPTS = "attempts"
"""The name of what is hostile, which has interactions and no points."""


async def campaign(shares: Sequence[Share]) -> Tally:
    """The points of one kind, shared out to several Discords side by side."""
    total = Tally()
    with TemporaryDirectory(prefix="borahae-campaign-") as name:
        folders = [Path(name) / str(number) for number in range(len(shares))]
        for folder in folders:
            folder.mkdir()  # nobody else waits
        for tally in await asyncio.gather(*(run(to) for run, to in zip(shares, folders, strict=True))):
            total.add(tally)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("--points", type=int, default=24, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--of", choices=(*KINDS, ATTEMPTS, "all"), default="all", help="which kind")
    parser.add_argument("--interactions", type=int, default=10_000, help="hostile ones")
    options = parser.parse_args()
    tallies = []
    for name, (points, run) in KINDS.items():
        if options.of not in {name, "all"}:
            continue
        chosen = points(options.points, options.seed)
        shares = [partial(run, chosen=chosen[n :: options.at_once]) for n in range(options.at_once)]
        begun = time.perf_counter()
        tallies.append(asyncio.run(campaign(shares)))
        print(f"{name}, seed {options.seed}, {time.perf_counter() - begun:.0f} s")
        _tell(tallies[-1])
    survived, failed = sum(tally.survived for tally in tallies), sum(tally.failed for tally in tallies)
    if options.of in {ATTEMPTS, "all"}:
        hostile = fuzz.campaign(options.interactions, options.seed)
        fuzz.tell(hostile, options.seed)
        survived += hostile.tried - hostile.failed
        failed += hostile.failed + len(hostile.unreached) + len(hostile.unfilled) + len(hostile.one_sided)
    print(f"{survived} passed, {failed} failed")
    return 1 if failed else 0


def _tell(tally: Tally) -> None:
    for name, number in (
        ("tried", tally.tried),
        ("died amid the work", tally.killed),
        ("survived", tally.survived),
        ("lost", len(tally.lost)),
        ("doubled", len(tally.doubled)),
    ):
        print(f"{name:>20}  {number}")
    for fault in (*tally.lost, *tally.doubled, *tally.wrong):
        print(f"wrong: {fault}")


if __name__ == "__main__":
    sys.exit(main())
