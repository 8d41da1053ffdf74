"""Korean is drawn as Hangul, in text and in pictures, and not as the boxes of a font that lacks it."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageOps
from playwright.async_api import Locator, expect

from bot.anniversaries import month_picture
from demo.window import Window
from demo.world import World

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("_hangul"),
    pytest.mark.parametrize("server_locale", ["ko"]),
]

UNASSIGNED = "\u0378"
"""A code point without a character, for which every font has the same box."""
_AS_DRAWN = """(element, text) => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    pen.font = "48px " + getComputedStyle(element).fontFamily;
    pen.fillText(text, 20, 80);
    return canvas.toDataURL();
}"""
_BYTES = """async (image) => {
    const answer = await fetch(image.src);
    return Array.from(new Uint8Array(await answer.arrayBuffer()));
}"""


async def test_a_card_in_korean_is_drawn_in_hangul(world: World, window: Window) -> None:
    world.member.speak("ko")
    await window.run("fact search", query="정국")
    body = window.last.locator(".markdown-paragraph").first
    text = await body.inner_text()
    syllables = sorted({letter for letter in text if "가" <= letter <= "힣"})
    assert len(syllables) > 10
    await expect(window.button("출처")).to_be_visible()

    drawn = {letter: await body.evaluate(_AS_DRAWN, letter) for letter in (*syllables, UNASSIGNED)}

    assert len(set(drawn.values())) == len(drawn)


async def test_a_months_picture_has_its_weekdays_in_hangul(world: World, window: Window) -> None:
    world.member.speak("ko")
    await window.run("anniversaries month")
    picture = window.last.locator("img")
    await expect(picture).to_be_visible()

    page = await _loaded(picture)

    assert page.width == month_picture.WIDTH
    for one, other in combinations(_weekdays(page), 2):
        assert _unlike(one, other)


async def _loaded(picture: Locator) -> Image.Image:
    """A picture as the browser has it, in its own size."""
    return Image.open(BytesIO(bytes(await picture.evaluate(_BYTES)))).convert("L")


def _weekdays(page: Image.Image) -> list[Image.Image]:
    """The seven letters above the columns, each cut out and as large as the others."""
    width = (page.width - 80) / 7
    letters = []
    for column in range(7):
        middle = 40 + column * width + width / 2 - 5
        cell = ImageOps.invert(page.crop((round(middle - 30), 150, round(middle + 30), 205)))
        ink = ImageOps.autocontrast(cell).point(lambda shade: 255 if shade > 90 else 0)
        letters.append(ink.crop(ink.getbbox()).resize((32, 32)))
    return letters


def _unlike(one: Image.Image, other: Image.Image) -> bool:
    """Whether more than a twentieth of two letters differs."""
    changed = ImageChops.difference(one, other).histogram()[128:]
    return sum(changed) > 32 * 32 / 20
