"""`python -m demo`: try the bot without a token; `--terminal` for scripts, `--screenshots` for pictures."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bot.facts.faults import FactsInvalid
from demo.browser import NoBrowser
from demo.page import served
from demo.pictures import take
from demo.terminal import Terminal
from demo.world import World

OK, A_LINE_FAILED, NO_START = 0, 1, 2


def main() -> int:
    """Run the demo; the exit code is 1 when a line of the terminal failed, 2 when it could not start."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="Borahae in a simulated Discord.")
    parser.add_argument(
        "--terminal", action="store_true", help="read lines from standard input; `help` lists them"
    )
    parser.add_argument(
        "--screenshots",
        type=Path,
        metavar="DIR",
        help="write pictures of the cards and the page into a folder",
    )
    parser.add_argument("--port", type=int, help="the page's port; default: a free one")
    options = parser.parse_args()
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        if options.screenshots:
            return asyncio.run(_pictures(options.screenshots))
        return asyncio.run(_terminal() if options.terminal else _page(options.port))
    except (FactsInvalid, NoBrowser) as error:
        print(error, file=sys.stderr)
        return NO_START
    except KeyboardInterrupt:
        return OK


async def _terminal() -> int:
    typing = sys.stdin.isatty()
    async with World.open() as world:
        print(f"It is {world.now():%A %Y-%m-%d %H:%M} in Seoul; you are {world.member.name} in #general.")
        if typing:
            print("Type /fact search query:dynamite, or help.")
        went_well = await Terminal(world, sys.stdout).run(_lines(typing), echo=not typing)
    return OK if went_well else A_LINE_FAILED


async def _pictures(folder: Path) -> int:
    print(f"{await take(folder)} pictures are in {folder}.")
    return OK


async def _page(port: int | None) -> int:
    async with World.open() as world, served(world, port) as address:
        print(f"Borahae is running. Open\n\n  {address}\n\nCtrl+C ends it.", flush=True)
        await asyncio.Event().wait()
    return OK


async def _lines(typing: bool) -> AsyncIterator[str]:
    while True:
        if typing:
            print("> ", end="", flush=True)
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        yield line


if __name__ == "__main__":
    sys.exit(main())
