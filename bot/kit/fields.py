"""Fields of a form, as data, and how they become Discord's components of modals.

Each field is one component at the top of a modal. What does not fit Discord's limits is shortened where it
is only shown, and refused where it is a choice: a choice left out would be lost when the form comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from propcache.api import cached_property

from bot.kit import limits
from bot.kit.blocks import Component, Option
from bot.kit.limits import shorten

_STRING_SELECT, _TEXT_INPUT, _ROLE_SELECT, _CHANNEL_SELECT = 3, 4, 6, 8
_LABEL, _FILE_UPLOAD, _RADIO_GROUP, _CHECKBOX_GROUP = 18, 19, 21, 22
_LINE, _PARAGRAPH = 1, 2


class TooManyOptions(ValueError):
    """A field offers more than Discord lets a person choose from; its feature has to split it."""


class Field(Protocol):
    """One part of a form."""

    @property
    def component(self) -> Component:
        """The part as Discord takes it."""
        ...


@dataclass(frozen=True)
class TextField:
    """A line, or a paragraph, to type into."""

    name: str
    label: str
    placeholder: str = ""
    most: int = 100
    """How many characters may be typed."""
    value: str = ""
    """What stands there already."""
    required: bool = True
    description: str = ""
    paragraph: bool = False

    @cached_property
    def component(self) -> Component:
        typed = {
            "type": _TEXT_INPUT,
            "custom_id": self.name,
            "style": _PARAGRAPH if self.paragraph else _LINE,
            "required": self.required,
            "max_length": self.most,
        }
        if self.placeholder:
            typed["placeholder"] = shorten(self.placeholder, limits.FIELD_PLACEHOLDER)
        if self.value:
            typed["value"] = self.value[: self.most]
        return _labelled(self.label, self.description, typed)


@dataclass(frozen=True)
class ChannelField:
    """Channels of the server, of some of Discord's types."""

    name: str
    label: str
    types: tuple[int, ...]
    chosen: tuple[int, ...] = ()
    """Ids of the channels that are set."""
    most: int = 1
    required: bool = False
    description: str = ""

    @cached_property
    def component(self) -> Component:
        picker = _picker(_CHANNEL_SELECT, "channel", self)
        return _labelled(self.label, self.description, {**picker, "channel_types": list(self.types)})


@dataclass(frozen=True)
class RoleField:
    """Roles of the server."""

    name: str
    label: str
    chosen: tuple[int, ...] = ()
    """Ids of the roles that are set."""
    most: int = 1
    required: bool = False
    description: str = ""

    @cached_property
    def component(self) -> Component:
        return _labelled(self.label, self.description, _picker(_ROLE_SELECT, "role", self))


@dataclass(frozen=True)
class OneOfField:
    """One of up to 25 options; up to ten are all shown at once."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str | None = None
    """The value that is set; it alone says so, not the options."""
    description: str = ""
    required: bool = True

    @cached_property
    def component(self) -> Component:
        set_already = () if self.chosen is None else (self.chosen,)
        offered = _offered(self.name, self.options, set_already)
        if len(offered) in limits.RADIO_OPTIONS:
            group = {"type": _RADIO_GROUP, "custom_id": self.name, "required": self.required}
            return _labelled(self.label, self.description, {**group, "options": offered})
        select = {"type": _STRING_SELECT, "custom_id": self.name, **_count(self.required, 1)}
        return _labelled(self.label, self.description, {**select, "options": offered})


@dataclass(frozen=True)
class SomeOfField:
    """Any of up to 25 options, none included; up to ten are all shown at once."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: tuple[str, ...] = ()
    """The values that are set; they alone say so, not the options."""
    description: str = ""

    @cached_property
    def component(self) -> Component:
        offered = _offered(self.name, self.options, self.chosen)
        kind = _CHECKBOX_GROUP if len(offered) <= limits.CHECKBOX_OPTIONS else _STRING_SELECT
        group = {"type": kind, "custom_id": self.name, **_count(False, len(offered))}
        return _labelled(self.label, self.description, {**group, "options": offered})


@dataclass(frozen=True)
class FileField:
    """Files to upload."""

    name: str
    label: str
    most: int = 1
    required: bool = True
    description: str = ""

    @cached_property
    def component(self) -> Component:
        upload = {"type": _FILE_UPLOAD, "custom_id": self.name, **_count(self.required, self.most)}
        return _labelled(self.label, self.description, upload)


def _labelled(label: str, description: str, inner: Component) -> Component:
    told: Component = {"type": _LABEL, "label": shorten(label, limits.FIELD_LABEL), "component": inner}
    if description:
        told["description"] = shorten(description, limits.FIELD_DESCRIPTION)
    return told


def _picker(kind: int, what: str, field: ChannelField | RoleField) -> Component:
    picker = {"type": kind, "custom_id": field.name, **_count(field.required, field.most)}
    if field.chosen:
        # more than may be chosen and Discord refuses the whole form
        shown = field.chosen[: field.most]
        picker["default_values"] = [{"id": str(snowflake), "type": what} for snowflake in shown]
    return picker


def _count(required: bool, most: int) -> Component:
    return {"required": required, "min_values": int(required), "max_values": most}


def _offered(name: str, options: tuple[Option, ...], chosen: tuple[str, ...]) -> list[Component]:
    if not 1 <= len(options) <= limits.SELECT_OPTIONS:
        raise TooManyOptions(f"{name}: {len(options)} options of {limits.SELECT_OPTIONS}")
    plain = [
        {key: value for key, value in option.component.items() if key != "default"} for option in options
    ]
    return [{**option, "default": True} if option["value"] in chosen else option for option in plain]
