"""Options and fields filled in, with what fits and with what is hostile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from discord import AppCommandOptionType

from demo.forms import Kind
from tests.fuzz.attempts import GHOST, LONGEST, Attempt, Shape, Typed
from tests.fuzz.scene import PNG, Side
from tests.fuzz.sightings import Sightings
from tests.fuzz.surface import Door, Option, Way
from tests.fuzz.wire import Place, Wire

_MOST = 2**53 - 1
_WORD = re.compile("“(.+)”")
"""What a field's label asks to be typed."""
FILES: tuple[tuple[str, bytes, str, int | None], ...] = (
    ("shot.png", PNG, "image/png", None),
    (
        "settings.json",
        b'{"format": "borahae-settings", "version": 1, "settings": {"goals.cap": 55}}',
        "",
        None,
    ),
    ("program.png", b"MZ this is a program", "image/png", None),
    ("empty.png", b"", "image/png", None),
    ("notes.txt", b"I did it", "text/plain; charset=utf-8", None),
    ("huge.png", PNG, "image/png", 2**31),
    ("settings.json", b"{}", "application/json", None),
    ("settings.json", b"[" * 5000, "application/json", None),
    (
        "settings.json",
        b'{"format": "borahae-settings", "version": 99, "settings": {}}',
        "application/json",
        None,
    ),
    (
        "settings.json",
        b'{"format": "borahae-settings", "version": 1, "settings": {"goals.cap": 1e999}}',
        "",
        None,
    ),
    ("settings.json", b"\xff\xfe\x00", "application/json", None),
    ("../../etc/passwd", b'{"a": "\\ud800"}', "application/json", None),
    (
        "settings.json",
        b'{"format": "borahae-settings", "version": 1, "settings": {"general.language": "\\ud800@everyone"}}',
        "application/json",
        None,
    ),
)


class Filling:
    """What one attempt fills in."""

    def __init__(
        self, wire: Wire, sightings: Sightings, attempt: Attempt, place: Place, side: Side | None
    ) -> None:
        self._wire, self._sightings, self._attempt = wire, sightings, attempt
        self._place, self._side = place, side
        self._resolved: dict[str, Any] = {}
        self.filled: set[str] = set()
        """What was filled in, by name."""

    def options(self, door: Door) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The options of a command, and what Discord tells besides of those that are ids."""
        told: list[dict[str, Any]] = []
        for index, option in enumerate(door.options):
            typed = self._attempt.typed[index % len(self._attempt.typed)]
            if option["name"] == door.typed:
                value: Any = typed.text[: typed.number % 4 if typed.fitting else LONGEST]
                value = "" if self._attempt.plain else value
                told.append({"name": option["name"], "type": option["type"], "value": value, "focused": True})
            elif self._wants(option, door, index):
                value = self._value(f"{door.name} {option['name']}", option, typed)
                if value is not None:
                    told.append({"name": option["name"], "type": option["type"], "value": value})
                    self.filled.add(option["name"])
        return told, self._resolved

    def _wants(self, option: Option, door: Door, index: int) -> bool:
        if option.get("required") and door.way is Way.COMMAND:
            return True
        if self._attempt.plain:  # as little as needed, or all that is suggested
            return bool(option.get("autocomplete")) and bool(self._attempt.pick % 2)
        return bool(self._attempt.fill >> index & 1)

    def form(self, shown: Mapping[str, Any] | None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The components of a form that is sent, and what Discord tells besides."""
        if shown is None or self._attempt.shape is Shape.NOTHING:
            return [], {}
        sent = []
        for index, labelled in enumerate(shown["components"]):
            if (asked := labelled.get("component")) is not None:
                typed = self._attempt.typed[index % len(self._attempt.typed)]
                inner = {"type": asked["type"], "id": index + 1, "custom_id": asked["custom_id"]}
                filled = inner | self._field(asked, typed, index)
                word = _WORD.search(labelled["label"])
                if word is not None and (self._attempt.plain or (typed.fitting and not typed.number % 4)):
                    filled["value"] = word[1]
                sent.append({"type": labelled["type"], "id": 100 + index, "component": filled})
                self.filled.add(asked["custom_id"])
        return sent, self._resolved

    def _value(self, name: str, option: Option, typed: Typed) -> Any:
        if choices := option.get("choices"):
            return choices[typed.number % len(choices)]["value"]
        match AppCommandOptionType(option["type"]):
            case AppCommandOptionType.string:
                return self._string(name, option, typed)
            case AppCommandOptionType.integer | AppCommandOptionType.number:
                return min(max(typed.number, option.get("min_value", -_MOST)), option.get("max_value", _MOST))
            case AppCommandOptionType.boolean:
                return bool(typed.number % 2)
            case AppCommandOptionType.user:
                return self._user(typed)
            case AppCommandOptionType.channel:
                return self._channel(option.get("channel_types"), typed)
            case AppCommandOptionType.role:
                return self._role(typed)
            case AppCommandOptionType.attachment:
                return self._file(typed)
            case other:
                raise NotImplementedError(f"nobody knows yet how to fill in {name}, a {other.name}")

    def _string(self, name: str, option: Option, typed: Typed) -> str:
        """What was suggested for the option, here or in another server; or what is typed."""
        offered = self._sightings.suggested[name, None if self._side is None else self._side.id]
        if not self._attempt.plain and typed.number % 3 == 0:
            others = [seen for key, seen in self._sightings.suggested.items() if key[0] == name]
            offered = others[typed.number % len(others)] or offered
        text = typed.text
        if typed.fitting and offered and (self._attempt.plain or typed.number % 4):
            text = offered[typed.number % len(offered)]
        least, most = option.get("min_length", 1), option.get("max_length", LONGEST)
        return (text or " ")[:most].ljust(least)

    def _field(self, asked: Mapping[str, Any], typed: Typed, index: int) -> dict[str, Any]:
        hostile = self._attempt.shape is Shape.NOT_OFFERED
        match Kind(asked["type"]):
            case Kind.TEXT:
                return {"value": self._text(asked, typed, index)[: asked.get("max_length", 4000)]}
            case Kind.RADIO:
                options = [option["value"] for option in asked["options"]]
                chosen = typed.text[:100] if hostile else options[typed.number % len(options)]
                return {"value": None if typed.number % 7 == 1 else chosen}
            case Kind.SELECT | Kind.CHECKBOXES:
                options = [option["value"] for option in asked["options"]]
                most = 1 + typed.number % max(1, asked.get("max_values", 1))
                return {"values": [typed.text[:100]] if hostile else options[:most]}
            case Kind.CHANNEL:
                if hostile:
                    return {"values": [str(GHOST)]}
                chosen = self._channel(asked.get("channel_types"), typed)
                return {"values": [] if chosen is None else [chosen]}
            case Kind.ROLE:
                chosen = self._role(typed)
                return {"values": [str(GHOST)] if hostile else [] if chosen is None else [chosen]}
            case Kind.FILE:
                return {"values": [] if hostile else [self._file(typed)]}

    def _text(self, asked: Mapping[str, Any], typed: Typed, index: int) -> str:
        stands = str(asked.get("value") or "")
        if self._attempt.plain:
            return stands or ("25" if asked.get("required", True) else "")
        return stands or typed.text if self._attempt.fill >> index & 1 else typed.text

    def _user(self, typed: Typed) -> str:
        """Somebody of this server, or of another: Discord tells of both."""
        users = sorted(self._wire.backend.users)
        if self._side is not None and typed.number % 3:
            users = sorted(self._wire.backend.guilds[self._side.id].members)
        user_id = users[typed.number % len(users)]
        self._resolved.setdefault("users", {})[str(user_id)] = self._wire.user(user_id)
        member = self._wire.member(self._side.id, user_id) if self._side is not None else None
        if member is not None:
            self._resolved.setdefault("members", {})[str(user_id)] = member
        return str(user_id)

    def _channel(self, types: list[int] | None, typed: Typed) -> str | None:
        if self._side is None:
            return None
        there = [
            channel_id
            for channel_id in self._side.channels()
            if not types or int(self._wire.backend.channels[channel_id].type) in types
        ]
        if not there:
            return None
        channel_id = there[typed.number % len(there)]
        self._resolved.setdefault("channels", {})[str(channel_id)] = self._wire.channel(channel_id)
        return str(channel_id)

    def _role(self, typed: Typed) -> str | None:
        if self._side is None:
            return None
        roles = sorted(self._wire.backend.guilds[self._side.id].roles)
        role_id = roles[typed.number % len(roles)]
        self._resolved.setdefault("roles", {})[str(role_id)] = self._wire.role(self._side.id, role_id)
        return str(role_id)

    def _file(self, typed: Typed) -> str:
        name, content, kind, size = FILES[typed.number % (2 if self._attempt.plain else len(FILES))]
        return self._wire.upload(
            self._place, self._resolved, name=name, content=content, kind=kind, size=size
        )
