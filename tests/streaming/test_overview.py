"""The list of a server's goals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.database.interface import Reader
from bot.i18n.catalogs import Catalogs
from bot.streaming.goals import Kind
from bot.streaming.overview import OverviewService
from tests.streaming.hall import GUILD, MODERATOR, Hall, plan

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
