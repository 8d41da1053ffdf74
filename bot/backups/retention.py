"""Which backups are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

_NAME = re.compile(r"borahae\.auto-(?P<stamp>\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z)\.sqlite3")
_STAMP = "%Y-%m-%dT%H-%M-%SZ"


def name_of(made_at: datetime) -> str:
    """What a backup made at an instant is called."""
    return f"borahae.auto-{made_at.astimezone(UTC).strftime(_STAMP)}.sqlite3"


def made_at(name: str) -> datetime | None:
    """When a backup of that name was made; None for a file that is none of these."""
    match = _NAME.fullmatch(name)
    return datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC) if match else None


def superfluous(names: Iterable[str], keep: int) -> list[str]:
    """Those beyond the newest `keep`, oldest first; files of other names are nobody's to delete."""
    ours = sorted(name for name in names if made_at(name) is not None)
    return ours[: max(0, len(ours) - keep)]
