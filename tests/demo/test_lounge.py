"""The lived-in server: what a visitor finds, and the tour through it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from demo.goal import GOAL, NOTE
from demo.lounge import CAST, DESK, MADE_UP, NEWS, Lounge
from demo.people import Reply
from demo.tour import steps
from demo.world import START
from tests.conftest import _faults_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
TITLE = re.compile(r"^(\w+ \d+) · On this day$", re.MULTILINE)


def _cards(lounge: Lounge, channel: str) -> list[Reply]:
    return lounge.world.posted(lounge.world.server.handle.channels[channel])


def _files(card: Reply) -> list[str]:
    return [file.filename for file in card.message.attachments] if card.message is not None else []


async def test_it_is_the_evening_before_the_anniversary(lounge: Lounge) -> None:
    assert lounge.world.now() == START
    assert _faults_of(lounge.world) == []


async def test_a_week_of_posts_lies_behind(lounge: Lounge) -> None:
    told = [found[1] for card in _cards(lounge, "daily") if (found := TITLE.search(card.text))]

    assert told == [f"June {day}" for day in range(5, 13)]


async def test_nobody_finds_private_answers_of_the_past(lounge: Lounge) -> None:
    private = [
        message
        for stored in lounge.world.env.backend.messages.values()
        for message in stored.values()
        if message.is_ephemeral
    ]

    assert private == []


async def test_simulated_members_have_played(lounge: Lounge) -> None:
    board = await lounge.world.member.slash("/trivia leaderboard")

    ranks = re.findall(r"^\d\. (.+?) · [\d,]+ points", board.text, re.MULTILINE)
    assert sorted(ranks) == sorted(name for name, _ in CAST)
    podiums = [card for card in _cards(lounge, "general") if "Thank you for playing!" in card.text]
    assert len(podiums) == 3


async def test_a_goal_is_under_way_with_a_year_behind_it_and_its_board(lounge: Lounge) -> None:
    board = _cards(lounge, NEWS)[-1]

    assert board.text.startswith(GOAL)
    assert lounge.world.server.pinned(lounge.world.server.handle.channels[NEWS])
    assert "Likely reached between" in board.text
    assert "Logged here:" in board.text
    assert _files(board) == ["goal.png"]
    assert any("passed!" in card.text for card in _cards(lounge, NEWS))
    (goal,) = lounge.world.bot.app.goals.book.open_in(lounge.world.server.id)
    view = await lounge.world.bot.app.goals.overview.view(goal)
    spans = [reading.at for reading in view.readings]
    assert max(spans) - min(spans) > timedelta(days=365)
    assert len(spans) > 55


async def test_what_is_made_up_says_so_wherever_it_shows(lounge: Lounge) -> None:
    world = lounge.world
    desk = await world.moderator.press("For moderators", on=await world.moderator.slash("/goal show"))
    readings = await world.moderator.press("Readings", on=desk)
    shown = [
        *(card.text for card in _cards(lounge, NEWS)),
        (await world.member.slash("/goal list")).text,
        (await world.member.slash("/goal leaderboard", period="all")).text,
        (await world.member.slash("/goal log", goal=GOAL, amount="1")).text,
    ]

    assert NOTE in readings.text
    assert all("made up" in text for text in [*shown, readings.text])
    assert all(name.endswith("(demo)") for name, _ in CAST)
    assert world.env.backend.guilds[world.server.id].description == MADE_UP
    assert any("Welcome!" in line and "made up for the demo" in line for line in world.history())


async def test_moderators_have_a_channel_of_their_own(lounge: Lounge) -> None:
    world = lounge.world

    assert DESK in {name for name, *_ in world.moderator._pickers().channels}
    assert DESK not in {name for name, *_ in world.member._pickers().channels}
    panel = await world.moderator.press("Health", on=await world.moderator.slash("/settings"))
    assert "#moderators" in (await world.moderator.slash("/configure general")).text
    assert "cannot" not in panel.text


async def test_each_step_of_the_tour_can_be_done_as_it_is_written(lounge: Lounge) -> None:
    world, driver = lounge.world, lounge.driver
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
    podium = _cards(lounge, "general")[-1]
    assert "Thank you for playing!" in podium.text
    assert all(name in podium.text for name, _ in CAST)
    goal = await world.member.slash("/goal show", goal=GOAL)
    assert _files(goal) == ["goal.png"]
    assert "Settings" in (await world.moderator.slash("/settings")).text
    await world.moderator.slash("/configure daily", time="7:00")
    label = "the next daily post"
    assert label in {choice for choice, _ in await _choices(lounge)}
    await world.moderator.slash("/demo time", to="post")
    async with driver.turn():
        await driver.catch_up()
    assert f"{world.now():%m-%d %H:%M}" == "06-13 07:00"
    assert "June 13 · On this day" in _cards(lounge, "daily")[-1].text


async def _choices(lounge: Lounge) -> list[tuple[str, str]]:
    demo = lounge.world.bot.tree.get_command("demo")
    time = demo.get_command("time")  # type: ignore[union-attr]
    return [(choice.name, str(choice.value)) for choice in time.parameters[0].choices]  # type: ignore[union-attr]


async def test_it_speaks_korean(lounge: Lounge) -> None:
    async with lounge.driver.turn():
        await lounge.speak("ko", "http://127.0.0.1:8613/")
    world = lounge.world

    assert any("어서 오세요!" in line for line in world.history())
    assert not any("Welcome!" in line for line in world.history())
    for message in world.general.history():
        if "어서 오세요!" in message.content:
            await world.server.delete_message(world.general, message.id)
    world.moderator.go_to(DESK)
    async with lounge.driver.turn():
        await lounge.speak("en-US")
        await lounge.speak("ko")
    assert sum("어서 오세요!" in line for line in world.history()) == 1
    assert "트리비아" in (await world.member.slash("/trivia leaderboard")).text
    assert (
        world.env.backend.channels[world.general.id].topic
        == "데모를 위해 지어낸 라운지예요. 아래에 / 를 입력해 보세요."
    )
