"""What no client of Discord's sends, and somebody might all the same."""

from __future__ import annotations

from demo.world import World
from tests.fuzz.wire import COMMAND, Wire


async def test_what_is_told_twice_is_answered_once(world: World) -> None:
    wire = Wire(world)
    place = wire.place(world.member, world.server.id, world.general.id, strange=False)
    sent = wire.make(COMMAND, world.member, place, {"id": "1", "name": "about", "type": 1}, locale="en-US")

    await wire.tell(sent)
    await wire.tell(sent)

    assert len(world.requests("POST", f"/{sent.record.token}/callback")) == 1
