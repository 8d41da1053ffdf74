"""The tables `review_items` and `reports`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from bot.database.interface import Reader, Row, Transaction, from_millis, to_millis
from bot.review.model import Address, Item

_OPEN = (
    "SELECT i.guild_id, i.kind, i.item_id, i.opened_at, r.remark FROM review_items AS i "
    "LEFT JOIN reports AS r ON r.guild_id = i.guild_id AND r.kind = i.kind AND r.item_id = i.item_id "
    "WHERE i.guild_id = :guild_id AND i.decision IS NULL"
)


async def open_item(tx: Transaction, at: Address, now: datetime) -> bool:
    """Put something into the queue, also when it was decided before; whether it was not in it."""
    changed = await tx.execute(
        "INSERT INTO review_items (guild_id, kind, item_id, opened_at) "
        "VALUES (:guild_id, :kind, :item_id, :now) "
        "ON CONFLICT (guild_id, kind, item_id) DO UPDATE SET opened_at = excluded.opened_at, "
        "decision = NULL, decided_by_user_id = NULL, decided_at = NULL "
        "WHERE review_items.decision IS NOT NULL",
        now=to_millis(now),
        **asdict(at),
    )
    return changed > 0


async def put_report(tx: Transaction, at: Address, user_id: int, remark: str, now: datetime) -> None:
    """Keep what somebody says about an item; it replaces what they said before."""
    await tx.execute(
        "INSERT INTO reports (guild_id, kind, item_id, user_id, remark, reported_at) "
        "VALUES (:guild_id, :kind, :item_id, :user_id, :remark, :now) "
        "ON CONFLICT (guild_id, kind, item_id, user_id) DO UPDATE SET remark = excluded.remark, "
        "reported_at = excluded.reported_at",
        user_id=user_id,
        remark=remark,
        now=to_millis(now),
        **asdict(at),
    )


async def queue(on: Reader, guild_id: int) -> list[Item]:
    """What awaits a decision, the oldest first."""
    rows = await on.fetch_all(
        f"{_OPEN} ORDER BY i.opened_at, i.kind, i.item_id, r.reported_at", guild_id=guild_id
    )
    return _items(rows)


async def item(on: Reader, at: Address) -> Item | None:
    """An item that awaits a decision; None when there is none, or it was decided."""
    rows = await on.fetch_all(
        f"{_OPEN} AND i.kind = :kind AND i.item_id = :item_id ORDER BY r.reported_at", **asdict(at)
    )
    return next(iter(_items(rows)), None)


async def reported_by(on: Reader, guild_id: int, kind: str, people: int) -> frozenset[str]:
    """The items of a kind that so many people or more have reported, and nobody has decided."""
    rows = await on.fetch_all(
        "SELECT r.item_id FROM reports AS r JOIN review_items AS i "
        "ON i.guild_id = r.guild_id AND i.kind = r.kind AND i.item_id = r.item_id "
        "WHERE r.guild_id = :guild_id AND r.kind = :kind AND i.decision IS NULL "
        "GROUP BY r.item_id HAVING COUNT(*) >= :people",
        guild_id=guild_id,
        kind=kind,
        people=people,
    )
    return frozenset(row["item_id"] for row in rows)


async def decide(tx: Transaction, at: Address, decision: str, user_id: int, now: datetime) -> None:
    """Take an item out of the queue; who reported it is no longer needed."""
    await tx.execute(
        "UPDATE review_items SET decision = :decision, decided_by_user_id = :user_id, decided_at = :now "
        "WHERE guild_id = :guild_id AND kind = :kind AND item_id = :item_id",
        decision=decision,
        user_id=user_id,
        now=to_millis(now),
        **asdict(at),
    )
    await tx.execute(
        "DELETE FROM reports WHERE guild_id = :guild_id AND kind = :kind AND item_id = :item_id",
        **asdict(at),
    )


def _items(rows: list[Row]) -> list[Item]:
    """One item for the rows of its reports, which follow each other."""
    items: dict[Address, Item] = {}
    for row in rows:
        at = Address(row["guild_id"], row["kind"], row["item_id"])
        before = items[at].remarks if at in items else ()
        remarks = (*before, row["remark"]) if row["remark"] is not None else before
        items[at] = Item(at, from_millis(row["opened_at"]), remarks)
    return list(items.values())
