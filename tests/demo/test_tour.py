"""The lived-in server as somebody comes into it: untouched, to be toured, in either language."""

from __future__ import annotations

import re
from datetime import timedelta

from demo.goal import GOAL
from demo.lounge import CAST, DESK, Lounge
from demo.tour import steps
from tests.demo.found import cards, files


async def test_nobody_finds_private_answers_of_the_past(own_lounge: Lounge) -> None:
    private = [
        message
        for stored in own_lounge.world.env.backend.messages.values()
        for message in stored.values()
        if message.is_ephemeral
    ]

    assert private == []


async def test_each_step_of_the_tour_can_be_done_as_it_is_written(own_lounge: Lounge) -> None:
    world, driver = own_lounge.world, own_lounge.driver
    told = "\n".join(steps(world.bot.catalogs.say("en-US")))
    welcome = next(line for line in world.history() if "Welcome!" in line)
    assert all(step in welcome for step in steps(world.bot.catalogs.say("en-US")))
    typed = re.findall(r"`(/[^`]+)`", told)
    assert [command.split(":")[0] for command in typed] == [
        "/fact search query",
        "/onthisday",
        "/trivia start questions",
        "/goal show goal",
        "/settings",
        "/configure daily time",
        "/demo time to",
    ]

    found = await world.member.slash("/fact search", query="dynamite")
    assert "Where this comes from" in (await world.member.press("Source", on=found)).text
    assert "2 Cool 4 Skool" in (await world.member.slash("/onthisday")).text
    await world.member.slash("/trivia start", questions=3)
    await driver.travel_to(world.now() + timedelta(minutes=2))
    podium = cards(own_lounge, "general")[-1]
    assert "Thank you for playing!" in podium.text
    assert all(name in podium.text for name, _ in CAST)
    goal = await world.member.slash("/goal show", goal=GOAL)
    assert files(goal) == ["goal.png"]
    assert "Settings" in (await world.moderator.slash("/settings")).text
    await world.moderator.slash("/configure daily", time="7:00")
    label = "the next daily post"
    assert label in {choice for choice, _ in await _choices(own_lounge)}
    await world.moderator.slash("/demo time", to="post")
    async with driver.turn():
        await driver.catch_up()
    assert f"{world.now():%m-%d %H:%M}" == "06-13 07:00"
    assert "June 13 · On this day" in cards(own_lounge, "daily")[-1].text


async def _choices(lounge: Lounge) -> list[tuple[str, str]]:
    demo = lounge.world.bot.tree.get_command("demo")
    time = demo.get_command("time")  # type: ignore[union-attr]
    return [(choice.name, str(choice.value)) for choice in time.parameters[0].choices]  # type: ignore[union-attr]


async def test_it_speaks_korean(own_lounge: Lounge) -> None:
    async with own_lounge.driver.turn():
        await own_lounge.speak("ko", "http://127.0.0.1:8613/")
    world = own_lounge.world

    assert any("어서 오세요!" in line for line in world.history())
    assert not any("Welcome!" in line for line in world.history())
    for message in world.general.history():
        if "어서 오세요!" in message.content:
            await world.server.delete_message(world.general, message.id)
    world.moderator.go_to(DESK)
    async with own_lounge.driver.turn():
        await own_lounge.speak("en-US")
        await own_lounge.speak("ko")
    assert sum("어서 오세요!" in line for line in world.history()) == 1
    assert "트리비아" in (await world.member.slash("/trivia leaderboard")).text
    assert (
        world.env.backend.channels[world.general.id].topic
        == "데모를 위해 지어낸 라운지예요. 아래에 / 를 입력해 보세요."
    )
