"""What members log: once, capped, held, undone, voided; and totals that always equal the ledger."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.caller import Caller
from bot.errors import UserError
from bot.guilds.service import NotAModerator
from bot.review.service import AlreadyDecided
from bot.streaming.goals import Goal, Kind, Mode
from bot.streaming.ledger import AfterDeadline, LogGone, NoReason, Wish
from bot.streaming.logs import (
    BeforeTheGoal,
    DayAhead,
    DayFull,
    DayTooLongAgo,
    GoalClosed,
    Hold,
    NothingToUndo,
    SettledAlready,
    State,
    days_to_log,
)
from bot.streaming.milestones import Milestones
from bot.streaming.overview import Board
from bot.streaming.progress import MILESTONE
from bot.streaming.review import LOG
from bot.streaming.settings import ANNOUNCEMENTS, CAP, REST_DAYS
from bot.streaming.standings import Period
from tests.by_hand import GUILD
from tests.streaming import oracle
from tests.streaming.hall import MODERATOR, NEWS, Hall, member, plan

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def _board(hall: Hall, goal: Goal, user_id: int = 1, period: Period = Period.ALL) -> Board:
    return await hall.goals.overview.board(member(user_id), goal, period)


async def test_what_is_logged_counts_once(hall: Hall) -> None:
    await hall.set(CAP, 60)
    goal = await hall.begin(plan())
    wish = Wish(700, goal.id, 40, "Minji")
    told = [await hall.goals.ledger.log(member(1), wish) for _ in range(2)]

    assert [one.verdict.day_total for one in told] == [40, 40]
    assert await hall.total(goal) == 40
    assert (await hall.goals.overview.view(goal)).logged == 40
    board = await _board(hall, goal)
    assert [(one.rank, one.amount, one.name) for one in board.standings] == [(1, 40, "Minji")]


async def test_who_logs_time_and_again_keeps_their_name(hall: Hall) -> None:
    goal = await hall.begin(plan())
    await hall.log(goal, 2, 5)
    for _ in range(3):
        await hall.log(goal, 1, 6)
        await hall.pass_time(400 * DAY)
    await hall.app.sweep()
    board = await _board(hall, goal)
    assert [one.name for one in board.standings] == ["Member 1", None]


@pytest.mark.parametrize("hours", [0, 30, 72, 90, 100, 24 * 12])
async def test_the_days_to_log_for_are_those_that_are_taken(hall: Hall, hours: int) -> None:
    goal = await hall.begin(plan(deadline=hall.clock.now() + timedelta(days=4)))
    hall.clock.move(timedelta(hours=hours))
    now, zone = hall.clock.now(), hall.goals.book.zone(GUILD)
    today = now.astimezone(zone).date()

    async def is_taken(number: int) -> bool:
        wish = Wish(hall.next_id(), goal.id, 1, "Minji", today - number * DAY)
        try:
            await hall.goals.ledger.log(member(number + 10), wish)
        except UserError:
            return False
        return True

    taken = [today - number * DAY for number in range(-2, 12) if await is_taken(number)]
    assert days_to_log(goal, now, zone) == taken
    assert not days_to_log(replace(goal, closed_at=now), now, zone)


async def test_logs_say_nothing_of_an_official_counter(hall: Hall) -> None:
    goal = await hall.begin(plan(kind=Kind.OFFICIAL))
    await hall.read(goal, 500)
    await hall.log(goal, 1, 40)

    view = await hall.goals.overview.view(goal)
    assert (view.total, view.logged, view.active) == (500, 40, 1)


async def test_a_day_holds_so_many_and_no_more(hall: Hall) -> None:
    await hall.set(CAP, 100)
    goal = await hall.begin(plan())
    await hall.log(goal, 1, 60)
    with pytest.raises(DayFull) as refusal:
        await hall.log(goal, 1, 41)
    assert refusal.value.values == {"cap": 100, "logged": 60, "left": 40}
    await hall.log(goal, 1, 40)
    song = await hall.begin(replace(plan("Short"), song_length=timedelta(minutes=3)))
    await hall.log(song, 1, 480)


async def test_a_log_at_midnight_is_of_one_day(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    goal = await hall.begin(plan())
    zone = hall.goals.book.zone(GUILD)
    midnight = datetime.combine(hall.clock.now().astimezone(zone) + timedelta(days=1), time.min, zone)
    looks = count(-1)
    monkeypatch.setattr(hall.clock, "now", lambda: midnight.astimezone(UTC) + timedelta(seconds=next(looks)))

    logged = await hall.goals.ledger.log(member(1), Wish(hall.next_id(), goal.id, 40, "Member 1"))

    assert logged.log.day(zone) == logged.day


@pytest.mark.parametrize(("days_ago", "refusal"), [(-1, DayAhead), (8, DayTooLongAgo), (3, BeforeTheGoal)])
async def test_days_that_cannot_be_logged_for(hall: Hall, days_ago: int, refusal: type[Exception]) -> None:
    goal = await hall.begin(plan())
    await hall.pass_time(2 * DAY if days_ago == 3 else 20 * DAY)
    with pytest.raises(refusal):
        await hall.log(goal, 1, 10, days_ago)


async def test_a_closed_goal_takes_no_logs_and_one_past_its_deadline_earlier_days(hall: Hall) -> None:
    goal = await hall.begin(plan(deadline=hall.clock.now() + 3 * DAY))
    await hall.pass_time(3 * DAY + 20 * HOUR)
    with pytest.raises(AfterDeadline):
        await hall.log(goal, 1, 10)
    await hall.log(goal, 1, 10, days_ago=1)
    await hall.goals.service.close(MODERATOR, goal.id)
    with pytest.raises(GoalClosed):
        await hall.log(goal, 1, 10, days_ago=1)


async def test_a_deadline_at_midnight_ends_with_the_day_before(hall: Hall) -> None:
    zone = hall.goals.book.zone(GUILD)
    last = hall.clock.now().astimezone(zone).date() + DAY
    goal = await hall.begin(plan(deadline=datetime.combine(last + DAY, time(), zone).astimezone(UTC)))
    await hall.pass_time(goal.plan.deadline - hall.clock.now() if goal.plan.deadline else DAY)
    with pytest.raises(AfterDeadline) as refusal:
        await hall.log(goal, 1, 10)
    assert refusal.value.values["last"] == last
    await hall.log(goal, 1, 10, days_ago=1)


async def test_what_is_far_out_of_the_ordinary_waits_and_counts_once_it_is_accepted(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.OPEN))
    await hall.log(goal, 2, 20)
    logged = await hall.log(goal, 1, 900)
    assert (logged.verdict.hold, logged.first_held) == (Hold.BEYOND_A_DAY, True)
    assert not (await hall.log(goal, 3, 900)).first_held
    assert await hall.total(goal) == 20
    await hall.restart()

    queue = await hall.app.review.queue(MODERATOR)
    told = hall.app.review.kind(LOG).told(str(logged.log.id), "en")
    assert [item.at.kind for item in queue] == [LOG, LOG]
    assert told == "Member 1: 900 streams for “Butter”, June 12, 2026 – more than a day can hold"
    await hall.app.review.decide(MODERATOR, LOG, str(logged.log.id), "accept")
    assert await hall.total(goal) == 920
    with pytest.raises(AlreadyDecided):
        await hall.app.review.decide(MODERATOR, LOG, str(logged.log.id), "decline")


async def test_who_logs_far_more_than_they_use_to_waits(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.OPEN))
    for _ in range(6):
        await hall.log(goal, 1, 30)
        await hall.pass_time(DAY)
    assert (await hall.log(goal, 1, 260)).verdict.hold is Hold.UNUSUAL
    assert (await hall.log(goal, 2, 260)).verdict.hold is None


async def test_where_everything_is_reviewed_nothing_counts_before_it_is_accepted(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.REVIEWED))
    kept, declined = await hall.log(goal, 1, 10), await hall.log(goal, 1, 5)
    await hall.app.review.decide(MODERATOR, LOG, str(kept.log.id), "accept")
    await hall.app.review.decide(MODERATOR, LOG, str(declined.log.id), "decline")
    assert await hall.total(goal) == 10
    assert await hall.app.review.queue(MODERATOR) == ()


async def test_ones_own_latest_log_can_be_taken_back_within_a_day(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.OPEN))
    await hall.log(goal, 1, 10)
    await hall.pass_time(HOUR)
    held = await hall.log(goal, 1, 900)
    _, undone = await hall.goals.ledger.undo(member(1))
    assert undone.id == held.log.id
    assert await hall.app.review.queue(MODERATOR) == ()
    assert hall.app.review.kind(LOG).told(str(held.log.id), "en") is None

    with pytest.raises(NothingToUndo):
        await hall.goals.ledger.undo(member(2))
    await hall.pass_time(23 * HOUR)
    with pytest.raises(NothingToUndo):
        await hall.goals.ledger.undo(member(1))
    assert await hall.total(goal) == 10


async def test_moderators_void_with_a_reason(hall: Hall) -> None:
    goal = await hall.begin(plan())
    logged = await hall.log(goal, 1, 10)
    with pytest.raises(NotAModerator):
        await hall.goals.ledger.void(member(1), logged.log.id, "because")
    with pytest.raises(NoReason):
        await hall.goals.ledger.void(MODERATOR, logged.log.id, "  ")
    with pytest.raises(LogGone):
        await hall.goals.ledger.void(MODERATOR, 1, "because")
    await hall.goals.ledger.void(MODERATOR, logged.log.id, "played on mute")
    assert await hall.total(goal) == 0
    with pytest.raises(SettledAlready):
        await hall.goals.ledger.void(MODERATOR, logged.log.id, "again")
    row = await hall.app.database.read(
        lambda on: on.fetch_one("SELECT reason, settled_by_user_id FROM goal_logs WHERE state = 'voided'")
    )
    assert row == {"reason": "played on mute", "settled_by_user_id": MODERATOR.user_id}


async def test_a_proof_lets_what_waits_count_and_what_counts_stop(hall: Hall) -> None:
    goal = await hall.begin(plan(mode=Mode.OPEN))
    held, counted, other = [await hall.log(goal, one, amount) for one, amount in ((1, 900), (2, 20), (3, 5))]
    ledger = hall.goals.ledger
    await ledger.decide_proof(MODERATOR, held.log.id, "", accept=True)
    assert await hall.total(goal) == 925
    await ledger.decide_proof(MODERATOR, counted.log.id, "", accept=True)
    await ledger.decide_proof(MODERATOR, other.log.id, "another song", accept=False)
    assert await hall.total(goal) == 920
    assert await hall.app.review.queue(MODERATOR) == ()


async def test_streaks_come_from_days_and_rest_is_allowed(hall: Hall) -> None:
    goal = await hall.begin(plan())
    for pause in (1, 2, 1):
        await hall.log(goal, 1, 5)
        await hall.pass_time(pause * DAY)
    logged = await hall.log(goal, 1, 5)
    assert logged.streak == 4
    await hall.set(REST_DAYS, 0)
    assert (await _board(hall, goal)).streak == 2


async def test_a_streak_is_as_long_as_it_is(hall: Hall) -> None:
    goal = await hall.begin(plan())
    for days in range(1, 151):
        logged = await hall.log(goal, 1, 1)
        assert logged.streak == days
        await hall.pass_time(DAY)
    assert (await _board(hall, goal)).streak == 150


async def test_who_leaves_the_leaderboard_takes_nobodys_place(hall: Hall) -> None:
    goal = await hall.begin(plan())
    for user_id, amount in ((1, 10), (2, 30), (3, 20)):
        await hall.log(goal, user_id, amount)
    assert not await hall.goals.overview.toggle_listing(member(2))
    board = await _board(hall, goal, 2)
    assert [one.user_id for one in board.standings] == [3, 1]
    assert (board.listed, board.own and board.own.rank) == (False, 1)
    assert await hall.goals.overview.toggle_listing(member(2))
    assert len((await _board(hall, goal, period=Period.DAY)).standings) == 3


async def test_who_leaves_another_servers_leaderboards_stays_on_these(hall: Hall) -> None:
    goal = await hall.begin(plan())
    await hall.log(goal, 1, 10)
    await hall.app.presence.joined(GUILD + 1)
    assert not await hall.goals.overview.toggle_listing(Caller(1, GUILD + 1))
    board = await hall.goals.overview.board(member(2), goal, Period.ALL)
    assert [one.user_id for one in board.standings] == [1]


DOINGS = st.lists(
    st.tuples(
        st.sampled_from(["log", "undo", "void", "accept", "decline", "wait"]),
        st.integers(1, 3),
        st.sampled_from([3, 40, 300, 900]),
        st.integers(0, 2),
    ),
    min_size=5,
    max_size=25,
)


@settings(max_examples=25)
@given(DOINGS, st.sampled_from(Mode))
def test_totals_milestones_and_ranks_equal_a_recount_whatever_people_do(
    doings: list[tuple[str, int, int, int]], mode: Mode
) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_live_through(Path(folder), doings, mode))


async def _live_through(folder: Path, doings: list[tuple[str, int, int, int]], mode: Mode) -> None:
    async with Hall.opened(folder) as hall:
        await hall.set(ANNOUNCEMENTS, NEWS)
        goal = await hall.begin(replace(plan(target=2000, mode=mode), milestones=Milestones(step=100)))
        highest = 0
        for doing in doings:
            with suppress(UserError):
                await _do(hall, goal, doing)
            highest = max(highest, await _recounted(hall, goal))
            if doing[0] == "wait":
                await hall.restart()
        await hall.pass_time(HOUR)

        marks = [mark for post in hall.wall.told(MILESTONE) for mark in post.intent.arguments["marks"]]
        assert marks == [mark for mark in goal.plan.marks if mark <= highest]


async def _do(hall: Hall, goal: Goal, wanted: tuple[str, int, int, int]) -> None:
    doing, user_id, amount, days_ago = wanted
    ledger, review = hall.goals.ledger, hall.app.review
    match doing:
        case "log":
            await hall.log(goal, user_id, amount, days_ago)
        case "undo":
            await ledger.undo(member(user_id))
        case "wait":
            await hall.pass_time(timedelta(hours=8))
        case "void":
            _, logs, _ = await ledger.logs(MODERATOR, goal.id)
            counted = [log for log in logs if log.state is State.COUNTED]
            if counted:
                await ledger.void(MODERATOR, counted[days_ago % len(counted)].id, "because")
        case _:
            for item in (await review.queue(MODERATOR))[:1]:
                await review.decide(MODERATOR, LOG, item.at.item_id, doing)


async def _recounted(hall: Hall, goal: Goal) -> int:
    """What the ledger comes to, which everything shown has to equal."""
    _, logs, _ = await hall.goals.ledger.logs(MODERATOR, goal.id)
    zone, total = hall.goals.book.zone(GUILD), oracle.total(logs)
    board = await _board(hall, goal)
    expected = oracle.leaderboard(logs, Period.ALL, hall.goals.book.calendar(goal).today, zone)
    assert [(one.rank, one.user_id, one.amount) for one in board.standings] == [
        (place.rank, place.user_id, place.amount) for place in expected
    ]
    view = await hall.goals.overview.view(goal)
    assert (view.total, view.logged) == (total, total)  # as the days add up, and as it was counted on
    held = {str(log.id) for log in logs if log.state is State.HELD}
    assert {item.at.item_id for item in await hall.app.review.queue(MODERATOR)} == held
    return total
