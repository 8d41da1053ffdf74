"""/demo: the clock, members, mishaps that mend, a bot that starts anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from demo.breaking import DAILY, MENDS_AFTER, Fault
from demo.driver import Driver
from demo.members import Members, Mood
from demo.people import Reply
from demo.stage import on_stage
from demo.watch import Watch
from demo.world import World

MINUTE = timedelta(seconds=MENDS_AFTER)
POST = "June 13 · On this day"


class Wrist:
    """A watch that is moved by hand."""

    seconds = 0.0


@pytest.fixture
def wrist() -> Wrist:
    return Wrist()


@pytest.fixture
async def driver(world: World, wrist: Wrist) -> Driver:
    """The plain world with #daily in it, and the demo's own commands."""
    voice, members = world.person("Demo"), Members(world, Watch(world.env), [], 0)
    driving = Driver(world, members=members, voice=voice, wrist=lambda: wrist.seconds)
    await world.furnish(on_stage(driving))
    channel = world.server.text_channel(DAILY)
    await world.moderator.slash("/configure daily", channel=channel, time="7:30")
    return driving


async def _wish(driver: Driver, command: str, **options: str) -> Reply:
    """A member asks, and the driver's turn comes."""
    reply = await driver.world.member.slash(f"/demo {command}", **options)
    assert reply.private
    async with driver.turn():
        await driver.catch_up()
    return reply


def _posts(world: World) -> list[str]:
    channels = world.server.handle.channels
    return [card.text for card in world.posted(channels[DAILY])] if DAILY in channels else []


async def test_the_clock_goes_to_the_next_post(driver: Driver) -> None:
    told = await _wish(driver, "time", to="post")

    assert told.text == "In a moment it is 2026-06-13 07:30."
    assert f"{driver.world.now():%H:%M}" == "07:30"
    assert POST in _posts(driver.world)[-1]


async def test_without_a_post_it_says_how_to_turn_one_on(driver: Driver) -> None:
    await driver.world.moderator.slash("/configure daily", reset="daily.channel")

    told = await _wish(driver, "time", to="post")

    assert told.text == "The daily post is off here. A moderator can turn it on with /configure daily."


@pytest.mark.parametrize(
    ("step", "by"),
    [
        ("1m", timedelta(minutes=1)),
        ("1h", timedelta(hours=1)),
        ("1d", timedelta(days=1)),
        ("1w", timedelta(weeks=1)),
    ],
)
async def test_the_clock_goes_by_steps(driver: Driver, step: str, by: timedelta) -> None:
    before = driver.world.now()

    await _wish(driver, "time", to=step)

    assert by <= driver.world.now() - before <= by + timedelta(seconds=1)


async def test_members_are_as_busy_as_wished(driver: Driver) -> None:
    told, moods = [], []
    for mood in Mood:
        told.append((await _wish(driver, "members", mood=mood)).text)
        moods.append(driver.members.mood)

    assert moods == list(Mood)
    assert told[1] == "They play along, and log streams every minute"


async def _mended(driver: Driver, wrist: Wrist) -> str:
    """A minute passes; what the demo says of it."""
    wrist.seconds += MENDS_AFTER
    async with driver.turn():
        await driver.catch_up()
    return driver.world.history()[-1]


@pytest.mark.parametrize("fault", Fault)
async def test_what_is_broken_keeps_the_post_away_until_it_mends(
    driver: Driver, wrist: Wrist, fault: Fault
) -> None:
    world = driver.world
    told = await _wish(driver, "break", what=fault)
    assert "It mends by itself after a minute of your time." in told.text
    assert driver.is_broken(fault)
    wrist.seconds += MENDS_AFTER - 1
    await driver.travel_to(world.now().replace(hour=8) + timedelta(days=1))
    assert not any(POST in post for post in _posts(world)), "the world's time mends nothing"

    wrist.seconds = 0
    said = await _mended(driver, wrist)
    await driver.travel_to(world.now() + timedelta(minutes=20))

    assert said.startswith("Demo: ")
    assert said.endswith(("again.", "for the daily post."))
    assert not driver.is_broken(fault)
    assert any(POST in post for post in _posts(world)), "it is made up for"


async def test_what_is_broken_already_is_not_broken_again(driver: Driver, wrist: Wrist) -> None:
    await _wish(driver, "break", what="deleted")

    again = await _wish(driver, "break", what="deleted")
    other = await _wish(driver, "break", what="failing")

    assert again.text == "That is broken already. It mends by itself within a minute."
    assert other.text.startswith("Discord answers what I post or change with an error.")
    await _mended(driver, wrist)
    assert not any(driver.is_broken(fault) for fault in Fault)
    assert (await _wish(driver, "break", what="deleted")).text.startswith("#daily is deleted.")


async def test_it_is_told_in_general_where_the_channel_is_gone(driver: Driver, wrist: Wrist) -> None:
    world = driver.world
    world.member.go_to(DAILY)
    await _wish(driver, "break", what="deleted")

    assert "There is a new #daily" in await _mended(driver, wrist)


async def test_what_mends_is_told_in_the_language_of_who_broke_it(driver: Driver, wrist: Wrist) -> None:
    driver.world.member.speak("ko")

    told = await _wish(driver, "break", what="silenced")

    assert "1분" in told.text
    assert await _mended(driver, wrist) == "Demo: 이제 봇이 #daily에 다시 메시지를 보낼 수 있어요."


async def test_the_bot_starts_anew_and_the_world_stays(driver: Driver) -> None:
    world, before = driver.world, driver.world.bot
    found = await world.member.slash("/fact search", query="dynamite")

    told = await _wish(driver, "restart")

    assert told.text == "I start anew. Buttons that stand here work afterwards as well."
    assert world.bot is not before
    assert world.history()[-1] == "Demo: The bot has started anew."
    assert "Where this comes from" in (await world.member.press("Source", on=found)).text
    assert "Five things to try" in (await _wish(driver, "tour")).text


async def test_the_bot_alone_knows_nothing_of_the_demo(world: World) -> None:
    assert "demo" not in {command.name for command in world.bot.tree.get_commands()}
