"""Two servers, as far as watches look at them."""

from __future__ import annotations

import pytest

from demo.world import World
from tests.fuzz.scene import Scene, Side


@pytest.fixture
async def scene(world: World) -> Scene:
    """Two servers, with as little in them as there can be."""
    other = world.another_server("Amber Room")
    there = Side(other, "beryllium", world.person("Ara", server=other), [])
    return Scene(world, Side(world.server, "amethyst", world.moderator, [world.member]), there, "")
