"""The lived-in server: one for all tests of a file that look around, one for each test that changes it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from demo.lounge import Lounge


@asynccontextmanager
async def _opened() -> AsyncIterator[Lounge]:
    async with Lounge.open(address="http://127.0.0.1:8613/") as opened:
        yield opened
        assert opened.world.mishaps.take() is None


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lounge() -> AsyncIterator[Lounge]:
    async with _opened() as opened:
        yield opened


@pytest.fixture
async def own_lounge() -> AsyncIterator[Lounge]:
    async with _opened() as opened:
        yield opened
