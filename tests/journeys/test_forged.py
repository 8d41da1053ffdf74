"""What no client of Discord's sends, and somebody might all the same."""

from __future__ import annotations

from simcord.results import InteractionResult

from demo.people import Person
from demo.reading import walk
from demo.world import World
from tests.fuzz.wire import COMMAND, COMPONENT, TYPING, Sent, Wire


def _typing(wire: Wire, person: Person, command: str, option: str, *, strange: bool = False) -> Sent:
    root, sub = command.split()
    focused = {"name": option, "type": 3, "value": "", "focused": True}
    data = {"id": "1", "name": root, "type": 1, "options": [{"name": sub, "type": 1, "options": [focused]}]}
    guild_id = None if strange else wire.world.server.id
    place = wire.place(person, guild_id, wire.world.general.id, strange=strange)
    return wire.make(TYPING, person, place, data, locale="en-US")


async def test_what_is_told_twice_is_answered_once(world: World) -> None:
    wire = Wire(world)
    place = wire.place(world.member, world.server.id, world.general.id, strange=False)
    sent = wire.make(COMMAND, world.member, place, {"id": "1", "name": "about", "type": 1}, locale="en-US")

    await wire.tell(sent)
    await wire.tell(sent)

    assert len(world.requests("POST", f"/{sent.record.token}/callback")) == 1


async def test_half_a_character_is_shown_as_one_that_is_unknown(world: World) -> None:
    wire = Wire(world)
    place = wire.place(world.moderator, world.server.id, world.general.id, strange=False)
    typed = {"what": "half \ud83d", "target": "100", "unit": "streams"}
    options = [{"name": name, "type": 3, "value": value} for name, value in typed.items()]
    data = {
        "id": "1",
        "name": "goal",
        "type": 1,
        "options": [{"name": "create", "type": 1, "options": options}],
    }
    sent = wire.make(COMMAND, world.moderator, place, data, locale="en-US")
    await wire.tell(sent)
    draft = InteractionResult(world.env, sent.record).response
    assert draft is not None

    create = next(part["custom_id"] for part in walk(draft.components) if part.get("label") == "Create")
    pressed = {"custom_id": create, "component_type": 2}
    await wire.tell(
        wire.make(COMPONENT, world.moderator, place, pressed, locale="en-US", message_id=draft.id)
    )

    assert "half \ufffd" in (await world.member.slash("/goal show")).text


async def test_suggestions_that_come_too_late_are_no_error(world: World) -> None:
    wire = Wire(world)
    sent = _typing(wire, world.member, "fact search", "query")
    wire.expire(sent)

    await wire.tell(sent)

    assert not sent.record.responded


async def test_where_a_command_would_say_no_it_suggests_nothing(world: World) -> None:
    wire = Wire(world)
    sent = _typing(wire, world.member, "goal log", "day", strange=True)

    await wire.tell(sent)

    assert sent.record.autocomplete_choices == []
