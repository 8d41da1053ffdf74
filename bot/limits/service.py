"""Cooldowns per member, server and command; and the operator's list of those who are shut out."""

from __future__ import annotations

from datetime import timedelta

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.limits import store
from bot.limits.store import ANYBODY, ANYWHERE


class TooSoon(UserError):
    message = gettext_noop("That was quick! Try again {when:R}.")


class Blocked(UserError):
    message = gettext_noop(
        "Whoever hosts me has shut me off here. Ask them if you think that is a mistake."
        " /privacy still works."
    )


class LimitService:
    """Who has to wait, and who is shut out. The latter is asked for each interaction: from memory."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._blocked: frozenset[tuple[int, int]] = frozenset()

    async def load(self) -> None:
        """Read who is shut out."""
        self._blocked = frozenset(await self._database.read(store.blocked))

    @property
    def blocked_count(self) -> int:
        """How many people and servers are shut out."""
        return len(self._blocked)

    def is_blocked(self, user_id: int | None, guild_id: int | None) -> bool:
        """Whether a person (if one is asked about), or the server they are in, is shut out."""
        blocked = self._blocked
        return bool(blocked) and (
            (ANYWHERE, user_id) in blocked or (guild_id is not None and (guild_id, ANYBODY) in blocked)
        )

    async def start(self, caller: Caller, command: str, length: timedelta) -> None:
        """Let a person do something now, and not again for a while.

        Raises:
            TooSoon: they did not long ago.
        """
        now = self._clock.now()
        running_until = await self._database.write(
            lambda tx: store.start(tx, caller, command, now, now + length)
        )
        if running_until is not None:
            raise TooSoon(when=running_until)

    async def expect_over(self, caller: Caller, command: str) -> None:
        """Refuse who still has to wait; a cooldown does not begin by that.

        Raises:
            TooSoon: they did it not long ago.
        """
        until = await self._database.read(lambda on: store.running_until(on, caller, command))
        if until is not None and until > self._clock.now():
            raise TooSoon(when=until)

    async def block(self, *, user_id: int = ANYBODY, guild_id: int = ANYWHERE) -> None:
        """Shut a person out everywhere, or a server with everybody in it."""

        async def shut_out(tx: Transaction) -> None:
            await store.block(tx, guild_id, user_id)
            await self._follow(tx)

        await self._database.write(shut_out)

    async def unblock(self, *, user_id: int = ANYBODY, guild_id: int = ANYWHERE) -> bool:
        """Let them in again; whether they were shut out."""

        async def let_in(tx: Transaction) -> bool:
            changed = await store.unblock(tx, guild_id, user_id)
            await self._follow(tx)
            return changed > 0

        return await self._database.write(let_in)

    async def sweep(self) -> None:
        """Delete cooldowns that have ended."""
        now = self._clock.now()
        await self._database.write(lambda tx: store.drop_over(tx, now))

    async def _follow(self, tx: Transaction) -> None:
        blocked = frozenset(await store.blocked(tx))
        tx.on_commit(lambda: setattr(self, "_blocked", blocked))
