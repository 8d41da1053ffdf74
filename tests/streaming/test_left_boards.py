"""Boards that stand where a server wants none any more: told once where to look, unpinned, and left."""

from __future__ import annotations

from datetime import timedelta

from bot.streaming.left_boards import FIRST_REST, MOST_TRIES
from bot.streaming.settings import BOARDS
from tests.streaming.hall import BOARDS_IN, NEWS, Hall, plan

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AWAY = timedelta(days=11)


async def test_a_moved_board_says_where_it_is_once(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    goals = [await hall.begin(plan(name)) for name in ("Butter", "Dynamite")]
    await hall.pass_time(MINUTE)
    await hall.set(BOARDS, NEWS)
    await hall.pass_time(MINUTE)
    left = [hall.wall.messages[one] for one in (1001, 1002)]
    assert left == [f"moved to {NEWS}"] * 2
    assert hall.wall.pinned == {1003, 1004}

    edits = [message_id for _, message_id in hall.wall.edits]
    assert sorted(edits) == [1001, 1002]
    await hall.log(goals[0], 1, 40)
    await hall.restart()
    await hall.pass_time(DAY)
    assert not {1001, 1002} & {message_id for _, message_id in hall.wall.edits[2:]}


async def test_where_none_is_wanted_the_old_one_says_so_and_is_unpinned(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    await hall.begin(plan())
    await hall.pass_time(MINUTE)
    await hall.set(BOARDS, None)
    await hall.restart(down_for=DAY)
    await hall.pass_time(MINUTE)
    assert hall.wall.messages == {1001: "moved to None"}
    assert hall.wall.pinned == set()


async def test_one_that_cannot_be_unpinned_at_first_is_unpinned_later(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    await hall.begin(plan())
    await hall.pass_time(MINUTE)
    hall.wall.unanswered.add("unpin")
    await hall.set(BOARDS, None)
    await hall.pass_time(MINUTE)
    assert hall.wall.pinned == {1001}
    await hall.pass_time(FIRST_REST)
    assert hall.wall.pinned == set()


async def test_one_that_comes_back_is_a_message_of_its_own(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    await hall.begin(plan())
    await hall.pass_time(MINUTE)
    await hall.set(BOARDS, None)
    await hall.set(BOARDS, BOARDS_IN)
    await hall.pass_time(MINUTE)
    assert isinstance(hall.wall.messages[1001], str)  # told off, whatever it says of where the new one is
    assert hall.wall.messages.keys() == {1001, 1002}
    assert hall.wall.pinned == {1002}


async def test_a_message_or_channel_that_is_gone_is_no_trouble(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    for name in ("Butter", "Dynamite"):
        await hall.begin(plan(name))
    await hall.pass_time(MINUTE)
    del hall.wall.messages[1001]
    hall.wall.deleted.add(BOARDS_IN)
    await hall.set(BOARDS, NEWS)
    await hall.pass_time(MINUTE)
    asked = hall.wall.asked
    assert asked == 2
    await hall.pass_time(HOUR)
    assert hall.wall.asked == asked
    assert hall.wall.messages.keys() == {1002, 1003, 1004}


async def test_a_channel_that_cannot_be_edited_in_is_tried_again_and_not_for_ever(hall: Hall) -> None:
    await hall.set(BOARDS, BOARDS_IN)
    await hall.begin(plan())
    await hall.pass_time(MINUTE)
    hall.wall.refuses = True
    await hall.set(BOARDS, None)
    await hall.pass_time(MINUTE)
    hall.wall.refuses = False
    await hall.pass_time(FIRST_REST)
    assert hall.wall.messages == {1001: "moved to None"}

    await hall.set(BOARDS, BOARDS_IN)
    await hall.pass_time(MINUTE)
    hall.wall.refuses = True
    await hall.set(BOARDS, None)
    before = hall.wall.asked
    await hall.pass_time(AWAY)
    assert hall.wall.asked - before == MOST_TRIES
    await hall.pass_time(AWAY)
    assert hall.wall.asked - before == MOST_TRIES


async def test_one_that_is_posted_after_the_board_has_moved_says_so_too(hall: Hall) -> None:
    hall.wall.refuses = True
    await hall.set(BOARDS, BOARDS_IN)
    await hall.begin(plan())
    await hall.pass_time(MINUTE)
    await hall.set(BOARDS, NEWS)
    hall.wall.refuses = False
    await hall.pass_time(HOUR)
    stands = {post.intent.channel_id: number for number, post in enumerate(hall.wall.posts, 1001)}
    old, new = stands[BOARDS_IN], stands[NEWS]
    assert hall.wall.messages[old] == f"moved to {NEWS}"
    assert hall.wall.pinned == {new}
