"""Which facts a server does not see: those its moderators hid, and the categories it leaves out."""

from __future__ import annotations

from collections import defaultdict

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.facts import store
from bot.facts.base import FactBase
from bot.facts.settings import LEFT_OUT
from bot.guilds.service import SettingsService

_NONE: frozenset[str] = frozenset()


class Curation:
    """Kept in memory as well: every lookup and keystroke asks."""

    def __init__(self, database: Database, settings: SettingsService, clock: Clock) -> None:
        self._database, self._settings, self._clock = database, settings, clock
        self._hidden: dict[int, tuple[str, ...]] = {}
        self._sets: dict[int, frozenset[str]] = {}

    async def load(self) -> None:
        """Read what all servers have hidden."""
        by_guild: defaultdict[int, list[str]] = defaultdict(list)
        for guild_id, fact_id in await self._database.read(store.all_hidden):
            by_guild[guild_id].append(fact_id)
        for guild_id, fact_ids in by_guild.items():
            self._put(guild_id, tuple(fact_ids))

    def unseen(self, base: FactBase, guild_id: int | None) -> frozenset[str]:
        """The facts a server does not get to see; none where there is no server."""
        if guild_id is None:
            return _NONE
        hidden = self._sets.get(guild_id, _NONE)
        left_out = self._settings.of(guild_id)[LEFT_OUT]
        return hidden.union(*(base.of_category[category] for category in left_out)) if left_out else hidden

    def hidden(self, guild_id: int) -> tuple[str, ...]:
        """The facts a server's moderators hid, the latest last; some may be gone from the base since."""
        return self._hidden.get(guild_id, ())

    def hidden_for(self, caller: Caller) -> tuple[str, ...]:
        """The same for a moderator.

        Raises:
            NotAModerator: this person may not see them.
        """
        self._settings.expect_moderator(caller)
        return self.hidden(caller.guild)

    async def hide(self, tx: Transaction, guild_id: int, fact_id: str, user_id: int) -> None:
        """Hide a fact in a server, as part of a moderator's decision."""
        await store.hide(tx, guild_id, fact_id, user_id, self._clock.now())
        await self._follow(tx, guild_id)

    async def show_again(self, caller: Caller, fact_id: str) -> None:
        """Let a server see a fact that was hidden.

        Raises:
            NotAModerator: this person may not decide that.
        """
        self._settings.expect_moderator(caller)

        async def show(tx: Transaction) -> None:
            await store.show_again(tx, caller.guild, fact_id)
            await self._follow(tx, caller.guild)

        await self._database.write(show)

    async def let_go_of_server(self, tx: Transaction, guild_id: int) -> None:
        """A server is erased."""
        tx.on_commit(lambda: self._put(guild_id, ()))

    async def _follow(self, tx: Transaction, guild_id: int) -> None:
        hidden = await store.hidden(tx, guild_id)
        tx.on_commit(lambda: self._put(guild_id, hidden))

    def _put(self, guild_id: int, hidden: tuple[str, ...]) -> None:
        if hidden:
            self._hidden[guild_id], self._sets[guild_id] = hidden, frozenset(hidden)
        else:
            self._hidden.pop(guild_id, None)
            self._sets.pop(guild_id, None)
