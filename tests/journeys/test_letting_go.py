"""Nothing of an interaction that is over waits for the interpreter to look for cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import discord
import pytest

from demo.world import World


@pytest.fixture
def no_look_for_cycles() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _interactions() -> int:
    return sum(isinstance(one, discord.Interaction) for one in gc.get_objects())


@pytest.mark.usefixtures("no_look_for_cycles")
@pytest.mark.parametrize("doing", ["command", "keystroke", "press"])
async def test_an_interaction_that_is_over_is_gone(world: World, doing: str) -> None:
    found = await world.member.slash("/fact search", query="Dynamite")
    before = _interactions()

    for _ in range(5):
        match doing:
            case "command":
                await world.member.slash("/fact search", query="Dynamite")
            case "keystroke":
                await world.member.complete("/fact search", "query", "dyn")
            case _:
                await world.member.press("Source", on=found)

    assert _interactions() - before <= 1  # the latest may be at hand yet
