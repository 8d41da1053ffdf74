"""Bringing settings along from a file: looked at first, then applied as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.errors import UserError
from bot.guilds import store, transfer
from bot.guilds.service import Outcome, SettingsService, Wish
from bot.guilds.store import Draft
from bot.guilds.transfer import Plan
from bot.i18n.marking import gettext_noop
from bot.limits.service import LimitService
from bot.server import Server

BETWEEN_EXPORTS = timedelta(seconds=10)
"""How long one moderator waits in one server before the next file."""
BETWEEN_IMPORTS = timedelta(seconds=10)
"""Likewise, before the next file is looked at."""


class DraftGone(UserError):
    message = gettext_noop("That import is over. Send me the file again.")


class ImportService:
    """Exports, and imports in two steps; between them the file lies in the database for a day."""

    def __init__(
        self, database: Database, settings: SettingsService, limits: LimitService, clock: Clock
    ) -> None:
        self._database, self._settings, self._limits, self._clock = database, settings, limits, clock

    async def export(self, caller: Caller, server: Server) -> bytes:
        """A server's settings as a file.

        Raises:
            NotAModerator: this person may not have them.
            TooSoon: they had them a moment ago.
        """
        self._settings.expect_moderator(caller)
        await self._limits.start(caller, "export", BETWEEN_EXPORTS)
        return transfer.exported(self._settings.declarations, self._settings.of(server.id), server)

    async def look(self, caller: Caller, server: Server, content: bytes, draft_id: int) -> Plan:
        """What a file would change here; the file is kept under `draft_id`.

        Raises:
            NotAModerator, OnlyManageServer: this person may not import it.
            TooSoon: they sent a file a moment ago.
            UserError: the file is no use; its sentence says why.
        """
        self._settings.expect_moderator(caller)
        await self._limits.start(caller, "import", BETWEEN_IMPORTS)
        text = transfer.decoded(content)
        plan = self._plan(caller, server, text)
        await self._keep(caller, Draft(draft_id, text, plan.fingerprint, caller.user_id, self._clock.now()))
        return plan

    async def apply(self, caller: Caller, server: Server, draft_id: int, *, change_id: int) -> Outcome | Plan:
        """Make all changes of a file that was looked at, or none.

        Where it would change something else than it did at the look, nothing is changed, and what it would
        change now is told.

        Raises:
            DraftGone: it was applied already, or a day has passed.
            NotAModerator, OnlyManageServer: this person may not.
            UserError: a value does not fit this server any more.
        """
        self._settings.expect_moderator(caller)
        draft = await self._database.read(lambda on: store.draft(on, caller.guild, draft_id))
        if draft is None:
            raise DraftGone
        seen = self._settings.of(server.id)
        plan = self._plan(caller, server, draft.content)
        if plan.fingerprint != draft.plan:
            await self._keep(caller, replace(draft, plan=plan.fingerprint))
            return plan
        wishes = [Wish(one.setting, one.new, seen.change_id(one.setting)) for one in plan.changes]
        outcome = await self._settings.change(caller, server, wishes, change_id=change_id, way="import")
        await self._database.write(lambda tx: store.drop_draft(tx, caller.guild, draft_id))
        return outcome

    def _plan(self, caller: Caller, server: Server, text: str) -> Plan:
        declarations = self._settings.declarations
        plan = transfer.plan(text, declarations, self._settings.of(server.id), server)
        self._settings.expect_allowed(caller, [planned.setting for planned in plan.changes])
        return plan

    async def _keep(self, caller: Caller, draft: Draft) -> None:
        async def keep(tx: Transaction) -> None:
            await store.join(tx, caller.guild, draft.made_at)
            await store.put_draft(tx, caller.guild, draft)

        await self._database.write(keep)
