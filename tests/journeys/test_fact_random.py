"""A member lets the bot surprise them."""

from __future__ import annotations

from demo.people import Person, Reply
from demo.world import World
from tests.conftest import OpenWorld

FILTER = {"subject": "spring day"}


async def _drawn(person: Person, count: int) -> list[str]:
    return [_fact(await person.slash("/fact random", **FILTER)) for _ in range(count)]


def _fact(reply: Reply) -> str:
    return reply.text.splitlines()[1]


async def test_no_fact_comes_twice_in_a_server_until_all_were_shown(world: World) -> None:
    known = len(world.bot.app.facts.base.search.about("spring-day"))
    assert known >= 2

    shown = [*await _drawn(world.member, known - 1), *await _drawn(world.moderator, 1)]

    assert len(set(shown)) == known
    assert (await _drawn(world.member, 1))[0] != shown[-1]


async def test_another_one_takes_its_place_under_the_same_filters(world: World) -> None:
    first = await world.member.slash("/fact random", category="award")

    second = await world.member.press("Another one", on=first)

    assert second.edited
    assert _fact(second) != _fact(first)
    assert "Awards" in second.text


async def test_a_stranger_asking_for_another_leaves_the_message_alone(world: World) -> None:
    first = await world.member.slash("/fact random")

    assert (await world.moderator.press("Another one", on=first)).private


async def test_filters_that_fit_nothing_together_say_so(world: World) -> None:
    refusal = await world.member.slash("/fact random", subject="spring day", category="diplomacy")

    assert refusal.private
    assert refusal.text == "I have nothing on that together. Try one of them alone."


async def test_where_the_bot_is_no_member_repeats_are_avoided_for_the_person(open_world: OpenWorld) -> None:
    async with open_world(joined=False) as world:
        known = len(world.bot.app.facts.base.search.about("spring-day"))

        mine, theirs = await _drawn(world.member, known), await _drawn(world.moderator, known)

        assert len(set(mine)) == len(set(theirs)) == known
