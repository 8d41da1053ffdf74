"""Turns: the urgent first, fair between servers, edits that replace each other, never too many a second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.delivery.outbound import ALLOWED, Outbound, Priority


async def _turn(outbound: Outbound, guild_id: int = 1) -> None:
    async with outbound.turn(Priority.POST, guild_id):
        pass


async def _edit(outbound: Outbound, message_id: int, spacing: float = 0.0) -> bool:
    async with outbound.edit_turn(Priority.BOARD, 1, 11, message_id, spacing=spacing) as taken:
        return taken


async def _order(outbound: Outbound, wanted: Iterable[tuple[str, Priority, int]]) -> list[str]:
    """In which order those who ask at the same moment go."""
    gone: list[str] = []

    async def go(name: str, priority: Priority, guild_id: int) -> None:
        async with outbound.turn(priority, guild_id):
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
    edits = [_edit(outbound, message) for message in (101, 102, 101)]

    assert await asyncio.gather(*edits) == [False, True, True]


async def test_edits_of_a_message_go_one_after_another_the_newest_last() -> None:
    outbound, answer = Outbound(None), asyncio.Event()
    shown: list[str] = []

    async def edit(name: str, priority: Priority) -> None:
        async with outbound.edit_turn(priority, 1, 11, 101) as taken:
            if taken:
                shown.append(name)
                await answer.wait()

    count = asyncio.create_task(edit("count", Priority.BOARD))
    while not shown:  # noqa: ASYNC110  # until its turn has come
        await asyncio.sleep(0)
    newer = asyncio.create_task(edit("newer count", Priority.BOARD))
    reveal = asyncio.create_task(edit("reveal", Priority.REVEAL))
    for _ in range(20):
        await asyncio.sleep(0)
    assert shown == ["count"]
    assert await _edit(outbound, 102) is True  # another message waits for nobody

    answer.set()
    await asyncio.gather(count, newer, reveal)
    assert shown == ["count", "reveal"]


async def test_an_edit_given_up_under_way_lets_the_next_one_go() -> None:
    outbound, begun = Outbound(None), asyncio.Event()

    async def stuck() -> None:
        async with outbound.edit_turn(Priority.BOARD, 1, 11, 101):
            begun.set()
            await asyncio.Event().wait()

    stuck_task = asyncio.create_task(stuck())
    await begun.wait()
    next_one = asyncio.create_task(_edit(outbound, 101))
    await asyncio.sleep(0)
    stuck_task.cancel()

    async with asyncio.timeout(5):
        assert await next_one is True


async def test_an_urgent_edit_does_not_wait_for_the_channels_rest() -> None:
    outbound, loop = Outbound(), asyncio.get_running_loop()
    assert await _edit(outbound, 101, spacing=30)
    waiting = asyncio.create_task(_edit(outbound, 101, spacing=30))
    await asyncio.sleep(0)
    begun = loop.time()

    async with outbound.edit_turn(Priority.REVEAL, 1, 11, 101) as taken:
        assert taken

    assert await waiting is False
    assert loop.time() - begun < 30


async def test_who_gives_up_takes_no_turn() -> None:
    outbound = Outbound(None)
    given_up = asyncio.create_task(_turn(outbound))
    await asyncio.sleep(0)
    given_up.cancel()

    assert await _order(outbound, [("other", Priority.POST, 2)]) == ["other"]


async def test_turns_keep_their_pace() -> None:
    outbound, loop = Outbound(1000), asyncio.get_running_loop()
    begun = loop.time()

    await asyncio.gather(*(_turn(outbound) for _ in range(40)))

    assert loop.time() - begun >= (40 - 1 - 10) / 1000


async def test_a_channels_edits_rest_in_between() -> None:
    outbound, loop = Outbound(), asyncio.get_running_loop()
    begun = loop.time()
    for message in (101, 102, 103):
        assert await _edit(outbound, message, spacing=0.05)

    assert loop.time() - begun >= 0.1


async def test_nothing_stays_once_nobody_waits() -> None:
    outbound = Outbound(1000)
    await _turn(outbound)
    for _ in range(3):
        await asyncio.sleep(0)

    assert [task for task in asyncio.all_tasks() if task.get_name() == "outbound"] == []


async def test_requests_without_an_answer_count_as_made() -> None:
    outbound, answer = Outbound(10_000), asyncio.Event()
    begun = 0

    async def go() -> None:
        nonlocal begun
        async with outbound.turn(Priority.POST, 1):
            begun += 1
            await answer.wait()

    going = [asyncio.create_task(go()) for _ in range(ALLOWED + 5)]
    while begun < ALLOWED:  # noqa: ASYNC110  # each turn of the event loop may begin one
        await asyncio.sleep(0)
    for _ in range(200):
        await asyncio.sleep(0)
    assert begun == ALLOWED

    answer.set()
    async with asyncio.timeout(5):
        await asyncio.gather(*going)
