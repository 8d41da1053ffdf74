"""How an answer is given: what it asks of the client, and what is done beside it."""

from __future__ import annotations

import discord
import pytest

from bot.kit.host import Interaction, Manners
from demo.world import World


async def test_what_a_server_wants_is_looked_up_once_an_answer_at_most(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    manners = world.bot.manners

    def counting(interaction: Interaction) -> Manners:
        asked.append(interaction.id)
        return manners(interaction)

    monkeypatch.setattr(world.bot, "manners", counting)

    listed = await world.member.slash("/fact timeline")
    assert len(asked) == 1
    leafed = await world.member.press("Next →", on=listed)
    assert len(asked) == 2
    await world.moderator.press("Next →", on=leafed)  # a copy, in the moderator's own language
    await world.member.slash("/about")
    assert len(asked) == 2


async def test_what_the_tree_answers_makes_no_work_beside_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[discord.InteractionType] = []
    on_interaction = world.bot.on_interaction

    async def hearing(interaction: Interaction) -> None:
        heard.append(interaction.type)
        await on_interaction(interaction)

    monkeypatch.setattr(world.bot, "on_interaction", hearing)

    await world.member.complete("/fact search", "query", "dyn")
    listed = await world.member.slash("/fact timeline")
    await world.member.press("Next →", on=listed)

    assert heard == [discord.InteractionType.component]
