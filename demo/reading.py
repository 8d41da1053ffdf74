"""A message's components as a person reads them: flattened to lines, markup turned into plain text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

Component = Mapping[str, Any]

_ROW, _BUTTON, _STRING_SELECT, _SECTION, _TEXT, _FILE, _SEPARATOR, _CONTAINER = 1, 2, 3, 9, 10, 13, 14, 17
_RULE = "─" * 40
_TIMESTAMP = re.compile(r"(?<!\\)<t:(-?\d+)(?::([tTdDfFR]))?>")
_MENTION = re.compile(r"<(?:#|@&?)\d+>")
_COMMAND = re.compile(r"</([^:>]+):\d+>")
_LINK = re.compile(r"\[([^\]]+)\]\(<?([^)>]+)>?\)")
_ESCAPE = re.compile(r"\\([\\*_~`|>#\[\]()<\-])")
_HIDDEN = "\u200b"


@dataclass(frozen=True, slots=True)
class ButtonFace:
    label: str
    custom_id: str | None
    url: str | None
    enabled: bool

    def __str__(self) -> str:
        where = f" {self.url}" if self.url else ""
        return f"[{self.label}]{where}" if self.enabled else f"({self.label})"


@dataclass(frozen=True, slots=True)
class SelectFace:
    custom_id: str
    placeholder: str
    options: tuple[tuple[str, str], ...]
    """Labels and values."""
    chosen: tuple[str, ...]
    """The labels of the options that are set."""
    several: bool
    """Whether more than one may be chosen."""


def walk(components: Any) -> Iterator[Component]:
    """Every component in the order it is read, with what it holds."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))
        if accessory := component.get("accessory"):
            yield from walk((accessory,))


def buttons(components: Any) -> list[ButtonFace]:
    """The buttons of a message, from top to bottom."""
    return [_button(component) for component in walk(components) if component["type"] == _BUTTON]


def selects(components: Any) -> list[SelectFace]:
    """The selects of a message, from top to bottom."""
    return [_select(component) for component in walk(components) if component["type"] == _STRING_SELECT]


@dataclass(frozen=True, slots=True)
class Reader:
    """What a person's Discord knows: what time it is for them, and what everything is called."""

    now: datetime
    zone: tzinfo
    names: Mapping[str, str] = field(default_factory=dict)
    """What a mention reads, such as `#general` for `<#1>`; Discord shows others as unknown."""


def lines(components: Any, reader: Reader) -> list[str]:
    """The lines a person reads."""
    read: list[str] = []
    for component in components:
        kind = component["type"]
        if kind == _TEXT:
            read.extend(unmarked(component["content"], reader).splitlines())
        elif kind == _SEPARATOR:
            read.append(_RULE if component.get("divider", True) else "")
        elif kind == _FILE:
            read.append(f"📎 {component.get('name') or component['file']['url'].rpartition('/')[2]}")
        elif kind == _ROW:
            read.extend(_row(component["components"]))
        elif kind == _SECTION:
            told = lines(component["components"], reader)
            read.extend([*told[:-1], f"{told[-1]}  {_button(component['accessory'])}"])
        elif kind == _CONTAINER:
            read.extend(lines(component["components"], reader))
    return read


def unmarked(markup: str, reader: Reader) -> str:
    """Discord's markup as plain text."""
    text = _TIMESTAMP.sub(lambda match: _moment(match, reader), markup)
    text = _MENTION.sub(lambda match: reader.names.get(match[0], "@unknown"), text)
    text = _LINK.sub(r"\1 (\2)", _COMMAND.sub(r"/\1", text))
    text = re.sub(r"(?m)^(?:-# |#{1,3} )", "", text)
    text = re.sub(r"(?<!\\)(\*\*|__|`)", "", text)
    return _ESCAPE.sub(r"\1", text).replace(_HIDDEN, "")


def _row(components: Any) -> list[str]:
    faces = [_button(component) for component in components if component["type"] == _BUTTON]
    if faces:
        return [" ".join(str(face) for face in faces)]
    return [line for component in components for line in _select_lines(_select(component))]


def _select_lines(face: SelectFace) -> list[str]:
    marks = ("[x]", "[ ]") if face.several else ("●", "○")
    marked = [f"  {marks[label not in face.chosen]} {label}" for label, _ in face.options]
    return [f"▾ {face.placeholder}", *marked]


def _button(component: Component) -> ButtonFace:
    return ButtonFace(
        label=component.get("label") or "",
        custom_id=component.get("custom_id"),
        url=component.get("url"),
        enabled=not component.get("disabled", False),
    )


def _select(component: Component) -> SelectFace:
    options = component.get("options", ())
    return SelectFace(
        custom_id=component["custom_id"],
        placeholder=component.get("placeholder") or "",
        options=tuple((option["label"], option["value"]) for option in options),
        chosen=tuple(option["label"] for option in options if option.get("default")),
        several=component.get("max_values", 1) > 1,
    )


def _moment(match: re.Match[str], reader: Reader) -> str:
    moment = datetime.fromtimestamp(int(match[1]), reader.zone)
    if match[2] == "R":
        return _relative(moment, reader.now)
    return f"{moment:%Y-%m-%d %H:%M}" if match[2] not in {"d", "D"} else f"{moment:%Y-%m-%d}"


def _relative(moment: datetime, now: datetime) -> str:
    seconds = round((moment - now).total_seconds())
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count = abs(seconds) // size
        if count:
            words = f"{count} {unit}{'s' if count != 1 else ''}"
            return f"in {words}" if seconds > 0 else f"{words} ago"
    return "now"
