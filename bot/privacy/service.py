"""What is kept of people and servers: told in words, handed over as a file, erased for good."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from bot.caller import Caller
from bot.clock import Clock
from bot.database import erasures
from bot.database.erasing import (
    KeptOfPerson,
    KeptOfServer,
    Person,
    Tables,
    erase_person,
    erase_server,
    kept_of_person,
    kept_of_server,
)
from bot.database.erasures import Entry, Ledger, Scope, entry_of, new_salt, record
from bot.database.interface import Database, Transaction
from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import escape
from bot.limits.service import LimitService
from bot.privacy.names import NameChoices

log = logging.getLogger(__name__)

BETWEEN_EXPORTS = timedelta(seconds=10)
"""How long one person waits in one place before the next file."""
EXPORT = "privacy-export"
FORMAT, VERSION = "borahae-privacy", 1

PersonLeaves = Callable[[Transaction, Person], Awaitable[None]]
"""Lets go of a person, before their rows go and in the same transaction; of memory by `on_commit`."""
ServerLeaves = Callable[[Transaction, int], Awaitable[None]]
"""Likewise of a server."""


class ManagersOnly(UserError):
    message = gettext_noop("That is for people with Manage Server: it is about the whole server.")


class NothingKept(UserError):
    message = gettext_noop("There is nothing to delete: I keep nothing like that.")


@dataclass(frozen=True, slots=True)
class Told:
    """What is kept of somebody."""

    kept: tuple[KeptOfPerson, ...]
    named: bool
    """Whether what they are called may be kept."""


class PrivacyService:
    """Everybody's own data, and a server's for those who manage it."""

    def __init__(
        self, database: Database, ledger: Ledger, names: NameChoices, limits: LimitService, clock: Clock
    ) -> None:
        self._database, self._ledger, self._limits, self._clock = database, ledger, limits, clock
        self.names = names
        self._people: list[PersonLeaves] = []
        self._servers: list[ServerLeaves] = []
        self._nameless: list[PersonLeaves] = []
        self._writing = asyncio.Lock()

    def when_somebody_leaves(self, *let_go: PersonLeaves) -> None:
        """Let these follow when a person is erased."""
        self._people += let_go

    def when_a_server_leaves(self, *let_go: ServerLeaves) -> None:
        """Let these follow when a server is erased, or was left long ago."""
        self._servers += let_go

    def when_a_name_goes(self, *let_go: PersonLeaves) -> None:
        """Let these forget what somebody is called."""
        self._nameless += let_go

    async def catch_up(self) -> None:
        """Follow what the ledger says and this database does not: the bot died in between, say.

        Before anything is read into memory. What the ledger lacks is written into it.

        Raises:
            DatabaseUnusable: the ledger cannot be read or written.
        """
        told = {entry.entry_id: entry for entry in await asyncio.to_thread(self._ledger.read)}
        known = await self._database.read(erasures.followed)
        lacking = [entry for entry_id, entry in told.items() if entry_id not in known]
        if lacking:
            tables = _tables()
            found = await self._database.write(lambda tx: erasures.follow(tx, tables, lacking))
            log.warning("%d erasures were made again, %d of them found somebody", len(lacking), found)
        unwritten = [entry for entry_id, entry in known.items() if entry_id not in told]
        await asyncio.to_thread(self._ledger.append, unwritten)

    async def told(self, caller: Caller) -> Told:
        """What is kept of whoever asks, everywhere."""
        person = Person(caller.user_id)
        return Told(await self._kept(person), not self.names.withheld(caller.user_id))

    async def kept(self, caller: Caller, *, here: bool) -> tuple[KeptOfPerson, ...]:
        """What there is to erase of whoever asks; nothing where that is nothing.

        Raises:
            ServersOnly: `here` is no server.
        """
        return await self._kept(_person(caller, here=here))

    async def export(self, caller: Caller) -> bytes:
        """All that is kept of whoever asks, everywhere, as a JSON file; nothing of others.

        Raises:
            TooSoon: they had it a moment ago.
        """
        await self._limits.start(caller, EXPORT, BETWEEN_EXPORTS)
        from bot.database import handing_over  # noqa: PLC0415  # seldom needed

        tables, person = _tables(), Person(caller.user_id)
        sheets = await self._database.read(lambda on: handing_over.sheets_of_person(on, tables, person))
        head = {**self._head(), "person": str(caller.user_id)}
        return await asyncio.to_thread(handing_over.written, head, sheets)

    async def erase(self, caller: Caller, *, here: bool) -> int:
        """Erase whoever asks, everywhere or in this server; how many rows went or name them no longer.

        Raises:
            ServersOnly: `here` is no server.
            NothingKept: there is nothing.
            DatabaseUnusable: it could not be done now; if the ledger has it, it is done at the next start.
        """
        tables, person = _tables(), _person(caller, here=here)
        if not any(one.rows > one.staying for one in await self._kept(person)):
            raise NothingKept
        scope = Scope.PERSON_IN_SERVER if here else Scope.PERSON
        ids = (caller.guild, caller.user_id) if here else (caller.user_id,)
        entry = await self._write_down(scope, ids)

        async def erase(tx: Transaction) -> int:
            for let_go in self._people:
                await let_go(tx, person)
            changed = await erase_person(tx, tables, person)
            await record(tx, entry)
            tx.on_commit(escape.cache_clear)
            return changed

        changed = await self._database.write(erase)
        await self._database.scrub()
        return changed

    async def toggle_name(self, caller: Caller) -> bool:
        """Keep no name of whoever asks any more, or do again; whether one may be kept now."""
        tables, person = _tables(), Person(caller.user_id)

        async def toggle(tx: Transaction) -> bool:
            if self.names.withheld(caller.user_id):
                await self.names.allow(tx, caller.user_id)
                return True
            for let_go in self._nameless:
                await let_go(tx, person)
            await self.names.withhold(tx, tables, caller.user_id)
            tx.on_commit(escape.cache_clear)
            return False

        return await self._database.write(toggle)

    async def kept_of_server(self, caller: Caller) -> tuple[KeptOfServer, ...]:
        """What there is to erase of a server.

        Raises:
            ServersOnly, ManagersOnly: this person may not see it.
        """
        guild_id, tables = _managed(caller), _tables()
        return await self._database.read(lambda on: kept_of_server(on, tables, guild_id))

    async def export_server(self, caller: Caller) -> bytes:
        """What is kept of a server, as a JSON file that names nobody.

        Raises:
            ServersOnly, ManagersOnly: this person may not have it.
            TooSoon: they had it a moment ago.
        """
        guild_id, tables = _managed(caller), _tables()
        await self._limits.start(caller, EXPORT, BETWEEN_EXPORTS)
        from bot.database import handing_over  # noqa: PLC0415  # seldom needed

        sheets = await self._database.read(lambda on: handing_over.sheets_of_server(on, tables, guild_id))
        head = {**self._head(), "server": str(guild_id)}
        return await asyncio.to_thread(handing_over.written, head, sheets)

    async def erase_server(self, caller: Caller) -> None:
        """Erase a server: the bot goes on there as if it had just come.

        Raises:
            ServersOnly, ManagersOnly: this person may not.
            NothingKept, DatabaseUnusable: as `erase`.
        """
        guild_id = _managed(caller)
        if not await self.kept_of_server(caller):
            raise NothingKept
        entry = await self._write_down(Scope.SERVER, (guild_id,))

        async def erase(tx: Transaction) -> None:
            await self.drop_server(tx, guild_id)
            await record(tx, entry)

        await self._database.write(erase)
        await self._database.scrub()
        log.info("server %d was erased, as somebody who manages it asked", guild_id)

    async def drop_server(self, tx: Transaction, guild_id: int) -> None:
        """Let a server go with all that is kept of it, in memory as well."""
        for let_go in self._servers:
            await let_go(tx, guild_id)
        await erase_server(tx, _tables(), guild_id)
        tx.on_commit(escape.cache_clear)

    async def _kept(self, person: Person) -> tuple[KeptOfPerson, ...]:
        tables = _tables()
        return await self._database.read(lambda on: kept_of_person(on, tables, person))

    async def _write_down(self, scope: Scope, ids: tuple[int, ...]) -> Entry:
        """Put an erasure into the ledger before it is made: from here on no backup undoes it."""
        async with self._writing:
            earlier = await asyncio.to_thread(self._ledger.read)
            salt = earlier[-1].salt if earlier else new_salt()
            entry = entry_of(scope, ids, self._clock.now(), salt)
            await asyncio.to_thread(self._ledger.append, [entry])
        return entry

    def _head(self) -> dict[str, str | int]:
        from bot.database.handing_over import iso  # noqa: PLC0415  # as above

        return {"format": FORMAT, "version": VERSION, "exported_at": iso(self._clock.now())}


@cache
def _tables() -> Tables:
    from bot.database.tables import declared_tables  # noqa: PLC0415  # the start does not wait for it

    return declared_tables()


def _person(caller: Caller, *, here: bool) -> Person:
    return Person(caller.user_id, caller.guild if here else None)


def _managed(caller: Caller) -> int:
    """The server whose data somebody may take or erase.

    Raises:
        ServersOnly: there is none here.
        ManagersOnly: they do not manage it.
    """
    if not (caller.guild and caller.manages_server):
        raise ManagersOnly
    return caller.guild
