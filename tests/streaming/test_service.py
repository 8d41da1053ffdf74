"""Goals begin once, change, close and go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.caller import Caller
from bot.database.interface import Transaction
from bot.errors import UserError
from bot.guilds.service import NotAModerator
from bot.streaming import store
from bot.streaming.book import GoalGone
from bot.streaming.counter import Wish as ReadingWish
from bot.streaming.goals import DeadlinePassed, DeadlineTooFar, Kind, NameTaken, TargetOutOfBounds
from bot.streaming.ledger import LogGone
from bot.streaming.ledger import Wish as LogWish
from bot.streaming.logs import NothingToUndo
from bot.streaming.service import (
    MOST_GOALS,
    MOST_OPEN,
    ClosedAlready,
    DraftGone,
    NotYourDraft,
    OpenAlready,
    TooManyGoals,
    TooManyGoalsEver,
)
from tests.by_hand import GUILD
from tests.streaming.hall import MODERATOR, Hall, become, member, plan

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OTHER = Caller(8, GUILD, manages_server=True)


async def test_a_preview_becomes_a_goal_once(hall: Hall) -> None:
    service = hall.goals.service
    draft = await service.preview(MODERATOR, plan(), 77)
    assert hall.goals.book.of(GUILD) == ()
    with pytest.raises(NotYourDraft):
        await service.create(OTHER, 77)

    goal = await service.create(MODERATOR, draft.id)
    assert (goal.id, goal.organiser_id) == (77, MODERATOR.user_id)
    with pytest.raises(DraftGone):
        await service.create(MODERATOR, draft.id)
    await hall.restart()
    assert hall.goals.book.of(GUILD) == (goal,)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"target": 0}, TargetOutOfBounds),
        ({"start": 2000}, TargetOutOfBounds),
        ({"target": 10**30}, TargetOutOfBounds),
        ({"name": "butter"}, NameTaken),
    ],
)
async def test_what_cannot_be_is_refused(
    hall: Hall, change: dict[str, object], refusal: type[UserError]
) -> None:
    await hall.begin(plan())
    with pytest.raises(refusal):
        await hall.begin(replace(plan("Dynamite"), **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("in_days", "refusal"), [(-1, DeadlinePassed), (0, DeadlinePassed), (300 * 365, DeadlineTooFar)]
)
async def test_deadlines_lie_ahead_and_within_sight(
    hall: Hall, in_days: int, refusal: type[UserError]
) -> None:
    with pytest.raises(refusal):
        await hall.begin(plan(deadline=hall.clock.now() + in_days * DAY))


async def test_members_begin_and_end_nothing(hall: Hall) -> None:
    goal = await hall.begin(plan())
    service = hall.goals.service
    with pytest.raises(NotAModerator):
        await service.preview(member(1), plan("Another"), 78)
    for work in (service.close, service.reopen):
        with pytest.raises(NotAModerator):
            await work(member(1), goal.id)
    with pytest.raises(NotAModerator):
        await service.edit(member(1), goal.id, become(plan("Another")))


async def test_there_are_so_many_goals_and_no_more(hall: Hall) -> None:
    for number in range(MOST_OPEN):
        await hall.begin(plan(f"Goal {number}"))
    with pytest.raises(TooManyGoals):
        await hall.begin(plan("One more"))


async def test_a_goal_closes_and_goes_on(hall: Hall) -> None:
    goal, service = await hall.begin(plan()), hall.goals.service
    with pytest.raises(OpenAlready):
        await service.reopen(MODERATOR, goal.id)
    closed = await service.close(MODERATOR, goal.id)
    assert not closed.is_open()
    with pytest.raises(ClosedAlready):
        await service.close(MODERATOR, goal.id)
    other = await hall.begin(plan())  # the name is free again
    with pytest.raises(NameTaken):
        await service.reopen(MODERATOR, goal.id)
    await service.edit(MODERATOR, other.id, become(plan("Another")))
    assert (await service.reopen(MODERATOR, goal.id)).is_open()


async def test_a_server_keeps_so_many_goals_and_can_still_reopen_one(hall: Hall) -> None:
    goal = await hall.goals.service.close(MODERATOR, (await hall.begin(plan("The first"))).id)

    async def fill(tx: Transaction) -> None:
        for number in range(1, MOST_GOALS):
            await store.add(tx, replace(goal, id=number, plan=plan(f"Goal {number}")))
            await store.change(tx, replace(goal, id=number, plan=plan(f"Goal {number}")))

    await hall.app.database.write(fill)
    await hall.restart()
    with pytest.raises(TooManyGoalsEver):
        await hall.begin(plan("One more"))
    assert (await hall.goals.service.reopen(MODERATOR, goal.id)).is_open()


async def test_what_is_another_servers_is_not_there(hall: Hall) -> None:
    stranger = Caller(MODERATOR.user_id, GUILD + 1, manages_server=True)
    goal = await hall.begin(plan(kind=Kind.OFFICIAL))
    entry = (await hall.read(goal, 100)).entry
    logged = (await hall.log(goal, 1, 5)).log
    await hall.goals.service.preview(MODERATOR, plan("Another"), 77)
    service, counter, ledger = hall.goals.service, hall.goals.counter, hall.goals.ledger
    for work, refusal in (
        (service.draft(stranger, 77), DraftGone),
        (service.create(stranger, 77), DraftGone),
        (service.edit(stranger, goal.id, become(plan("Mine"))), GoalGone),
        (service.close(stranger, goal.id), GoalGone),
        (service.reopen(stranger, goal.id), GoalGone),
        (counter.enter(stranger, ReadingWish(1, goal.id, 200)), GoalGone),
        (counter.withdraw(stranger, goal.id, entry.id), GoalGone),
        (counter.entries(stranger, goal.id), GoalGone),
        (ledger.log(stranger, LogWish(2, goal.id, 5, "Stranger")), GoalGone),
        (ledger.logs(stranger, goal.id), GoalGone),
        (ledger.void(stranger, logged.id, "why not"), LogGone),
        (ledger.decide_proof(stranger, logged.id, "no", accept=False), LogGone),
        (ledger.undo(replace(stranger, user_id=1)), NothingToUndo),
    ):
        with pytest.raises(refusal):
            await work
    assert (await hall.goals.overview.view(goal)).logged == 5


async def test_open_goals_come_first_and_each_the_newest_first(hall: Hall) -> None:
    goals = []
    for name in ("A", "B", "C"):
        goals.append(await hall.begin(plan(name)))
        await hall.pass_time(HOUR)
    await hall.goals.service.close(MODERATOR, goals[2].id)
    assert [goal.plan.name for goal in hall.goals.book.of(GUILD)] == ["B", "A", "C"]
