"""The commands at Discord: synced only when they changed, mentioned by their ids."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.commands import store
from bot.commands.store import EVERYWHERE, Sync
from bot.database.interface import Database
from bot.i18n.markup import Markup
from bot.kit.checks import AnyCommand

log = logging.getLogger(__name__)


class CommandBook:
    """The command tree's counterpart at Discord: commands for everywhere, and the operator's in a server."""

    def __init__(
        self, tree: app_commands.CommandTree[Any], database: Database, operator_guild_id: int | None
    ) -> None:
        self._tree, self._database = tree, database
        self._operator_guild_id = operator_guild_id
        self._ids: dict[str, int] = {}

    async def sync(self) -> None:
        """Tell Discord about the commands, a bulk request for each scope, unless it knows them already.

        Where the operator's server is another one than the last time, the old one is cleared.
        """
        known = await self._database.read(store.syncs)
        wanted = {EVERYWHERE, self._operator_guild_id or EVERYWHERE}
        for scope_id in sorted(known.keys() - wanted):
            await self._clear(scope_id)
        for scope_id in sorted(wanted):
            self._ids |= await self._sync_scope(scope_id, known)

    def mention(self, name: str) -> Markup:
        """A command by its full name (`fact search`), to tap on; as plain text while its id is unknown."""
        command_id = self._ids.get(name.split(maxsplit=1)[0])
        return Markup(f"</{name}:{command_id}>" if command_id else f"`/{name}`")

    def id_of(self, name: str) -> int | None:
        """The id Discord gave a top-level command."""
        return self._ids.get(name)

    def offered(self) -> Iterator[AnyCommand]:
        """Every command that is offered everywhere, in the order of their names."""
        for command in sorted(self._tree.walk_commands(), key=lambda command: command.qualified_name):
            if isinstance(command, app_commands.Command):
                yield command

    async def payload(self, scope_id: int = EVERYWHERE) -> list[dict[str, Any]]:
        """What Discord is told for a scope, translations included."""
        translator = self._tree.translator
        return [
            await command.get_translated_payload(self._tree, translator)
            if translator
            else command.to_dict(self._tree)
            for command in self._tree.get_commands(guild=_guild(scope_id))
        ]

    async def fingerprints(self) -> tuple[str | None, str]:
        """Of what Discord was last told for everywhere, None if nothing; and of what there is now."""
        known = await self._database.read(store.syncs)
        kept = known[EVERYWHERE].fingerprint if EVERYWHERE in known else None
        return kept, await self._fingerprint(EVERYWHERE)

    async def _sync_scope(self, scope_id: int, known: Mapping[int, Sync]) -> Mapping[str, int]:
        fingerprint = await self._fingerprint(scope_id)
        if scope_id in known and known[scope_id].fingerprint == fingerprint:
            return known[scope_id].ids
        try:
            told = await self._tree.sync(guild=_guild(scope_id))
        except discord.Forbidden:
            if scope_id == EVERYWHERE:
                raise
            log.warning("I am not in the operator's server %d, so it has no /operator", scope_id)
            return {}
        sync = Sync(fingerprint, {command.name: command.id for command in told})
        await self._database.write(lambda tx: store.put(tx, scope_id, sync))
        log.info("synced %d commands%s", len(told), f" for server {scope_id}" if scope_id else "")
        return sync.ids

    async def _clear(self, scope_id: int) -> None:
        """Take the commands of a scope back; where the bot is no member any more, Discord has done so."""
        application_id = self._tree.client.application_id or 0
        try:
            await self._tree.client.http.bulk_upsert_guild_commands(application_id, scope_id, [])
        except (discord.Forbidden, discord.NotFound):
            log.info("server %d needs no clearing of commands: I am not there any more", scope_id)
        await self._database.write(lambda tx: store.drop(tx, scope_id))

    async def _fingerprint(self, scope_id: int) -> str:
        told = json.dumps([self._tree.client.application_id, await self.payload(scope_id)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def _guild(scope_id: int) -> discord.Object | None:
    return discord.Object(scope_id) if scope_id != EVERYWHERE else None
