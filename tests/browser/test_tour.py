"""The tour in the browser: through the index at the demo's address, in a server that is lived in.

One server for the whole file, in the order of the tour; its clock runs meanwhile.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.streaming import chart_picture
from demo.breaking import MENDS_AFTER
from demo.goal import GOAL
from demo.lounge import CAST, Lounge
from demo.page import Site, reserve, served
from demo.window import Window
from tests.browser.conftest import DESKTOP, PHONE, Watched
from tests.conftest import _faults_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass
class Demo:
    """The demo that runs, and a watch that a test turns on."""

    lounge: Lounge
    site: Site
    wrist: list[float]


class Visitor:
    """A browser at the demo's index; each place it goes to is a new tab."""

    def __init__(self, demo: Demo, context: BrowserContext) -> None:
        self.demo, self.context = demo, context
        self.expired = False
        """Whether an old tab is to complain that it is refused."""

    async def index(self) -> Page:
        """The index, in a tab of its own."""
        page = await self.context.new_page()
        await page.goto(self.demo.site.address)
        return page

    async def go_to(self, place: str) -> Window:
        """Follow a link of the index."""
        page = await self.index()
        await page.get_by_role("link", name=place).click()
        window = Window(page)
        await expect(window.box).to_be_visible()
        await window.at_rest()
        return window

    async def be(self, person: str, language: str) -> Page:
        """Say in the index who one is."""
        page = await self.index()
        await page.locator("select[name=person]").select_option(person)
        await page.locator("select[name=locale]").select_option(label=language)
        await page.get_by_role("button").click()
        return page


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo() -> AsyncIterator[Demo]:
    wrist = [0.0]
    ports = reserve(0)
    async with (
        Lounge.open(wrist=lambda: wrist[0], address=ports.address) as lounge,
        served(lounge, ports) as site,
    ):
        yield Demo(lounge, site, wrist)
        assert _faults_of(lounge.world) == []
    ports.index.close()


@pytest.fixture
def viewport() -> tuple[int, int]:
    """The page's width and height, for a test to choose."""
    return DESKTOP


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(chromium: Browser, demo: Demo, viewport: tuple[int, int]) -> AsyncIterator[Visitor]:
    """In the end nothing was asked of another machine, and the console is clean."""
    width, height = viewport
    context = await chromium.new_context(viewport={"width": width, "height": height})
    watched, visiting = Watched(context), Visitor(demo, context)
    yield visiting
    await context.close()
    assert watched.asked > 0
    assert watched.elsewhere == []
    if visiting.expired:
        # refused by the next channel, or asked in the moment between the two, when nobody listens
        known = ("401", "ERR_CONNECTION_REFUSED")
        assert [one for one in watched.complaints if not any(told in one for told in known)] == []
    else:
        assert watched.complaints == []
    assert not demo.site.driving.done()


async def _choose(window: Window, option: str, choice: str) -> None:
    """Fill in an option with one of its choices."""
    await window.option(option).fill(choice)
    await window.suggestions.get_by_text(choice, exact=True).click()


async def test_one_looks_something_up_and_where_it_comes_from(visitor: Visitor) -> None:
    window = await visitor.go_to("#general")
    await expect(window.last).to_contain_text("Welcome! Five things to try in two minutes:")
    await expect(window.last).to_contain_text("made up for the demo")

    await window.run("fact search", query="dynamite")
    await expect(window.last.locator("h2")).to_have_text("Dynamite")
    await window.press("Source")

    await expect(window.last.locator("h2")).to_have_text("Where this comes from")


async def test_one_sees_what_happened_on_this_day(visitor: Visitor) -> None:
    window = await visitor.go_to("#general")
    await window.run("onthisday")

    await expect(window.last.locator("h2")).to_have_text("June 12")
    await expect(window.last).to_contain_text("2 Cool 4 Skool")


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
async def test_one_plays_a_round_against_simulated_members(visitor: Visitor) -> None:
    driver = visitor.demo.lounge.driver
    window = await visitor.go_to("#general")
    await window.run("trivia start", questions="3")
    await window.press("Begin now")
    card = window.messages.filter(has_text="Question 1 of 3")
    await expect(card).to_be_visible()
    await window.press("A ·")
    await expect(window.last).to_contain_text("Locked in: A.")

    await driver.travel_to(driver.world.now() + timedelta(minutes=2))

    podium = window.messages.filter(has_text="Thank you for playing!").last
    for name in ("Minji", *(name for name, _ in CAST)):
        await expect(podium).to_contain_text(name)
    assert await window.fits()


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
async def test_one_sees_how_a_goal_stands_after_a_year(visitor: Visitor) -> None:
    window = await visitor.go_to("#general")
    await window.run("goal show", goal=GOAL)

    await expect(window.last.locator("h2")).to_have_text(GOAL)
    await expect(window.last).to_contain_text("Likely reached between")
    drawn = window.last.locator("img[alt^='Chart of']")
    await expect(drawn).to_be_visible()
    assert await drawn.evaluate("(image) => image.naturalWidth") == chart_picture.WIDTH
    assert await window.fits()


async def test_haru_moves_the_daily_post_and_the_clock_to_it(visitor: Visitor) -> None:
    window = await visitor.go_to("#general")
    await window.become("Haru")
    await window.run("settings")
    await expect(window.last.locator("h2")).to_have_text("Settings · General")
    await window.run("configure daily", time="7:00")
    await expect(window.last).to_contain_text("Saturday, June 13, 2026 at 7:00")
    await window.pick("demo time")
    await _choose(window, "to", "the next daily post")
    await window.send()
    await expect(window.last).to_contain_text("In a moment it is Saturday, June 13, 2026 at 7:00")

    daily = await visitor.go_to("#daily")

    await expect(daily.last.locator("h2")).to_have_text("June 13 · On this day")
    visitor.expired = True


async def test_what_breaks_mends_by_itself(visitor: Visitor) -> None:
    window = await visitor.go_to("#general")
    await window.pick("demo break")
    await _choose(window, "what", "Take Send Messages away from me in #daily")
    await window.send()
    await expect(window.last).to_contain_text("I may not send messages in #daily any more.")

    visitor.demo.wrist[0] += MENDS_AFTER

    await expect(window.last).to_contain_text("The bot may send messages in #daily again.")
    await expect(window.last).to_contain_text("Demo")


async def test_what_stands_there_works_after_a_restart(visitor: Visitor) -> None:
    window = await visitor.go_to("#general")
    await window.run("fact search", query="dynamite")
    await window.run("demo restart")
    await expect(window.messages.filter(has_text="The bot has started anew.")).to_have_count(1)

    await window.press("Source")

    await expect(window.last.locator("h2")).to_have_text("Where this comes from")


async def test_an_old_tab_says_that_it_is_over(visitor: Visitor) -> None:
    visitor.expired = True
    old = await visitor.go_to("#general")
    await visitor.go_to("#news")

    await expect(old.page.get_by_text("Preview session is unavailable.")).to_be_visible()


async def test_another_person_finds_other_channels_in_their_language(visitor: Visitor) -> None:
    index = await visitor.index()
    await expect(index.get_by_role("link", name="#moderators")).to_have_count(0)

    index = await visitor.be("Haru", "한국어")

    await expect(index.locator("html")).to_have_attribute("lang", "ko")
    await expect(index.get_by_role("link", name="#moderators")).to_be_visible()
    window = await visitor.go_to("#general")
    await expect(window.page.get_by_label("Viewing as").locator("option:checked")).to_have_text("Haru")
    await window.run("onthisday")
    await expect(window.last.locator("h2")).to_have_text("6월 13일")
    await window.run("fact search", query="정국")
    await window.press("출처")
    await expect(window.last).to_contain_text("출처")
    await visitor.be("Minji", "English")
