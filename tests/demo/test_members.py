"""Simulated members: as quick as people, as sure as people, the same each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.trivia.round import LOBBY
from demo.driver import Driver
from demo.members import QUICKEST, SLOWEST, WAKES, Habits, Members, Mood
from demo.watch import Watch
from demo.world import HOME, SEED, World

DAY = timedelta(days=1)
QUESTIONS = 3
ANSWERS = (
    "SELECT a.number, a.user_id, a.choice, a.taken_millis, q.correct FROM trivia_answers AS a "
    "JOIN trivia_questions AS q ON q.round_id = a.round_id AND q.number = a.number "
    "ORDER BY a.number, a.user_id"
)
SURE, GUESSING = (
    Habits(knows=1.0, seconds=4.0, streams=(2, 9)),
    Habits(knows=0.0, seconds=9.0, streams=(2, 9)),
)


def _driver(world: World, *habits: Habits) -> Driver:
    people = [(world.person(f"Member {number}"), one) for number, one in enumerate(habits)]
    return Driver(world, members=Members(world, Watch(world.env), people, SEED))


async def _rows(world: World, query: str) -> list[dict[str, Any]]:
    rows = await world.bot.app.database.read(lambda on: on.fetch_all(query))
    return [{name: row[name] for name in row.keys()} for row in rows]  # noqa: SIM118  # a row iterates values


async def _played(driver: Driver) -> list[dict[str, Any]]:
    world = driver.world
    await world.moderator.slash("/trivia start", questions=QUESTIONS, seconds=20)
    await driver.travel_to(world.now() + LOBBY + QUESTIONS * timedelta(seconds=31))
    return await _rows(world, ANSWERS)


async def _goal(world: World) -> None:
    preview = await world.moderator.slash("/goal create", what="Butter", target="99999", unit="streams")
    await world.moderator.press("Create", on=preview)


async def _logs(world: World) -> list[dict[str, Any]]:
    return await _rows(world, "SELECT user_id, amount, logged_at FROM goal_logs ORDER BY logged_at, log_id")


async def test_they_answer_in_the_time_it_takes_to_read(world: World) -> None:
    driver = _driver(world, SURE, GUESSING)
    driver.members.be(Mood.CALM)

    answers = await _played(driver)

    assert len(answers) == 2 * QUESTIONS
    assert all(QUICKEST <= one["taken_millis"] / 1000 <= SLOWEST + 1 for one in answers)
    sure, guessing = (
        [one for one in answers if one["user_id"] == person.id] for person, _ in driver.members.people
    )
    assert all(one["choice"] == one["correct"] for one in sure)
    assert all(one["choice"] != one["correct"] for one in guessing)
    assert sum(one["taken_millis"] for one in sure) < sum(one["taken_millis"] for one in guessing)


async def test_they_do_the_same_in_the_same_world() -> None:
    async def lived() -> list[Any]:
        async with World.open() as world:
            driver = _driver(world, SURE, GUESSING)
            await _goal(world)
            driver.members.be(Mood.CALM)
            played = await _played(driver)
            await driver.travel_to(world.now() + DAY)
            return [played, await _logs(world)]

    first = await lived()

    assert first[1]
    assert first == await lived()


async def test_they_log_by_day_and_sleep_at_night(world: World) -> None:
    driver = _driver(world, SURE, GUESSING)
    await _goal(world)
    driver.members.be(Mood.CALM)
    began = world.now()

    await driver.travel_to(began + timedelta(minutes=2))
    assert len({one["user_id"] for one in await _logs(world)}) == 2, "whoever looks on sees both at it"

    await driver.travel_to(began + 3 * DAY)
    logs = await _logs(world)
    hours = {datetime.fromtimestamp(one["logged_at"] / 1000, UTC).astimezone(HOME).hour for one in logs}
    assert min(hours) >= WAKES
    assert 3 * 2 * 3 < len(logs) < 3 * 2 * 16
    assert {one["amount"] for one in logs} <= set(range(2, 10))


async def test_who_is_away_does_nothing_and_comes_back(world: World) -> None:
    driver = _driver(world, SURE)
    await _goal(world)

    assert await _played(driver) == []
    await driver.travel_to(world.now() + DAY)
    assert await _logs(world) == []

    driver.members.be(Mood.BUSY)
    await driver.travel_to(world.now() + timedelta(minutes=5))
    assert len(await _logs(world)) >= 4


async def test_a_question_that_is_over_and_a_goal_that_is_gone_are_nothing_to_them(world: World) -> None:
    driver = _driver(world, SURE)
    driver.members.be(Mood.BUSY)
    await world.moderator.slash("/trivia start", questions=1)
    await driver.travel_to(world.now() + LOBBY + timedelta(seconds=1))
    await world.moderator.slash("/trivia stop")

    await driver.travel_to(world.now() + timedelta(minutes=5))

    assert await _rows(world, ANSWERS) == []
