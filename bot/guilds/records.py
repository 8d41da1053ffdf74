"""Settings and their changes as the tables keep them: by key, with values as JSON text."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable

from bot.errors import UserError
from bot.guilds.settings import Change, Declarations, GuildSettings, Held
from bot.guilds.store import StoredChange, StoredValue

log = logging.getLogger(__name__)


def read_settings(rows: Iterable[StoredValue], declarations: Declarations) -> GuildSettings:
    """What a server has set. What is of no use to this version stays in the table, and is told in the log."""
    held: dict[str, Held] = {}
    for row in rows:
        try:
            value = declarations.setting(row.key).kind.read(json.loads(row.value))
        except (UserError, ValueError):
            log.warning("guild %d: %s is kept but not used: %s", row.guild_id, row.key, row.value)
        else:
            held[row.key] = Held(value, row.change_id, row.set_by, row.set_at)
    return GuildSettings(held)


def read_changes(rows: Iterable[StoredChange], declarations: Declarations) -> tuple[Change, ...]:
    """Stored changes; those of settings that are gone, or of values that are none any more, left out."""
    read = []
    for row in rows:
        try:
            setting = declarations.setting(row.key)
            old, new = (
                setting.default if text is None else setting.kind.read(json.loads(text))
                for text in (row.old, row.new)
            )
        except (UserError, ValueError):
            continue
        read.append(Change(row.change_id, row.key, old, new, row.way, row.changed_by, row.changed_at))
    return tuple(read)


def written(change: Change, declarations: Declarations) -> StoredChange:
    """A change for the tables; the default is no value there, so that another one may take its place."""
    setting = declarations.setting(change.key)
    old, new = (
        None if value == setting.default else json.dumps(setting.kind.dump(value), ensure_ascii=False)
        for value in (change.old, change.new)
    )
    return StoredChange(
        change.change_id, change.key, old, new, change.way, change.changed_by, change.changed_at
    )
