"""The tables `command_syncs` and `command_ids`. Scope 0 is everywhere, another one a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.database.interface import Reader, Transaction

EVERYWHERE = 0


@dataclass(frozen=True, slots=True)
class Sync:
    """What Discord was last told for a scope."""

    fingerprint: str
    ids: Mapping[str, int]
    """The ids Discord gave the top-level commands, by name."""


async def syncs(on: Reader) -> dict[int, Sync]:
    """The last sync of each scope."""
    fingerprints = await on.fetch_all("SELECT scope_id, fingerprint FROM command_syncs")
    ids = await on.fetch_all("SELECT scope_id, name, command_id FROM command_ids")
    return {
        row["scope_id"]: Sync(
            row["fingerprint"],
            {entry["name"]: entry["command_id"] for entry in ids if entry["scope_id"] == row["scope_id"]},
        )
        for row in fingerprints
    }


async def put(tx: Transaction, scope_id: int, sync: Sync) -> None:
    """Remember a scope's sync in place of the one before."""
    await drop(tx, scope_id)
    await tx.execute(
        "INSERT INTO command_syncs (scope_id, fingerprint) VALUES (:scope_id, :fingerprint)",
        scope_id=scope_id,
        fingerprint=sync.fingerprint,
    )
    for name, command_id in sync.ids.items():
        await tx.execute(
            "INSERT INTO command_ids (scope_id, name, command_id) VALUES (:scope_id, :name, :command_id)",
            scope_id=scope_id,
            name=name,
            command_id=command_id,
        )


async def drop(tx: Transaction, scope_id: int) -> None:
    """Forget a scope."""
    await tx.execute("DELETE FROM command_syncs WHERE scope_id = :scope_id", scope_id=scope_id)
