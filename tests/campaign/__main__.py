"""`python -m tests.campaign --points N --seed S`: the table, and a last line to read by machine."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.campaign.kills import Tally, points, run


async def campaign(count: int, seed: int, at_once: int) -> Tally:
    """The points, shared out to several Discords side by side."""
    chosen = points(count, seed)
    total = Tally()
    with TemporaryDirectory(prefix="borahae-campaign-") as name:
        folders = [Path(name) / str(number) for number in range(at_once)]
        for folder in folders:
            folder.mkdir()  # nobody else waits
        shares = [chosen[number::at_once] for number in range(at_once)]
        done = await asyncio.gather(*map(run, folders, shares))
    for tally in done:
        total.tried += tally.tried
        total.killed += tally.killed
        total.survived += tally.survived
        total.lost += tally.lost
        total.doubled += tally.doubled
        total.wrong += tally.wrong
    return total


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("--points", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    options = parser.parse_args()
    begun = time.perf_counter()
    tally = asyncio.run(campaign(options.points, options.seed, options.at_once))
    print(f"kill points, seed {options.seed}, {time.perf_counter() - begun:.0f} s")
    for name, number in (
        ("tried", tally.tried),
        ("died amid the work", tally.killed),
        ("survived", tally.survived),
        ("lost", len(tally.lost)),
        ("doubled", len(tally.doubled)),
    ):
        print(f"{name:>20}  {number}")
    for fault in tally.wrong:
        print(f"wrong: {fault}")
    failed = tally.failed + len(tally.wrong)
    print(f"{tally.survived} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
