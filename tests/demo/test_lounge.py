"""The lived-in server: what a visitor finds."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from demo.goal import GOAL, NOTE
from demo.lounge import CAST, DESK, MADE_UP, NEWS, Lounge
from demo.world import START
from tests.conftest import _faults_of
from tests.demo.found import cards, files

pytestmark = pytest.mark.asyncio(loop_scope="module")
TITLE = re.compile(r"^(\w+ \d+) · On this day$", re.MULTILINE)


async def test_it_is_the_evening_before_the_anniversary(lounge: Lounge) -> None:
    assert lounge.world.now() == START
    assert _faults_of(lounge.world) == []


async def test_a_week_of_posts_lies_behind(lounge: Lounge) -> None:
    told = [found[1] for card in cards(lounge, "daily") if (found := TITLE.search(card.text))]

    assert told == [f"June {day}" for day in range(5, 13)]


async def test_simulated_members_have_played(lounge: Lounge) -> None:
    board = await lounge.world.member.slash("/trivia leaderboard")

    ranks = re.findall(r"^\d\. (.+?) · [\d,]+ points", board.text, re.MULTILINE)
    assert sorted(ranks) == sorted(name for name, _ in CAST)
    podiums = [card for card in cards(lounge, "general") if "Thank you for playing!" in card.text]
    assert len(podiums) == 3


async def test_a_goal_is_under_way_with_a_year_behind_it_and_its_board(lounge: Lounge) -> None:
    board = cards(lounge, NEWS)[-1]

    assert board.text.startswith(GOAL)
    assert lounge.world.server.pinned(lounge.world.server.handle.channels[NEWS])
    assert "Likely reached between" in board.text
    assert "Logged here:" in board.text
    assert files(board) == ["goal.png"]
    assert any("passed!" in card.text for card in cards(lounge, NEWS))
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
        *(card.text for card in cards(lounge, NEWS)),
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
