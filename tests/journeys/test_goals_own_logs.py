"""What members see of their own logs, and how they hear of what moderators decided."""

from __future__ import annotations

from datetime import timedelta

from demo.people import Person, Reply
from demo.world import World
from tests.conftest import OpenWorld
from tests.journeys.goals import begin_goal

DAY = timedelta(days=1)
LOOKED = "Moderators have looked at your logs:"


async def _log(person: Person, amount: int) -> Reply:
    return await person.slash("/goal log", goal="Butter", amount=str(amount))


async def _void(world: World, reason: str) -> None:
    desk = await world.moderator.press("For moderators", on=await world.moderator.slash("/goal show"))
    logs = await world.moderator.press("Logs", on=desk)
    form = await world.moderator.press("Void", on=logs)
    await world.moderator.submit(form, {"Why does it not count?": reason})


async def test_a_decision_is_told_with_the_next_log_and_not_again(world: World) -> None:
    await begin_goal(world, target="10000", mode="open")
    await _log(world.member, 900)
    assert LOOKED not in (await _log(world.member, 5)).text
    queue = await world.moderator.slash("/review")
    form = await world.moderator.press("Decline", on=queue)
    await world.moderator.submit(form, {"Why does it not count?": "a *screenshot*, please"})
    await world.restart(after=DAY)

    assert LOOKED not in (await _log(world.person("Sol"), 5)).text
    told = await _log(world.member, 6)
    assert told.private
    assert LOOKED in told.text
    assert "900 streams for “Butter”, June 12, 2026 · declined" in told.text
    assert "Moderators say: a *screenshot*, please" in told.text
    assert LOOKED not in (await _log(world.member, 7)).text


async def test_a_void_is_told_with_its_reason_when_something_is_taken_back(world: World) -> None:
    await begin_goal(world, target="10000")
    await _log(world.member, 30)
    await _void(world, "played on mute")
    await _log(world.person("Sol"), 5)
    await world.person("Sol").slash("/goal undo")
    logged = await world.member.slash("/goal undo")
    assert logged.text.startswith("There is nothing of yours here")  # and what there was is told yet

    mine = await world.member.press("My logs", on=await world.member.slash("/goal show"))
    assert mine.private
    assert "30 streams for “Butter”, June 12, 2026 · voided" in mine.text
    assert "Moderators say: played on mute" in mine.text


async def test_my_logs_tell_the_state_of_each_and_take_back_what_may_be(world: World) -> None:
    await begin_goal(world, target="10000", mode="open")
    shown = await world.member.slash("/goal show")
    empty = await world.member.press("My logs", on=shown)
    assert empty.private
    assert empty.text.splitlines()[1] == "You have logged nothing in this server yet."
    await _log(world.moderator, 77)
    await _log(world.member, 30)
    logged = await _log(world.member, 900)

    mine = await world.member.press("My logs", on=logged)
    assert mine.private
    assert "77" not in mine.text
    assert "900 streams for “Butter”, June 12, 2026 · waits for moderators" in mine.text
    assert "It had to wait: more than a day can hold" in mine.text
    assert "30 streams for “Butter”, June 12, 2026 · counts" in mine.text
    after = await world.member.press("Undo", on=mine)
    assert after.edited
    assert "900 streams for “Butter”, June 12, 2026 · taken back" in after.text
    assert "30 streams for “Butter”, June 12, 2026 · counts" in after.text
    assert "Nothing waits for a decision." in (await world.moderator.slash("/review")).text

    await world.travel(DAY)
    late = await world.member.press("My logs", on=shown)
    assert "[Undo]" not in late.text


async def test_many_logs_are_leafed_through(world: World) -> None:
    await begin_goal(world, target="10000")
    for amount in range(1, 9):
        await _log(world.member, amount)
    mine = await world.member.press("My logs", on=await world.member.slash("/goal show"))
    assert "8 streams" in mine.text
    assert "2 streams" not in mine.text
    older = await world.member.press("Next →", on=mine)
    assert older.edited
    assert "1 stream for “Butter”" in older.text


async def test_members_hear_of_it_in_their_language(open_world: OpenWorld) -> None:
    async with open_world() as world:
        await begin_goal(world, target="10000")
        await _log(world.member, 30)
        await _void(world, "소리 없이 재생")
        world.member.speak("ko")
        told = await _log(world.member, 5)
        assert "운영진의 말: 소리 없이 재생" in told.text
        assert "무효" in told.text
