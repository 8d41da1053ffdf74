"""Boards: one message a goal, edited at most once a minute in a channel, through restarts, for months."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from bot.delivery.due_store import Address, Due
from bot.streaming import board_store
from bot.streaming.live import BETWEEN_EDITS, KIND, LOOK_AGAIN, QUIET
from bot.streaming.settings import BOARDS
from tests.by_hand import GUILD
from tests.streaming.hall import BOARDS_IN, MODERATOR, NEWS, Hall, become, plan

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _shown(hall: Hall) -> list[tuple[int, bool]]:
    """What the boards' messages show: the total, and whether the goal is open."""
    shown = [hall.wall.messages[one] for one in sorted(hall.wall.messages)]
    return [(one[0], one[1]) for one in shown if isinstance(one, tuple)]


async def test_a_goal_has_a_pinned_board_that_follows_it(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goal = await hall.begin(plan())
    await hall.pass_time(MINUTE)
    (post,) = hall.wall.told(KIND)
    assert post.intent.channel_id == BOARDS_IN
    assert hall.wall.pinned == {1001}

    await hall.log(goal, 1, 40)
    await hall.pass_time(MINUTE)
    assert _shown(hall) == [(40, True)]
    await hall.pass_time(QUIET)
    assert len(hall.wall.edits) == 2  # one for the log, one because time goes on


async def test_what_comes_in_a_rush_is_one_edit_a_minute(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goals = [await hall.begin(plan(name)) for name in ("Butter", "Dynamite", "ON")]
    await hall.pass_time(MINUTE)
    for _ in range(60):
        for goal in goals:
            await hall.log(goal, 1, 1)
        await hall.pass_time(timedelta(seconds=10))
    await hall.pass_time(5 * MINUTE)

    instants = [at for at, _ in hall.wall.edits]
    assert all(later - earlier >= BETWEEN_EDITS for earlier, later in pairwise(instants))
    assert 10 <= len(instants) <= 16
    assert [total for total, _ in _shown(hall)] == [60, 60, 60]


async def test_what_changes_while_an_edit_is_on_its_way_is_shown_by_the_next(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goal = await hall.begin(plan())
    await hall.pass_time(MINUTE)
    await hall.log(goal, 1, 40)
    hall.wall.meanwhile = lambda: hall.log(goal, 1, 2)
    await hall.pass_time(2 * MINUTE)
    assert _shown(hall) == [(42, True)]


async def test_what_changes_while_a_board_is_posted_is_shown_by_an_edit(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goal = await hall.begin(plan())
    hall.wall.meanwhile = lambda: hall.log(goal, 1, 40)
    await hall.pass_time(2 * MINUTE)
    assert _shown(hall) == [(40, True)]
    await hall.pass_time(QUIET - 2 * MINUTE)
    assert len(hall.wall.edits) == 1


async def test_a_board_that_is_posted_while_it_is_looked_for_is_posted_once(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goal = await hall.begin(plan())
    board = await hall.app.database.read(lambda on: board_store.get(on, goal.id))
    await hall.pass_time(MINUTE)
    assert board is not None
    assert board.message_id is None

    due = Due(Address(KIND, GUILD, str(goal.id)), hall.clock.now(), 0)
    await hall.goals.boards._post(due, goal, board)  # it was read before the message stood
    await hall.pass_time(MINUTE)
    assert len(hall.wall.posts) == 1
    assert _shown_numbers(hall) == [1001]


async def test_a_goal_that_is_closed_while_its_board_is_posted_has_none_pinned(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goal = await hall.begin(plan())
    hall.wall.meanwhile = lambda: hall.goals.service.close(MODERATOR, goal.id)
    await hall.pass_time(2 * MINUTE)
    assert _shown(hall) == [(0, False)]
    assert hall.wall.pinned == set()


async def test_a_deleted_board_is_made_anew_and_survives_restarts(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goal = await hall.begin(plan())
    await hall.pass_time(MINUTE)
    del hall.wall.messages[1001]
    await hall.log(goal, 1, 40)
    await hall.restart()
    await hall.pass_time(5 * MINUTE)
    assert _shown_numbers(hall) == [1002]
    assert 1002 in hall.wall.pinned
    await hall.restart(down_for=100 * DAY)
    await hall.log(goal, 1, 2)
    await hall.pass_time(5 * MINUTE)

    assert _shown(hall) == [(42, True)]
    assert len(hall.wall.posts) == 2


def _shown_numbers(hall: Hall) -> list[int]:
    return sorted(hall.wall.messages)


async def test_a_board_that_may_not_be_edited_waits_and_goes_on(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goal = await hall.begin(plan())
    await hall.pass_time(MINUTE)
    hall.wall.refuses = True
    await hall.log(goal, 1, 40)
    await hall.pass_time(MINUTE)
    hall.wall.refuses = False
    await hall.pass_time(LOOK_AGAIN)
    assert _shown(hall) == [(40, True)]
    assert len(hall.wall.posts) == 1


async def test_boards_go_where_the_server_wants_them(hall: Hall) -> None:
    goal = await hall.begin(plan())
    await hall.set(BOARDS, BOARDS_IN)
    await hall.pass_time(MINUTE)
    await hall.set(BOARDS, NEWS)
    await hall.pass_time(MINUTE)
    assert [post.intent.channel_id for post in hall.wall.posts] == [BOARDS_IN, NEWS]
    assert hall.wall.pinned == {1002}  # the new one in place of the old one

    await hall.log(goal, 1, 40)
    await hall.pass_time(MINUTE)
    assert _shown(hall) == [(40, True)]
    await hall.set(BOARDS, None)
    await hall.log(goal, 1, 2)
    await hall.pass_time(DAY)
    assert _shown(hall) == []  # what was left is told in `test_left_boards`


async def test_a_closed_goals_board_says_so_and_is_left(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goal = await hall.begin(plan())
    await hall.pass_time(MINUTE)
    await hall.goals.service.close(MODERATOR, goal.id)
    await hall.pass_time(MINUTE)
    assert _shown(hall) == [(0, False)]
    assert hall.wall.pinned == set()
    await hall.pass_time(3 * DAY)
    assert len(hall.wall.edits) == 1

    await hall.goals.service.reopen(MODERATOR, goal.id)
    await hall.pass_time(MINUTE)
    assert hall.goals.book.get(GUILD, goal.id).is_open()
    assert len(hall.wall.posts) == 2


async def test_a_closed_goals_board_is_unpinned_though_discord_does_not_answer_at_first(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goal = await hall.begin(plan())
    await hall.pass_time(MINUTE)
    hall.wall.unanswered.add("unpin")
    await hall.goals.service.close(MODERATOR, goal.id)
    await hall.pass_time(5 * MINUTE)
    assert _shown(hall) == [(0, False)]
    assert hall.wall.pinned == set()


async def test_a_closed_goal_that_is_edited_has_no_board_made_for_it(hall: Hall) -> None:
    goal = await hall.goals.service.close(MODERATOR, (await hall.begin(plan())).id)
    await hall.set(BOARDS, BOARDS_IN)
    await hall.goals.service.edit(MODERATOR, goal.id, become(plan("Another")))
    await hall.pass_time(DAY)
    assert hall.wall.posts == []
