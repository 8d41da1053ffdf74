"""What follows for goals when a person or a server is erased."""

from __future__ import annotations

from dataclasses import dataclass

from bot.database.erasing import Person
from bot.database.interface import Transaction
from bot.privacy.last_names import LastNames
from bot.streaming import log_store, store
from bot.streaming.book import GoalBook
from bot.streaming.live import LiveBoards
from bot.streaming.own_logs import OwnLogs
from bot.streaming.review import HeldLogs
from bot.streaming.shown_proofs import ShownProofs


@dataclass(frozen=True, slots=True)
class Leaving:
    """Lets go of whoever leaves, in the transaction that erases them."""

    book: GoalBook
    held: HeldLogs
    own: OwnLogs
    names: LastNames
    boards: LiveBoards
    proofs: ShownProofs

    async def let_go_of(self, tx: Transaction, person: Person) -> None:
        """Somebody is erased: what they logged counts without them; boards and proofs follow."""
        for goal_id in await log_store.goals_of(tx, person.user_id):
            goal = await store.get(tx, goal_id)
            if goal is not None and goal.is_open() and person.guild_id in {None, goal.guild_id}:
                await self.boards.touch(tx, goal)
        for guild_id, message_id in await log_store.proofs_of(tx, person.user_id):
            if person.guild_id in {None, guild_id}:
                await self.proofs.left(tx, guild_id, message_id)
        tx.on_commit(lambda: self._unname(person))

    async def let_go_of_name(self, tx: Transaction, person: Person) -> None:
        """Somebody wants no name of theirs kept."""
        tx.on_commit(lambda: self._unname(person, whose=False))

    async def let_go_of_server(self, tx: Transaction, guild_id: int) -> None:
        """A server is erased."""
        tx.on_commit(lambda: self._forget(guild_id))

    def _unname(self, person: Person, *, whose: bool = True) -> None:
        if whose:
            self.book.unname(person)
            self.own.unname(person)
        self.held.unname(person, whose=whose)
        self.names.forget(person)

    def _forget(self, guild_id: int) -> None:
        self.book.forget(guild_id)
        self.held.forget(guild_id)
        self.own.forget(guild_id)
        self.names.forget_server(guild_id)
