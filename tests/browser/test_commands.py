"""Commands from the picker to the answer, by keyboard and by mouse."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from demo.window import Window
from demo.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_picker_lists_every_command_and_fewer_as_one_types(world: World, window: Window) -> None:
    offered = {f"/{command.qualified_name}" for command in world.bot.command_book.offered()}
    await window.box.press_sequentially("/")
    await expect(window.commands).not_to_have_count(0)
    listed = [text.splitlines()[0] for text in await window.commands.all_inner_texts()]
    theirs = {f"/{name}" for name in world.member.available_commands()}
    assert set(listed) == theirs <= offered

    await window.box.press_sequentially("trivia l")
    await expect(window.commands).to_have_count(1)
    await expect(window.commands).to_contain_text("/trivia leaderboard")


async def test_by_keyboard_alone_from_the_first_letter_to_the_card(window: Window) -> None:
    await window.pick("fact search")
    await window.option("query").press_sequentially("정국")
    await expect(window.suggestions.first).to_have_text("Jung Kook · Person · 정국")
    await window.at_rest()
    await window.page.keyboard.press("Enter")
    await window.page.keyboard.press("Enter")

    await expect(window.last.locator("h2")).to_have_text("Jung Kook")
    await expect(window.last).to_contain_text("Minji used /fact")


async def test_by_mouse_alone_but_for_what_is_looked_up(window: Window) -> None:
    await window.box.press_sequentially("/")
    await window.commands.filter(has_text="/fact search").click()
    await window.option("query").fill("dynamite")
    await window.suggestions.get_by_text("Dynamite · Song").click()
    await window.send()
    await expect(window.last.locator("h2")).to_have_text("Dynamite")

    await window.choose("Dynamite gave BTS", of="Other matches")
    await expect(window.last).to_contain_text("Dynamite gave BTS their first number one")

    await window.press("Source")
    await expect(window.last).to_contain_text("Only you can see this")
    await expect(window.last.locator("h2")).to_have_text("Where this comes from")


async def test_a_book_is_leafed_through_and_opened_at_a_page(window: Window) -> None:
    await window.run("fact about", subject="BTS")
    first = await window.last.locator(".component-section").first.inner_text()
    await expect(window.button("← Back")).to_be_disabled()
    await window.press("Next →")
    await expect(window.button("Page 2 of")).to_be_visible()
    assert await window.last.locator(".component-section").first.inner_text() != first

    await window.press("Page 2 of")
    await expect(window.form).to_contain_text("Go to page")
    await window.form.get_by_label("Page number").fill("1")
    await window.submit()

    await expect(window.button("Page 1 of")).to_be_visible()
    await expect(window.last.locator(".component-section").first).to_have_text(first.replace("\n", ""))


async def test_what_a_command_needs_is_asked_for_before_it_runs(window: Window) -> None:
    before = await window.messages.count()
    await window.pick("fact search")
    await window.page.keyboard.press("Enter")

    await expect(window.page.get_by_text("This field is required.")).to_be_visible()
    assert await window.messages.count() == before
