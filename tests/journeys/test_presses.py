"""What the bot reads of a press."""

from __future__ import annotations

import pytest

from bot.kit.host import Interaction
from demo.world import World


async def test_of_a_pressed_button_the_rest_of_its_message_is_not_read_of_a_select_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bool] = []
    take = world.bot.handlers.take

    async def taken(interaction: Interaction) -> None:
        if interaction.message is not None:
            read.append(bool(interaction.message.components))
        await take(interaction)

    monkeypatch.setattr(world.bot.handlers, "take", taken)
    reply = await world.member.slash("/fact search", query="dynamite")

    await world.member.press("Source", on=reply)
    changed = await world.member.choose("Dynamite gave BTS", on=reply)

    assert read == [False, True]
    assert changed.selects[0].options == reply.selects[0].options
