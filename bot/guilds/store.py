"""The tables `guilds`, `settings`, `setting_changes` and `import_drafts`. Values are JSON text here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.database.interface import Reader, Row, Transaction, from_millis, to_millis


@dataclass(frozen=True, slots=True)
class StoredValue:
    """A value a server has set, as its row has it."""

    guild_id: int
    key: str
    value: str
    change_id: int
    set_by: int | None
    set_at: datetime


@dataclass(frozen=True, slots=True)
class StoredChange:
    """A setting's change, as its row has it; None stands for the default."""

    change_id: int
    key: str
    old: str | None
    new: str | None
    way: str
    changed_by: int | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A file somebody wants to import."""

    draft_id: int
    content: str
    plan: str
    """A fingerprint of what it would have changed when somebody last looked."""
    made_by: int
    made_at: datetime


async def join(tx: Transaction, guild_id: int, at: datetime) -> None:
    """Know a server; one that had left is back, with all it had set."""
    await tx.execute(
        "INSERT INTO guilds (guild_id, joined_at) VALUES (:guild_id, :at) "
        "ON CONFLICT (guild_id) DO UPDATE SET left_at = NULL, purge_at = NULL "
        "WHERE guilds.left_at IS NOT NULL",
        guild_id=guild_id,
        at=to_millis(at),
    )


async def is_known(on: Reader, guild_id: int) -> bool:
    """Whether a server is remembered, also one that has left."""
    row = await on.fetch_one("SELECT 1 FROM guilds WHERE guild_id = :guild_id", guild_id=guild_id)
    return row is not None


async def leave(tx: Transaction, guild_id: int, at: datetime, purge_at: datetime) -> int:
    """Mark a server as left, unless it is already; how many were."""
    return await tx.execute(
        "UPDATE guilds SET left_at = :at, purge_at = :purge_at "
        "WHERE guild_id = :guild_id AND left_at IS NULL",
        guild_id=guild_id,
        at=to_millis(at),
        purge_at=to_millis(purge_at),
    )


async def present(on: Reader) -> set[int]:
    """The servers that have not left, as far as is known."""
    rows = await on.fetch_all("SELECT guild_id FROM guilds WHERE left_at IS NULL")
    return {row["guild_id"] for row in rows}


async def absent(on: Reader) -> set[int]:
    """The servers that have left and are not purged yet."""
    rows = await on.fetch_all("SELECT guild_id FROM guilds WHERE left_at IS NOT NULL")
    return {row["guild_id"] for row in rows}


async def to_purge(on: Reader, now: datetime) -> list[int]:
    """The servers that were left, and whose time is over."""
    rows = await on.fetch_all("SELECT guild_id FROM guilds WHERE purge_at <= :now", now=to_millis(now))
    return [row["guild_id"] for row in rows]


async def all_values(on: Reader) -> list[StoredValue]:
    """What every server has set."""
    rows = await on.fetch_all("SELECT * FROM settings ORDER BY guild_id")
    return [_value(row) for row in rows]


async def values(on: Reader, guild_id: int) -> list[StoredValue]:
    """What a server has set."""
    rows = await on.fetch_all("SELECT * FROM settings WHERE guild_id = :guild_id", guild_id=guild_id)
    return [_value(row) for row in rows]


async def put(tx: Transaction, guild_id: int, change: StoredChange) -> None:
    """Make a change hold, and keep it in the history."""
    if change.new is None:
        tx.later(
            "DELETE FROM settings WHERE guild_id = :guild_id AND key = :key",
            guild_id=guild_id,
            key=change.key,
        )
    else:
        tx.later(
            "INSERT INTO settings (guild_id, key, value, change_id, set_by_user_id, set_at) "
            "VALUES (:guild_id, :key, :value, :change_id, :set_by, :set_at) "
            "ON CONFLICT (guild_id, key) DO UPDATE SET value = excluded.value, "
            "change_id = excluded.change_id, set_by_user_id = excluded.set_by_user_id, "
            "set_at = excluded.set_at",
            guild_id=guild_id,
            key=change.key,
            value=change.new,
            change_id=change.change_id,
            set_by=change.changed_by,
            set_at=to_millis(change.changed_at),
        )
    tx.later(
        "INSERT INTO setting_changes "
        "(guild_id, change_id, key, old_value, new_value, way, changed_by_user_id, changed_at) "
        "VALUES (:guild_id, :change_id, :key, :old, :new, :way, :changed_by, :changed_at)",
        guild_id=guild_id,
        change_id=change.change_id,
        key=change.key,
        old=change.old,
        new=change.new,
        way=change.way,
        changed_by=change.changed_by,
        changed_at=to_millis(change.changed_at),
    )


async def history(on: Reader, guild_id: int, most: int) -> list[StoredChange]:
    """A server's changes, the latest first; `most` interactions, with all that each changed at once."""
    rows = await on.fetch_all(
        "SELECT * FROM setting_changes WHERE guild_id = :guild_id AND change_id IN ("
        "SELECT change_id FROM setting_changes WHERE guild_id = :guild_id GROUP BY change_id "
        "ORDER BY MAX(changed_at) DESC, change_id DESC LIMIT :most) "
        "ORDER BY changed_at DESC, change_id DESC, key",
        guild_id=guild_id,
        most=most,
    )
    return [_change(row) for row in rows]


async def changes(on: Reader, guild_id: int, change_id: int) -> list[StoredChange]:
    """The changes that one interaction made."""
    rows = await on.fetch_all(
        "SELECT * FROM setting_changes WHERE guild_id = :guild_id AND change_id = :change_id ORDER BY key",
        guild_id=guild_id,
        change_id=change_id,
    )
    return [_change(row) for row in rows]


async def latest_of(on: Reader, guild_id: int, key: str, most: int = 1) -> list[StoredChange]:
    """A setting's latest changes; none when it never had one, or nobody knows any more."""
    rows = await on.fetch_all(
        "SELECT * FROM setting_changes WHERE guild_id = :guild_id AND key = :key "
        "ORDER BY changed_at DESC, change_id DESC LIMIT :most",
        guild_id=guild_id,
        key=key,
        most=most,
    )
    return [_change(row) for row in rows]


async def latest_change(on: Reader, guild_id: int) -> int | None:
    """The interaction that changed something last, ids being given in order of time."""
    row = await on.fetch_one(
        "SELECT MAX(change_id) AS change_id FROM setting_changes WHERE guild_id = :guild_id",
        guild_id=guild_id,
    )
    return None if row is None else row["change_id"]


async def put_draft(tx: Transaction, guild_id: int, draft: Draft) -> None:
    """Keep a file until somebody has looked at what it would change; a look anew replaces the plan."""
    await tx.execute(
        "INSERT INTO import_drafts (guild_id, draft_id, content, plan, made_by_user_id, made_at) "
        "VALUES (:guild_id, :draft_id, :content, :plan, :user_id, :at) "
        "ON CONFLICT (guild_id, draft_id) DO UPDATE SET plan = excluded.plan",
        guild_id=guild_id,
        draft_id=draft.draft_id,
        content=draft.content,
        plan=draft.plan,
        user_id=draft.made_by,
        at=to_millis(draft.made_at),
    )


async def draft(on: Reader, guild_id: int, draft_id: int) -> Draft | None:
    row = await on.fetch_one(
        "SELECT * FROM import_drafts WHERE guild_id = :guild_id AND draft_id = :draft_id",
        guild_id=guild_id,
        draft_id=draft_id,
    )
    if row is None:
        return None
    made_at = from_millis(row["made_at"])
    return Draft(draft_id, row["content"], row["plan"], row["made_by_user_id"], made_at)


async def drop_draft(tx: Transaction, guild_id: int, draft_id: int) -> None:
    await tx.execute(
        "DELETE FROM import_drafts WHERE guild_id = :guild_id AND draft_id = :draft_id",
        guild_id=guild_id,
        draft_id=draft_id,
    )


def _value(row: Row) -> StoredValue:
    return StoredValue(
        guild_id=row["guild_id"],
        key=row["key"],
        value=row["value"],
        change_id=row["change_id"],
        set_by=row["set_by_user_id"],
        set_at=from_millis(row["set_at"]),
    )


def _change(row: Row) -> StoredChange:
    return StoredChange(
        change_id=row["change_id"],
        key=row["key"],
        old=row["old_value"],
        new=row["new_value"],
        way=row["way"],
        changed_by=row["changed_by_user_id"],
        changed_at=from_millis(row["changed_at"]),
    )
