"""Cards: what a message says, as data, and how it becomes Discord's Components V2.

A feature's `cards.py` composes these blocks and knows nothing of `discord.ui`. Labels too long for
Discord are shortened here, so that no translation can break a message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import discord
from discord import ui

from bot.i18n.markup import Markup
from bot.kit import limits
from bot.kit.limits import shorten

Item = ui.Item[Any]


class CardTooLarge(ValueError):
    """A card holds more than Discord shows; its feature has to page it."""


class Block(Protocol):
    """One part of a card."""

    def item(self) -> Item:
        """The part as a component."""
        ...


@dataclass(frozen=True, slots=True)
class Title:
    text: Markup

    def item(self) -> Item:
        return ui.TextDisplay(f"## {self.text}")


@dataclass(frozen=True, slots=True)
class Text:
    text: Markup

    def item(self) -> Item:
        return ui.TextDisplay(self.text)


@dataclass(frozen=True, slots=True)
class Small:
    """Small print; each line of it."""

    text: Markup

    def item(self) -> Item:
        return ui.TextDisplay("\n".join(f"-# {line}" for line in self.text.splitlines()))


@dataclass(frozen=True, slots=True)
class Divider:
    def item(self) -> Item:
        return ui.Separator()


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    custom_id: str
    enabled: bool = True

    def item(self) -> Item:
        return ui.Button(
            label=shorten(self.label, limits.BUTTON_LABEL),
            custom_id=self.custom_id,
            disabled=not self.enabled,
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str

    def item(self) -> Item:
        return ui.Button(label=shorten(self.label, limits.BUTTON_LABEL), url=self.url)


@dataclass(frozen=True, slots=True, init=False)
class Row:
    """Up to five buttons side by side."""

    buttons: tuple[Button | Link, ...]

    def __init__(self, *buttons: Button | Link) -> None:
        object.__setattr__(self, "buttons", buttons)

    def item(self) -> Item:
        return ui.ActionRow(*(button.item() for button in self.buttons))


@dataclass(frozen=True, slots=True)
class Aside:
    """Text with a button at its side."""

    text: Markup
    button: Button | Link

    def item(self) -> Item:
        return ui.Section(self.text, accessory=self.button.item())


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    value: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Select:
    """A list to choose one of. Of more than 25 options the first 25 are offered."""

    custom_id: str
    placeholder: str
    options: tuple[Option, ...]

    def item(self) -> Item:
        offered = [
            discord.SelectOption(
                label=shorten(option.label, limits.OPTION_TEXT),
                value=option.value,
                description=option.description and shorten(option.description, limits.OPTION_TEXT),
            )
            for option in self.options[: limits.SELECT_OPTIONS]
        ]
        placeholder = shorten(self.placeholder, limits.PLACEHOLDER)
        return ui.ActionRow(ui.Select(custom_id=self.custom_id, placeholder=placeholder, options=offered))


@dataclass(frozen=True, slots=True, init=False)
class Card:
    """One message: blocks from top to bottom; `None` stands for a block that is not there."""

    blocks: tuple[Block, ...]

    def __init__(self, *blocks: Block | None) -> None:
        object.__setattr__(self, "blocks", tuple(block for block in blocks if block is not None))

    def view(self, accent: int) -> ui.LayoutView:
        """The card as a view ready to send.

        The view is stopped: discord.py stores nothing for it, and presses arrive by custom_id alone,
        after a restart as before.

        Raises:
            CardTooLarge: more than 40 components or 4,000 characters.
        """
        view = ui.LayoutView(timeout=None)
        try:
            view.add_item(ui.Container(*(block.item() for block in self.blocks), accent_color=accent))
        except ValueError as error:
            raise CardTooLarge(str(error)) from error
        if (length := view.content_length()) > limits.CARD_CHARACTERS:
            raise CardTooLarge(f"{length} characters of {limits.CARD_CHARACTERS}")
        view.stop()
        return view
