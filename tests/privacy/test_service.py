"""Erasing while others write: memory follows, the ledger comes first, nobody comes back."""

from __future__ import annotations

import asyncio
import gc
import logging
import types
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.caller import Caller
from bot.database.erasing import Person, erase_person, kept_of_person
from bot.database.erasures import Ledger, Scope, entry_of, new_salt
from bot.database.interface import DatabaseFull, DatabaseUnusable, Transaction
from bot.database.tables import declared_tables
from bot.guilds.general import PRIVATE_ANSWERS
from bot.guilds.service import Wish as SettingWish
from bot.i18n.markup import escape
from bot.limits.service import TooSoon
from bot.privacy.service import ManagersOnly, NothingKept
from bot.streaming.book import GoalGone
from bot.streaming.goals import Mode
from bot.streaming.ledger import Wish as LogWish
from bot.trivia.answers import AlreadyLockedIn, Pressed, RoundOver
from bot.trivia.round import LOBBY
from tests.by_hand import GUILD
from tests.database.filled import rows
from tests.streaming.hall import TOWN, Hall, plan
from tests.trivia.table import Table

MINJI, SORA = 213456789012345678, 313456789012345679
NAME = "Minji of the purple night"
MANAGER = Caller(MINJI, GUILD, manages_server=True)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with Hall.opened(tmp_path / "state") as opened:
        yield opened


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    async with Table.opened(tmp_path / "state") as opened:
        yield opened


def _reachable(root: object) -> Iterator[Any]:
    """Everything an object leads to, code and classes left out."""
    seen, waiting = {id(root)}, [root]
    while waiting:
        one = waiting.pop()
        yield one
        for other in gc.get_referents(one):
            if id(other) not in seen and not isinstance(
                other, type | types.ModuleType | types.FunctionType | types.CodeType | logging.Logger
            ):
                seen.add(id(other))
                waiting.append(other)
        if isinstance(one, types.FunctionType | types.MethodType):
            waiting += [cell for cell in (one.__closure__ or ()) if id(cell) not in seen]


def _remembers(root: object) -> list[str]:
    """What in memory says who she is."""
    return [
        f"{type(one).__name__} {one!r:.60}"
        for one in _reachable(root)
        if (type(one) is int and one == MINJI)
        or (isinstance(one, str) and (NAME in one or str(MINJI) in one))
    ]


def _cells(file: Path) -> list[Any]:
    return [cell for of_table in rows(file).values() for row in of_table for cell in row.values()]


async def _busy(hall: Hall, user_id: int = MINJI) -> None:
    """She sets something, begins a goal, logs what counts and what waits, each with her name."""
    caller = Caller(user_id, GUILD, manages_server=True)
    wish = SettingWish(PRIVATE_ANSWERS, value=True)
    await hall.app.settings.change(caller, TOWN, [wish], change_id=hall.next_id())
    for mode in (Mode.OPEN, Mode.REVIEWED):
        draft = await hall.goals.service.preview(
            caller, plan(f"Goal {mode.name} {user_id % 100}", mode=mode), hall.next_id()
        )
        goal = await hall.goals.service.create(caller, draft.id)
        await hall.goals.ledger.log(caller, LogWish(hall.next_id(), goal.id, 7, NAME))
        told_of = LogWish(hall.next_id(), goal.id, 5, NAME)
        await hall.goals.ledger.log(caller, told_of)
        if mode is Mode.OPEN:
            await hall.goals.ledger.void(Caller(SORA, GUILD, manages_server=True), told_of.log_id, "twice")


async def test_nothing_in_memory_remembers_who_is_erased(hall: Hall) -> None:
    await _busy(hall)
    assert _remembers(hall.app)
    escape(NAME)

    await hall.app.privacy.erase(Caller(MINJI, None), here=False)

    assert _remembers(hall.app) == []
    assert escape.cache_info().currsize == 0
    assert MINJI not in _cells(hall.app.database.path)
    assert NAME not in _cells(hall.app.database.path)
    assert hall.app.settings.of(GUILD)[PRIVATE_ANSWERS] is True
    assert [goal.organiser_id for goal in hall.goals.book.of(GUILD)] == [None, None]
    assert hall.goals.held.any_in(GUILD)


async def test_in_one_server_memory_of_the_others_stays(hall: Hall) -> None:
    await _busy(hall)
    elsewhere = Caller(MINJI, GUILD + 1)

    with pytest.raises(NothingKept):
        await hall.app.privacy.erase(elsewhere, here=True)
    assert _remembers(hall.app)
    await hall.app.privacy.erase(Caller(MINJI, GUILD), here=True)
    assert _remembers(hall.app) == []


async def test_a_name_alone_goes_from_memory_and_no_more(hall: Hall) -> None:
    await _busy(hall)

    assert await hall.app.privacy.toggle_name(MANAGER) is False

    assert [one for one in _remembers(hall.app) if NAME in one] == []
    assert NAME not in _cells(hall.app.database.path)
    assert {goal.organiser_id for goal in hall.goals.book.of(GUILD)} == {MINJI}
    await _log_again(hall)
    assert NAME not in _cells(hall.app.database.path)
    await hall.restart()
    await _log_again(hall)
    assert NAME not in _cells(hall.app.database.path)
    assert await hall.app.privacy.toggle_name(MANAGER) is True
    await _log_again(hall)
    assert NAME in _cells(hall.app.database.path)


async def _log_again(hall: Hall) -> None:
    for goal in hall.goals.book.of(GUILD):
        await hall.goals.ledger.log(Caller(MINJI, GUILD), LogWish(hall.next_id(), goal.id, 3, NAME))


async def test_nothing_in_memory_remembers_an_erased_server(hall: Hall) -> None:
    await _busy(hall)

    await hall.app.privacy.erase_server(MANAGER)

    assert _remembers(hall.app) == []
    assert hall.goals.book.of(GUILD) == ()
    assert not hall.goals.held.any_in(GUILD)
    assert not hall.app.settings.of(GUILD).held


async def test_where_nothing_is_kept_nothing_is_written_into_the_ledger(hall: Hall) -> None:
    await _busy(hall)
    await hall.app.privacy.erase_server(MANAGER)
    ledger = Ledger(hall.app.database.path)
    assert len(ledger.read()) == 1

    for attempt in (hall.app.privacy.erase_server(MANAGER), hall.app.privacy.erase(MANAGER, here=False)):
        with pytest.raises(NothingKept):
            await attempt
    assert len(ledger.read()) == 1


async def test_who_logs_in_the_moment_their_server_is_erased_is_told_a_sentence(hall: Hall) -> None:
    goal = await hall.begin(plan())
    erasing = hall.app.database.write(lambda tx: hall.app.privacy.drop_server(tx, GUILD))

    _, *told = await asyncio.gather(
        erasing, hall.log(goal, 5, 10), hall.log(goal, 6, 10), return_exceptions=True
    )

    assert [type(one) for one in told] == [GoalGone, GoalGone]
    assert rows(hall.app.database.path)["goal_logs"] == []


async def test_others_cannot_have_or_erase_a_server(hall: Hall) -> None:
    helper = Caller(SORA, GUILD, role_ids=frozenset({1, 2, 3}))
    for attempt in (
        hall.app.privacy.kept_of_server(helper),
        hall.app.privacy.export_server(helper),
        hall.app.privacy.erase_server(helper),
    ):
        with pytest.raises(ManagersOnly):
            await attempt


async def test_a_file_can_be_had_every_ten_seconds(hall: Hall) -> None:
    await hall.app.privacy.export(MANAGER)
    with pytest.raises(TooSoon):
        await hall.app.privacy.export(MANAGER)
    with pytest.raises(TooSoon):
        await hall.app.privacy.export_server(MANAGER)


def _pressed(round_id: int, number: int, choice: int, table: Table) -> Pressed:
    return Pressed(round_id, number, choice, MINJI, NAME, table.clock.now(), None, GUILD)


async def test_an_answer_and_the_erasure_in_the_same_moment_leave_nothing(table: Table) -> None:
    """Whichever comes first: either her answer is new, or nothing of it is left, here and in memory."""
    played = await table.first_question()
    await table.app.answers.answer(_pressed(played.round_id, played.number, 1, table))
    privacy = table.app.privacy
    with pytest.raises(AlreadyLockedIn):
        await table.app.answers.answer(_pressed(played.round_id, played.number, 2, table))

    pressing = [
        asyncio.create_task(table.app.answers.answer(_pressed(played.round_id, played.number, 2, table)))
        for _ in range(5)
    ]
    erasing = asyncio.create_task(privacy.erase(Caller(MINJI, None), here=False))
    again: list[asyncio.Task[Any]] = []
    while not erasing.done():
        again.append(
            asyncio.create_task(table.app.answers.answer(_pressed(played.round_id, played.number, 3, table)))
        )
        await asyncio.sleep(0)
    await asyncio.gather(erasing, *pressing, *again, return_exceptions=True)

    kept = any(row["user_id"] == MINJI for row in rows(table.app.database.path)["trivia_answers"])
    question = table.app.opened.get(played.round_id)
    assert question is not None
    assert (MINJI in question.locked) == kept
    assert set(question.locked) == {row["user_id"] for row in rows(table.app.database.path)["trivia_answers"]}


async def test_of_an_answer_that_shares_the_commit_with_the_erasure_memory_keeps_nothing(
    table: Table,
) -> None:
    played, person = await table.first_question(), Person(MINJI)

    async def erase(tx: Transaction) -> None:
        await table.app.answers.let_go_of(tx, person)
        await erase_person(tx, declared_tables(), person)

    answering = asyncio.create_task(
        table.app.answers.answer(_pressed(played.round_id, played.number, 2, table))
    )
    erasing = asyncio.create_task(table.app.database.write(erase))
    await asyncio.gather(answering, erasing)

    question = table.app.opened.get(played.round_id)
    assert question is not None
    assert question.locked == {}
    assert _remembers(table.app) == []
    assert MINJI not in _cells(table.app.database.path)


async def test_an_erased_server_ends_its_rounds(table: Table) -> None:
    played = await table.first_question()
    await table.app.privacy.erase_server(Caller(9, GUILD, manages_server=True))

    assert table.app.opened.get(played.round_id) is None
    with pytest.raises(RoundOver):
        await table.press(played.round_id, played.number, 5, 0)
    await table.pass_time(LOBBY * 10)
    assert rows(table.app.database.path)["trivia_players"] == []
    again = await table.start(channel_id=21)
    assert again.is_open


async def test_what_the_ledger_says_is_done_at_the_next_start(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    await _busy(hall)
    ledger = Ledger(hall.app.database.path)
    ledger.append([entry_of(Scope.PERSON, (MINJI,), hall.clock.now(), new_salt())])  # and then it died

    await hall.restart()

    assert _remembers(hall.app) == []
    assert MINJI not in _cells(hall.app.database.path)
    assert "1 erasures were made again, 1 of them found somebody" in caplog.text
    await hall.app.settings.change(
        MANAGER, TOWN, [SettingWish(PRIVATE_ANSWERS, value=False)], change_id=hall.next_id()
    )
    await hall.restart()
    assert MINJI in _cells(hall.app.database.path), "whoever comes again is not erased again"


async def test_without_a_place_in_the_ledger_nothing_is_erased(hall: Hall) -> None:
    await _busy(hall)
    before = rows(hall.app.database.path)
    Ledger(hall.app.database.path).path.mkdir()

    with pytest.raises(DatabaseUnusable):
        await hall.app.privacy.erase(Caller(MINJI, None), here=False)

    assert rows(hall.app.database.path) == before
    assert hall.goals.book.of(GUILD)[0].organiser_id == MINJI


async def test_what_the_disk_did_not_take_is_made_up_for(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    await _busy(hall)
    write = type(hall.app.database).write

    async def full(*_: object) -> None:
        raise DatabaseFull("the disk is full")

    monkeypatch.setattr(type(hall.app.database), "write", full)
    with pytest.raises(DatabaseFull):
        await hall.app.privacy.erase(Caller(MINJI, None), here=False)
    monkeypatch.setattr(type(hall.app.database), "write", write)
    assert MINJI in _cells(hall.app.database.path)

    await hall.restart()

    assert MINJI not in _cells(hall.app.database.path)


async def test_a_lost_ledger_is_written_anew_from_the_database(hall: Hall) -> None:
    await _busy(hall)
    await hall.app.privacy.erase(Caller(MINJI, None), here=False)
    ledger = Ledger(hall.app.database.path)
    (entry,) = ledger.read()
    ledger.path.unlink()

    await hall.restart()

    assert ledger.read() == [entry]


async def test_erasures_of_an_installation_share_a_salt(hall: Hall) -> None:
    await _busy(hall)
    await _busy(hall, SORA)
    for user_id in (MINJI, SORA):
        await hall.app.privacy.erase(Caller(user_id, None), here=False)

    first, second = Ledger(hall.app.database.path).read()
    assert first.salt == second.salt
    assert first.digest != second.digest


async def test_what_is_told_comes_from_the_registry(hall: Hall) -> None:
    await _busy(hall)
    told = await hall.app.privacy.told(MANAGER)
    expected = await hall.app.database.read(lambda on: kept_of_person(on, declared_tables(), Person(MINJI)))
    assert told.kept == expected
    assert told.named
