"""Pictures of cards show the card, on a dark ground and on a light one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageStat

from demo.pictures import Sight, picture, turn_light
from demo.window import Window
from demo.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_card_is_taken_in_dark_and_in_light(world: World, window: Window, tmp_path: Path) -> None:
    fact = Sight("fact", world.moderator, await world.moderator.slash("/fact search", query="dynamite"))

    await picture(window, fact, tmp_path / "dark.png")
    await turn_light(window)
    await picture(window, fact, tmp_path / "light.png")

    dark, light = (Image.open(tmp_path / f"{name}.png").convert("L") for name in ("dark", "light"))
    assert dark.size == light.size
    assert ImageStat.Stat(dark).mean[0] < 80
    assert ImageStat.Stat(light).mean[0] > 220
    for shown in (dark, light):
        least, most = ImageStat.Stat(shown).extrema[0]
        assert most - least > 150  # there is something to read
