"""`python -m tests.soak --seed S --hours H`: tables, and a last line to read by machine."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak.course import Plan, Soak, soaking
from tests.soak.verdict import SHOWN, Check, checks, table

PACE = 12.0
"""Three hours of the world take a quarter of an hour."""


async def soak(folder: Path, plan: Plan) -> tuple[Soak, list[Check]]:
    """Run one, and judge it."""
    async with soaking(folder, plan) as under_way:
        await under_way.run()
        return under_way, await checks(under_way)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--hours", type=float, default=2.0, help="of world time; half as much goes before, to warm up"
    )
    parser.add_argument("--pace", type=float, default=PACE, help="seconds of the world in a real one")
    parser.add_argument(
        "--leak",
        choices=("memory", "tasks", "handles"),
        default="",
        help="let the bot leak, to see it caught",
    )
    parser.add_argument(
        "--keep", type=Path, help="a new folder for log, samples and database, kept afterwards"
    )
    options = parser.parse_args()
    seen = timedelta(hours=options.hours)
    warm_up = seen / 2
    samples = max(2, round(seen / timedelta(minutes=1)))
    plan = Plan(options.seed, warm_up + seen, options.pace, samples, options.leak, warm_up)
    begun = time.perf_counter()
    with TemporaryDirectory(prefix="borahae-soak-") as name:
        folder = options.keep or Path(name)
        folder.mkdir(exist_ok=True)
        done, found = asyncio.run(soak(folder, plan))
        looks = json.dumps([asdict(sample) for sample in done.samples])
        (folder / "samples.json").write_text(looks, encoding="utf-8")
    took = time.perf_counter() - begun
    print(f"seed {plan.seed}, {warm_up} of the world to warm up and {seen} more, in {took:.0f} s")
    tell(done, found)
    failed = sum(not check.holds for check in found)
    print(f"{len(found) - failed} passed, {failed} failed")
    return 1 if failed else 0


def tell(done: Soak, found: list[Check]) -> None:
    """Print what was done, how it went, and what is wrong."""
    answered = done.talk.answered
    print(f"{answered.total():,} answers to visitors; {len(done.people.record.acts):,} acts about goals;")
    print(
        f"{len(done.players.played.presses):,} answers in rounds; {done.comings.joined} servers came and went"
    )
    print("faults: " + ", ".join(f"{name} {count}" for name, count in sorted(done.weather.done.items())))
    for line in table(done.samples):
        print(line)
    for check in found:
        print(f"{'holds' if check.holds else 'FAILS':>8}  {check.name}  {check.figure}".rstrip())
        for one in check.wrong[:SHOWN]:
            print(f"          {one}")
        if len(check.wrong) > SHOWN:
            print(f"          and {len(check.wrong) - SHOWN} more")


if __name__ == "__main__":
    sys.exit(main())
