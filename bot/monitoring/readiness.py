"""Whether the bot can do its work now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from bot.database.interface import Database, DatabaseClosed, DatabaseUnusable, Reader
from bot.delivery.due import DueWork

LONGEST_READ = 2.0
"""Seconds the database may take for a row."""


class Gateway(Protocol):
    """The client, as far as readiness knows it."""

    def is_ready(self) -> bool: ...

    def is_closed(self) -> bool: ...

    def connected(self) -> Mapping[int, bool]:
        """Each shard, and whether it is connected."""
        ...


async def readiness(gateway: Gateway, database: Database, due: DueWork) -> dict[str, str]:
    """What keeps the bot from working, by part: `gateway`, `database`, `due work`; empty for nothing."""
    found = {
        "gateway": _gateway(gateway),
        "database": await _database(database),
        "due work": None if due.is_alive() else "nobody works it off",
    }
    return {part: trouble for part, trouble in found.items() if trouble is not None}


def _gateway(gateway: Gateway) -> str | None:
    if gateway.is_closed():
        return "closed"
    if not gateway.is_ready():
        return "not ready yet"
    away = sum(not there for there in gateway.connected().values())
    return f"{away} shards are not connected" if away else None


async def _database(database: Database) -> str | None:
    async def look(on: Reader) -> None:
        await on.fetch_one("SELECT 1 AS one")

    return await _told(lambda: database.read(look))


async def _told(look: Callable[[], Awaitable[None]]) -> str | None:
    try:
        async with asyncio.timeout(LONGEST_READ):
            await look()
    except TimeoutError:
        return f"no answer within {LONGEST_READ:g} seconds"
    except (DatabaseClosed, DatabaseUnusable) as error:
        return str(error)
    return None
