"""What of a goal may change once something stands in its ledgers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import UserError
from bot.streaming.changes import (
    Ledgers,
    LogsStand,
    ReadingsStand,
    StartAboveReading,
    UnitStands,
    check_change,
)
from bot.streaming.curve import Reading
from bot.streaming.goals import Kind, Mode, Plan, Unit
from bot.streaming.milestones import Milestones
from bot.streaming.progress import MILESTONE
from bot.streaming.settings import ANNOUNCEMENTS
from tests.streaming.counters import BEGIN, HOUR
from tests.streaming.hall import MODERATOR, NEWS, Hall, become, plan

OFFICIAL = Plan("Butter", Unit.STREAMS, Kind.OFFICIAL, 100, 1000)
COMMUNITY = replace(OFFICIAL, kind=Kind.COMMUNITY)
EMPTY = Ledgers()
READ = Ledgers((Reading(BEGIN, 500), Reading(BEGIN + HOUR, 400)))  # the platform has counted anew
COUNTS, WAITS = Ledgers(counts=True), Ledgers(waits=True)
TO_OFFICIAL, TO_COMMUNITY = {"kind": Kind.OFFICIAL}, {"kind": Kind.COMMUNITY}
VIEWS = {"unit": Unit.VIEWS}


@pytest.mark.parametrize(
    ("before", "change", "standing", "refusal"),
    [
        (OFFICIAL, VIEWS, EMPTY, None),
        (OFFICIAL, VIEWS, READ, UnitStands),
        (OFFICIAL, VIEWS, COUNTS, UnitStands),
        (COMMUNITY, VIEWS, WAITS, UnitStands),
        (OFFICIAL, TO_COMMUNITY, EMPTY, None),
        (OFFICIAL, TO_COMMUNITY, COUNTS, None),  # what members did becomes what it counts
        (OFFICIAL, TO_COMMUNITY, READ, ReadingsStand),
        (COMMUNITY, TO_OFFICIAL, WAITS, None),
        (COMMUNITY, TO_OFFICIAL, COUNTS, LogsStand),
        (OFFICIAL, {"start": 400}, READ, None),
        (OFFICIAL, {"start": 401}, READ, StartAboveReading),
        (replace(OFFICIAL, start=450), {"target": 2000}, READ, None),  # the start stays what it was
        (COMMUNITY, {"start": 900}, COUNTS, None),
        (OFFICIAL, {"mode": Mode.OPEN, "song_length": timedelta(minutes=3), "platform": "Melon"}, READ, None),
    ],
)
def test_what_stands_keeps_its_meaning(
    before: Plan, change: dict[str, Any], standing: Ledgers, refusal: type[UserError] | None
) -> None:
    if refusal is None:
        check_change(before, replace(before, **change), standing)
    else:
        with pytest.raises(refusal):
            check_change(before, replace(before, **change), standing)


async def test_what_is_taken_back_or_withdrawn_holds_nothing_up(hall: Hall) -> None:
    service = hall.goals.service
    official, community = await hall.begin(plan(kind=Kind.OFFICIAL)), await hall.begin(plan("Party"))
    entered, logged = await hall.read(official, 100), await hall.log(community, 1, 20)
    views = replace(official.plan, unit=Unit.VIEWS, kind=Kind.COMMUNITY)
    counted = replace(community.plan, kind=Kind.OFFICIAL)
    for goal, wanted, refusal in ((official, views, UnitStands), (community, counted, LogsStand)):
        with pytest.raises(refusal):
            await service.edit(MODERATOR, goal.id, become(wanted))

    await hall.goals.counter.withdraw(MODERATOR, official.id, entered.entry.id)
    await hall.goals.ledger.void(MODERATOR, logged.log.id, "a mistake")
    assert (await service.edit(MODERATOR, official.id, become(views))).plan == views
    assert (await service.edit(MODERATOR, community.id, become(counted))).plan == counted


async def test_a_change_of_kind_or_start_tells_no_milestone_twice_nor_late(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    marks = replace(plan(kind=Kind.OFFICIAL), milestones=Milestones(step=100))
    goal, service = await hall.begin(marks), hall.goals.service
    await hall.log(goal, 1, 250)
    community = replace(marks, kind=Kind.COMMUNITY)
    await service.edit(MODERATOR, goal.id, become(community))
    assert await hall.total(goal) == 250
    await hall.log(goal, 1, 60)
    await hall.pass_time(HOUR)
    assert [post.intent.arguments["marks"] for post in hall.wall.told(MILESTONE)] == [[300]]

    await service.edit(MODERATOR, goal.id, become(replace(community, start=150)))
    assert await hall.total(goal) == 460
    await service.edit(MODERATOR, goal.id, become(community))
    await hall.log(goal, 2, 240)
    await hall.restart()
    await hall.pass_time(HOUR)
    assert await hall.total(goal) == 550
    assert [post.intent.arguments["marks"] for post in hall.wall.told(MILESTONE)] == [[300], [500]]


async def test_a_goal_that_was_closed_meanwhile_stays_closed(hall: Hall) -> None:
    goal = await hall.begin(plan())
    await hall.goals.service.close(MODERATOR, goal.id)
    changed = await hall.goals.service.edit(MODERATOR, goal.id, become(replace(goal.plan, target=2000)))
    assert not changed.is_open()
    assert not hall.goals.book.open_in(goal.guild_id)
