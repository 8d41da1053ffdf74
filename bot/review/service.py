"""Reporting, and deciding what was reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.errors import UserError
from bot.folding import can_be_seen
from bot.guilds.service import SettingsService
from bot.guilds.store import join as know_guild
from bot.i18n.marking import gettext_noop
from bot.limits.service import LimitService
from bot.review import store
from bot.review.model import DISMISS, Address, Item, ReviewKind, Verb

LONGEST_REMARK = 300
_COMMAND = "report"
BETWEEN_REPORTS = timedelta(seconds=30)
"""How long one member waits in one server before the next report."""


class NothingSaid(UserError):
    message = gettext_noop("Tell me in a few words what is wrong, so that moderators can look at it.")


class ItemGone(UserError):
    message = gettext_noop("That is gone already, so there is nothing to report.")


class AlreadyDecided(UserError):
    message = gettext_noop("That is decided already.")


class ReviewService:
    """The moderators' queue of every server."""

    def __init__(
        self, database: Database, settings: SettingsService, limits: LimitService, clock: Clock
    ) -> None:
        self._database, self._settings, self._limits, self._clock = database, settings, limits, clock
        self._kinds: dict[str, ReviewKind] = {}

    def declare(self, kinds: Iterable[ReviewKind]) -> None:
        """Take over the kinds that features declare."""
        self._kinds |= {kind.key: kind for kind in kinds}

    def kind(self, key: str) -> ReviewKind:
        """A declared kind.

        Raises:
            ItemGone: its feature is not there any more.
        """
        if key not in self._kinds:
            raise ItemGone
        return self._kinds[key]

    async def expect_report(self, caller: Caller, kind: str, item_id: str) -> None:
        """Refuse a report before anybody types one.

        Raises:
            ServersOnly: there is no server whose moderators could look at it.
            UserError: there is nothing to report, or this member has just reported something.
        """
        self.kind(kind).expect_reportable(caller.guild, item_id)
        await self._limits.expect_over(caller, _COMMAND)

    async def report(self, caller: Caller, kind: str, item_id: str, remark: str) -> bool:
        """Put something into this server's queue; whether it was not in it yet.

        Raises:
            ServersOnly: there is no server whose moderators could look at it.
            NothingSaid, ItemGone: there is nothing to report.
            TooSoon: this member has just reported something.
            UserError: this server does not have or see it.
        """
        at, remark = Address(caller.guild, kind, item_id), remark.strip()[:LONGEST_REMARK]
        if not can_be_seen(remark):
            raise NothingSaid
        self.kind(kind).expect_reportable(caller.guild, item_id)
        await self._limits.start(caller, _COMMAND, BETWEEN_REPORTS)
        now = self._clock.now()

        async def put(tx: Transaction) -> bool:
            await know_guild(tx, at.guild_id, now)
            new = await store.open_item(tx, at, now)
            await store.put_report(tx, at, caller.user_id, remark, now)
            return new

        return await self._database.write(put)

    async def queue(self, caller: Caller) -> tuple[Item, ...]:
        """What awaits a decision here, the oldest first; kinds of features that are gone are left out.

        Raises:
            NotAModerator: this person may not see it.
        """
        self._settings.expect_moderator(caller)
        items = await self._database.read(lambda on: store.queue(on, caller.guild))
        return tuple(item for item in items if item.at.kind in self._kinds)

    def verb(self, caller: Caller, kind: str, item_id: str, verb_key: str) -> Verb:
        """A decision that a moderator can take about something.

        Raises:
            NotAModerator: this person may not decide.
            ItemGone: there is no such decision.
        """
        self._settings.expect_moderator(caller)
        declared = self.kind(kind)
        gone = declared.told(item_id, "") is None
        dismissed = verb_key == DISMISS.key and (declared.dismissable or gone)
        verb = DISMISS if dismissed else declared.verb(verb_key)
        if verb is None:
            raise ItemGone
        return verb

    async def decide(self, caller: Caller, kind: str, item_id: str, verb_key: str, said: str = "") -> Verb:
        """Carry a moderator's decision out, with what they say along; of two at once the first counts.

        Raises:
            NotAModerator: this person may not decide.
            AlreadyDecided: somebody else has.
        """
        verb = self.verb(caller, kind, item_id, verb_key)
        at, now = Address(caller.guild, kind, item_id), self._clock.now()

        async def settle(tx: Transaction) -> None:
            item = await store.item(tx, at)
            if item is None:
                raise AlreadyDecided
            await verb.carry_out(tx, replace(item, said=said.strip()[:LONGEST_REMARK]), caller)
            await store.decide(tx, at, verb.key, caller.user_id, now)

        await self._database.write(settle)
        return verb
