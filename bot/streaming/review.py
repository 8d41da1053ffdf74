"""Logs that wait for a moderator: in memory, for the queue, and what can be decided about them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.i18n.catalogs import Catalogs
from bot.i18n.marking import gettext_noop
from bot.review import store as review_store
from bot.review.model import Address, Item, ReviewKind, Verb
from bot.review.service import AlreadyDecided, ItemGone
from bot.streaming import labels, log_store
from bot.streaming.book import GoalBook, GoalGone
from bot.streaming.log_store import HeldLog, Settlement
from bot.streaming.logs import Hold, Log, State

LOG = "goal-log"
WITHDRAWN = "withdrawn"
"""The decision that is written where it was none of a moderator's in the queue."""
HOLDS = {
    Hold.REVIEWED: gettext_noop("everything logged for this goal waits for moderators"),
    Hold.BEYOND_A_DAY: gettext_noop("more than a day can hold"),
    Hold.UNUSUAL: gettext_noop("far more than is usual here"),
}

WHY_NOT = gettext_noop("Why does it not count?")
"""What is asked of a moderator; the member reads the answer."""

Decide = Callable[[Transaction, Log, State, Settlement], Awaitable[None]]
"""Lets something become of a log, with all that follows."""


class HeldLogs:
    """Every server's logs that wait; follows the database."""

    def __init__(self, database: Database, book: GoalBook, catalogs: Catalogs, clock: Clock) -> None:
        self._database, self._book, self._catalogs, self._clock = database, book, catalogs, clock
        self._held: dict[int, HeldLog] = {}

    async def load(self) -> None:
        """Read what waits."""
        self._held = {one.log.id: one for one in await self._database.read(log_store.held)}

    def forget(self, guild_ids: Iterable[int]) -> None:
        """Servers that are gone for good."""
        gone = frozenset(guild_ids)
        self._held = {log_id: one for log_id, one in self._held.items() if one.guild_id not in gone}

    def any_in(self, guild_id: int) -> bool:
        """Whether something waits in a server."""
        return any(one.guild_id == guild_id for one in self._held.values())

    async def add(self, tx: Transaction, held: HeldLog) -> None:
        """Put a log into its server's queue."""
        await review_store.open_item(tx, _address(held), held.log.logged_at)
        tx.on_commit(lambda: self._held.__setitem__(held.log.id, held))

    async def settle(self, tx: Transaction, log_id: int, user_id: int) -> None:
        """Take a log out of its queue: it waits no longer."""
        held = self._held.get(log_id)
        if held is not None:
            await review_store.decide(tx, _address(held), WITHDRAWN, user_id, self._clock.now())
        tx.on_commit(lambda: self._drop(log_id))

    def _drop(self, log_id: int) -> None:
        self._held.pop(log_id, None)

    def told(self, log_id: str, reader: str) -> str | None:
        """What a log that waits says to a moderator; None once it does not."""
        held = self._held.get(int(log_id)) if log_id.isdecimal() else None
        if held is None:
            return None
        try:
            goal = self._book.get(held.guild_id, held.log.goal_id)
        except GoalGone:
            return None
        say = self._catalogs.say(reader)
        return say.plain(
            "{member}: {amount} for “{goal}”, {day:long} – {why}",
            member=held.name or say.plain("somebody"),
            amount=labels.counted(goal.plan.unit, held.log.amount, say),
            goal=goal.plan.name,
            day=held.log.day(self._book.zone(held.guild_id)),
            why=say.plain(HOLDS[held.hold]),
        )

    def kind(self, decide: Decide) -> ReviewKind:
        """The kind of things that wait here."""

        async def become(tx: Transaction, item: Item, caller: Caller, state: State) -> None:
            held = self._held.get(int(item.at.item_id))
            if held is None or held.guild_id != item.at.guild_id:
                raise AlreadyDecided
            by = Settlement(caller.user_id, self._clock.now(), item.said or None)
            await decide(tx, held.log, state, by)

        async def accept(tx: Transaction, item: Item, caller: Caller) -> None:
            await become(tx, item, caller, State.COUNTED)

        async def decline(tx: Transaction, item: Item, caller: Caller) -> None:
            await become(tx, item, caller, State.DECLINED)

        def expect_reportable(_: int, __: str) -> None:
            raise ItemGone

        return ReviewKind(
            key=LOG,
            label=gettext_noop("Log that waits"),
            told=self.told,
            verbs=(
                Verb("accept", gettext_noop("Accept"), gettext_noop("Accepted: it counts now."), accept),
                Verb(
                    "decline",
                    gettext_noop("Decline"),
                    gettext_noop("Declined: it does not count."),
                    decline,
                    asks=WHY_NOT,
                ),
            ),
            expect_reportable=expect_reportable,
            dismissable=False,
        )


def _address(held: HeldLog) -> Address:
    return Address(held.guild_id, LOG, str(held.log.id))
