"""Goals, drafts, readings and milestones as they come back from the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.database.interface import Conflict, Reader, Transaction
from bot.database.sqlite import SqliteDatabase
from bot.guilds.store import join
from bot.streaming import board_store, log_store, reading_store, store
from bot.streaming.board_store import LiveBoard
from bot.streaming.curve import Reading
from bot.streaming.goals import Goal, Kind, Mode, Plan, Unit
from bot.streaming.log_store import Settlement
from bot.streaming.logs import Hold, Log, State
from bot.streaming.milestones import Milestones
from bot.streaming.readings import OfficialReading, holding
from bot.streaming.store import Draft
from tests.streaming.ledger import BEGIN, GOAL, GUILD, asked, begin

HOUR = timedelta(hours=1)
WHOLE = Plan(
    name="Dynamite: 방탄 “2 B” ; DROP TABLE",
    unit=Unit.VIEWS,
    kind=Kind.OFFICIAL,
    start=0,
    target=10**15,
    deadline=datetime(2027, 1, 1, tzinfo=UTC),
    platform="YouTube",
    milestones=Milestones((5, 10**14), 10**13),
    song_length=timedelta(minutes=3, seconds=19, milliseconds=500),
    mode=Mode.REVIEWED,
    organiser_listed=False,
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(tmp_path / "goals.sqlite3") as opened:
        await opened.write(lambda tx: join(tx, GUILD, BEGIN))
        yield opened


@pytest.mark.parametrize("plan", [WHOLE, GOAL.plan])
async def test_a_goal_comes_back_as_it_was_kept(database: SqliteDatabase, plan: Plan) -> None:
    goal = Goal(7, GUILD, plan, BEGIN, organiser_id=3)
    await database.write(lambda tx: store.add(tx, goal))
    assert await database.read(lambda on: store.get(on, 7)) == goal

    closed = replace(goal, plan=replace(plan, name="Another"), closed_at=BEGIN + HOUR)
    await database.write(lambda tx: store.change(tx, closed))
    assert await database.read(store.all_goals) == [closed]
    with pytest.raises(Conflict):
        await database.write(lambda tx: store.add(tx, goal))


async def test_a_draft_is_replaced_and_goes(database: SqliteDatabase) -> None:
    draft = Draft(8, GUILD, 3, WHOLE)
    await database.write(lambda tx: store.put_draft(tx, draft, BEGIN))
    assert await database.read(lambda on: store.draft(on, 8)) == draft

    other = replace(draft, plan=GOAL.plan)
    await database.write(lambda tx: store.put_draft(tx, other, BEGIN))
    assert await database.read(lambda on: store.draft(on, 8)) == other
    await database.write(lambda tx: store.drop_draft(tx, 8))
    assert await database.read(lambda on: store.draft(on, 8)) is None


async def test_milestones_are_remembered_once(database: SqliteDatabase) -> None:
    await begin(database, [])
    await database.write(lambda tx: store.celebrate(tx, GOAL.id, [5, 9], BEGIN))
    await database.write(lambda tx: store.celebrate(tx, GOAL.id, [9, 12], BEGIN))
    assert await database.read(lambda on: store.celebrated(on, GOAL.id)) == {5, 9, 12}


async def test_a_board_is_kept_by_its_goal(database: SqliteDatabase) -> None:
    await begin(database, [])
    for board in (LiveBoard(GOAL.id, 21, 1, None), LiveBoard(GOAL.id, 22, 2, 31)):
        await database.write(partial(board_store.put, board=board))
        assert await database.read(lambda on: board_store.of_guild(on, GUILD)) == [board]
    await database.write(lambda tx: board_store.drop(tx, GOAL.id))
    assert await database.read(lambda on: board_store.get(on, GOAL.id)) is None


async def test_what_waits_is_found_with_what_its_member_is_called(database: SqliteDatabase) -> None:
    await begin(database, [Log(1, 1, 5, 40, BEGIN)])
    log = Log(2, 1, 5, 900, BEGIN, 1, State.HELD)
    await database.write(lambda tx: log_store.add(tx, log, Hold.BEYOND_A_DAY))

    (waiting,) = await database.read(log_store.held)
    assert (waiting.log, waiting.guild_id, waiting.hold) == (log, GUILD, Hold.BEYOND_A_DAY)
    assert await database.read(lambda on: log_store.get(on, GUILD, 2)) == log
    assert await database.read(lambda on: log_store.get(on, GUILD + 1, 2)) is None
    assert [one.id for one in await database.read(lambda on: log_store.latest(on, 1, 9))] == [2, 1]
    assert await database.read(lambda on: log_store.latest(on, 1, 9, user_id=6)) == []


async def test_a_log_is_settled_from_what_it_is_and_summed_up_once(database: SqliteDatabase) -> None:
    held = Log(2, 1, 5, 900, BEGIN, 1, State.HELD)
    await begin(database, [])
    by = Settlement(9, BEGIN + HOUR)

    async def settle(tx: Transaction) -> None:
        assert await log_store.add(tx, held, Hold.REVIEWED)
        assert not await log_store.add(tx, held, Hold.REVIEWED)
        counted = replace(held, state=State.COUNTED)
        assert await log_store.settle(tx, held, counted, by)
        assert not await log_store.settle(tx, held, replace(held, state=State.DECLINED), by)
        assert await store.logged(tx, 1) == 900
        assert not await log_store.add(tx, counted, None)
        assert await store.logged(tx, 1) == 900
        assert await log_store.add(tx, replace(counted, id=3, amount=50), None)
        assert await store.logged(tx, 1) == 950
        assert await log_store.settle(tx, counted, replace(held, state=State.VOIDED), by)
        assert await store.logged(tx, 1) == 50

    await database.write(settle)


ENTRIES = st.lists(
    st.tuples(st.integers(0, 10), st.integers(0, 100), st.integers(0, 12), st.booleans()), max_size=10
)


@settings(max_examples=40)
@given(ENTRIES)
def test_the_readings_that_hold_are_those_of_the_rules(
    drawn: list[tuple[int, int, int, bool]],
) -> None:
    corrected: set[int] = set()
    entries: list[OfficialReading] = []
    for number, (hour, total, corrects, withdrawn) in enumerate(drawn, 1):
        known = corrects if 0 < corrects < number and corrects not in corrected else None
        corrected |= {known} if known else set()
        reading = Reading(BEGIN + hour * HOUR, total)
        taken_back = BEGIN + HOUR if withdrawn else None
        entered_at = BEGIN + timedelta(minutes=number)
        entries.append(
            OfficialReading(number, reading, 3, entered_at, "seen", False, known, withdrawn_at=taken_back)
        )

    async def keep(tx: Transaction) -> None:
        for entry in entries:
            assert await reading_store.add(tx, GOAL.id, entry)
            assert not await reading_store.add(tx, GOAL.id, entry)
            if entry.withdrawn_at is not None:
                assert not await reading_store.withdraw(tx, GOAL.id + 1, entry.id, 3, entry.withdrawn_at)
                assert await reading_store.withdraw(tx, GOAL.id, entry.id, 3, entry.withdrawn_at)
                assert not await reading_store.withdraw(tx, GOAL.id, entry.id, 3, entry.withdrawn_at)
        await _found(tx)

    async def _found(on: Reader) -> None:
        assert await reading_store.of_goal(on, GOAL.id) == entries
        held = [entry.reading for entry in holding(entries)]
        assert await reading_store.holding(on, GOAL.id) == held
        assert await reading_store.latest(on, GOAL.id) == (held[-1] if held else None)

    asked([], keep)
