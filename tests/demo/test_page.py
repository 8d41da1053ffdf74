"""The demo as a page."""

from __future__ import annotations

import aiohttp

from demo.page import WELCOME, served
from demo.world import World


async def test_the_page_is_served_to_whoever_has_its_address(world: World) -> None:
    async with served(world) as address, aiohttp.ClientSession() as browser:
        async with browser.get(address) as page:
            assert page.status == 200
            assert "text/html" in page.headers["Content-Type"]
        async with browser.get(address.split("#")[0] + "api/state") as refused:
            assert refused.status in {401, 403}


async def test_someone_has_said_hello(world: World) -> None:
    async with served(world):
        assert world.history() == [f"Haru: {WELCOME}"]
