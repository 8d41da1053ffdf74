"""`python -m tests.campaign.batch KIND NUMBER COUNT SEED`: one batch, in a process of its own.

It ends when its standard input does: whoever started it is gone then, killed perhaps, and neither a bot nor a
Discord is to stay behind. What came of it is the last line of its standard output.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import pickle
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.campaign import faults, goals, kills, rounds
from tests.campaign.tally import Tally
from tests.fuzz.play import Outcome, play

_MEMORY = Path("/dev/shm")  # noqa: S108  # nothing of it outlives the run
_IN = _MEMORY if _MEMORY.is_dir() else None
_APART = 1_000_003
"""Times the seed: no two batches are alike."""
_LAST_MOMENT = 20.0  # seconds


@dataclass(slots=True)
class Result:
    """What came of a batch, or of several."""

    tally: Tally = field(default_factory=Tally)
    hostile: Outcome | None = None
    """What was hostile, with the doors it came to."""
    seconds: float = 0.0

    def add(self, other: Result) -> None:
        """Count another's as well."""
        self.tally.add(other.tally)
        self.seconds += other.seconds
        if other.hostile is not None:
            self.hostile = self.hostile or Outcome()
            self.hostile.add(other.hostile)

    def packed(self) -> str:
        return base64.b64encode(pickle.dumps(self)).decode()

    @classmethod
    def unpacked(cls, text: str) -> Result:
        """What was packed by the same code."""
        result: Result = pickle.loads(base64.b64decode(text))  # noqa: S301  # its own
        return result


async def _posts(folder: Path, count: int, seed: int) -> Result:
    return Result(await kills.run(folder, kills.points(count, seed)))


async def _rounds(folder: Path, count: int, seed: int) -> Result:
    return Result(await rounds.run(folder, rounds.points(count, seed), seed))


async def _goals(folder: Path, count: int, seed: int) -> Result:
    return Result(await goals.run(folder, goals.points(count, seed), seed))


async def _faults(folder: Path, count: int, seed: int) -> Result:
    return Result(await faults.run(folder, faults.points(count, seed), seed))


async def _attempts(folder: Path, count: int, seed: int) -> Result:
    hostile = await play(folder, seed, count)
    let_in = hostile.tried - hostile.refused
    tally = Tally(hostile.tried, let_in, hostile.tried - hostile.failed, wrong=list(hostile.faults))
    return Result(tally, hostile)


@dataclass(frozen=True, slots=True)
class Kind:
    """A campaign."""

    run: Callable[[Path, int, int], Awaitable[Result]]
    """Given a folder, how many, and a seed."""
    size: int
    """How many a batch has."""


KINDS = {
    "posts": Kind(_posts, 10),
    "rounds": Kind(_rounds, 10),
    "goals": Kind(_goals, 10),
    "faults": Kind(_faults, 100),
    "attempts": Kind(_attempts, 1000),
}
"""By name: kills amid posts, amid rounds, amid goals; faults; what is hostile."""


async def tried(kind: str, number: int, count: int, seed: int) -> Result:
    """One batch: the same for the same seed. What it raised is wrong with it."""
    begun = time.perf_counter()
    with TemporaryDirectory(prefix="borahae-campaign-", dir=_IN) as folder:
        try:
            result = await KINDS[kind].run(Path(folder), count, seed * _APART + number)
        except Exception:  # noqa: BLE001  # whatever it is, it was not right
            result = Result(Tally(tried=count, wrong=[traceback.format_exc()]))
    result.seconds = time.perf_counter() - begun
    return result


async def _unless_alone(kind: str, number: int, count: int, seed: int) -> Result:
    task, loop = asyncio.ensure_future(tried(kind, number, count, seed)), asyncio.get_running_loop()

    def wait_for_the_end() -> None:
        with contextlib.suppress(OSError):
            os.read(sys.stdin.fileno(), 1)
        with contextlib.suppress(RuntimeError):  # it is over already
            loop.call_soon_threadsafe(task.cancel)
        time.sleep(_LAST_MOMENT)
        os._exit(1)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    return await task


def main() -> None:
    kind, *numbers = sys.argv[1:]
    number, count, seed = map(int, numbers)
    with contextlib.suppress(asyncio.CancelledError):
        result = asyncio.run(_unless_alone(kind, number, count, seed))
        print(result.packed(), flush=True)


if __name__ == "__main__":
    main()
