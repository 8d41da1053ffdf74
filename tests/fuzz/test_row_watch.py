"""That the campaign would see rows change that should not."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.fuzz.forging import Made
from tests.fuzz.row_watch import RowWatch
from tests.fuzz.rows import Tables
from tests.fuzz.scene import Scene
from tests.fuzz.surface import Door, Way
from tests.fuzz.wire import Wire

DOOR = Door(Way.PRESS, "x:v1:y")
SETTING = "INSERT INTO settings (guild_id, key, value, change_id, set_at) VALUES (:{side}, 'k', '1', 1, 1)"
UNLISTED = "INSERT INTO goal_unlisted (guild_id, user_id, unlisted_at) VALUES (:here, :{whose}, 1)"
WITHHELD = "INSERT INTO names_withheld (user_id, withheld_at) VALUES (:{whose}, 1)"
ERASURE = "INSERT INTO erasures (entry_id, erased_at, scope, salt, digest) VALUES ('', 1, 'person', '', '')"


@pytest.mark.parametrize(
    ("who", "statement", "seen"),
    [
        ("moderator", SETTING.format(side="here"), []),
        ("member", SETTING.format(side="here"), ["Minji, no moderator, changed settings"]),
        ("moderator", SETTING.format(side="there"), ["rows of beryllium changed from elsewhere: settings"]),
        ("member", UNLISTED.format(whose="member"), []),
        ("member", UNLISTED.format(whose="moderator"), ["Minji, no moderator, changed goal_unlisted"]),
        ("member", WITHHELD.format(whose="member"), []),
        ("member", WITHHELD.format(whose="moderator"), ["Minji changed what is others': names_withheld"]),
        ("moderator", WITHHELD.format(whose="member"), ["Haru changed what is others': names_withheld"]),
        ("member", ERASURE, ["1 erasures more"]),
    ],
)
async def test_what_is_not_theirs_to_change_is_seen(
    scene: Scene, who: str, statement: str, seen: list[str]
) -> None:
    world, wire = scene.world, Wire(scene.world)
    person = world.moderator if who == "moderator" else world.member
    place = wire.place(person, scene.here.id, scene.here.server.general.id, strange=False)
    pressed = wire.make(3, person, place, {"custom_id": "x:v1:y", "component_type": 2}, locale="en-US")
    file = world.bot.app.config.database_file
    known = {"here": scene.here.id, "there": scene.there.id}
    known |= {"member": world.member.id, "moderator": world.moderator.id}
    with Tables.watched(file) as tables:
        watch = RowWatch(tables, scene.sides)
        watch.begin()

        with closing(sqlite3.connect(file, isolation_level=None)) as raw:
            raw.execute(statement, known)

        made, moderated = Made(pressed, person, scene.here), who == "moderator"
        assert list(watch.faults(DOOR, made, moderated=moderated, refused=False)) == seen
