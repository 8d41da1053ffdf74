"""What is told of goals: milestones once, the countdown, the end, wherever news are wanted then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.due_store import Address, Due
from bot.kit.blocks import Small
from bot.streaming import news_cards, store
from bot.streaming.goals import Kind, Mode
from bot.streaming.milestones import Milestones
from bot.streaming.progress import MILESTONE, NOTICE, RECAP
from bot.streaming.review import LOG
from bot.streaming.service import KIND as COUNTDOWN
from bot.streaming.settings import ANNOUNCEMENTS
from tests.by_hand import GUILD
from tests.streaming.hall import BOARDS_IN, MODERATOR, NEWS, VOICE, Hall, become, plan

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def test_a_milestone_is_told_once_even_when_two_are_jumped_or_a_reading_is_corrected(
    hall: Hall,
) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(replace(plan(kind=Kind.OFFICIAL), milestones=Milestones((500,), 250)))
    await hall.read(goal, 100)
    await hall.pass_time(HOUR)
    assert hall.wall.told(MILESTONE) == []

    jumped = await hall.read(goal, 510)
    assert jumped.marks == (250, 500)
    await hall.pass_time(HOUR)
    down = await hall.read(goal, 240, at=jumped.entry.reading.at, corrects=jumped.entry.id)
    assert down.marks == ()
    await hall.read(goal, 520)
    await hall.restart()
    await hall.pass_time(HOUR)
    (told,) = hall.wall.told(MILESTONE)
    assert told.intent.channel_id == NEWS
    assert told.intent.arguments == {"goal": goal.id, "marks": [250, 500]}

    await hall.read(goal, 1000)
    await hall.pass_time(HOUR)
    assert [post.intent.arguments["marks"] for post in hall.wall.told(MILESTONE)] == [[250, 500], [750, 1000]]


@pytest.mark.parametrize(
    ("passed", "way"),
    [
        (1, None),
        (6, "-# On the way: 10, 20, 30, 40, and 50"),
        (7, "-# On the way: 20, 30, 40, 50, and 60 · And 1 more."),
        (100, "-# On the way: 950, 960, 970, 980, and 990 · And 94 more."),
    ],
)
async def test_a_jump_over_many_milestones_says_how_many(hall: Hall, passed: int, way: str | None) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(replace(plan(kind=Kind.OFFICIAL), milestones=Milestones(step=10)))
    await hall.read(goal, 10 * passed)
    await hall.pass_time(HOUR)

    (told,) = hall.wall.told(MILESTONE)
    marks = told.intent.arguments["marks"]
    card = news_cards.milestone(await hall.goals.overview.view(goal), marks, "mark", VOICE)
    assert [block.component["content"] for block in card.blocks if isinstance(block, Small)] == [way] * bool(
        way
    )
    assert await hall.app.database.read(lambda on: store.celebrated(on, goal.id)) == frozenset(marks)
    assert len(marks) == passed

    await hall.read(goal, 10 * passed)
    await hall.pass_time(HOUR)
    assert len(hall.wall.told(MILESTONE)) == 1


@pytest.mark.parametrize("kind", Kind)
async def test_a_closed_goal_announces_no_milestone(hall: Hall, kind: Kind) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(replace(plan(kind=kind, mode=Mode.REVIEWED), milestones=Milestones((100, 300))))
    first, second = await hall.log(goal, 1, 150), await hall.log(goal, 2, 200)
    await hall.goals.service.close(MODERATOR, goal.id)

    if kind is Kind.OFFICIAL:
        assert (await hall.read(goal, 150)).marks == ()
    else:
        await hall.goals.ledger.decide_proof(MODERATOR, first.log.id, accept=True)
    await hall.pass_time(HOUR)
    assert await hall.total(goal) == 150
    assert hall.wall.told(MILESTONE) == []

    await hall.goals.service.reopen(MODERATOR, goal.id)
    if kind is Kind.OFFICIAL:
        assert (await hall.read(goal, 350)).marks == (300,)
    else:
        await hall.goals.ledger.decide_proof(MODERATOR, second.log.id, accept=True)
    await hall.pass_time(HOUR)
    assert [post.intent.arguments["marks"] for post in hall.wall.told(MILESTONE)] == [[300]]


async def test_milestones_that_an_edit_puts_behind_a_goal_are_not_told(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(plan(kind=Kind.OFFICIAL))
    await hall.read(goal, 600)
    await hall.goals.service.edit(
        MODERATOR, goal.id, become(replace(goal.plan, milestones=Milestones((500, 700))))
    )
    await hall.read(goal, 650)
    await hall.pass_time(HOUR)
    assert hall.wall.told(MILESTONE) == []
    assert (await hall.read(goal, 700)).marks == (700,)


async def test_what_is_accepted_after_the_end_counts_and_is_not_announced(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(replace(plan(mode=Mode.REVIEWED), milestones=Milestones((10,))))
    held = (await hall.log(goal, 1, 10)).log
    await hall.goals.service.close(MODERATOR, goal.id)
    await hall.app.review.decide(MODERATOR, LOG, str(held.id), "accept")
    await hall.pass_time(HOUR)
    assert await hall.total(goal) == 10
    assert hall.wall.told(MILESTONE) == []


async def test_a_deadline_is_counted_down_to_and_the_goal_closes_a_day_after(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(plan(deadline=hall.clock.now() + 10 * DAY))
    await hall.pass_time(2 * DAY)
    assert hall.wall.posts == []
    for turn, until in (("week", 2), ("day", 5.5), ("hours", 0.45)):
        await hall.pass_time(until * DAY)
        assert hall.wall.told(NOTICE)[-1].intent.arguments["turn"] == turn
    assert len(hall.wall.told(NOTICE)) == 3
    assert hall.wall.told(RECAP) == []

    await hall.pass_time(2 * DAY)
    assert not hall.goals.book.get(GUILD, goal.id).is_open()
    assert len(hall.wall.told(RECAP)) == 1
    await hall.pass_time(30 * DAY)
    assert (len(hall.wall.told(NOTICE)), len(hall.wall.told(RECAP))) == (3, 1)


async def test_after_a_time_down_the_notice_that_still_holds_is_posted(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    await hall.begin(plan(deadline=hall.clock.now() + 10 * DAY))
    await hall.restart(down_for=9.5 * DAY)
    await hall.pass_time(HOUR)
    assert [post.intent.arguments["turn"] for post in hall.wall.told(NOTICE)] == ["day"]


async def test_nobody_is_hurried_to_what_is_reached(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(plan(target=100, deadline=hall.clock.now() + 8 * DAY))
    await hall.log(goal, 1, 100)
    await hall.pass_time(20 * DAY)
    assert hall.wall.told(NOTICE) == []
    assert len(hall.wall.told(RECAP)) == 1


async def test_a_deadline_that_moves_is_counted_down_to_anew(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(plan(deadline=hall.clock.now() + 10 * DAY))
    await hall.pass_time(4 * DAY)
    later = replace(goal.plan, deadline=hall.clock.now() + 10 * DAY)
    await hall.goals.service.edit(MODERATOR, goal.id, become(later))
    await hall.pass_time(4 * DAY)
    assert [post.intent.arguments["turn"] for post in hall.wall.told(NOTICE)] == ["week", "week"]
    await hall.goals.service.edit(MODERATOR, goal.id, become(replace(later, deadline=None)))
    await hall.pass_time(30 * DAY)
    assert len(hall.wall.posts) == 2
    assert hall.goals.book.get(GUILD, goal.id).is_open()


async def test_a_turn_that_failed_at_first_is_announced_when_it_is_tried_again(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    deadline = hall.clock.now() + 10 * DAY
    goal = await hall.begin(plan(deadline=deadline))
    turn = deadline - 7 * DAY
    hall.clock.move(3 * DAY + timedelta(minutes=2))

    later = Due(Address(COUNTDOWN, GUILD, str(goal.id)), turn + timedelta(minutes=1), failures=1)
    await hall.goals.service.come_due(later)
    await hall.pass_time(timedelta(minutes=1))
    assert [post.intent.arguments["turn"] for post in hall.wall.told(NOTICE)] == ["week"]


async def test_all_news_that_cannot_be_posted_go_where_they_are_wanted_then(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    wanted = plan(target=100, deadline=hall.clock.now() + 7 * DAY + HOUR)
    goal = await hall.begin(replace(wanted, milestones=Milestones((10,))))
    hall.wall.refuses = True
    await hall.log(goal, 1, 10)
    await hall.pass_time(2 * HOUR)
    await hall.goals.service.close(MODERATOR, goal.id)
    await hall.pass_time(HOUR)
    assert hall.wall.posts == []
    hall.wall.refuses = False
    await hall.set(ANNOUNCEMENTS, BOARDS_IN)
    await hall.pass_time(HOUR)
    told = {(post.at.kind, post.intent.channel_id) for post in hall.wall.posts}
    assert told == {(kind, BOARDS_IN) for kind in (MILESTONE, NOTICE, RECAP)}


async def test_news_that_may_have_stood_in_a_channel_that_is_gone_goes_to_another(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(replace(plan(target=100), milestones=Milestones((10,))))
    hall.wall.unanswered.add("post")
    await hall.log(goal, 1, 10)
    hall.wall.deleted.add(NEWS)
    await hall.pass_time(HOUR)
    await hall.set(ANNOUNCEMENTS, BOARDS_IN)
    await hall.pass_time(HOUR)
    assert [(post.at.kind, post.intent.channel_id) for post in hall.wall.posts] == [(MILESTONE, BOARDS_IN)]


async def test_news_on_their_way_to_a_channel_that_is_gone_go_where_they_are_wanted_since(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(replace(plan(target=100), milestones=Milestones((10,))))
    hall.wall.unanswered.add("post")
    await hall.log(goal, 1, 10)
    await hall.pass_time(timedelta(0))  # it is sent, and will be tried again
    hall.wall.deleted.add(NEWS)
    await hall.set(ANNOUNCEMENTS, BOARDS_IN)
    await hall.pass_time(HOUR)
    assert [(post.at.kind, post.intent.channel_id) for post in hall.wall.posts] == [(MILESTONE, BOARDS_IN)]
