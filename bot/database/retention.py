"""Nothing is kept longer than its table's declaration promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.database.interface import Transaction, to_millis

if TYPE_CHECKING:
    from bot.database.tables import Table


async def drop_expired(tx: Transaction, tables: Mapping[str, Table], now: datetime) -> int:
    """Delete the rows whose days are over, in every table that counts days; how many."""
    dropped = 0
    for name, table in tables.items():
        if table.keep_days is not None:
            before = now - timedelta(days=table.keep_days)
            dropped += await tx.execute(
                f"DELETE FROM {name} WHERE {table.keep_since} < :before",  # noqa: S608  # declared names
                before=to_millis(before),
            )
    return dropped
