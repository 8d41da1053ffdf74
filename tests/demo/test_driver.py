"""One thing happens at a time: page actions, the clock, simulated members, wishes, refreshes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from discord import app_commands

from bot.database.interface import Reader
from bot.kit.answers import respond, update
from bot.kit.blocks import Button, Row, Text
from bot.kit.cards import Card, walk
from bot.kit.feature import Feature, on_press
from bot.kit.host import Interaction
from bot.kit.items import Action, Press
from demo.driver import Driver
from demo.members import Habits, Members, Mood
from demo.screen import Screen
from demo.watch import Watch
from demo.world import SEED, World
from tests.demo.browser import Tab, tab

PRESS = Action("drum", "hit", carries=1)
PRESSES = 100


class Drum(Feature):
    """A button, and how often it was pressed."""

    hits = 0
    name = "Hit"

    @app_commands.command(name="drum", description="shows a drum")
    async def drum(self, interaction: Interaction) -> None:
        await respond(interaction, self._card)

    @on_press(PRESS)
    async def hit(self, interaction: Interaction, press: Press) -> None:
        self.hits += 1
        await update(interaction, self._card)

    def _card(self, say: object) -> Card:
        button = Button("Hit", PRESS.at(7))
        return Card(Text(f"{self.hits} hits"), Row(button))  # type: ignore[arg-type]


@dataclass
class Hurry:
    """Whoever wants time to run faster than the machine's clock."""

    by: timedelta
    granted: asyncio.Event = field(default_factory=asyncio.Event)

    async def grant(self, driver: Driver) -> None:
        await driver.go_on(self.by)
        self.granted.set()


@asynccontextmanager
async def _on_screen(world: World, driver: Driver) -> AsyncIterator[Tab]:
    """#general in a browser, while the clock runs."""
    opening = Screen.on(driver, world.general, [world.member, world.moderator], locale="en-US", port=0)
    async with opening as screen:
        driver.screen = screen
        running = asyncio.create_task(driver.run())
        try:
            async with tab(screen.address) as opened:
                yield opened
        finally:
            driver.screen = None
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


def _driver(world: World, *, members: int = 0) -> Driver:
    people = [
        (world.person(f"Member {number}"), Habits(knows=0.5, seconds=4.0, streams=(1, 3)))
        for number in range(members)
    ]
    return Driver(world, members=Members(world, Watch(world.env), people, SEED))


async def test_a_hundred_presses_arrive_while_the_clock_and_members_run(world: World) -> None:
    driver, drum = _driver(world, members=3), Drum(world.bot.handlers)
    await world.add(drum)
    await world.moderator.slash("/trivia start", questions=30)
    await world.member.slash("/drum")
    preview = await world.moderator.slash("/goal create", what="Butter", target="9999", unit="streams")
    await world.moderator.press("Create", on=preview)
    driver.members.be(Mood.BUSY)
    began = world.now()
    async with _on_screen(world, driver) as shown:
        for number in range(PRESSES):
            hurry = Hurry(timedelta(seconds=3))
            await shown.look()
            driver.wish(hurry)
            if number % 2:  # the press is on what has been shown anew since; else it comes amid all that
                await hurry.granted.wait()
            receipt = await shown.press("Hit")
            assert (receipt["rejected"], receipt["settlement"]) == (False, "settled"), receipt
        await shown.look()

    assert drum.hits == PRESSES
    assert f"{PRESSES} hits" in shown.texts
    assert world.now() - began > timedelta(seconds=3 * PRESSES)
    answered, logged = await world.bot.app.database.read(_counts)
    assert answered > 10, "members played meanwhile"
    assert logged > 3, "and logged"


async def test_a_press_on_what_is_another_button_by_now_is_refused(world: World) -> None:
    driver = _driver(world)
    await world.moderator.slash("/trivia start", questions=2)
    async with _on_screen(world, driver) as shown:
        driver.wish(asked := Hurry(timedelta(seconds=21)))
        await asked.granted.wait()
        await _until(shown, "Question 1 of 2")
        first = next(label for label in _labels(shown) if label.startswith("A ·"))
        driver.wish(next_one := Hurry(timedelta(seconds=32)))
        await next_one.granted.wait()

        receipt = await shown.press(first)
        await shown.look()

        assert receipt["rejected"]
        assert [problem["code"] for problem in receipt["diagnostics"]] == ["stale-revision"]
        assert any("Question 2 of 2" in text for text in shown.texts)
    assert (await world.bot.app.database.read(_counts))[0] == 0


async def _until(shown: Tab, words: str) -> None:
    async with asyncio.timeout(20):
        while not any(words in text for text in shown.texts):
            await shown.look()


def _labels(shown: Tab) -> list[str]:
    parts = [part for one in shown.state["messages"].values() for part in walk(one["components"])]
    return [part["label"] for part in parts if part.get("label")]


async def test_what_is_shown_follows_what_changes_and_stands_still_meanwhile(world: World) -> None:
    driver = _driver(world)
    await world.member.slash("/fact search", query="dynamite")
    async with _on_screen(world, driver) as shown:
        await _ticks(driver, 4)  # the answer to the search was a change
        await shown.look()
        before = shown.state["publishedRevision"]
        await _ticks(driver, 8)
        await shown.look()
        assert shown.state["publishedRevision"] == before

        async with driver.turn():
            await world.moderator.write("Good evening")
        await _until(shown, "Good evening")
        assert shown.state["publishedRevision"] == before + 1


async def test_a_countdown_is_shown_anew_though_nobody_changes_it(world: World) -> None:
    driver = _driver(world)
    await world.moderator.slash("/trivia start")
    async with _on_screen(world, driver) as shown:
        await _ticks(driver, 2)
        await shown.look()
        before = shown.state["publishedRevision"]
        async with asyncio.timeout(20):
            while shown.state["publishedRevision"] == before:
                await shown.look()
        assert any("It begins" in text for text in shown.texts)


async def _ticks(driver: Driver, number: int) -> None:
    for _ in range(number):
        driver.wish(tick := Hurry(timedelta(seconds=1)))
        await tick.granted.wait()


async def _counts(on: Reader) -> tuple[int, int]:
    rows = [
        await on.fetch_all(f"SELECT COUNT(*) AS n FROM {table}")  # noqa: S608  # its own
        for table in ("trivia_answers", "goal_logs")
    ]
    return rows[0][0]["n"], rows[1][0]["n"]
