"""The list of a server's goals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.database.interface import Reader
from bot.i18n.catalogs import Catalogs
from bot.kit.blocks import Row
from bot.kit.paginator import Page
from bot.streaming import cards, desk_cards
from bot.streaming.goals import Goal, Kind
from bot.streaming.ledger import LOGS_SHOWN
from bot.streaming.logs import Log
from bot.streaming.overview import Line, OverviewService
from tests.by_hand import GUILD
from tests.streaming.counters import BEGIN
from tests.streaming.hall import MODERATOR, Hall, plan

SAYS = [Catalogs().say(tag) for tag in Catalogs().tags]
SAY = Catalogs().say("en")


@dataclass
class Counting:
    """A database that counts what it is asked, and a reader of it."""

    real: Any
    asked: int = 0

    async def read(self, work: Callable[[Any], Awaitable[Any]]) -> Any:
        async def counted(on: Reader) -> Any:
            inner = Counting(on)
            try:
                return await work(inner)
            finally:
                self.asked += inner.asked

        return await self.real.read(counted)

    async def fetch_all(self, sql: str, **values: Any) -> Any:
        self.asked += 1
        return await self.real.fetch_all(sql, **values)

    async def fetch_one(self, sql: str, **values: Any) -> Any:
        self.asked += 1
        return await self.real.fetch_one(sql, **values)


async def test_the_list_says_what_each_goal_says_in_one_question(hall: Hall) -> None:
    official, party = await hall.begin(plan(kind=Kind.OFFICIAL)), await hall.begin(plan("Party"))
    untouched = await hall.begin(replace(plan("Later", kind=Kind.OFFICIAL), start=7))
    over = await hall.begin(plan("Over"))
    await hall.read(official, 100)
    wrong = await hall.read(official, 900)
    await hall.read(official, 300, corrects=wrong.entry.id, at=wrong.entry.reading.at)
    withdrawn = await hall.read(official, 400)
    await hall.goals.counter.withdraw(MODERATOR, official.id, withdrawn.entry.id)
    await hall.log(official, 1, 5)
    await hall.log(party, 1, 20)
    await hall.log(over, 2, 30)
    await hall.goals.service.close(MODERATOR, over.id)
    database: Any = Counting(hall.app.database)
    overview = OverviewService(database, hall.app.settings, hall.goals.book, hall.clock)

    lines = {line.goal.id: line.total for line in await overview.lines(GUILD)}

    assert lines == {official.id: 300, party.id: 20, untouched.id: 7, over.id: 30}
    assert lines == {goal.id: await hall.total(goal) for goal in (official, party, untouched, over)}
    assert database.asked == 1


@pytest.mark.parametrize("say", SAYS, ids=lambda say: say.tag)
def test_each_goal_of_a_page_has_its_button(say: Any) -> None:
    lines = [Line(Goal(number, GUILD, plan(f"Goal {number}"), BEGIN), 5) for number in range(1, 18)]
    page = Page.cut(lines, cards.GOALS_ON_A_PAGE, 2)

    card = cards.goals(page, say)

    ids = [button.custom_id for block in card.blocks if isinstance(block, Row) for button in block.buttons]  # type: ignore[union-attr]
    assert [cards.SHOW.at(line.goal.id) for line in page.items] == [one for one in ids if ":show:" in one]
    assert len(page.items) == cards.GOALS_ON_A_PAGE
    card.view(0x123456)


@pytest.mark.parametrize(("kept", "told"), [(LOGS_SHOWN - 1, False), (LOGS_SHOWN, True)])
def test_the_desk_says_that_it_shows_the_latest_logs(kept: int, told: bool) -> None:
    goal = Goal(1, GUILD, plan(), BEGIN)
    page = Page.cut([Log(one, 1, 2, 10, BEGIN) for one in range(kept)], desk_cards.LOGS_ON_A_PAGE, 1)

    card = desk_cards.logs(goal, page, {2: "Haru"}, ZoneInfo("UTC"), SAY)

    assert ("The latest 400 are shown." in str(card.blocks)) is told
