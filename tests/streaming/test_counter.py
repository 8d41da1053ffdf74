"""What an official counter showed: who enters it, who takes it back, and of which goal it is."""

from __future__ import annotations

import pytest

from bot.streaming.counter import NoCounter, NotAModeratorEither, NotAReader
from bot.streaming.counter import Wish as ReadingWish
from bot.streaming.goals import Kind
from bot.streaming.readings import NothingToCorrect, TotalFell
from bot.streaming.settings import READERS
from tests.streaming.hall import MODERATOR, Hall, member, plan


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


async def test_a_correction_names_a_reading_of_its_own_goal(hall: Hall) -> None:
    goal, other = await hall.begin(plan(kind=Kind.OFFICIAL)), await hall.begin(plan("ON", Kind.OFFICIAL))
    entry = (await hall.read(goal, 100)).entry
    with pytest.raises(NothingToCorrect):
        await hall.read(other, 50, corrects=entry.id)
    with pytest.raises(NothingToCorrect):
        await hall.goals.counter.withdraw(MODERATOR, other.id, entry.id)
    assert await hall.total(goal) == 100
