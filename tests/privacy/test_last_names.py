"""A name is written down once a day, and never of those who want none kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.database.erasing import Person
from bot.database.interface import Transaction
from bot.database.sqlite import SqliteDatabase
from bot.database.tables import declared_tables
from bot.privacy import last_names
from bot.privacy.last_names import LONGEST_NAME, LastNames
from bot.privacy.names import NameChoices
from tests.clocks import HandClock

HERE, THERE, MINJI, SORA = 11, 12, 21, 22


class Kept:
    """Names in memory, who may keep them, and the time."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.database, self.clock = database, HandClock()
        self.choices = NameChoices(database, self.clock)
        self.names = LastNames(self.choices, self.clock)

    def write(self, guild_id: int = HERE, user_id: int = MINJI, name: str = "Minji") -> str | None:
        """What is written down of somebody who does something, if anything."""
        called = self.names.to_write(guild_id, user_id, name)
        if called is None:
            return None
        self.names.wrote(called)
        return called.name

    async def withhold(self, user_id: int) -> None:
        async def work(tx: Transaction) -> None:
            await self.choices.withhold(tx, declared_tables(), user_id)

        await self.database.write(work)


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    async with SqliteDatabase(tmp_path / "borahae.sqlite3") as database:
        yield Kept(database)


async def test_a_name_is_written_once_a_day_and_when_it_changes(kept: Kept) -> None:
    assert kept.write() == "Minji"
    assert kept.write() is None
    assert kept.write(name="Minji 🪻") == "Minji 🪻"
    assert kept.write(name="Minji 🪻") is None

    kept.clock.move(timedelta(days=1))

    assert kept.write(name="Minji 🪻") == "Minji 🪻"


async def test_each_server_and_person_has_their_own(kept: Kept) -> None:
    assert [kept.write(), kept.write(THERE), kept.write(HERE, SORA, "Sora")] == ["Minji", "Minji", "Sora"]


async def test_what_was_not_written_in_the_end_is_tried_again(kept: Kept) -> None:
    assert kept.names.to_write(HERE, MINJI, "Minji") is not None
    assert kept.write() == "Minji"


async def test_a_name_is_cut_to_what_discord_allows(kept: Kept) -> None:
    assert kept.write(name="x" * 100) == "x" * LONGEST_NAME
    assert kept.write(name="x" * 100) is None


async def test_of_those_who_want_none_kept_nothing_is(kept: Kept) -> None:
    under_way = kept.names.to_write(HERE, MINJI, "Minji")
    assert under_way is not None

    await kept.withhold(MINJI)
    kept.names.wrote(under_way)

    assert kept.write() is None
    await kept.database.write(lambda tx: kept.choices.allow(tx, MINJI))
    assert kept.write() == "Minji"


@pytest.mark.parametrize(
    ("person", "again"),
    [(Person(MINJI, HERE), ["Minji", None, None]), (Person(MINJI, None), ["Minji", "Minji", None])],
    ids=["in one server", "everywhere"],
)
async def test_an_erased_name_is_written_again_when_they_come_back(
    kept: Kept, person: Person, again: list[str | None]
) -> None:
    everybody = ((HERE, MINJI, "Minji"), (THERE, MINJI, "Minji"), (HERE, SORA, "Sora"))
    for one in everybody:
        kept.write(*one)

    kept.names.forget(person)

    assert [kept.write(*one) for one in everybody] == again


async def test_an_erased_server_is_forgotten_alone(kept: Kept) -> None:
    kept.write(HERE)
    kept.write(THERE)

    kept.names.forget_server(HERE)

    assert [kept.write(HERE), kept.write(THERE)] == ["Minji", None]


async def test_memory_is_bounded(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_names, "_KEPT", 2)
    for user_id in (1, 2, 3):
        kept.write(HERE, user_id)

    assert [kept.write(HERE, user_id) for user_id in (3, 1)] == [None, "Minji"]
