"""What the simulated world does for the bot in it."""

from __future__ import annotations

import pytest
from simcord.env import Env

from demo.clock import BusyEnv
from demo.world import World


async def test_a_busy_machine_may_take_its_time_to_start_the_bot(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []

    async def settle(_: Env, **options: object) -> None:
        given.append(options["timeout"])

    monkeypatch.setattr(Env, "_settle_internal", settle)
    assert isinstance(world.env, BusyEnv)
    await world.env._settle_internal(timeout=5.0)
    await world.env._settle_internal(timeout=60.0)
    await world.env._settle_internal()

    assert given == [world.env.settle_timeout, 60.0, None]
    monkeypatch.undo()
