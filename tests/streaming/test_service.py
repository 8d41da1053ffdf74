"""Goals begin once, change, close and go on; deadlines are counted down to; milestones are told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.caller import Caller
from bot.database.interface import Transaction
from bot.delivery.due_store import Address, Due
from bot.errors import UserError
from bot.guilds.service import NotAModerator
from bot.kit.cards import Small
from bot.streaming import news_cards, store
from bot.streaming.book import GoalGone
from bot.streaming.counter import NoCounter, NotAModeratorEither, NotAReader
from bot.streaming.counter import Wish as ReadingWish
from bot.streaming.goals import DeadlinePassed, DeadlineTooFar, Kind, Mode, NameTaken, Plan, TargetOutOfBounds
from bot.streaming.ledger import LogGone
from bot.streaming.ledger import Wish as LogWish
from bot.streaming.logs import NothingToUndo
from bot.streaming.milestones import Milestones
from bot.streaming.progress import MILESTONE, NOTICE, RECAP
from bot.streaming.readings import NothingToCorrect, TotalFell
from bot.streaming.review import LOG
from bot.streaming.service import (
    KIND,
    MOST_GOALS,
    MOST_OPEN,
    ClosedAlready,
    DraftGone,
    NotYourDraft,
    OpenAlready,
    TooManyGoals,
    TooManyGoalsEver,
)
from bot.streaming.settings import ANNOUNCEMENTS, READERS
from bot.streaming.standings import Period
from tests.streaming.hall import BOARDS_IN, GUILD, MODERATOR, NEWS, VOICE, Hall, become, member, plan

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


def _official(deadline: datetime | None = None) -> Plan:
    return replace(plan(kind=Kind.OFFICIAL, deadline=deadline), milestones=Milestones((500,), 250))


async def test_a_milestone_is_told_once_even_when_two_are_jumped_or_a_reading_is_corrected(
    hall: Hall,
) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(_official())
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


async def test_readings_are_entered_by_moderators_or_a_role(hall: Hall) -> None:
    goal, community = await hall.begin(plan(kind=Kind.OFFICIAL)), await hall.begin(plan("Party"))
    with pytest.raises(NotAModeratorEither):
        hall.goals.counter.expect_reader(member(1, 50))
    await hall.set(READERS, 50)
    hall.goals.counter.expect_reader(member(1, 50))
    with pytest.raises(NotAReader):
        hall.goals.counter.expect_reader(member(1))
    with pytest.raises(NoCounter):
        await hall.read(community, 100)
    await hall.read(goal, 100)
    with pytest.raises(TotalFell):
        await hall.read(goal, 99)


async def test_a_reading_is_withdrawn_and_stays_in_the_ledger(hall: Hall) -> None:
    goal = await hall.begin(plan(kind=Kind.OFFICIAL))
    first, wrong = await hall.read(goal, 100), await hall.read(goal, 900)
    ledger = await hall.goals.counter.withdraw(MODERATOR, goal.id, wrong.entry.id)

    assert [entry.id for entry in ledger.entries] == [wrong.entry.id, first.entry.id]
    assert ledger.holding == {first.entry.id}
    assert await hall.total(goal) == 100
    with pytest.raises(NothingToCorrect):
        await hall.goals.counter.withdraw(MODERATOR, goal.id, wrong.entry.id)


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


async def test_members_see_and_change_no_readings(hall: Hall) -> None:
    goal = await hall.begin(plan(kind=Kind.OFFICIAL))
    entry = (await hall.read(goal, 100)).entry
    counter = hall.goals.counter
    for refused in (
        counter.enter(member(1), ReadingWish(1, goal.id, 200)),
        counter.withdraw(member(1), goal.id, entry.id),
        counter.entries(member(1), goal.id),
    ):
        with pytest.raises(NotAModeratorEither):
            await refused
    assert (await counter.entries(MODERATOR, goal.id)).holding == {entry.id}


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


async def test_a_correction_names_a_reading_of_its_own_goal(hall: Hall) -> None:
    goal, other = await hall.begin(plan(kind=Kind.OFFICIAL)), await hall.begin(plan("ON", Kind.OFFICIAL))
    entry = (await hall.read(goal, 100)).entry
    with pytest.raises(NothingToCorrect):
        await hall.read(other, 50, corrects=entry.id)
    with pytest.raises(NothingToCorrect):
        await hall.goals.counter.withdraw(MODERATOR, other.id, entry.id)
    assert await hall.total(goal) == 100


async def test_what_is_accepted_after_the_end_counts_and_is_not_announced(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    goal = await hall.begin(replace(plan(mode=Mode.REVIEWED), milestones=Milestones((10,))))
    held = (await hall.log(goal, 1, 10)).log
    await hall.goals.service.close(MODERATOR, goal.id)
    await hall.app.review.decide(MODERATOR, LOG, str(held.id), "accept")
    await hall.pass_time(HOUR)
    assert await hall.total(goal) == 10
    assert hall.wall.told(MILESTONE) == []


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


async def test_open_goals_come_first_and_each_the_newest_first(hall: Hall) -> None:
    goals = []
    for name in ("A", "B", "C"):
        goals.append(await hall.begin(plan(name)))
        await hall.pass_time(HOUR)
    await hall.goals.service.close(MODERATOR, goals[2].id)
    assert [goal.plan.name for goal in hall.goals.book.of(GUILD)] == ["B", "A", "C"]


async def test_who_leaves_another_servers_leaderboards_stays_on_these(hall: Hall) -> None:
    goal = await hall.begin(plan())
    await hall.log(goal, 1, 10)
    await hall.app.presence.joined(GUILD + 1)
    assert not await hall.goals.overview.toggle_listing(Caller(1, GUILD + 1))
    board = await hall.goals.overview.board(member(2), goal, Period.ALL)
    assert [one.user_id for one in board.standings] == [1]


async def test_a_turn_that_failed_at_first_is_announced_when_it_is_tried_again(hall: Hall) -> None:
    await hall.set(ANNOUNCEMENTS, NEWS)
    deadline = hall.clock.now() + 10 * DAY
    goal = await hall.begin(plan(deadline=deadline))
    turn = deadline - 7 * DAY
    hall.clock.move(3 * DAY + timedelta(minutes=2))

    later = Due(Address(KIND, GUILD, str(goal.id)), turn + timedelta(minutes=1), failures=1)
    await hall.goals.service.come_due(later)
    await hall.pass_time(timedelta(minutes=1))
    assert [post.intent.arguments["turn"] for post in hall.wall.told(NOTICE)] == ["week"]
