"""Running the demo: the page or the terminal, until it is told to end."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from bot.facts.faults import FactsInvalid
from demo.browser import NoBrowser
from demo.lounge import Lounge
from demo.page import PORT, is_demo, reserve, served
from demo.pictures import take
from demo.screen import PortTaken
from demo.terminal import Terminal


class CannotStart(Exception):
    """The demo cannot start; the text says why, and what to do."""


async def terminal() -> bool:
    """Do what is typed on standard input; whether all could be done.

    Raises:
        CannotStart: the fact base has faults.
    """
    _end_on_sigterm()
    typing = sys.stdin.isatty()
    try:
        async with Lounge.open() as lounge:
            world = lounge.world
            print(f"It is {world.now():%A %Y-%m-%d %H:%M} in Seoul; you are {world.member.name} in #general.")
            if typing:
                print("Type /fact search query:dynamite, /demo tour, or help.")
            return await Terminal(world, sys.stdout, lounge.driver).run(_lines(typing), echo=not typing)
    except FactsInvalid as error:
        raise CannotStart(str(error)) from error


async def pictures(folder: Path) -> None:
    """Write pictures of the main cards and of the page into a folder.

    Raises:
        CannotStart: there is no browser to take them with.
    """
    try:
        print(f"{await take(folder)} pictures are in {folder}.")
    except NoBrowser as error:
        raise CannotStart(str(error)) from error


async def page(port: int | None) -> None:
    """Serve the demo until this is cancelled.

    Raises:
        CannotStart: a port is taken, or the fact base has faults.
    """
    _end_on_sigterm()
    try:
        ports = reserve(PORT if port is None else port)
    except PortTaken as taken:
        raise CannotStart(await _who_has(int(str(taken)))) from taken
    try:
        wrist = asyncio.get_running_loop().time
        async with (
            Lounge.open(wrist=wrist, address=ports.address) as lounge,
            served(lounge, ports) as site,
        ):
            print(f"Borahae is running. Open\n\n  {site.address}\n\nCtrl+C ends it.", flush=True)
            await site.driving
    except FactsInvalid as error:
        raise CannotStart(str(error)) from error
    finally:
        ports.index.close()


async def _who_has(port: int) -> str:
    if await is_demo(port):
        return f"A demo is running already: http://127.0.0.1:{port}/. For a second one: --port {port + 10}"
    return f"Port {port} is taken by another program. Choose one that is free: --port {port + 10}"


def _end_on_sigterm() -> None:
    running = asyncio.current_task()
    with suppress(NotImplementedError):  # Windows has no SIGTERM to end by
        if running is not None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)


async def _lines(typing: bool) -> AsyncIterator[str]:
    while True:
        if typing:
            print("> ", end="", flush=True)
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        yield line
