"""The options of /configure: one for each setting, made from its declaration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.guilds.forms import UNSET
from bot.guilds.kinds import (
    ClockTime,
    Label,
    Number,
    OneChannel,
    OneOf,
    OneRole,
    SomeChannels,
    SomeOf,
    YesNo,
    Zone,
)
from bot.guilds.labels import zone_label
from bot.guilds.settings import AnySetting, Area
from bot.guilds.zones import find_zones, well_known_zones
from bot.i18n.marking import gettext_noop
from bot.i18n.translator import made_of
from bot.kit.host import Interaction, say_to
from bot.kit.options import Choice, SuggestingOption, choice
from bot.server import ChannelType

_ADDS = gettext_noop("Add or take away: {help}")
RESET = "reset"
"""The option that puts one setting back to its default."""


def annotation(setting: AnySetting) -> Any:
    """What discord.py makes the setting's option from."""
    match setting.kind:
        case YesNo():
            return bool
        case OneOf() as kind:
            unset = app_commands.Choice(name=locale_str(setting.unset), value=UNSET)
            return _Listed([unset, *(_choice(label) for label in kind.options)])
        case SomeOf() as kind:
            return _Listed([_choice(label) for label in kind.options])
        case OneChannel() | SomeChannels() as kind:
            return _ChannelId(kind.types)
        case OneRole():
            return _RoleId()
        case Zone():
            return _Place()
        case ClockTime():
            return str
        case Number() as kind:
            return app_commands.Range[int, kind.least, kind.most]
        case _:
            raise TypeError(f"nobody knows how to type a {type(setting.kind).__name__}")


def description(setting: AnySetting) -> locale_str:
    """What Discord shows below the setting's option."""
    if isinstance(setting.kind, SomeOf | SomeChannels):
        return made_of(_ADDS, help=setting.help)
    return locale_str(setting.help)


def reset_annotation(area: Area) -> Any:
    """The option that names one of the area's settings."""
    return _Listed([app_commands.Choice(name=locale_str(one.label), value=one.key) for one in area.settings])


def wanted(setting: AnySetting, given: Any, current: Any) -> Any:
    """The value that was given; of a list one entry is, which is added, or taken away if it is there."""
    match setting.kind:
        case OneOf() as kind:
            return setting.default if given == UNSET else kind.read(given)
        case SomeOf() | SomeChannels() as kind:
            kept = [one for one in current if one != given]
            return kind.read(kept if len(kept) < len(current) else [*current, given])
        case _:
            return setting.kind.read(given)


class _Listed(app_commands.Transformer):
    """One of a fixed list."""

    def __init__(self, choices: list[app_commands.Choice[str]]) -> None:
        self._choices = choices

    @property
    def choices(self) -> list[app_commands.Choice[int | float | str]] | None:
        return list(self._choices)  # type: ignore[arg-type]  # a list of one kind of choices is as good

    async def transform(self, _: Interaction, value: Any, /) -> str:
        return str(value)


class _ChannelId(app_commands.Transformer):
    """A channel of some types; the command gets its id."""

    def __init__(self, types: Sequence[ChannelType]) -> None:
        self._types = [discord.ChannelType(int(one)) for one in types]

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return self._types

    async def transform(self, _: Interaction, value: Any, /) -> int:
        return int(value.id)


class _RoleId(app_commands.Transformer):
    """A role; the command gets its id."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.role

    async def transform(self, _: Interaction, value: Any, /) -> int:
        return int(value.id)


class _Place(SuggestingOption):
    """A zone by a city, a country, an abbreviation; each line tells what time it is there."""

    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        now, say = interaction.client.app.clock.now(), say_to(interaction)
        found = find_zones(typed, now, say.tag)
        zones = (*found.exact, *found.closest) if typed.strip() else well_known_zones(now, say.tag)
        return [choice(zone_label(zone), zone.key) for zone in zones]

    async def transform(self, _: Interaction, value: Any, /) -> str:
        return str(value)


def _choice(label: Label) -> app_commands.Choice[str]:
    return app_commands.Choice(
        name=label.text if label.own_name else locale_str(label.text), value=label.value
    )
