"""The commands as Discord knows them: synced only when they changed, mentioned by their ids."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from discord import app_commands
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.i18n.markup import Markup

log = logging.getLogger(__name__)

AnyCommand = app_commands.Command[Any, ..., Any]


class _Synced(BaseModel):
    """What is remembered of the last sync."""

    model_config = ConfigDict(extra="forbid")

    fingerprint: str
    ids: dict[str, int]


class CommandBook:
    """The command tree's counterpart at Discord. What was synced is remembered in `commands.json`."""

    def __init__(self, tree: app_commands.CommandTree[Any], state_dir: Path) -> None:
        self._tree = tree
        self._file = state_dir / "commands.json"
        self._ids: dict[str, int] = {}

    async def sync(self) -> None:
        """Tell Discord about the commands in one bulk request, unless it knows them already."""
        fingerprint = await self._fingerprint()
        known = self._remembered()
        if known is not None and known.fingerprint == fingerprint:
            self._ids = known.ids
            return
        synced = await self._tree.sync()
        self._ids = {command.name: command.id for command in synced}
        self._remember(_Synced(fingerprint=fingerprint, ids=self._ids))
        log.info("synced %d commands", len(synced))

    def mention(self, name: str) -> Markup:
        """A command by its full name (`fact search`), to tap on; as plain text while its id is unknown."""
        command_id = self._ids.get(name.split(maxsplit=1)[0])
        return Markup(f"</{name}:{command_id}>" if command_id else f"`/{name}`")

    def offered(self) -> Iterator[AnyCommand]:
        """Every command a person can run, in the order of their names."""
        for command in sorted(self._tree.walk_commands(), key=lambda command: command.qualified_name):
            if isinstance(command, app_commands.Command):
                yield command

    async def payload(self) -> list[dict[str, Any]]:
        """What Discord is told, translations included."""
        translator = self._tree.translator
        return [
            await command.get_translated_payload(self._tree, translator)
            if translator
            else command.to_dict(self._tree)
            for command in self._tree.get_commands()
        ]

    async def _fingerprint(self) -> str:
        told = json.dumps([self._tree.client.application_id, await self.payload()], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    def _remembered(self) -> _Synced | None:
        try:
            return _Synced.model_validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            log.warning("%s cannot be used, syncing anew: %s", self._file, error)
            return None

    def _remember(self, synced: _Synced) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".new")
        draft.write_text(synced.model_dump_json(indent=2), encoding="utf-8")
        draft.replace(self._file)
