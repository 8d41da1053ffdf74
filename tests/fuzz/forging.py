"""An attempt at a door made into an interaction, with what is there at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.kit.items import Action, read_custom_id
from demo.people import Person
from tests.fuzz.attempts import Attempt, Ids, Life, Shape, Where
from tests.fuzz.filling import Filling
from tests.fuzz.scene import Scene, Side
from tests.fuzz.sightings import Sighting, Sightings
from tests.fuzz.surface import Door, Way
from tests.fuzz.wire import COMMAND, COMPONENT, SUBMIT, TYPING, Place, Sent, Wire

_BUTTON, _STRING_SELECT = 2, 3
_SELECTS = (3, 5, 6, 7, 8)
_LONGEST_ID = 100
_ELSEWHERE = (
    "goals:v2:log",
    "goals:v0:log",
    "facts:v1:open",
    "trivia:v1:cheat",
    "x",
    ":",
    "goals:v1:",
    "ü:v1:log",
)


@dataclass(frozen=True, slots=True)
class Made:
    """An interaction, and who it is said to come from."""

    sent: Sent
    person: Person
    side: Side | None
    """The server it comes from; None: none that the bot is in."""
    filled: frozenset[str] = field(default_factory=frozenset)
    """The options and fields that were filled in."""
    honest: bool = False
    """Whether nothing about its ids was made up."""


class Forge:
    """Makes interactions."""

    def __init__(self, scene: Scene, sightings: Sightings) -> None:
        self._scene, self._sightings = scene, sightings
        self.wire = Wire(scene.world)

    def make(self, door: Door, attempt: Attempt) -> Made:
        """The interaction of an attempt at a door."""
        if door.way in {Way.COMMAND, Way.TYPING}:
            made = self._command(door, attempt)
        elif door.way is Way.PRESS:
            made = self._press(door, attempt)
        else:
            made = self._form(door, attempt)
        if attempt.life is Life.EXPIRED:
            self.wire.expire(made.sent)
        return made

    def _command(self, door: Door, attempt: Attempt) -> Made:
        person, side, place = self._come(door, attempt)
        filling = Filling(self.wire, self._sightings, attempt, place, side)
        options, resolved = filling.options(door)
        for part in reversed(door.path):
            options = [{"name": part["name"], "type": part["type"], "options": options}]
        data = {"id": door.command["id"], "name": door.command["name"], "type": 1, "options": options}
        if resolved:
            data["resolved"] = resolved
        if door.guild_id is not None:
            data["guild_id"] = str(door.guild_id)
        kind = COMMAND if door.way is Way.COMMAND else TYPING
        sent = self.wire.make(kind, person, place, data, locale=_locale(attempt))
        return Made(sent, person, side, frozenset(filling.filled), honest=True)

    def _press(self, door: Door, attempt: Attempt) -> Made:
        person, side, place = self._come(door, attempt)
        sighting = self._sighted(self._sightings.pressed, door, attempt, side)
        message_id = self._message(sighting, attempt, place)
        if sighting is not None and message_id == sighting.message_id:
            place = Place(sighting.channel_id, place.guild_id)
            person = self._owner(sighting, side, attempt) or person
        custom_id = self._custom_id(door, attempt, sighting, side)
        if message_id is None:
            message_id = self.wire.plant_button(place, custom_id)
        kind = sighting.component["type"] if sighting is not None else _BUTTON
        if attempt.shape is Shape.OTHER:
            kind = _STRING_SELECT if kind == _BUTTON else _BUTTON
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": kind}
        if kind in _SELECTS:
            data["values"] = self._values(sighting, attempt)
        sent = self.wire.make(COMPONENT, person, place, data, locale=_locale(attempt), message_id=message_id)
        honest = sighting is not None and custom_id == sighting.custom_id
        return Made(sent, person, side, honest=honest)

    def _form(self, door: Door, attempt: Attempt) -> Made:
        person, side, place = self._come(door, attempt)
        sighting = self._sighted(self._sightings.forms, door, attempt, side)
        message_id = None
        if sighting is not None and sighting.guild_id == (side.id if side is not None else None):
            person = self._owner(sighting, side, attempt) or person
            message_id = self._message(sighting, attempt, place)
            if message_id is not None and message_id == sighting.message_id:
                place = Place(sighting.channel_id, place.guild_id)
        filling = Filling(self.wire, self._sightings, attempt, place, side)
        components, resolved = filling.form(self._form_shown(sighting, attempt))
        custom_id = self._custom_id(door, attempt, sighting, side)
        data: dict[str, Any] = {"custom_id": custom_id, "components": components}
        if resolved:
            data["resolved"] = resolved
        sent = self.wire.make(SUBMIT, person, place, data, locale=_locale(attempt), message_id=message_id)
        honest = sighting is not None and custom_id == sighting.custom_id
        return Made(sent, person, side, frozenset(filling.filled), honest)

    def _come(self, door: Door, attempt: Attempt) -> tuple[Person, Side | None, Place]:
        """Who comes, and from where."""
        side = {Where.HERE: self._scene.here, Where.THERE: self._scene.there}.get(attempt.where)
        if door.guild_id is not None:
            side = self._scene.side(door.guild_id)
        if side is None:
            people = [*self._scene.here.people(), *self._scene.there.people()]
            person = people[attempt.who % len(people)]
            strange = attempt.where is Where.INSTALLED
            return person, None, self.wire.place(person, None, None, strange=strange)
        people, channels = side.people(), side.channels()
        person = people[attempt.who % len(people)]
        if door.guild_id is not None and side.host is not None and attempt.who % 2:
            person = side.host
        # mostly where rounds and posts are
        channel = channels[attempt.pick % len(channels)] if attempt.pick % 3 == 0 else channels[0]
        return person, side, self.wire.place(person, side.id, channel, strange=False)

    def _sighted(
        self, seen: Mapping[str, list[Sighting]], door: Door, attempt: Attempt, side: Side | None
    ) -> Sighting | None:
        guild_id = side.id if side is not None else None
        found = self._sightings.of(seen, door.name, guild_id)
        if attempt.ids is Ids.FOREIGN or not found:
            found = self._sightings.elsewhere(seen, door.name, guild_id) or found
        return found[-1 - attempt.pick % min(8, len(found))] if found else None

    def _message(self, sighting: Sighting | None, attempt: Attempt, place: Place) -> int | None:
        """The message that is pressed: its own, or a copy of it where the person is."""
        if sighting is None or sighting.message_id is None:
            return None
        guild_id = self.wire.backend.channels[sighting.channel_id].guild_id
        if guild_id == place.guild_id and not place.strange and guild_id is not None:
            return sighting.message_id
        return self.wire.plant(place, sighting.message_id, sighting.channel_id)

    def _owner(self, sighting: Sighting, side: Side | None, attempt: Attempt) -> Person | None:
        """Who alone sees a private message, where nobody else comes with it."""
        if sighting.owner_id is None or side is None or attempt.stranger:
            return None
        return next((person for person in side.people() if person.id == sighting.owner_id), None)

    def _custom_id(self, door: Door, attempt: Attempt, sighting: Sighting | None, side: Side | None) -> str:
        action = door.action or Action("", "")
        read = read_custom_id(sighting.custom_id) if sighting is not None else None
        own = [part or "-" for part in read[1]] if read is not None else list(attempt.parts[: action.carries])
        match attempt.ids:
            case Ids.FORGED:
                forged = [*attempt.parts[: action.carries]]
                # one of its own is kept now and then, so that the others are looked at
                keeps = attempt.fill % (action.carries + 1)
                own = [*own[:keeps], *forged[keeps:]]
            case Ids.SWAPPED:
                others = [part for known in self._sightings.parts.values() for part in known[-60:]] or ["1"]
                own = [others[(attempt.pick + 7 * index) % len(others)] for index in range(action.carries)]
            case Ids.LENGTH:
                own = own[:-1] if own and attempt.pick % 2 else [*own, *attempt.parts[:2]]
            case Ids.ADDRESS:
                address = _ELSEWHERE[attempt.pick % len(_ELSEWHERE)]
                own = [*own, address] if attempt.pick % 5 == 0 else own
                version = f"{action.feature}:v{attempt.parts[0]}:{action.verb}"
                return ":".join((version if attempt.pick % 2 else address, *own))[:_LONGEST_ID]
            case _:
                if sighting is not None:
                    return sighting.custom_id
        return ":".join((action.address, *own))[:_LONGEST_ID]

    def _values(self, sighting: Sighting | None, attempt: Attempt) -> list[str]:
        options = sighting.component.get("options", ()) if sighting is not None else ()
        offered = [option["value"] for option in options]
        match attempt.shape:
            case Shape.NOTHING:
                return []
            case Shape.NOT_OFFERED:
                known = [value for seen in self._sightings.suggested.values() for value in seen] or ["x"]
                return [known[attempt.fill % len(known)], attempt.typed[0].text[:_LONGEST_ID]][
                    attempt.pick % 2 :
                ]
        return [offered[attempt.pick % len(offered)]] if offered else [attempt.parts[0]]

    def _form_shown(self, sighting: Sighting | None, attempt: Attempt) -> Mapping[str, Any] | None:
        """The form that is filled in: its own, or one of another feature under its name."""
        if attempt.shape is Shape.OTHER or sighting is None:
            forms = [seen[-1] for seen in self._sightings.forms.values() if seen]
            return forms[attempt.pick % len(forms)].component if forms else None
        return sighting.component


def _locale(attempt: Attempt) -> str:
    return "ko" if attempt.korean else ("en-US", "en-GB", "de", "ja")[attempt.pick % 4]
