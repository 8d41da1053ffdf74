"""A goal's leaderboard that is longer than a page."""

from __future__ import annotations

from bot.streaming.cards import ON_A_PAGE
from demo.world import World
from tests.journeys.goals import begin_goal


async def test_every_page_of_a_leaderboard_can_be_turned_to_and_back(world: World) -> None:
    await begin_goal(world)
    people = [world.person(f"Fan {number}") for number in range(2 * ON_A_PAGE + 1)]
    for person in people:
        await person.slash("/goal log", goal="Butter", amount="10")

    first = await world.member.slash("/goal leaderboard")
    second = await world.member.press("Next →", on=first)
    third = await world.member.press("Next →", on=second)
    back = await world.member.press("← Back", on=await world.member.press("← Back", on=third))

    assert len({page.text for page in (first, second, third)}) == 3
    assert back.text == first.text
