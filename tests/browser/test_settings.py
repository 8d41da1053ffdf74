"""The moderators' panel in the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.async_api import expect

from demo.window import Window
from demo.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_daily_post_is_set_up_by_lists_and_forms(world: World, window: Window) -> None:
    daily = world.server.text_channel("daily")
    await window.become("Haru")
    await window.run("settings")
    await window.choose("Daily post", of="Other settings")
    await expect(window.last.locator("h2")).to_have_text("Settings · Daily post")
    await expect(window.last).to_contain_text("The daily post is off.")

    await window.press("Channel")
    await window.choose_in_form("daily")
    await window.submit()
    await expect(window.last).to_contain_text("Done.")
    await expect(window.last).to_contain_text("Channel: #daily")

    await window.press("Time")
    await window.form.get_by_label("Time").fill("07:45")
    await window.submit()
    await expect(window.last).to_contain_text("The next post comes Saturday, June 13, 2026 at 7:45")
    await window.press("Undo the latest")
    await expect(window.last).to_contain_text("Time: 9 in the morning")
    assert world.posted(daily) == []


async def test_what_cannot_be_read_is_said_and_changes_nothing(window: Window) -> None:
    await window.become("Haru")
    await window.run("settings")
    await window.choose("Daily post", of="Other settings")
    await window.press("Time")
    await window.form.get_by_label("Time").fill("25:99")
    await window.submit()

    await expect(window.last).to_contain_text("“25:99” is not a time of day.")
    panel = window.messages.filter(has_text="Settings · Daily post")
    await expect(panel).to_contain_text("Time: 9 in the morning")


async def test_settings_leave_as_a_file_and_come_back(window: Window, tmp_path: Path) -> None:
    await window.become("Haru")
    await window.run("settings")
    await window.press("Import")
    file = tmp_path / "settings.json"
    held = {"general.language": "ko"}
    file.write_text(json.dumps({"format": "borahae-settings", "version": 1, "settings": held}))
    await window.form.locator("input[type=file]").set_input_files(file)
    await expect(window.form).to_contain_text("settings.json")
    await window.submit()
    await expect(window.last).to_contain_text("Language")
    await window.press("Apply")
    await expect(window.last).to_contain_text("Done.")

    await window.run("settings")

    await expect(window.last).to_contain_text("Language: 한국어")


async def test_a_member_does_not_find_the_panel_at_all(window: Window) -> None:
    await window.box.press_sequentially("/se")
    await expect(window.commands.filter(has_text="/settings")).to_have_count(0)
    await window.box.fill("")

    await window.become("Haru")
    await window.box.press_sequentially("/se")

    await expect(window.commands.filter(has_text="/settings")).to_have_count(1)
