"""Blocks: the parts of a card, as data, and each as Discord's component.

A feature's `cards.py` composes these and knows nothing of Discord's payloads. Labels too long for Discord are
shortened here, so that no translation can break a message. A block makes its component once and keeps it:
blocks that a feature keeps cost nothing to show again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

import discord
from propcache.api import cached_property

from bot.i18n.markup import Markup
from bot.kit import limits
from bot.kit.limits import shorten

Component = dict[str, Any]
"""A component as Discord's documentation (Components, Reference) writes it. Never changed once made."""

_ROW, _BUTTON, _SELECT, _SECTION, _TEXT = 1, 2, 3, 9, 10
_GALLERY, _FILE, _SEPARATOR = 12, 13, 14
_SECONDARY, _LINK = 2, 5
_FILENAME = re.compile(r"[A-Za-z0-9._-]+")


class Block(Protocol):
    """One part of a card."""

    @property
    def component(self) -> Component:
        """The part as Discord takes it."""
        ...


@dataclass(frozen=True)
class Title:
    text: Markup

    @cached_property
    def component(self) -> Component:
        return {"type": _TEXT, "content": f"## {self.text}"}


@dataclass(frozen=True)
class Text:
    text: Markup

    @cached_property
    def component(self) -> Component:
        return {"type": _TEXT, "content": self.text}


@dataclass(frozen=True)
class Small:
    """Small print; each line of it."""

    text: Markup

    @cached_property
    def component(self) -> Component:
        return {"type": _TEXT, "content": "\n".join(f"-# {line}" for line in self.text.splitlines())}


@dataclass(frozen=True)
class Divider:
    @cached_property
    def component(self) -> Component:
        return {"type": _SEPARATOR, "divider": True, "spacing": 1}


@dataclass(frozen=True)
class Gap:
    """Room without a line, between what is read apart."""

    @cached_property
    def component(self) -> Component:
        return {"type": _SEPARATOR, "divider": False, "spacing": 1}


def apart(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with room between them."""
    return [each for block in blocks for each in (Gap(), block)][1:]


@dataclass(frozen=True)
class Button:
    label: str
    custom_id: str
    enabled: bool = True

    @cached_property
    def component(self) -> Component:
        return {
            "type": _BUTTON,
            "style": _SECONDARY,
            "label": shorten(self.label, limits.BUTTON_LABEL),
            "custom_id": self.custom_id,
            "disabled": not self.enabled,
        }


@dataclass(frozen=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str

    @cached_property
    def component(self) -> Component:
        label = shorten(self.label, limits.BUTTON_LABEL)
        return {"type": _BUTTON, "style": _LINK, "label": label, "url": self.url}


@dataclass(frozen=True, init=False)
class Row:
    """Up to five buttons side by side; `None` stands for one that is not there."""

    buttons: tuple[Button | Link, ...]

    def __init__(self, *buttons: Button | Link | None) -> None:
        object.__setattr__(self, "buttons", tuple(button for button in buttons if button is not None))

    @cached_property
    def component(self) -> Component:
        return {"type": _ROW, "components": [button.component for button in self.buttons]}


def rows(buttons: Sequence[Button | Link]) -> list[Row]:
    """Any number of buttons, as many side by side as Discord shows."""
    starts = range(0, len(buttons), limits.BUTTONS_IN_A_ROW)
    return [Row(*buttons[start : start + limits.BUTTONS_IN_A_ROW]) for start in starts]


@dataclass(frozen=True)
class Aside:
    """Text with a button at its side."""

    text: Markup
    button: Button | Link

    @cached_property
    def component(self) -> Component:
        text = {"type": _TEXT, "content": self.text}
        return {"type": _SECTION, "components": [text], "accessory": self.button.component}


@dataclass(frozen=True)
class Option:
    label: str
    value: str
    description: str | None = None
    default: bool = False
    """Whether it is chosen already."""

    @cached_property
    def component(self) -> Component:
        told: Component = {"label": shorten(self.label, limits.OPTION_TEXT), "value": self.value}
        if self.description:
            told["description"] = shorten(self.description, limits.OPTION_TEXT)
        if self.default:
            told["default"] = True
        return told


@dataclass(frozen=True)
class Select:
    """A list to choose from, one unless said otherwise. Of more than 25 options the first 25 are offered."""

    custom_id: str
    placeholder: str
    options: tuple[Option, ...]
    least: int = 1
    most: int = 1

    @cached_property
    def component(self) -> Component:
        options = [option.component for option in self.options[: limits.SELECT_OPTIONS]]
        select = {
            "type": _SELECT,
            "custom_id": self.custom_id,
            "placeholder": shorten(self.placeholder, limits.PLACEHOLDER),
            "options": options,
        }
        if (self.least, self.most) != (1, 1):
            most = min(self.most, len(options))
            select |= {"min_values": min(self.least, most), "max_values": most}
        return {"type": _ROW, "components": [select]}


@dataclass(frozen=True)
class Picture:
    """A picture with what it shows in words, for who cannot see it."""

    name: str
    content: bytes
    alt: str

    @cached_property
    def component(self) -> Component:
        media = {"url": f"attachment://{self.name}"}
        described = shorten(self.alt, limits.ALT_TEXT)
        return {"type": _GALLERY, "items": [{"media": media, "description": described}]}

    def file(self) -> discord.File:
        """The file to send beside the card; a new one each time, since sending reads it to its end."""
        return discord.File(BytesIO(self.content), self.name)


@dataclass(frozen=True)
class Attached:
    """A file to download. Discord keeps letters, digits, dots, dashes and underscores of a name only."""

    name: str
    content: bytes

    def __post_init__(self) -> None:
        if not _FILENAME.fullmatch(self.name):
            raise ValueError(f"Discord would change the name {self.name!r}, and not find the file by it")

    @cached_property
    def component(self) -> Component:
        return {"type": _FILE, "file": {"url": f"attachment://{self.name}"}}

    def file(self) -> discord.File:
        """The file to send beside the card; a new one each time, since sending reads it to its end."""
        return discord.File(BytesIO(self.content), self.name)
