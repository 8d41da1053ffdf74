"""Forms, lists and files in the page; and what people type to see whether something breaks."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect

from demo.window import Window
from demo.world import World
from tests.journeys.panel import set_to

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = (
    """<img src="/x" onerror="document.title='mine'"><script>document.title='mine'</script>""",
    """**bold** ||hidden|| `code` [here](https://example.org) # title""",
    """@everyone @here <@1> <@&1> <#1> </fact search:1> <t:0:R>""",
)
FORMATTING = "strong, em, code, a, .spoiler, [class*=mention], [class*=timestamp], h1"
"""What Discord would make of such text, were it not escaped."""


async def test_remarks_on_a_fact_reach_moderators_word_by_word(window: Window) -> None:
    remarks = dict(zip(("Minji", "Haru"), HOSTILE, strict=False))
    for name, remark in remarks.items():
        await window.become(name)
        await window.run("fact search", query="dynamite")
        await window.press("Something wrong?")
        await expect(window.form).to_contain_text("This server's moderators read it.")
        await window.form.get_by_label("What is wrong?").fill(remark)
        await window.submit()
        await expect(window.form).to_have_count(0)
        await expect(window.last).to_contain_text("Thank you!")

    await window.run("review")

    quoted = window.last.locator("blockquote")
    for remark in remarks.values():
        await expect(quoted).to_contain_text(remark)
    assert await quoted.locator(FORMATTING).count() == 0
    assert await _untouched(window)


async def test_a_form_is_closed_and_nothing_is_sent(window: Window) -> None:
    await window.run("fact search", query="dynamite")
    before = await window.messages.count()
    await window.press("Something wrong?")
    await window.form.get_by_label("What is wrong?").fill("never mind")
    await window.page.keyboard.press("Escape")

    await expect(window.form).to_have_count(0)
    await window.look_again()
    assert await window.messages.count() == before


@pytest.mark.parametrize("text", HOSTILE, ids=["html", "markdown", "mentions"])
async def test_a_goals_name_is_shown_as_it_was_typed(window: Window, text: str) -> None:
    await window.become("Haru")
    name = text[:60]
    await window.run("goal create", what=name, target="1000", unit="streams", kind="community")
    await window.press("Create")
    await window.write(text)

    await window.run("goal show")

    title = window.last.locator("h2")
    await expect(title).to_contain_text(name)
    assert await title.locator(FORMATTING).count() == 0
    assert await _untouched(window)


async def test_a_proof_is_uploaded_and_moderators_alone_see_it(
    world: World, window: Window, tmp_path: Path
) -> None:
    world.server.text_channel("mod-room")
    await world.server.let_bot("view_channel", "send_messages", "read_message_history", "attach_files")
    await set_to(world.moderator, "Notices for moderators", "mod-room")
    await world.moderator.slash("/configure goals", mode="reviewed")
    preview = await world.moderator.slash(
        "/goal create", what="Butter", target="10000", unit="streams", kind="community"
    )
    await world.moderator.press("Create", on=preview)
    picture = tmp_path / "스트리밍 인증.png"
    picture.write_bytes(_png())
    await window.look_again()

    await window.pick("goal log")
    await window.option("goal").press_sequentially("but")
    await window.suggestions.get_by_text("Butter").click()
    await window.fill("amount", "30")
    await window.attach("proof", picture)
    await window.send()

    await expect(window.last).to_contain_text("30 streams for “Butter”: this waits for moderators.")
    await expect(window.last).to_contain_text("Only you can see this")
    assert await window.page.locator("#channel-message-list img").count() == 0
    (proof,) = world.posted(world.server.handle.channels["mod-room"])
    assert await world.moderator.download("proof.png", on=proof) == picture.read_bytes()


async def _untouched(window: Window) -> bool:
    """Whether the page holds nothing but what it brought itself."""
    scripts = await window.page.locator("script").count()
    return scripts == 1 and await window.page.title() == "SimCord Preview"


def _png() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "purple").save(drawn, "PNG")
    return drawn.getvalue()
