"""What is posted about goals: live boards, milestones, the countdown, how they end."""

from __future__ import annotations

from datetime import timedelta

from demo.people import Reply
from demo.world import World
from tests.journeys.goals import begin_goal
from tests.journeys.panel import set_to

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PINNING = ("view_channel", "send_messages", "read_message_history", "pin_messages", "manage_messages")


def _in(world: World, channel: str) -> list[Reply]:
    return world.posted(world.server.handle.channels[channel])


async def test_a_live_board_is_pinned_follows_and_is_made_anew(world: World) -> None:
    boards = world.server.text_channel("boards")
    await world.server.let_bot(*PINNING)
    await world.moderator.slash("/configure goals", boards=boards)
    await begin_goal(world)
    await world.travel(HOUR)
    (board,) = _in(world, "boards")
    assert "0 of 1,000 streams" in board.text

    form = await world.member.press("Log mine", on=board)
    await world.member.submit(form, {"How much?": "25"})
    await world.travel(timedelta(minutes=2))
    (board,) = _in(world, "boards")
    assert "25 of 1,000 streams" in board.text
    assert f"1. {world.member.name}: 25 streams" in board.text
    ranks = await world.member.press("Leaderboard", on=board)
    assert ranks.private

    await world.restart(after=40 * DAY)
    await world.member.slash("/goal log", goal="Butter", amount="5")
    await world.travel(timedelta(minutes=2))
    (board,) = _in(world, "boards")
    assert "30 of 1,000 streams" in board.text
    await world.moderator.slash("/goal close", goal="Butter")
    await world.travel(timedelta(minutes=2))
    assert "970 short of the target" in _in(world, "boards")[0].text


async def test_milestones_the_countdown_and_the_end_are_told_once(world: World) -> None:
    news = world.server.text_channel("news")
    await world.moderator.slash("/configure goals", announcements=news)
    await begin_goal(world, deadline="2026-07-01", milestones="every 100")
    for amount in ("90", "160"):
        await world.member.slash("/goal log", goal="Butter", amount=amount)
    await world.travel(HOUR)
    (milestone,) = _in(world, "news")
    assert "200 streams – passed!" in milestone.text
    assert "On the way: 100" in milestone.text

    await world.member.slash("/goal undo")
    await world.member.slash("/goal log", goal="Butter", amount="160")
    await world.travel(15 * DAY)
    await world.restart()
    await world.travel(15 * DAY)
    texts = [reply.text for reply in _in(world, "news")]
    assert len(texts) == 5
    assert [
        ("One week to go" in texts[1]),
        ("One day to go" in texts[2]),
        ("The last hours" in texts[3]),
    ] == [True] * 3
    assert "750 streams to go" in texts[1]
    assert texts[4].startswith("Butter is over")
    assert "Logged here: 250 streams. Thank you, everybody!" in texts[4]
    ranks = await world.member.press("Leaderboard", on=_in(world, "news")[4])
    assert f"1. {world.member.name} · 250 streams" in ranks.text
    assert "closed" in (await world.member.slash("/goal list")).text


async def test_a_board_that_moves_says_where_and_one_that_ends_says_so(world: World) -> None:
    boards, elsewhere = world.server.text_channel("boards"), world.server.text_channel("elsewhere")
    await world.server.let_bot(*PINNING)
    await world.moderator.slash("/configure goals", boards=boards)
    await begin_goal(world)
    await world.travel(HOUR)
    assert len(world.server.pinned(boards)) == 1
    await world.moderator.slash("/configure goals", boards=elsewhere)
    await world.travel(timedelta(minutes=2))
    (old,) = _in(world, "boards")
    assert "Butter" in old.text
    assert "This board has moved to #elsewhere." in old.text
    assert "streams" not in old.text
    (new,) = _in(world, "elsewhere")
    assert "0 of 1,000 streams" in new.text
    shown = await world.member.press("Show the goal", on=old)
    assert shown.private
    assert "0 of 1,000 streams" in shown.text

    panel = await world.moderator.choose("Goals", on=await world.moderator.slash("/settings"))
    await set_to(world.moderator, "Live boards", "", panel)
    await world.travel(timedelta(minutes=2))
    (left,) = _in(world, "elsewhere")
    assert "This board is no longer kept up to date." in left.text
    assert world.server.pinned(boards) == world.server.pinned(elsewhere) == []


async def test_a_board_whose_channel_is_deleted_is_moved_without_trouble(world: World) -> None:
    boards, elsewhere = world.server.text_channel("boards"), world.server.text_channel("elsewhere")
    await world.server.let_bot(*PINNING)
    await world.moderator.slash("/configure goals", boards=boards)
    await begin_goal(world)
    await world.travel(HOUR)
    await world.server.delete_channel(boards)
    await world.moderator.slash("/configure goals", boards=elsewhere)
    await world.travel(HOUR)
    assert "0 of 1,000 streams" in _in(world, "elsewhere")[0].text
