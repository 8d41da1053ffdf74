"""Turns: the urgent first, fair between servers, edits that replace each other, never too many a second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.delivery.outbound import Outbound, Priority


async def _order(outbound: Outbound, wanted: Iterable[tuple[str, Priority, int]]) -> list[str]:
    """In which order those who ask at the same moment go."""
    gone: list[str] = []

    async def go(name: str, priority: Priority, guild_id: int) -> None:
        await outbound.turn(priority, guild_id)
        gone.append(name)

    await asyncio.gather(*(go(*one) for one in wanted))
    return gone


async def test_the_urgent_goes_first() -> None:
    wanted = [(priority.name, priority, 1) for priority in reversed(Priority)]

    assert await _order(Outbound(None), wanted) == [priority.name for priority in Priority]


async def test_servers_take_turns() -> None:
    many = [(f"many {number}", Priority.POST, 1) for number in range(3)]
    few = [("few", Priority.POST, 2), ("fewer", Priority.POST, 3)]

    order = await _order(Outbound(None), [*many, *few])

    assert order == ["many 0", "few", "fewer", "many 1", "many 2"]


async def test_a_newer_edit_takes_the_place_of_one_that_waits() -> None:
    outbound = Outbound(None)
    edits = [outbound.edit_turn(Priority.BOARD, 1, 11, message) for message in (101, 102, 101)]

    assert await asyncio.gather(*edits) == [False, True, True]


async def test_who_gives_up_takes_no_turn() -> None:
    outbound = Outbound(None)
    given_up = asyncio.create_task(outbound.turn(Priority.POST, 1))
    await asyncio.sleep(0)
    given_up.cancel()

    assert await _order(outbound, [("other", Priority.POST, 2)]) == ["other"]


async def test_turns_keep_their_pace() -> None:
    outbound, loop = Outbound(1000), asyncio.get_running_loop()
    gone: list[float] = []

    async def go() -> None:
        await outbound.turn(Priority.POST, 1)
        gone.append(loop.time())

    await asyncio.gather(*(go() for _ in range(40)))

    assert gone[-1] - gone[0] >= (40 - 1 - 3) / 1000


async def test_a_channels_edits_rest_in_between() -> None:
    outbound, loop = Outbound(), asyncio.get_running_loop()
    begun = loop.time()
    for message in (101, 102, 103):
        assert await outbound.edit_turn(Priority.BOARD, 1, 11, message, spacing=0.05)

    assert loop.time() - begun >= 0.1


async def test_nothing_stays_once_nobody_waits() -> None:
    outbound = Outbound(1000)
    await outbound.turn(Priority.POST, 1)
    for _ in range(3):
        await asyncio.sleep(0)

    assert [task for task in asyncio.all_tasks() if task.get_name() == "outbound"] == []
