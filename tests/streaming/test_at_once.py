"""Two people at one moment: whoever comes second goes by what the first has left, not by what they saw."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.due_store import Address, Due
from bot.errors import UserError
from bot.review.model import Verb
from bot.streaming.goals import Kind, Mode
from bot.streaming.live import KIND as BOARD
from bot.streaming.logs import GoalClosed, State
from bot.streaming.milestones import Milestones
from bot.streaming.progress import MILESTONE, RECAP
from bot.streaming.service import KIND as COUNTDOWN
from bot.streaming.service import MOST_OPEN
from bot.streaming.settings import ANNOUNCEMENTS, BOARDS
from tests.by_hand import GUILD
from tests.streaming.hall import BOARDS_IN, MODERATOR, NEWS, Hall, become, member, plan

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def test_what_one_edits_another_does_not_reopen_by_it(hall: Hall) -> None:
    goal, service = await hall.begin(plan()), hall.goals.service
    await asyncio.gather(
        service.close(MODERATOR, goal.id),
        service.edit(MODERATOR, goal.id, become(replace(goal.plan, target=2000))),
    )
    await hall.restart()
    left = hall.goals.book.get(GUILD, goal.id)
    assert (left.is_open(), left.plan.target) == (False, 2000)


async def test_what_is_closed_or_reopened_keeps_what_was_edited(hall: Hall) -> None:
    goal, service = await hall.begin(plan()), hall.goals.service
    await asyncio.gather(
        service.edit(MODERATOR, goal.id, become(replace(goal.plan, target=2000))),
        service.close(MODERATOR, goal.id),
    )
    assert hall.goals.book.get(GUILD, goal.id).plan.target == 2000
    await asyncio.gather(
        service.edit(MODERATOR, goal.id, become(replace(goal.plan, target=3000))),
        service.reopen(MODERATOR, goal.id),
    )
    left = hall.goals.book.get(GUILD, goal.id)
    assert (left.is_open(), left.plan.target) == (True, 3000)


async def test_a_deadline_that_moves_as_it_comes_closes_nothing(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    ends_at = hall.clock.now() + 10 * DAY
    goal, service = await hall.begin(plan(deadline=ends_at)), hall.goals.service
    await hall.pass_time(10 * DAY + 23 * HOUR)
    hall.clock.move(2 * HOUR)
    over = Due(Address(COUNTDOWN, GUILD, str(goal.id)), ends_at + DAY, 0)
    moved = replace(goal.plan, deadline=ends_at + 30 * DAY)
    await asyncio.gather(service.edit(MODERATOR, goal.id, become(moved)), service.come_due(over))
    assert hall.goals.book.get(GUILD, goal.id).plan.deadline == moved.deadline
    assert hall.goals.book.get(GUILD, goal.id).is_open()
    assert hall.wall.told(RECAP) == []


async def test_two_goals_of_one_name_do_not_begin_at_once(hall: Hall) -> None:
    service = hall.goals.service
    closed = await service.close(MODERATOR, (await hall.begin(plan("Butter"))).id)
    other = await hall.begin(plan("Dynamite"))
    done = await asyncio.gather(
        service.reopen(MODERATOR, closed.id),
        service.edit(MODERATOR, other.id, become(plan("ＢＵＴＴＥＲ"))),
        return_exceptions=True,
    )
    assert sum(isinstance(one, UserError) for one in done) == 1


async def test_the_last_room_is_taken_once(hall: Hall) -> None:
    for number in range(MOST_OPEN - 1):
        await hall.begin(plan(f"Goal {number}"))
    for number in (901, 902):
        await hall.goals.service.preview(MODERATOR, plan(f"Goal {number}"), number)
    done = await asyncio.gather(
        *(hall.goals.service.create(MODERATOR, number) for number in (901, 902)), return_exceptions=True
    )
    assert sum(isinstance(one, UserError) for one in done) == 1
    assert len(hall.goals.book.open_in(GUILD)) == MOST_OPEN


@pytest.mark.parametrize("wanted_first", [True, False])
async def test_a_goal_that_goes_on_as_boards_are_wanted_has_one(hall: Hall, wanted_first: bool) -> None:
    service = hall.goals.service
    goal = await service.close(MODERATOR, (await hall.begin(plan())).id)
    both = [hall.set(BOARDS, BOARDS_IN), service.reopen(MODERATOR, goal.id)]
    await asyncio.gather(*(both if wanted_first else reversed(both)))
    await hall.pass_time(HOUR)
    assert len(hall.wall.told(BOARD)) == 1


async def test_what_is_logged_as_a_goal_closes_is_refused(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(replace(plan(), milestones=Milestones((10,))))
    _, refusal = await asyncio.gather(
        hall.goals.service.close(MODERATOR, goal.id), hall.log(goal, 1, 10), return_exceptions=True
    )
    assert isinstance(refusal, GoalClosed)
    await hall.pass_time(HOUR)
    assert await hall.total(goal) == 0
    assert hall.wall.told(MILESTONE) == []


@pytest.mark.parametrize("entering", [True, False])
async def test_milestones_go_by_what_a_goal_has_become(hall: Hall, entering: bool) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    wanted = replace(plan(kind=Kind.OFFICIAL if entering else Kind.COMMUNITY), milestones=Milestones((10,)))
    goal = await hall.begin(wanted)
    await asyncio.gather(
        hall.goals.service.edit(MODERATOR, goal.id, become(replace(wanted, milestones=Milestones((20,))))),
        hall.read(goal, 10) if entering else hall.log(goal, 1, 10),
    )
    await hall.pass_time(HOUR)
    assert hall.wall.told(MILESTONE) == []


async def test_however_many_decide_on_a_log_at_once_it_counts_as_its_state_says(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.REVIEWED))
    held = (await hall.log(goal, 1, 10)).log
    ledger = hall.goals.ledger
    done = await asyncio.gather(
        ledger.decide_proof(MODERATOR, held.id, "no", accept=True),
        ledger.decide_proof(MODERATOR, held.id, "no", accept=False),
        ledger.undo(member(1)),
        hall.app.review.decide(MODERATOR, "goal-log", str(held.id), "accept"),
        return_exceptions=True,
    )
    assert all(isinstance(one, UserError | tuple | Verb) for one in done)
    _, (left,), _ = await ledger.logs(MODERATOR, goal.id)
    assert left.state is not State.HELD
    assert await hall.total(goal) == (10 if left.state is State.COUNTED else 0)
    assert await hall.app.review.queue(MODERATOR) == ()
    await hall.restart()
    assert not hall.goals.held.any_in(GUILD)
