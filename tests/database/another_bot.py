"""A process of its own that opens a database: `python -m tests.database.another_bot FILE WHAT`."""

from __future__ import annotations

import asyncio
import concurrent.futures.thread  # noqa: F401  # nobody cannot read where it lies
import os
import resource
import sys
import urllib.parse  # noqa: F401  # nor where this does, which Python 3.13 needs for an address
from itertools import count
from pathlib import Path

from bot.database.interface import DatabaseUnusable, Transaction
from bot.database.sqlite import SqliteDatabase
from tests.database.notes import NOTES, ids, note

ROOM = 200_000
NOBODY = 65534
OTHER_HALF = 1_000_000


async def write_and_tell(database: SqliteDatabase) -> None:
    """Five at once, each telling which pairs of notes are durable, until killed."""
    begin = len(await database.read(ids))

    async def write(first: int) -> None:
        for note_id in count(first, 5):

            async def pair(tx: Transaction, note_id: int = note_id) -> None:
                await note(note_id, "x" * 500)(tx)
                await note(note_id + OTHER_HALF, "x" * 500)(tx)

            await database.write(pair)
            print(note_id, flush=True)

    await asyncio.gather(*(write(begin + first) for first in range(5)))


async def fill_the_disk(database: SqliteDatabase) -> None:
    """Write until no file may grow any more, then make room and go on."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    written: list[int] = []
    results: list[int | BaseException] = []
    while not any(isinstance(result, BaseException) for result in results):
        written += [result for result in results if isinstance(result, int)]
        calls = (database.write(note(len(written) + number, "x" * 5_000)) for number in range(5))
        results = await asyncio.gather(*calls, return_exceptions=True)
    print(*(type(result).__name__ for result in results))
    print(results[0])
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    print(await database.read(ids) == written)
    print(await database.write(note(10_000)))
    print(await database.read(ids) == [*written, 10_000])


async def hold(_: SqliteDatabase) -> None:
    """Only keep it."""
    print("open", flush=True)
    await asyncio.Event().wait()


async def nothing_as_nobody(_: SqliteDatabase) -> None:
    """Open and close, as a user who may do less than root."""


async def main(file: Path, what: str) -> int:
    play = {work.__name__: work for work in (write_and_tell, fill_the_disk, hold, nothing_as_nobody)}[what]
    if what == nothing_as_nobody.__name__ and os.geteuid() == 0:
        os.setresuid(NOBODY, NOBODY, NOBODY)
    try:
        async with SqliteDatabase(file, NOTES) as database:
            await play(database)
    except DatabaseUnusable as error:
        print(f"{type(error).__name__}: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]), sys.argv[2])))
