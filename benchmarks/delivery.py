"""Due work and posts: one tick among few and many rows; a thousand servers due in the same minute."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.figures import Figure, at_least, at_most, within
from bot.clock import SystemClock
from bot.database.sqlite import SqliteDatabase
from bot.delivery.due import DueWork
from bot.delivery.due_store import Address, Due
from bot.delivery.outbound import PER_SECOND
from tests.loopback.harness import Discord, bot_running, discord_running

FEW, MANY, DUE, TICKS = 1_000, 1_000_000, 10, 60
SERVERS = int(os.environ.get("FAN_OUT", "1000"))
FOLLOWED = 5
"""Every so many servers a thread follows the post."""
PEOPLE = 5
ROUNDS = 3
PROGRAM = ("-m", "benchmarks.posting")
_LONG = 3600.0


async def measure(folder: Path) -> list[Figure]:
    """All figures of delivery."""
    folder.mkdir(parents=True)  # noqa: ASYNC240  # a benchmark's own folder
    return [await _ticks(folder), *await _fan_out(folder / "paced"), await _unpaced(folder)]


async def _ticks(folder: Path) -> Figure:
    """From ten rows becoming due to the tenth one handed out, among few rows and among many."""
    pairs = []
    async with SqliteDatabase(folder / "few.sqlite3") as few, SqliteDatabase(folder / "many.sqlite3") as many:
        for database, rows in ((few, FEW), (many, MANY)):
            await asyncio.to_thread(_fill, database.path, rows)
        queues = [_Queue(database) for database in (many, few)]
        for turn in range(TICKS):
            took = [await queue.tick(turn) for queue in queues]
            pairs.append((took[0] * 1000, took[1] * 1000))
        for queue in queues:
            await queue.due.stop()
    return at_most(f"a tick with {DUE} due among {MANY:,} rows, to one among {FEW:,}", "ms", pairs[5:], 2)


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


async def _fan_out(folder: Path) -> list[Figure]:
    """All servers due at once, with people looking things up meanwhile; the global limit is enforced."""
    folder.mkdir()  # noqa: ASYNC240  # a benchmark's own folder
    async with discord_running(folder, "--no-contract", "--identify-window", "0.05") as small:
        where = await small.do("add_guild")
        await small.do("add_guilds", count=SERVERS - 1, channels=1, roles=0)
        first = datetime.fromisoformat(await small.do("move_time", seconds=0)) + timedelta(seconds=_LONG)
        settings = {"FIRST": first.isoformat(), "FOLLOWED": str(FOLLOWED), "LOG_LEVEL": "INFO"}
        async with bot_running(small, folder, program=PROGRAM, **settings) as bot:
            await bot.wrote("ready as", seconds=120)
            before = len(await small.do("paced"))
            begun = time.monotonic()
            await small.do("move_time", seconds=_LONG)
            looking = asyncio.create_task(_look_things_up(small, where))
            sent = await _sent(small, before)
            waits = sorted((await looking)["milliseconds"])
            limited = await small.do("limited")
    posts = [at for at, method, path in sent if path.endswith("/messages") and method == "POST"]
    others = [at for at, _, path in sent if not path.endswith("/messages")]
    needed, took = len(sent) / PER_SECOND, sent[-1][0] - begun
    return [
        within(f"{len(sent):,} requests for {SERVERS:,} servers", "s", took, round(1.05 * needed, 1), needed),
        within("posts after the first follow-up", "", sum(at > min(others) for at in posts), 0, None),
        within("posts missing", "", SERVERS - len(set(posts)), 0, None),
        within("refused for the rate limit (429)", "", limited, 0, None),
        within("a lookup meanwhile, p99", "ms", waits[int(len(waits) * 0.99)], 250, waits[len(waits) // 2]),
    ]


async def _look_things_up(small: Discord, where: dict[str, Any]) -> Any:
    option = {"name": "query", "type": 3, "value": "dynamite"}
    search = {"name": "search", "type": 1, "options": [option]}
    data = {"id": "1", "name": "fact", "type": 1, "options": [search]}
    return await small.load(
        "run",
        steps=[{"kind": "slash", "data": data}],
        channel=where["channels"][0],
        users=[where["member"]],
        people=PEOPLE,
        seconds=SERVERS / PER_SECOND * 0.8,
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
        await small.do("add_guilds", count=SERVERS, channels=1, roles=0)
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
