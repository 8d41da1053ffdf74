"""Servers come, go, come back; what they set stays a while."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World
from tests.conftest import OpenWorld
from tests.journeys.panel import is_default, set_to

MONTH = timedelta(days=30)


async def _private(world: World) -> bool:
    return (await world.member.slash("/fact random")).private


async def test_who_comes_back_within_a_month_finds_everything(world: World) -> None:
    await set_to(world.moderator, "Private answers", "Yes")

    await world.server.leave()
    await world.travel(MONTH - timedelta(minutes=1))
    await world.restart()
    await world.server.join()

    assert await _private(world)


async def test_after_a_month_nothing_is_kept(world: World) -> None:
    await set_to(world.moderator, "Private answers", "Yes")

    await world.server.leave()
    await world.travel(MONTH)
    await world.restart()
    await world.server.join()

    assert not await _private(world)
    panel = await world.moderator.slash("/settings")
    assert "Nothing has been changed yet." in (await world.moderator.press("History", on=panel)).text


async def test_coming_back_stops_the_clock(world: World) -> None:
    await set_to(world.moderator, "Private answers", "Yes")
    await world.server.leave()
    await world.server.join()

    await world.travel(2 * MONTH)
    await world.restart()

    assert await _private(world)


async def test_an_outage_is_no_removal(world: World) -> None:
    await set_to(world.moderator, "Private answers", "Yes")

    await world.server.outage()
    await world.travel(2 * MONTH)
    await world.restart()

    assert await _private(world)


async def test_a_removal_while_it_was_down_is_found_out(world: World) -> None:
    await set_to(world.moderator, "Private answers", "Yes")
    world.server.joined = False

    await world.restart()
    await world.travel(MONTH)
    await world.restart()
    await world.server.join()

    assert not await _private(world)


async def test_a_return_while_it_was_down_is_found_out(world: World) -> None:
    await set_to(world.moderator, "Private answers", "Yes")
    await world.server.leave()
    world.server.joined = True

    await world.restart()
    await world.travel(2 * MONTH)
    await world.restart()

    assert await _private(world)


async def test_a_welcome_that_may_not_be_posted_is_no_trouble(open_world: OpenWorld) -> None:
    async with open_world(joined=False) as world:
        await world.server.silence_bot_in(world.general)
        world.server.welcome_in(world.general)

        await world.server.join()

        assert world.posted(world.general) == []
        assert is_default(await world.moderator.slash("/settings"), "Language")


async def test_a_server_that_returned_while_it_was_down_keeps_all_after_its_month_was_over(
    world: World,
) -> None:
    await set_to(world.moderator, "Private answers", "Yes")
    await world.server.leave()
    world.server.joined = True

    await world.restart(after=2 * MONTH)

    assert await _private(world)


async def test_in_the_same_process_nothing_is_left_in_memory_either(world: World) -> None:
    await set_to(world.moderator, "Private answers", "Yes")
    await world.server.leave()

    await world.travel(MONTH + timedelta(days=2))  # the sweep is work that comes due
    await world.server.join()

    assert not await _private(world)


async def test_it_says_hello_once(world: World) -> None:
    world.server.welcome_in(world.general)
    for _ in range(3):
        await world.server.leave()
        await world.server.join()

    assert len(world.posted(world.general)) == 1


async def test_where_it_is_shut_off_it_does_not_say_hello(open_world: OpenWorld) -> None:
    async with open_world(joined=False) as world:
        world.server.welcome_in(world.general)
        await world.bot.app.limits.block(guild_id=world.server.id)

        await world.server.join()

        assert world.posted(world.general) == []
