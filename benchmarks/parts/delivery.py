"""Due work and posts: one tick among few and many rows; a thousand servers due in the same minute."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks.figures import Figure, at_least, at_most, p99, reported, within
from benchmarks.lengths import Lengths
from benchmarks.steps import lookup
from bot.clock import SystemClock
from bot.database.sqlite import SqliteDatabase
from bot.delivery.due import DueWork
from bot.delivery.due_store import Address, Due
from bot.delivery.outbound import PER_SECOND
from tests.loopback.harness import Discord, bot_running, discord_running

DUE, TICKS = 10, 60
FOLLOWED = 5
"""Every so many servers a thread follows the post."""
PEOPLE = 5
UNPACED, ROUNDS = 1_000, 3
"""Servers that posts go to without a limit, and how often ours and the bare bot do so."""
PROGRAM = ("-m", "benchmarks.bots.posting")
_LONG = 3600.0
_WARM = 5  # ticks that are not counted


async def measure(folder: Path, lengths: Lengths) -> list[Figure]:
    """All figures of delivery."""
    folder.mkdir(parents=True)  # noqa: ASYNC240  # a benchmark's own folder
    return [
        *await _ticks(folder, lengths.rows),
        *await _fan_out(folder / "paced", lengths.due),
        await _unpaced(folder),
    ]


async def _ticks(folder: Path, sizes: Sequence[int]) -> list[Figure]:
    """From ten rows becoming due to the tenth one handed out, among few rows and among many, in turn."""
    took: dict[int, list[float]] = {size: [] for size in sizes}
    async with AsyncExitStack() as stack:
        queues = {}
        for size in sizes:
            database = SqliteDatabase(folder / f"rows-{size}.sqlite3")
            await stack.enter_async_context(database)
            await asyncio.to_thread(_fill, database.path, size)
            queues[size] = _Queue(database)
        for turn in range(TICKS):
            for size, queue in queues.items():
                took[size].append(1000 * await queue.tick(turn))
        for queue in queues.values():
            await queue.due.stop()
    few, *_, many = sizes
    pairs = list(zip(took[many], took[few], strict=True))[_WARM:]
    name = f"a tick with {DUE} due among"
    return [
        at_most(f"{name} {many:,} rows, to one among {few:,}", "ms", pairs, 2),
        *(
            reported(f"{name} {size:,}", "ms", median(took[size][_WARM:])).on("tick by rows", size)
            for size in sizes
        ),
    ]


def _fill(path: Path, rows: int) -> None:
    later = int((datetime.now(UTC) + timedelta(days=1)).timestamp() * 1000)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executemany(
            "INSERT INTO due_work (kind, guild_id, key, due_at) VALUES ('tick', ?, '', ?)",
            ((number, later + number) for number in range(1, rows + 1)),
        )


class _Queue:
    def __init__(self, database: SqliteDatabase) -> None:
        self._database, self._left = database, 0
        self._all = asyncio.Event()
        self.due = DueWork(database, SystemClock(), Random(1))
        self.due.register("tick", self._handle)
        self.due.start(lambda _: True)

    async def tick(self, turn: int) -> float:
        self._left, now = DUE, datetime.now(UTC)
        self._all.clear()
        begun = time.perf_counter()
        await asyncio.gather(
            *(self._put(Address("tick", number + 1, str(turn)), now) for number in range(DUE))
        )
        await self._all.wait()
        return time.perf_counter() - begun

    async def _put(self, at: Address, due_at: datetime) -> None:
        await self._database.write(lambda tx: self.due.put(tx, at, due_at))

    async def _handle(self, _: Due) -> None:
        self._left -= 1
        if self._left == 0:
            self._all.set()


async def _fan_out(folder: Path, servers: int) -> list[Figure]:
    """All servers due at once, with people looking things up meanwhile; the global limit is enforced."""
    folder.mkdir()  # noqa: ASYNC240  # a benchmark's own folder
    async with discord_running(folder, "--no-contract", "--identify-window", "0.05") as small:
        where = await small.do("add_guild")
        await small.do("add_guilds", count=servers - 1, channels=1, roles=0)
        first = datetime.fromisoformat(await small.do("move_time", seconds=0)) + timedelta(seconds=_LONG)
        settings = {"FIRST": first.isoformat(), "FOLLOWED": str(FOLLOWED), "LOG_LEVEL": "INFO"}
        async with bot_running(small, folder, program=PROGRAM, **settings) as bot:
            await bot.wrote("ready as", seconds=120)
            before = len(await small.do("paced"))
            begun = time.monotonic()
            await small.do("move_time", seconds=_LONG)
            looking = asyncio.create_task(_look_things_up(small, where, servers / PER_SECOND * 0.8))
            sent = await _sent(small, before)
            waits = (await looking)["milliseconds"]
            limited = await small.do("limited")
    posts = [(at, path) for at, method, path in sent if path.endswith("/messages") and method == "POST"]
    others = [at for at, _, path in sent if not path.endswith("/messages")]
    needed, took = len(sent) / PER_SECOND, sent[-1][0] - begun
    return [
        within(
            f"{len(sent):,} requests for {servers:,} servers due at once",
            "s",
            took,
            round(1.03 * needed, 2),
            needed,
        ),
        within("posts after the first follow-up", "", sum(at > min(others) for at, _ in posts), 0, None),
        within("posts missing or twice", "", amiss([path for _, path in posts], servers), 0, None),
        within("refused for the rate limit (429)", "", limited, 0, None),
        within("a lookup meanwhile, p99", "ms", p99(waits), 250, median(waits)),
    ]


def amiss(channels: Sequence[str], servers: int) -> int:
    """How many posts are missing or too many, each server having one channel, given where posts went."""
    there = len(set(channels))
    return abs(servers - there) + len(channels) - there


async def _look_things_up(small: Discord, where: dict[str, Any], seconds: float) -> Any:
    return await small.load(
        "run",
        steps=[lookup("dynamite")],
        channel=where["channels"][0],
        users=[where["member"]],
        people=PEOPLE,
        seconds=seconds,
    )


async def _sent(small: Discord, before: int, *, quiet: float = 2.0) -> list[tuple[float, str, str]]:
    """What was asked since, once nothing more comes for a while."""
    sent: list[tuple[float, str, str]] = []
    while not sent or time.monotonic() - sent[-1][0] < quiet:
        await asyncio.sleep(0.2)
        sent = (await small.do("paced"))[before:]
    return sent


async def _unpaced(folder: Path) -> Figure:
    """Posts a second with all limits lifted, from becoming due to the last one sent."""
    pairs = []
    for turn in range(ROUNDS):
        ours = await _rate(folder / f"ours-{turn}", bare=False)
        pairs.append((ours, await _rate(folder / f"bare-{turn}", bare=True)))
    return at_least("posts without a limit, to a loop of channel.send", "/s", pairs, 0.6)


async def _rate(folder: Path, *, bare: bool) -> float:
    folder.mkdir()  # noqa: ASYNC240  # a benchmark's own folder
    async with discord_running(folder, "--no-contract", "--no-limits", "--identify-window", "0.05") as small:
        await small.do("add_guilds", count=UNPACED, channels=1, roles=0)
        first = datetime.fromisoformat(await small.do("move_time", seconds=0)) + timedelta(seconds=_LONG)
        settings = {"BARE": "1" if bare else "", "UNPACED": "1", "FIRST": first.isoformat()}
        async with bot_running(small, folder, program=PROGRAM, **settings) as bot:
            if bare:
                while not (folder / "ready").exists():  # noqa: ASYNC110  # another process makes it
                    await asyncio.sleep(0.05)
            else:
                await bot.wrote("ready as", seconds=120)
            before = len(await small.do("paced"))
            begun = time.monotonic()
            if bare:
                bot.send(signal.SIGUSR1)
            else:
                await small.do("move_time", seconds=_LONG)
            sent = await _sent(small, before)
    return len(sent) / (sent[-1][0] - begun)
