"""What no client of Discord's sends, and somebody might all the same."""

from __future__ import annotations

import pytest
from simcord.results import InteractionResult

from demo.people import Person
from demo.reading import walk
from demo.world import World
from tests.fuzz.wire import COMMAND, COMPONENT, SUBMIT, TYPING, Sent, Wire

OUTDATED = "That is from before my last update and no longer works. Please ask again."


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


@pytest.mark.parametrize(
    "custom_id",
    [
        "trivia:v1:period:never",
        "trivia:v1:answer:1:1:4",
        "trivia:v1:standings:never:1",
        "goals:v1:show:18446744073709551616",
        "fact:v1:another:-:nothing",
        "settings:v1:area",
        "settings:v1:change",
        "settings:v2:change",
        "fact:v1:pick",
    ],
)
async def test_a_button_that_was_made_up_answers_politely(world: World, custom_id: str) -> None:
    reply = await world.moderator.press("Press me", on=world.server.message_of_the_past(custom_id))

    assert reply.private
    assert reply.text == OUTDATED


@pytest.mark.parametrize(
    "custom_id", ["goals:v1:void-form:1", "settings:v1:import-form", "review:v1:report-form:fact:rm"]
)
async def test_a_form_without_its_fields_answers_politely(world: World, custom_id: str) -> None:
    wire = Wire(world)
    place = wire.place(world.moderator, world.server.id, world.general.id, strange=False)
    data = {"custom_id": custom_id, "components": []}
    sent = wire.make(SUBMIT, world.moderator, place, data, locale="en-US")

    await wire.tell(sent)

    (answer,) = world.requests("POST", f"/{sent.record.token}/callback")
    assert OUTDATED in str(answer)
