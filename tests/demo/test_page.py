"""The demo as a page: an index, one channel beside it, whom one looks as."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
import pytest_asyncio

from demo.driver import TICK
from demo.lounge import DESK, Lounge
from demo.page import Site, is_demo, reserve, served
from demo.screen import PortTaken
from tests.demo.browser import follow, index, tab

ON_A_PAGE = 50
"""So many messages SimCord shows at once."""
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def site(lounge: Lounge) -> AsyncIterator[Site]:
    ports = reserve(0)
    async with served(lounge, ports) as opened:
        yield opened
        assert not opened.driving.done()
        await opened.be(lounge.world.member, "en-US")


@pytest_asyncio.fixture(loop_scope="module")
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def _be(site: Site, browser: aiohttp.ClientSession, person: str, locale: str) -> int:
    origin = {"Origin": site.address.rstrip("/")}
    form = {"person": person, "locale": locale}
    async with browser.post(f"{site.address}you", data=form, headers=origin) as answer:
        return answer.status


async def test_the_index_leads_to_every_channel(site: Site, browser: aiohttp.ClientSession) -> None:
    told = await index(site, browser)

    assert [place for place in ("general", "daily", "news", "dm") if f'href="/{place}"' in told] == [
        "general",
        "daily",
        "news",
        "dm",
    ]
    assert 'href="/moderators"' not in told
    assert "made up for the demo" in told
    assert "Friday, June 12, 2026" in told
    assert '<html lang="en">' in told
    for place in ("general", "daily", "news"):
        async with tab(await follow(site, browser, place)) as shown:
            assert shown.state["channel"]["name"] == place
            assert shown.texts
    async with tab(await follow(site, browser, "dm")) as shown:
        assert shown.state["channel"]["recipient"]["name"] == "Borahae"
        assert shown.texts


async def test_what_is_newest_is_seen_first(site: Site, browser: aiohttp.ClientSession) -> None:
    async with tab(await follow(site, browser, "general")) as shown:
        newest = shown.state["messages"][shown.state["targetId"]]

    assert "Welcome!" in newest["content"]
    assert re.search(r"\]\(<http://127\.0\.0\.1:\d+/>\)", newest["content"]), "it leads back to the index"


async def test_a_tab_of_before_learns_that_it_is_over(site: Site, browser: aiohttp.ClientSession) -> None:
    async with tab(await follow(site, browser, "general")) as old:
        await old.look()
        async with tab(await follow(site, browser, "daily")) as new:
            await new.look()
            with pytest.raises(aiohttp.ClientResponseError) as refused:
                await old.look()
    assert refused.value.status == 401, "which its script reads as a preview that is over, and says so"


async def test_a_command_run_in_the_page_is_answered_in_it(
    site: Site, browser: aiohttp.ClientSession
) -> None:
    async with tab(await follow(site, browser, "dm")) as shown:
        before = len(shown.texts)
        receipt = await shown.run("fact search", query="butter")
        assert receipt["settlement"] == "settled", receipt
        await shown.look()

    assert len(shown.texts) == before + 1
    assert "Butter" in shown.texts[-1]


async def test_a_page_at_the_end_of_a_channel_stays_there(
    lounge: Lounge, site: Site, browser: aiohttp.ClientSession
) -> None:
    haru = lounge.world.moderator
    await site.be(haru, "en-US")
    haru.go_to(DESK)
    for number in range(ON_A_PAGE + 2):
        async with lounge.driver.turn():
            await haru.write(f"note {number}")
    async with tab(await follow(site, browser, DESK)) as shown:
        await shown.run("help")
        await shown.look()
        assert shown.state["targetId"] == shown.state["timeline"][-1]

        receipt = await shown.act("history", direction="older")
        assert receipt["settlement"] == "settled", receipt
        await shown.look()
        last = shown.state["timeline"][-1]
        await shown.run("help")
        await shown.look()

    assert shown.state["timeline"][-1] == last, "who reads what was before is left to it"
    assert shown.state["history"]["hasAfter"]


async def test_person_and_language_are_chosen_on_theindex(site: Site, browser: aiohttp.ClientSession) -> None:
    assert await _be(site, browser, "Haru", "ko") == 200
    told = await index(site, browser)

    assert '<html lang="ko">' in told
    assert 'href="/moderators"' in told
    assert '<option value="Haru" selected>' in told
    assert "2026년 6월 12일 금요일" in told
    async with tab(await follow(site, browser, "general")) as shown:
        people = {person["id"]: person["name"] for person in shown.state["viewers"]}
        assert people[shown.state["viewerId"]] == "Haru"
        assert set(people.values()) == {"Haru", "Minji"}
        assert shown.state["profile"]["locale"] == "ko"
        assert any("어서 오세요!" in text for text in shown.texts)
    async with tab(await follow(site, browser, "moderators")) as shown:
        assert [person["name"] for person in shown.state["viewers"]] == ["Haru"]


@pytest.mark.parametrize("place", ["nowhere", "moderators"])
async def test_a_channel_that_is_not_there_for_this_person_is_said_to_be(
    site: Site, browser: aiohttp.ClientSession, place: str
) -> None:
    async with browser.get(f"{site.address}{place}") as answer:
        assert answer.status == 404
        assert "There is no such channel for you at the moment." in await answer.text()


async def test_nobody_else_reaches_it(site: Site, browser: aiohttp.ClientSession) -> None:
    refused = []
    for headers in ({"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        async with browser.get(f"{site.address}general", headers=headers) as answer:
            refused.append(answer.status)
    async with browser.post(f"{site.address}you", headers={"Origin": "http://evil.example"}) as answer:
        refused.append(answer.status)
    async with browser.post(f"{site.address}you", data={"person": "Haru", "locale": "xx"}) as answer:
        refused.append(answer.status)

    assert refused == [403, 403, 403, 403]
    assert await _be(site, browser, "Haru", "xx") == 400
    assert await _be(site, browser, "Nobody", "ko") == 400


async def test_it_asks_for_nothing_off_this_machine(site: Site, browser: aiohttp.ClientSession) -> None:
    async with browser.get(site.address) as answer:
        policy, told = answer.headers["Content-Security-Policy"], await answer.text()

    assert "default-src 'none'" in policy
    assert "http" not in told.replace("<!doctype html>", "").replace("http-equiv", "")


async def test_the_clock_runs_at_the_machines_pace(lounge: Lounge, site: Site) -> None:
    loop = asyncio.get_running_loop()
    began, before = loop.time(), lounge.world.now()
    async with asyncio.timeout(30):
        while lounge.world.now() - before < timedelta(seconds=1):
            async with aiohttp.ClientSession() as browser:
                await index(site, browser)

    went = (lounge.world.now() - before).total_seconds()
    assert went <= loop.time() - began + TICK


async def test_ports_are_taken_once(site: Site) -> None:
    port = int(site.address.split(":")[2].strip("/"))

    with pytest.raises(PortTaken, match=str(port)):
        reserve(port)
    assert await is_demo(port)
