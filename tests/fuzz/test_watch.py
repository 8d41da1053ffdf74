"""That the campaign would see what it looks for."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from simcord.types import HttpLogEntry

from bot.database.erasing import Person as ErasedPerson
from bot.database.erasing import erase_person
from bot.database.sqlite import SqliteDatabase
from bot.database.tables import declared_tables
from bot.guilds.general import NOTICE_CHANNEL
from bot.i18n.markup import escape
from demo.world import World
from tests.database.filled import fill
from tests.fuzz.attempts import CANARY, PIECES
from tests.fuzz.measured import Measured
from tests.fuzz.messages import pings, typed
from tests.fuzz.own_data import DECLARED, OwnAct
from tests.fuzz.row_watch import RowWatch
from tests.fuzz.rows import Rows, Tables, changed
from tests.fuzz.scene import Scene
from tests.fuzz.watch import Watch

OF_NO_SERVER = {
    "facts_shown_to_users",
    "command_syncs",
    "command_ids",
    "trivia_tallies",
    "erasures",
    "names_withheld",
}
FORMATTED = PIECES[:4]
MINJI, SORA = 213456789012345678, 313456789012345679
ROOM = 5555
LOUNGE, GARDEN = 813456789012345681, 913456789012345682


def _saying(text: str, **besides: object) -> HttpLogEntry:
    message = {"components": [{"type": 17, "components": [{"type": 10, "content": text}]}], **besides}
    return HttpLogEntry("POST", "/channels/1/messages", {}, message, None)


@pytest.mark.parametrize("piece", FORMATTED)
def test_what_was_typed_is_seen_unless_it_is_escaped(piece: str) -> None:
    assert list(typed(_saying(piece)))
    assert not list(typed(_saying(escape(piece))))


@pytest.mark.parametrize(
    ("allowed", "seen"),
    [
        ({"parse": []}, False),
        ({"parse": [], "roles": ["5"]}, False),
        ({"parse": [], "roles": ["6"]}, True),
        ({"parse": ["everyone"]}, True),
        ({"parse": [], "users": ["5"]}, True),
        (None, True),
    ],
)
def test_what_may_ping_is_seen(allowed: object, seen: bool) -> None:
    assert bool(list(pings(_saying("x", allowed_mentions=allowed), {"5"}))) is seen


def _due(kind: str, key: object) -> str:
    return f"INSERT INTO due_work (guild_id, kind, key, due_at) VALUES (:garden, '{kind}', '{key}', 1)"  # noqa: S608  # its own


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two people in every table of two servers."""
    made: Path = tmp_path_factory.mktemp("filled") / "bot.sqlite3"
    fill(made, [(g, u) for g in (LOUNGE, GARDEN) for u in (MINJI, SORA)])
    return made


@pytest.fixture
def file(tmp_path: Path, filled: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path))


@contextmanager
def _before_and_after(file: Path, guild_id: int) -> Iterator[Callable[[], tuple[Rows, Rows]]]:
    with Tables.watched(file) as tables:
        before = tables.of(guild_id)
        yield lambda: (before, tables.of(guild_id))


def _run(file: Path, *statements: str) -> None:
    """Statements about these people and places."""
    known: dict[str, object] = {"garden": GARDEN, "minji": MINJI, "sora": SORA, "room": f'"{ROOM}"'}
    known["key"] = NOTICE_CHANNEL.key
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement, known)


def _erase(file: Path, person: ErasedPerson) -> None:
    async def erase() -> None:
        async with SqliteDatabase(file) as database:
            await database.write(lambda tx: erase_person(tx, DECLARED, person))

    asyncio.run(erase())


@pytest.mark.parametrize("guild_id", [LOUNGE, GARDEN])
def test_that_somebody_is_erased_everywhere_is_no_fault_in_any_server(file: Path, guild_id: int) -> None:
    with _before_and_after(file, guild_id) as found:
        _erase(file, ErasedPerson(MINJI))
        assert changed(*found())
        assert OwnAct(MINJI, None).beyond(*found()) == []
        assert OwnAct(SORA, None).beyond(*found()), "of somebody else's act it would be one"
        assert OwnAct(MINJI, None, names_alone=True).beyond(*found()), "and of a name that is to go"


@pytest.mark.parametrize("name", [name for name, table in DECLARED.items() if table.members])
def test_that_somebody_else_goes_along_is_seen_in_every_table(file: Path, name: str) -> None:
    table = DECLARED[name]
    with _before_and_after(file, GARDEN) as found:
        _erase(file, ErasedPerson(MINJI))
        for column, member in table.members.items():
            cleared = ", ".join(f"{one} = NULL" for one in (column, *member.clears))
            act = f"UPDATE {name} SET {cleared}" if member.erase == "anonymise" else f"DELETE FROM {name}"  # noqa: S608  # declared
            _run(file, f"{act} WHERE {column} = :sora")
        seen = OwnAct(MINJI, None).beyond(*found())
    assert seen == ([] if table.in_server is None else [name])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE goals SET name = 'else' WHERE guild_id = :garden",
        "UPDATE goal_logs SET amount = amount + 1 WHERE user_id = :minji",
        "UPDATE goal_readings SET entered_by_user_id = :minji WHERE entered_by_user_id = :sora",
        "UPDATE trivia_unlisted SET user_id = :minji + 1 WHERE user_id = :minji AND guild_id = :garden",
        _due("sweep", 1),
        _due("goal-board", 77),
        _due("goal-proof", "1 2"),
        "INSERT INTO goal_unlisted (guild_id, user_id, unlisted_at) VALUES (:garden, :minji, 7)",
        "DELETE FROM limits WHERE guild_id = :garden",
    ],
)
def test_what_an_erasure_is_not_for_is_seen(file: Path, statement: str) -> None:
    _run(
        file,
        "UPDATE limits SET until_at = NULL WHERE user_id = :minji",
        "DELETE FROM goal_unlisted WHERE user_id = :minji",
    )
    with _before_and_after(file, GARDEN) as found:
        assert OwnAct(MINJI, None).beyond(*found()) == []
        _run(file, statement)
        assert OwnAct(MINJI, None).beyond(*found())


def test_boards_and_pictures_follow_who_is_erased(file: Path) -> None:
    _run(
        file,
        "INSERT INTO settings (guild_id, key, value, change_id, set_at) VALUES (:garden, :key, :room, 1, 1)",
    )
    with _before_and_after(file, GARDEN) as found:
        (logged, *_) = [row for row in found()[0]["goal_logs"] if row["user_id"] == MINJI]
        assert logged["proof_message_id"]
        for kind, key in (
            ("goal-board", logged["goal_id"]),
            ("goal-proof", f"{ROOM} {logged['proof_message_id']}"),
        ):
            _run(file, _due(kind, key))
        assert OwnAct(MINJI, None).beyond(*found()) == []
        assert OwnAct(MINJI, None, names_alone=True).beyond(*found()) == ["due_work"]


def _requested(scene: Scene, path: str, text: str) -> None:
    told = _saying(text, allowed_mentions={"parse": []})
    scene.world.env.backend.http_requests.append(HttpLogEntry("POST", path, {}, told.json, None))


async def test_what_the_bot_does_by_itself_is_looked_at_as_well(scene: Scene) -> None:
    here, there = scene.here.server.general.id, scene.there.server.general.id
    with Tables.watched(scene.world.bot.app.config.database_file) as tables:
        page = ""
        watch = Watch(scene, RowWatch(tables, scene.sides), lambda: page)
        with watch.listening():
            watch.pause()
            _requested(scene, f"/channels/{here}/messages", "amethyst")
            assert watch.meanwhile() == []
            for path, text, seen in (
                (f"/channels/{there}/messages", "amethyst", "amethyst is posted elsewhere"),
                (f"/channels/{there}/messages", f"<#{here}>", "amethyst is posted elsewhere"),
                (f"/channels/{here}/messages", "the simulated token", "the token in POST"),
                (f"/channels/{here}/messages", PIECES[0], "formatting that was typed"),
            ):
                watch.pause()
                _requested(scene, path, text)
                (fault,) = watch.meanwhile()
                assert fault.startswith(seen)

            watch.pause()
            logging.getLogger("bot").error("it went wrong")
            logging.getLogger("bot").info("it said %s", CANARY)
            told = watch.meanwhile()
            assert scene.world.mishaps.take()
            assert [fault.partition(":")[0] for fault in told] == ["error in the log", "'kanari' in the log"]
            page = 'http_requests{route="/webhooks/{id}/simulated"} 1'
            (fault,) = watch.meanwhile()
            assert "among the measures" in fault


async def test_the_measures_are_those_of_what_was_done(world: World) -> None:
    measured = Measured(world)
    await world.member.slash("/fact search", query="dynamite")
    assert 'asked="/fact search",outcome="answered"' in measured.page()
    assert "/interactions/{id}/{token}/callback" in measured.page()


async def test_a_change_is_seen_in_every_table_with_rows_of_a_server(world: World) -> None:
    with Tables.watched(world.bot.app.config.database_file) as tables:
        assert set(declared_tables()) - tables.names == OF_NO_SERVER

        before = tables.of(world.server.id)
        await world.moderator.slash("/configure goals", cap=77)
        assert changed(before, tables.of(world.server.id)) == ["guilds", "setting_changes", "settings"]
        assert not changed(before, before)
