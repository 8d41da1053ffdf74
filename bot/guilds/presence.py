"""Which servers the bot is in: joined, left, remembered for a while, forgotten."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.guilds import store

log = logging.getLogger(__name__)

KEPT_AFTER_LEAVING = timedelta(days=30)


class PresenceService:
    """What is kept of servers that come and go."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def joined(self, guild_id: int) -> bool:
        """The bot was added to a server; whether nothing is known of it from before."""
        now = self._clock.now()

        async def join(tx: Transaction) -> bool:
            known = await store.is_known(tx, guild_id)
            await store.join(tx, guild_id, now)
            return not known

        return await self._database.write(join)

    async def left(self, guild_id: int) -> None:
        """The bot was removed: what the server had set is kept for thirty days."""
        await self._database.write(lambda tx: self._leave(tx, guild_id))

    async def reconcile(self, guild_ids: Iterable[int]) -> None:
        """Catch up with joins and removals while the bot was down.

        `guild_ids` are all servers the bot is in, those in an outage among them.
        """
        here = set(guild_ids)
        now = self._clock.now()

        async def catch_up(tx: Transaction) -> None:
            for guild_id in await store.present(tx) - here:
                await self._leave(tx, guild_id)
            for guild_id in await store.absent(tx) & here:
                await store.join(tx, guild_id, now)

        await self._database.write(catch_up)

    async def sweep(self, drop: Callable[[Transaction, int], Awaitable[None]]) -> None:
        """Let go of servers that were left long enough ago; `drop` deletes what is kept of one."""
        now = self._clock.now()

        async def purge(tx: Transaction) -> int:
            over = await store.to_purge(tx, now)
            for guild_id in over:
                await drop(tx, guild_id)
            return len(over)

        if purged := await self._database.write(purge):
            log.info("deleted what was kept of %d servers left long ago", purged)

    async def _leave(self, tx: Transaction, guild_id: int) -> None:
        now = self._clock.now()
        await store.leave(tx, guild_id, now, now + KEPT_AFTER_LEAVING)
