"""The demo as a page, and what is done in it to the server that everybody sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from demo.lounge import Lounge
from demo.page import Site, reserve, served
from tests.demo.browser import follow, index, tab


@pytest.fixture
async def site(own_lounge: Lounge) -> AsyncIterator[Site]:
    async with served(own_lounge, reserve(0)) as opened:
        yield opened
        assert not opened.driving.done()


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def test_the_clock_is_moved_from_the_page(
    own_lounge: Lounge, site: Site, browser: aiohttp.ClientSession
) -> None:
    before = own_lounge.world.now()
    async with tab(await follow(site, browser, "general")) as shown:
        receipt = await shown.run("demo time", to="1h")
        assert receipt["settlement"] == "settled", receipt
        async with asyncio.timeout(30):
            while own_lounge.world.now() - before < timedelta(hours=1):
                await shown.look()

    assert "In a moment it is <t:" in "".join(shown.texts)


async def test_a_channel_that_is_deleted_while_somebody_looks_at_it(
    own_lounge: Lounge, site: Site, browser: aiohttp.ClientSession
) -> None:
    async with tab(await follow(site, browser, "daily")) as shown:
        receipt = await shown.run("demo break", what="deleted")
        assert receipt["settlement"] == "settled", receipt
        async with asyncio.timeout(30):
            while shown.state["status"] == "current":
                await shown.look()
        assert shown.state["status"] == "access_denied"
    async with browser.get(f"{site.address}daily") as answer:
        assert answer.status == 404
    assert 'href="/daily"' not in await index(site, browser)

    await own_lounge.driver.travel_to(own_lounge.world.now() + timedelta(minutes=1))
    async with tab(await follow(site, browser, "daily")) as shown:
        assert shown.texts == []
