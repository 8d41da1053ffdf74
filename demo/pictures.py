"""Pictures of the main cards and of the page, to look at: `python -m demo --screenshots DIR`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from bot.trivia.round import LOBBY, REVEAL
from demo.browser import browser
from demo.forms import Impossible
from demo.goal import GOAL
from demo.lounge import Lounge
from demo.people import Person, Reply
from demo.screen import Screen
from demo.window import Window

if TYPE_CHECKING:
    from playwright.async_api import Browser

DESKTOP, PHONE = (1280, 900), (390, 844)
_TALLEST = 3000
"""Pixels; so high is a tab while a card is taken, so that the whole of it is in sight."""
_THINKING, _TIME_UP = timedelta(seconds=2.4), timedelta(seconds=12)
"""What a player takes, and what is left of a question's time when four have answered."""
ON_THE_PAGE = ("fact", "podium", "goal", "daily")
"""The cards that are shown amid the page as well."""
_TURN_LIGHT = """async () => {
    const turned = (hex) => {
        const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
        const most = Math.max(...parts), least = Math.min(...parts), light = (most + least) / 2;
        const coloured = most - least > 0.2;
        if (coloured && light < 0.75) return hex;
        const wanted = coloured || light > 0.5 ? 1.1 - light : 1.12 - light * 0.65;
        const part = (of) => Math.round(255 * Math.min(1, Math.max(0, of - light + wanted)));
        return "#" + parts.map((of) => part(of).toString(16).padStart(2, "0")).join("");
    };
    const dark = await (await fetch("/preview.css")).text();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(dark.replace(/@font-face *[{][^}]*[}]/g, "")
        .replace("color-scheme: dark", "color-scheme: light")
        .replace(/#fff(?![0-9a-f])/gi, "#ffffff")
        .replace(/#[0-9a-f]{6}(?![0-9a-f])/gi, turned)
        + ":is(.button-style-1, .button-style-3, .button-style-4, .button-primary, .message-app-badge,"
        + " .brand-mark, .message-avatar) { color: white !important; }");
    document.adoptedStyleSheets = [sheet];
}"""
"""SimCord's page has Discord's dark theme alone. Its greys are turned over, which is not Discord's light
theme but near enough to see how a card does on a light ground."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a reader's screen is."""

    name: str
    locale: str
    size: tuple[int, int]
    light: bool = False


LOOKS = {
    "en-US": (
        Look("en-dark-desktop", "en-US", DESKTOP),
        Look("en-light-desktop", "en-US", DESKTOP, light=True),
        Look("en-dark-phone", "en-US", PHONE),
        Look("en-light-phone", "en-US", PHONE, light=True),
    ),
    "ko": (Look("ko-dark-desktop", "ko", DESKTOP), Look("ko-light-phone", "ko", PHONE, light=True)),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """A card in #general, and who sees it."""

    name: str
    viewer: Person
    card: Reply

    @property
    def message_id(self) -> int:
        if self.card.message is None:
            raise Impossible("a form is no card")
        return self.card.message.id


async def take(folder: Path) -> int:
    """Write all pictures into a folder, as PNG; how many there are.

    Raises:
        NoBrowser: there is no browser to take them with.
    """
    async with browser() as running:
        taken = 0
        for locale, looks in LOOKS.items():
            async with Lounge.open() as lounge, _shown(lounge, locale) as address:
                tabs = [(look, await _tab(running, address, look, tall=True)) for look in looks]
                seen: dict[str, Sight] = {}
                async for sight in sights(lounge):
                    seen[sight.name] = sight
                    for look, tab in tabs:
                        await picture(tab, sight, folder / f"{sight.name}-{look.name}.png")
                        taken += 1
                for look, tab in tabs:
                    await tab.page.context.close()
                    page = await _tab(running, address, look)
                    for name in ON_THE_PAGE:
                        await page.bring_to_the_middle(seen[name].message_id)
                        await page.page.screenshot(path=folder / f"page-{name}-{look.name}.png")
                        taken += 1
                    await page.page.context.close()
        return taken


@asynccontextmanager
async def _shown(lounge: Lounge, locale: str) -> AsyncIterator[str]:
    """The address of #general, where all speak a language."""
    world = lounge.world
    if locale != "en-US":
        await lounge.speak(locale)
    people = (world.member, world.moderator)
    async with Screen.on(lounge.driver, world.general, people, locale=locale, port=0) as screen:
        yield screen.address


async def sights(lounge: Lounge) -> AsyncIterator[Sight]:
    """The main cards, each as it stands while it is looked at."""
    world = lounge.world
    member, moderator = world.member, world.moderator
    yield Sight("help", member, await member.slash("/help"))
    yield Sight("fact", member, await member.slash("/fact search", query="dynamite"))
    yield Sight("about", member, await member.slash("/fact about", subject="Jung Kook"))
    yield Sight("on-this-day", member, await member.slash("/onthisday", date="06-13"))
    yield Sight("month", member, await member.slash("/anniversaries month"))
    async for sight in _trivia(lounge):
        yield sight
    yield Sight("leaderboard", member, await member.slash("/trivia leaderboard"))
    yield Sight("goals", member, await member.slash("/goal list"))
    goal = await member.slash("/goal show", goal=GOAL)
    yield Sight("goal", member, goal)
    yield Sight("my-logs", member, await member.press(goal.buttons[1].label, on=goal))
    yield Sight("privacy", member, await member.slash("/privacy view"))
    yield Sight(
        "settings", moderator, await moderator.slash("/configure daily", channel=world.general, time="9:00")
    )
    await world.travel(timedelta(hours=13))
    yield Sight("daily", member, world.posted(world.general)[-1])


async def _trivia(lounge: Lounge) -> AsyncIterator[Sight]:
    """A round that four people play; each letter is somebody's, so that somebody is right."""
    world, questions = lounge.world, 3
    simulated = (person for person, _ in lounge.driver.members.people)
    people = [world.moderator, world.member, *simulated]
    lobby = await world.moderator.slash("/trivia start", questions=questions)
    yield Sight("lobby", world.member, lobby)
    await world.travel(LOBBY)
    for number in range(questions):
        card = world.posted(world.general)[-1]
        if number == 0:
            yield Sight("question", world.member, card)
        for person, letter in zip(people, islice(cycle("ABCD"), number, None), strict=False):
            await world.travel(_THINKING)
            await person.press(letter, on=card)
        await world.travel(_TIME_UP)
        if number == 0:
            yield Sight("reveal", world.member, world.posted(world.general)[-1])
        await world.travel(REVEAL)
    yield Sight("podium", world.member, world.posted(world.general)[-1])


async def _tab(running: Browser, address: str, look: Look, *, tall: bool = False) -> Window:
    """A tab of its own; a tall one is never resized, which would be an action among those of other tabs."""
    width, height = look.size
    context = await running.new_context(
        viewport={"width": width, "height": _TALLEST if tall else height},
        color_scheme="light" if look.light else "dark",
        locale=look.locale,
    )
    tab = Window(await context.new_page())
    await tab.open(address)
    if look.light:
        await turn_light(tab)
    return tab


async def turn_light(tab: Window) -> None:
    """Show a page on a light ground."""
    await tab.page.evaluate(_TURN_LIGHT)


async def picture(tab: Window, sight: Sight, path: Path) -> None:
    """Write a picture of a card, as its viewer sees it."""
    await tab.become(sight.viewer.name)
    await tab.look_again()
    message = tab.message(sight.message_id)
    if await message.locator("time.discord-timestamp").count():
        await _draw_anew(tab, sight.viewer.name)
    await message.screenshot(path=path)


async def _draw_anew(tab: Window, viewer: str) -> None:
    """Load a page once more: SimCord's keeps a message as it was drawn, and so how soon everything is."""
    light = await tab.page.evaluate("document.adoptedStyleSheets.length > 0")
    await tab.page.reload()
    await tab.become(viewer)
    if light:
        await turn_light(tab)
