"""That the campaign would see what it looks for."""

from __future__ import annotations

import pytest
from simcord.types import HttpLogEntry

from bot.database.tables import declared_tables
from bot.i18n.markup import escape
from demo.world import World
from tests.fuzz.attempts import PIECES
from tests.fuzz.rows import Tables, changed
from tests.fuzz.watch import pings, typed

OF_NO_SERVER = {
    "facts_shown_to_users",
    "command_syncs",
    "command_ids",
    "trivia_tallies",
    "erasures",
    "names_withheld",
}
FORMATTED = PIECES[:4]


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


async def test_a_change_is_seen_in_every_table_with_rows_of_a_server(world: World) -> None:
    with Tables.watched(world.bot.app.config.database_file) as tables:
        assert set(declared_tables()) - tables.names == OF_NO_SERVER

        before = tables.of(world.server.id)
        await world.moderator.slash("/configure goals", cap=77)
        assert changed(before, tables.of(world.server.id)) == ["guilds", "setting_changes", "settings"]
        assert not changed(before, before)
