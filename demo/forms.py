"""A form as a person sees it and fills it in. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from demo import reading

File = tuple[str, bytes]
"""A name, and what is in it."""


class Impossible(Exception):
    """What a real person could not do in Discord: run an unknown command, press what is not there."""


class Kind(IntEnum):
    """What a person fills in, as Discord numbers it."""

    SELECT = 3
    TEXT = 4
    ROLE = 6
    CHANNEL = 8
    FILE = 19
    RADIO = 21
    CHECKBOXES = 22


@dataclass(frozen=True, slots=True)
class Pickers:
    """What Discord's pickers list for a person here."""

    channels: tuple[tuple[str, str, int], ...] = ()
    """Names, ids and types of the channels this person sees."""
    roles: tuple[tuple[str, str], ...] = ()
    """Names and ids."""

    def options(self, component: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """The labels and values a component offers."""
        if component["type"] == Kind.ROLE:
            return tuple((f"@{name.removeprefix('@')}", role_id) for name, role_id in self.roles)
        if component["type"] == Kind.CHANNEL:
            types = component.get("channel_types") or {of for _, _, of in self.channels}
            return tuple((f"#{name}", channel_id) for name, channel_id, of in self.channels if of in types)
        return tuple((option["label"], option["value"]) for option in component.get("options", ()))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, as it stands when the form opens."""

    name: str
    label: str
    description: str
    kind: Kind
    required: bool
    typed: str
    """What stands in a text field."""
    options: tuple[tuple[str, str], ...]
    """Labels and values of what can be chosen."""
    chosen: tuple[str, ...]
    """The labels of what is chosen."""
    several: bool
    """Whether more than one may be chosen."""
    long: bool
    """Whether a text may have several lines."""

    def lines(self) -> list[str]:
        """The field as it reads."""
        marks = ("[x]", "[ ]") if self.several else ("(•)", "( )")
        marked = [f"{marks[label not in self.chosen]} {label}" for label, _ in self.options]
        below = [f"  {self.description}"] if self.description else []
        if self.kind in {Kind.RADIO, Kind.CHECKBOXES}:
            return [f"{self.label}: {' '.join(marked)}", *below]
        if self.kind is Kind.SELECT:
            return [f"▾ {self.label}", *below, *(f"  {line}" for line in marked)]
        first, *more = (self.typed or ", ".join(self.chosen) or "____").splitlines()
        clip = "📎 " if self.kind is Kind.FILE else ""
        return [f"{self.label}: {clip}{first}", *(f"  {line}" for line in more), *below]

    def filled(self, given: Any) -> str | list[str] | list[File]:
        """What is sent when a person fills this in: a text, files, or the values of what they choose.

        `given` is a text, the labels of options (a list, or with commas between), or files as names and
        contents; `None` leaves the field as it stands.

        Raises:
            Impossible: Discord would not let them.
        """
        sent = self._sent(given)
        if self.required and not sent:
            raise Impossible(f"Discord wants {self.label!r} filled in")
        if self.kind is Kind.RADIO and len(sent) > 1:
            raise Impossible(f"of {self.label!r} only one can be chosen")
        return sent

    def _sent(self, given: Any) -> str | list[str] | list[File]:
        if self.kind is Kind.TEXT:
            text = self.typed if given is None else str(given)
            if "\n" in text and not self.long:
                raise Impossible(f"{self.label!r} has one line only")
            return text
        if self.kind is Kind.FILE:
            return [given] if isinstance(given, tuple) else list(given or ())
        return pick(self.options, self.chosen if given is None else given)


def read(modal: Mapping[str, Any], pickers: Pickers) -> tuple[Field, ...]:
    """The fields of a form, from top to bottom."""
    labelled = [component for component in modal["components"] if "component" in component]
    return tuple(_field(component, component["component"], pickers) for component in labelled)


def lines(modal: Mapping[str, Any], fields: Sequence[Field], reader: reading.Reader) -> list[str]:
    """What a person reads of a form, its title first."""
    by_name = {field.name: field for field in fields}
    told = [str(modal["title"])]
    for component in modal["components"]:
        if "component" in component:
            told.extend(by_name[component["component"]["custom_id"]].lines())
        else:
            told.extend(reading.lines([component], reader))
    return told


def pick(options: Sequence[tuple[str, str]], given: str | Sequence[str]) -> list[str]:
    """The values of the options that read so, else of the first that begin so.

    Raises:
        Impossible: there is no such option.
    """
    if not isinstance(given, str):
        return [_one(options, label) for label in given]
    parts = [part for part in given.split(",") if part.strip()]
    if len(parts) > 1 and _find(options, given) is None:
        return [_one(options, part) for part in parts]
    return [_one(options, given)] if parts else []


def _one(options: Sequence[tuple[str, str]], wanted: str) -> str:
    if (value := _find(options, wanted)) is None:
        there = ", ".join(label for label, _ in options) or "nothing"
        raise Impossible(f"there is no option {wanted.strip()!r} here; there are: {there}")
    return value


def _find(options: Sequence[tuple[str, str]], wanted: str) -> str | None:
    same = (value for label, value in options if _same(label) == _same(wanted))
    begins = (value for label, value in options if _same(label).startswith(_same(wanted)))
    return next(same, None) or next(begins, None)


def _same(label: str) -> str:
    return label.strip().lstrip("#@").casefold()


def _field(labelled: Mapping[str, Any], component: Mapping[str, Any], pickers: Pickers) -> Field:
    kind = Kind(component["type"])
    options = pickers.options(component)
    preset = {told["id"] for told in component.get("default_values", ())}
    preset |= {option["value"] for option in component.get("options", ()) if option.get("default")}
    return Field(
        name=component["custom_id"],
        label=labelled["label"],
        description=labelled.get("description") or "",
        kind=kind,
        required=component.get("required", True),
        typed=component.get("value") or "",
        options=options,
        chosen=tuple(label for label, value in options if value in preset),
        several=kind is not Kind.RADIO and component.get("max_values", len(options)) > 1,
        long=component.get("style") == 2,
    )
