"""`python -m tests.campaign`: kills, faults and what is hostile; one table, and a last line for machines.

With `--state FILE` it can be stopped, killed even, and goes on where it ended when it is started again.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.campaign import table
from tests.campaign.batch import KINDS, Result
from tests.campaign.state import OfAnother, State, code
from tests.campaign.tally import Tally
from tests.loopback.harness import ROOT


@dataclass(frozen=True, slots=True)
class Batch:
    """Some points of a kind."""

    kind: str
    number: int
    count: int
    again: str
    """The command that tries it once more, and nothing else."""


def planned(options: argparse.Namespace) -> list[Batch]:
    """All batches, the kinds in turn, so that each is met early."""
    totals = {
        "posts": options.points,
        "rounds": options.points,
        "goals": options.points,
        "faults": options.faults,
        "attempts": options.interactions,
    }
    of_kinds = []
    for kind, total in totals.items():
        if options.of not in {kind, "all"}:
            continue
        size = options.size or KINDS[kind].size
        counts = [min(size, total - first) for first in range(0, total, size)]
        of_kinds.append(
            [Batch(kind, n, count, _again(options, kind, n, count)) for n, count in enumerate(counts)]
        )
    longest = max(map(len, of_kinds), default=0)
    return [batches[n] for n in range(longest) for batches in of_kinds if n < len(batches)]


def _again(options: argparse.Namespace, kind: str, number: int, count: int) -> str:
    return f"python -m tests.campaign --of {kind} --seed {options.seed} --batch {number} --size {count}"


async def run(batches: Sequence[Batch], seed: int, at_once: int, state: State) -> None:
    """Try the batches side by side, each in a process of its own, and keep what came of each."""
    waiting, total = deque(batches), len(batches)

    async def work() -> None:
        while waiting:
            batch = waiting.popleft()
            result = await _in_a_process(batch, seed)
            state.keep(batch.kind, batch.number, result)
            _tell(batch, result, left=len(waiting), total=total)

    async with asyncio.TaskGroup() as workers:
        for _ in range(at_once):
            workers.create_task(work())


async def _in_a_process(batch: Batch, seed: int) -> Result:
    told = (batch.kind, str(batch.number), str(batch.count), str(seed))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.campaign.batch", *told),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        limit=1 << 26,
        start_new_session=True,  # Ctrl-C reaches it by way of its standard input, orderly
    )
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise RuntimeError("a batch has no pipes")
    complaints = asyncio.create_task(process.stderr.read())
    try:
        lines = (await process.stdout.read()).decode().splitlines()
        await process.wait()
    finally:
        process.stdin.close()
        await process.wait()
    if process.returncode or not lines:
        return Result(Tally(tried=batch.count, wrong=[f"it ended by itself\n{(await complaints).decode()}"]))
    return Result.unpacked(lines[-1])


def _tell(batch: Batch, result: Result, *, left: int, total: int) -> None:
    tally = result.tally
    print(
        f"  {batch.kind} {batch.number}: {tally.tried} tried, {tally.survived} survived, "
        f"{result.seconds:.0f} s; {total - left} of {total} begun",
        flush=True,
    )
    for line in table.wrong(result, batch.again):
        print(line, flush=True)


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("--of", choices=(*KINDS, "all"), default="all", help="which kind")
    parser.add_argument("--points", type=int, default=60, help="kills, amid posts, rounds and goals each")
    parser.add_argument("--faults", type=int, default=600)
    parser.add_argument("--interactions", type=int, default=10_000, help="hostile ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2, help="batches side by side")
    parser.add_argument("--size", type=int, help="of a batch, where it is not to have its kind's")
    parser.add_argument("--batch", type=int, help="this one alone; of one kind")
    parser.add_argument("--state", type=Path, help="a file that keeps what is done")
    parser.add_argument("--anew", action="store_true", help="forget what is done")
    options = parser.parse_args()
    if options.batch is not None and (options.of == "all" or options.size is None):
        parser.error("--batch needs --of and --size, as in the line that told of it")
    return options


def main() -> int:
    options = _parsed()
    if options.batch is not None:
        again = _again(options, options.of, options.batch, options.size)
        batches = [Batch(options.of, options.batch, options.size, again)]
    else:
        batches = planned(options)
    about = {
        "seed": str(options.seed),
        "code": code(),
        "batches": ", ".join(f"{kind} {_counted(batches, kind)}" for kind in KINDS),
    }
    try:
        state = State.opened(options.state, about, anew=options.anew)
    except OfAnother as error:
        print(f"{options.state} holds another campaign ({error}). --anew forgets it and begins.")
        return 2
    known = state.done()
    left = [batch for batch in batches if (batch.kind, batch.number) not in known]
    if known:
        print(
            f"{len(known)} of {len(batches)} batches are done already; --anew would forget them", flush=True
        )
    try:
        asyncio.run(run(left, options.seed, options.at_once, state))
    except KeyboardInterrupt:
        print(f"stopped; {len(state.done())} of {len(batches)} batches are done")
        return 130
    return _sum_up(batches, state.done(), one_alone=options.batch is not None)


def _counted(batches: list[Batch], kind: str) -> str:
    counts = [batch.count for batch in batches if batch.kind == kind]
    return f"{sum(counts)} in {len(counts)}"


def _sum_up(batches: list[Batch], done: dict[tuple[str, int], Result], *, one_alone: bool) -> int:
    """The table."""
    results: dict[str, Result] = {}
    for kind in KINDS:
        if own := [batch for batch in batches if batch.kind == kind]:
            results[kind] = Result()
            for batch in own:
                results[kind].add(done[batch.kind, batch.number])
    for batch in batches:
        for line in table.wrong(done[batch.kind, batch.number], batch.again):
            print(line)
    for line in table.shown(results):
        print(line)
    unseen = [] if one_alone else [what for result in results.values() for what in table.unseen(result)]
    for what in unseen:
        print(f"wrong: {what}")
    passed, failed = table.counted(results, len(unseen))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
