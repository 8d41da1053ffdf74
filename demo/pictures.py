"""Pictures of the main cards and of the page, to look at: `python -m demo --screenshots DIR`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from bot.trivia.round import LOBBY, REVEAL
from demo.browser import browser
from demo.forms import Impossible
from demo.people import Person, Reply
from demo.screen import general
from demo.window import Window
from demo.world import World

if TYPE_CHECKING:
    from playwright.async_api import Browser

DESKTOP, PHONE = (1280, 900), (390, 844)
_TALLEST = 3000
"""Pixels; so high is a tab while a card is taken, so that the whole of it is in sight."""
_THINKING, _TIME_UP = timedelta(seconds=2.4), timedelta(seconds=10)
"""What a player takes, and what is left of a question's time when five have answered."""
_WEEK = timedelta(weeks=1)
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
            async with World.open(server_locale=locale) as world, general(world) as address:
                for person in (world.member, world.moderator):
                    person.speak(locale)
                tabs = [(look, await _tab(running, address, look, tall=True)) for look in looks]
                async for sight in sights(world):
                    for look, tab in tabs:
                        await picture(tab, sight, folder / f"{sight.name}-{look.name}.png")
                        taken += 1
                for look, tab in tabs:
                    await tab.page.context.close()
                    page = await _tab(running, address, look)
                    await page.last.scroll_into_view_if_needed()
                    await page.page.screenshot(path=folder / f"page-{look.name}.png")
                    await page.page.context.close()
                    taken += 1
        return taken


async def sights(world: World) -> AsyncIterator[Sight]:
    """The main cards, each as it stands while it is looked at."""
    member, moderator = world.member, world.moderator
    yield Sight("help", member, await member.slash("/help"))
    yield Sight("fact", member, await member.slash("/fact search", query="dynamite"))
    yield Sight("about", member, await member.slash("/fact about", subject="Jung Kook"))
    yield Sight("on-this-day", member, await member.slash("/onthisday", date="06-13"))
    yield Sight("month", member, await member.slash("/anniversaries month"))
    async for sight in _trivia(world):
        yield sight
    yield Sight("leaderboard", member, await member.slash("/trivia leaderboard"))
    yield Sight("goal", member, await _goal(world))
    yield Sight(
        "settings", moderator, await moderator.slash("/configure daily", channel=world.general, time="9:00")
    )
    await world.travel(timedelta(hours=13))
    yield Sight("daily", member, world.posted(world.general)[-1])


async def _trivia(world: World) -> AsyncIterator[Sight]:
    """A round that five people play; each letter is somebody's, so that somebody is right."""
    people = [world.moderator, world.member, *(world.person(name) for name in ("Sora", "Jiwoo", "도윤"))]
    questions = 3
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


async def _goal(world: World) -> Reply:
    """A goal with a year of weekly readings, which are made up."""
    moderator = world.moderator
    start = world.now() - 52 * _WEEK
    preview = await moderator.slash(
        "/goal create",
        what="Dynamite",
        target="2B",
        unit="streams",
        start="1.5B",
        milestones="every 100M",
        deadline=f"{world.now() + 26 * _WEEK:%Y-%m-%d %H:%M}",
    )
    await moderator.press(preview.buttons[0].label, on=preview)
    for week in range(53):
        total = 1_500_000_000 + week * 7_000_000 + (week * 7919 % 23) * 150_000
        when = start + week * _WEEK
        await moderator.slash(
            "/goal reading", goal="Dynamite", total=str(total), when=f"{when:%Y-%m-%d %H:%M}"
        )
    return await world.member.slash("/goal show", goal="Dynamite")


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
