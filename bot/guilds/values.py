"""How a setting's value reads, and the field of a form that asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.guilds.forms import NO, UNSET, YES
from bot.guilds.kinds import (
    ClockTime,
    Kind,
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
from bot.guilds.settings import AnySetting
from bot.guilds.zones import zone_at
from bot.i18n.markup import Markup, channel_mention, escape, role_mention, user_mention
from bot.i18n.say import Say
from bot.kit.blocks import Option
from bot.kit.fields import ChannelField, Field, OneOfField, RoleField, SomeOfField, TextField
from bot.server import Server

VALUE = "value"
"""The name of the field in a setting's form."""

_LONGEST_TYPED = 60


def shown(setting: AnySetting, value: Any, say: Say, server: Server, now: datetime) -> Markup:
    """A value as people read it; at its default, what that means."""
    if value == setting.default:
        return say(setting.unset)
    told: list[Markup]
    match setting.kind:
        case YesNo():
            told = [say("Yes") if value else say("No")]
        case OneOf() as kind:
            told = [_option(kind, value, say)]
        case SomeOf() as kind:
            told = [_option(kind, one, say) for one in value]
        case OneChannel() | SomeChannels() as kind:
            told = [_channel(one, say, server) for one in kind.channel_ids(value)]
        case OneRole():
            told = [role_mention(value) if server.role(value) else say("a role that is gone")]
        case Zone():
            told = [escape(zone_text(value, now, say))]
        case ClockTime():
            told = [say.time(value)]
        case Number():
            told = [say.number(value)]
        case _:
            raise TypeError(f"nobody knows how to show a {type(setting.kind).__name__}")
    return say.listed(told)


def zone_text(key: str, now: datetime, say: Say) -> str:
    """A zone by its city, with the time there; by its name where it is no longer known."""
    zone = zone_at(key, now, say.tag)
    return zone_label(zone) if zone is not None else key


def field(setting: AnySetting, value: Any, say: Say, server: Server, now: datetime) -> Field:
    """The field that asks for a value, filled with the one that holds."""
    label, help_text = say.plain(setting.label), say.plain(setting.help)
    match setting.kind:
        case YesNo():
            yes, no = Option(say.plain("Yes"), YES), Option(say.plain("No"), NO)
            return OneOfField(VALUE, label, (yes, no), YES if value else NO, help_text)
        case OneOf() as kind:
            unset = Option(say.plain(setting.unset), UNSET)
            others = (Option(_option(kind, one.value, say), one.value) for one in kind.options)
            return OneOfField(
                VALUE, label, (unset, *others), value if value is not None else UNSET, help_text
            )
        case SomeOf() as kind:
            options = tuple(Option(_option(kind, one.value, say), one.value) for one in kind.options)
            return SomeOfField(VALUE, label, options, value, help_text)
        case OneChannel() | SomeChannels() as kind:
            here = tuple(one for one in kind.channel_ids(value) if server.channel(one))
            most = kind.most if isinstance(kind, SomeChannels) else 1
            types = tuple(int(one) for one in kind.types)
            return ChannelField(VALUE, label, types, here, most=most, description=help_text)
        case OneRole() as kind:
            here = tuple(one for one in kind.role_ids(value) if server.role(one))
            return RoleField(VALUE, label, here, description=help_text)
        case Zone() | ClockTime() | Number():
            typed = typed_value(setting.kind, value, now, say)
            return TextField(
                VALUE, label, most=_LONGEST_TYPED, value=typed, required=False, description=help_text
            )
        case _:
            raise TypeError(f"nobody knows how to ask for a {type(setting.kind).__name__}")


def typed_value(kind: Kind[Any], value: Any, now: datetime, say: Say) -> str:
    """A value as a person would type it."""
    if value is None:
        return ""
    if isinstance(kind, Zone):
        zone = zone_at(value, now, say.tag)
        return zone.city if zone is not None else str(value)
    return f"{value:%H:%M}" if isinstance(kind, ClockTime) else str(value)


def person(user_id: int | None, say: Say) -> Markup:
    """Who did something; somebody, once they had what is known of them erased."""
    return user_mention(user_id) if user_id is not None else say("somebody")


def option_label(label: Label, say: Say) -> str:
    """An option's label where Discord reads no markup."""
    return label.text if label.own_name else say.plain(label.text)


def _option(kind: OneOf | SomeOf, value: str, say: Say) -> Markup:
    label = next(one for one in kind.options if one.value == value)
    return Markup(option_label(label, say))


def _channel(channel_id: int, say: Say, server: Server) -> Markup:
    return channel_mention(channel_id) if server.channel(channel_id) else say("a channel that is gone")
