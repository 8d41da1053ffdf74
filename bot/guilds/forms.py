"""What a person chose or typed in a setting's form, read as a value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import UserError
from bot.guilds.kinds import ClockTime, Number, OneChannel, OneOf, OneRole, YesNo, Zone
from bot.guilds.settings import AnySetting
from bot.guilds.times import time_of_day
from bot.guilds.zones import find_zones
from bot.i18n.marking import gettext_noop

YES, NO, UNSET = "yes", "no", "unset"
"""The values of a form's options that are not a setting's own."""


class NotANumber(UserError):
    message = gettext_noop("That is no number I can use here. Type one from {least} to {most}.")


class ZoneUnclear(UserError):
    message = gettext_noop("I am not sure which zone that is. Type a city and pick one from the list.")


class NoSuchPlace(UserError):
    message = gettext_noop("I know no such place. Type a large city near you, such as Manila or Seoul.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What came back with a form."""

    typed: str
    values: tuple[str, ...]
    """Of what was chosen from a list."""


@dataclass(frozen=True, slots=True)
class SeveralZones:
    """A typed place that can mean several zones, or none and these are the nearest."""

    keys: tuple[str, ...]
    fitting: bool


def read_form(setting: AnySetting, chosen: Chosen, now: datetime, locale: str) -> Any | SeveralZones:
    """The value a person meant; nothing chosen or typed means the default.

    Raises:
        UserError: what was typed is none; its sentence says what is.
    """
    kind, typed, values = setting.kind, chosen.typed.strip(), chosen.values
    match kind:
        case Zone() | ClockTime() | Number():
            return setting.default if not typed else read_typed(setting, typed, now, locale)
        case YesNo():
            return values == (YES,) if values else setting.default
        case OneOf():
            return kind.read(values[0]) if values and values[0] != UNSET else setting.default
        case OneChannel() | OneRole():
            return kind.read(values[0]) if values else setting.default
        case _:
            return kind.read(values)


def read_typed(setting: AnySetting, typed: str, now: datetime, locale: str) -> Any | SeveralZones:
    """The value of what somebody typed.

    Raises:
        UserError: it is none; its sentence says what is.
    """
    match setting.kind:
        case Zone():
            return _zone(typed, now, locale)
        case ClockTime():
            return time_of_day(typed)
        case Number() as kind:
            if not typed.isdecimal() or not kind.least <= int(typed[:10]) <= kind.most:
                raise NotANumber(least=kind.least, most=kind.most)
            return int(typed)
        case _:
            raise TypeError(f"nobody types a {type(setting.kind).__name__}")


def _zone(typed: str, now: datetime, locale: str) -> str | SeveralZones:
    found = find_zones(typed, now, locale)
    if len(found.exact) == 1:
        return found.exact[0].key
    keys = tuple(zone.key for zone in found.exact or found.closest)
    if not keys:
        raise NoSuchPlace
    return SeveralZones(keys, bool(found.exact))
