"""A small Discord in a process of its own, without a bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.loopback.harness import Discord, discord_running


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Discord]:
    async with discord_running(tmp_path) as running:
        yield running
