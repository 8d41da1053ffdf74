"""The lived-in server, made once for the tests of a file."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from demo.lounge import Lounge


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lounge() -> AsyncIterator[Lounge]:
    async with Lounge.open(address="http://127.0.0.1:8613/") as opened:
        yield opened
        assert opened.world.mishaps.take() is None
