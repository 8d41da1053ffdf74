"""The demo as a page in the browser: SimCord's Preview of #general."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from demo.world import World

WELCOME = (
    "Welcome! Borahae is here. Type / in the box below and pick a command: look up a song, a person, "
    "a record. Everything runs on this machine; nothing is sent anywhere."
)


@asynccontextmanager
async def served(world: World, port: int | None = None) -> AsyncIterator[str]:
    """Serve the page; its address holds a key, whoever has it is in."""
    await world.greet(WELCOME)
    async with world.preview(port) as preview:
        yield preview.url
