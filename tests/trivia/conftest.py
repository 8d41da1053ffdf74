"""A table to play at, and what tests ask of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.trivia.table import Table


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    async with Table.opened(tmp_path / "state") as opened:
        yield opened
