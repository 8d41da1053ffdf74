"""Who wants no name of theirs to be kept."""

from __future__ import annotations

from bot.clock import Clock
from bot.database.erasing import Person, Tables, erase_names
from bot.database.interface import Database, Reader, Transaction, to_millis


class NameChoices:
    """Asked wherever a name is about to be written down; from memory."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._withheld: set[int] = set()

    async def load(self) -> None:
        """Read who wants none."""
        self._withheld = await self._database.read(_withheld)

    def withheld(self, user_id: int) -> bool:
        """Whether nothing somebody is called is to be kept, in any server."""
        return user_id in self._withheld

    async def withhold(self, tx: Transaction, tables: Tables, user_id: int) -> None:
        """Keep no name of somebody any more, and none that was kept."""
        await tx.execute(
            "INSERT INTO names_withheld (user_id, withheld_at) VALUES (:user_id, :now) "
            "ON CONFLICT (user_id) DO NOTHING",
            user_id=user_id,
            now=to_millis(self._clock.now()),
        )
        await erase_names(tx, tables, user_id)
        tx.on_commit(lambda: self._withheld.add(user_id))

    async def allow(self, tx: Transaction, user_id: int) -> None:
        """Keep what somebody is called again, from the next time on."""
        await tx.execute("DELETE FROM names_withheld WHERE user_id = :user_id", user_id=user_id)
        tx.on_commit(lambda: self._withheld.discard(user_id))

    async def let_go_of(self, tx: Transaction, person: Person) -> None:
        """Somebody is erased; everywhere, that goes as well."""
        if person.guild_id is None:
            tx.on_commit(lambda: self._withheld.discard(person.user_id))


async def _withheld(on: Reader) -> set[int]:
    return {row["user_id"] for row in await on.fetch_all("SELECT user_id FROM names_withheld")}
