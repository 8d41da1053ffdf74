"""A round of trivia, pressed by two people in the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import expect

from bot.trivia.round import LOBBY, REVEAL
from demo.window import Window
from demo.world import World
from tests.browser.conftest import PHONE
from tests.journeys.rounds import right_answer, wrong_answer

pytestmark = pytest.mark.asyncio(loop_scope="session")

TIME_UP = timedelta(seconds=21)


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
async def test_a_round_from_the_lobby_to_the_podium(world: World, window: Window) -> None:
    await window.pick("trivia start")
    await window.fill("questions", "1")
    await window.send()
    await expect(window.last).to_contain_text("It begins")
    await expect(window.last).to_contain_text("Everybody can play.")
    await world.travel(LOBBY)
    await window.look_again()
    card = window.messages.filter(has_text="Question 1 of 1")
    await expect(card.get_by_role("button")).to_have_count(5)  # four answers, and Discord's own

    right, wrong = await right_answer(world), await wrong_answer(world)
    await window.press(right)
    await expect(window.last).to_contain_text(f"Locked in: {right[0]}.")
    await window.become("Haru")
    await expect(window.page.get_by_text("Locked in")).to_have_count(0)
    await window.press(wrong)
    await expect(window.last).to_contain_text(f"Locked in: {wrong[0]}.")
    await window.press(right)
    await expect(window.last).to_contain_text(f"{wrong[0]}")

    await world.travel(TIME_UP)
    await window.look_again()
    await expect(card).to_contain_text(f"✅ {right} · right · 1 person")
    await expect(card).to_contain_text("Right: Minji")
    await world.travel(REVEAL)
    await window.look_again()
    podium = window.messages.filter(has_text="That was the last question.")
    await expect(podium).to_contain_text("1. Minji")
    await expect(podium).to_contain_text("2. Haru · 0 points")
    await window.press("What I missed")
    await expect(window.last).to_contain_text("Only you can see this")
    assert await window.fits()
