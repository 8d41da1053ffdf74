"""Changing settings: who may, what two people meant, and that memory follows the database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.caller import Caller
from bot.clock import SystemClock
from bot.database.interface import Reader, Transaction
from bot.database.sqlite import SqliteDatabase
from bot.guilds import store
from bot.guilds.general import GENERAL, LANGUAGE, MODERATOR_ROLE, QUIET_CHANNELS
from bot.guilds.health import CANNOT_PING, findings
from bot.guilds.kinds import RoleElsewhere, TooMany
from bot.guilds.service import NotAModerator, OnlyManageServer, SettingsService, SetTwice, Wish
from bot.guilds.settings import Declarations, GuildSettings
from tests.guilds.areas import CHANNELS, NUMBER, ROLE, SAMPLE
from tests.guilds.town import Town, text_channels

HARU = Caller(7, 1, manages_server=True)
HELPER = Caller(8, 1, role_ids=frozenset({50}))
MEMBER = Caller(9, 1, role_ids=frozenset({51}))
TOWN = Town(channels=text_channels(40))


class Totals:
    """What the sample's number is worked out into; fails when it is told to."""

    def __init__(self) -> None:
        self.told: list[tuple[int, bool]] = []
        self.fails = False

    async def recompute(self, tx: Transaction, guild_id: int, after: GuildSettings) -> None:
        keys = {row.key for row in await store.values(tx, guild_id)}
        self.told.append((after[NUMBER], NUMBER.key in keys))
        if self.fails:
            raise ArithmeticError


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(tmp_path / "settings.sqlite3") as opened:
        yield opened


@pytest.fixture
def totals() -> Totals:
    return Totals()


@pytest.fixture
async def service(database: SqliteDatabase, totals: Totals) -> SettingsService:
    return await _service(database, totals)


async def _service(database: SqliteDatabase, totals: Totals) -> SettingsService:
    made = SettingsService(database, Declarations(GENERAL, SAMPLE), SystemClock())
    made.recompute("totals", totals.recompute)
    await made.load()
    return made


Call = Callable[[SettingsService, Caller], Awaitable[Any]]
CALLS: dict[str, Call] = {
    "change": lambda on, who: on.change(who, TOWN, [Wish(LANGUAGE, "ko")], change_id=2),
    "history": lambda on, who: on.history(who),
    "latest": lambda on, who: on.latest_change(who),
    "undo": lambda on, who: on.undo(who, TOWN, 1, change_id=2),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_nobody_but_moderators_gets_through(service: SettingsService, call: Call) -> None:
    await service.change(HARU, TOWN, [Wish(MODERATOR_ROLE, 50), Wish(NUMBER, 3)], change_id=1)
    before = service.of(1)

    with pytest.raises(NotAModerator):
        await call(service, MEMBER)

    assert service.of(1) is before


async def test_the_moderator_role_is_given_and_taken_by_manage_server_alone(service: SettingsService) -> None:
    await service.change(HARU, TOWN, [Wish(MODERATOR_ROLE, 50), Wish(LANGUAGE, "ko")], change_id=1)

    for attempt in (
        service.change(HELPER, TOWN, [Wish(LANGUAGE, "en"), Wish(MODERATOR_ROLE, None)], change_id=2),
        service.undo(HELPER, TOWN, 1, change_id=3),
    ):
        with pytest.raises(OnlyManageServer) as refusal:
            await attempt
        assert refusal.value.values == {"setting": "Moderator role"}

    assert service.of(1)[LANGUAGE] == "ko"


async def test_two_values_for_one_setting_are_refused(service: SettingsService) -> None:
    with pytest.raises(SetTwice):
        await service.change(HARU, TOWN, [Wish(LANGUAGE, "ko"), Wish(LANGUAGE, None)], change_id=1)

    assert service.of(1).held == {}


async def test_what_somebody_saw_counts_and_not_the_default(service: SettingsService) -> None:
    await service.change(HARU, TOWN, [Wish(CHANNELS, (101, 102))], change_id=1)
    await service.change(HARU, TOWN, [Wish(CHANNELS, (101, 102, 103))], change_id=2)

    outcome = await service.change(HARU, TOWN, [Wish(CHANNELS, (101,), seen=1)], change_id=3)

    assert service.of(1)[CHANNELS] == (101, 103)
    assert [change.change_id for change in outcome.overtaken] == [2]


async def test_a_setting_put_back_meanwhile_is_told_too(service: SettingsService) -> None:
    await service.change(HARU, TOWN, [Wish(LANGUAGE, "ko")], change_id=1)
    await service.change(HARU, TOWN, [Wish(LANGUAGE, None)], change_id=2)

    outcome = await service.change(HARU, TOWN, [Wish(LANGUAGE, "en", seen=1)], change_id=3)

    assert [(change.change_id, change.new) for change in outcome.overtaken] == [(2, None)]


async def test_a_list_merged_from_two_holds_its_limit(service: SettingsService) -> None:
    first, second = tuple(range(101, 121)), tuple(range(121, 141))
    await service.change(HARU, TOWN, [Wish(CHANNELS, first)], change_id=1)

    with pytest.raises(TooMany):
        await service.change(HARU, TOWN, [Wish(CHANNELS, second, seen=0)], change_id=2)
    assert service.of(1)[CHANNELS] == first

    small = Town(channels=text_channels(4, 118))  # of the first three are left
    await service.change(HARU, small, [Wish(CHANNELS, (121,), seen=0)], change_id=3)
    assert service.of(1)[CHANNELS] == (118, 119, 120, 121)


async def test_more_than_fit_and_a_role_from_elsewhere_are_refused(service: SettingsService) -> None:
    for wish, refusal in ((Wish(CHANNELS, tuple(range(101, 127))), TooMany), (Wish(ROLE, 77), RoleElsewhere)):
        with pytest.raises(refusal):
            await service.change(HARU, TOWN, [wish], change_id=1)


async def test_undo_of_a_list_keeps_what_was_added_since(service: SettingsService) -> None:
    await service.change(HARU, TOWN, [Wish(QUIET_CHANNELS, (101,))], change_id=1)
    await service.change(HARU, TOWN, [Wish(QUIET_CHANNELS, (101, 102))], change_id=2)
    await service.change(HARU, TOWN, [Wish(QUIET_CHANNELS, (101, 102, 103))], change_id=3)

    await service.undo(HARU, TOWN, 2, change_id=4)

    assert service.of(1)[QUIET_CHANNELS] == (101, 103)


async def test_undo_leaves_a_channel_out_that_is_gone(service: SettingsService) -> None:
    await service.change(HARU, TOWN, [Wish(QUIET_CHANNELS, (101, 102))], change_id=1)
    await service.change(HARU, TOWN, [Wish(QUIET_CHANNELS, ())], change_id=2)

    await service.undo(HARU, TOWN.without(101), 2, change_id=3)

    assert service.of(1)[QUIET_CHANNELS] == (102,)


async def test_what_depends_on_a_setting_is_worked_out_in_its_transaction(
    service: SettingsService, totals: Totals, database: SqliteDatabase
) -> None:
    await service.change(HARU, TOWN, [Wish(NUMBER, 3)], change_id=1)
    await service.change(HARU, TOWN, [Wish(LANGUAGE, "ko")], change_id=2)
    assert totals.told == [(3, True)]
    before, totals.fails = service.of(1), True

    with pytest.raises(ArithmeticError):
        await service.change(HARU, TOWN, [Wish(NUMBER, 4), Wish(LANGUAGE, "en")], change_id=3)

    assert service.of(1) is before
    assert {row.change_id for row in await database.read(partial(_history, most=9))} == {1, 2}


async def test_what_was_changed_at_once_is_never_cut_apart(
    service: SettingsService, database: SqliteDatabase
) -> None:
    await service.change(HARU, TOWN, [Wish(LANGUAGE, "en")], change_id=1)
    await service.change(HARU, TOWN, [Wish(LANGUAGE, "ko"), Wish(NUMBER, 3)], change_id=2)

    rows = await database.read(partial(_history, most=1))

    assert [(row.change_id, row.key) for row in rows] == [(2, LANGUAGE.key), (2, NUMBER.key)]
    assert len(await database.read(partial(_history, most=2))) == 3


async def _history(on: Reader, most: int) -> list[store.StoredChange]:
    return await store.history(on, 1, most)


async def test_what_could_not_be_committed_is_not_believed(
    service: SettingsService, database: SqliteDatabase
) -> None:
    async def spoil(tx: Transaction, _: int, __: GuildSettings) -> None:
        await tx.execute("PRAGMA defer_foreign_keys = ON")
        await tx.execute(
            "INSERT INTO settings (guild_id, key, value, change_id, set_at) VALUES (99, 'a', '1', 1, 1)"
        )

    service.recompute("totals", spoil)

    with pytest.raises(Exception, match="FOREIGN KEY"):
        await service.change(HARU, TOWN, [Wish(NUMBER, 3)], change_id=1)

    assert service.of(1).held == {}
    assert await database.read(partial(_history, most=9)) == []


@pytest.mark.parametrize("value", ['"loud"', "not JSON", "[1]"])
async def test_a_value_nobody_can_read_any_more_is_left_out(
    service: SettingsService, database: SqliteDatabase, totals: Totals, value: str
) -> None:
    await service.change(HARU, TOWN, [Wish(LANGUAGE, "ko"), Wish(NUMBER, 3)], change_id=1)

    async def spoil(tx: Transaction) -> None:
        await tx.execute("UPDATE settings SET value = :value WHERE key = :key", value=value, key=NUMBER.key)
        await tx.execute(
            "UPDATE setting_changes SET new_value = :value WHERE key = :key", value=value, key=NUMBER.key
        )
        await tx.execute("UPDATE settings SET key = 'sample.gone' WHERE key = 'sample.yes'")

    await database.write(spoil)
    again = await _service(database, totals)

    assert list(again.of(1).held) == [LANGUAGE.key]
    assert [change.key for (change,) in await again.history(HARU)] == [LANGUAGE.key]


async def test_a_server_that_is_let_go_of_has_nothing_set(
    service: SettingsService, database: SqliteDatabase
) -> None:
    await service.change(HARU, TOWN, [Wish(LANGUAGE, "ko")], change_id=1)

    await database.write(lambda tx: service.let_go_of_server(tx, 1))

    assert service.of(1)[LANGUAGE] is None


@pytest.mark.parametrize("mentions_everyone", [True, False])
async def test_who_may_mention_everyone_may_mention_every_role(
    service: SettingsService, mentions_everyone: bool
) -> None:
    town = Town(mentions_everyone=mentions_everyone)
    await service.change(HARU, town, [Wish(ROLE, 50)], change_id=1)

    found = findings(service.declarations, service.of(1), town, {}, {})

    assert [one.message for one in found] == ([] if mentions_everyone else [CANNOT_PING])
