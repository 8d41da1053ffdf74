"""Cards: one message of blocks, and how it becomes a view of Discord's Components V2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui
from propcache.api import cached_property

from bot.kit import limits
from bot.kit.blocks import Attached, Block, Component, Picture

_CONTAINER = 17


class CardTooLarge(ValueError):
    """A card holds more than Discord shows; its feature has to page it."""


@dataclass(frozen=True, init=False)
class Card:
    """One message: blocks from top to bottom; `None` stands for a block that is not there."""

    blocks: tuple[Block, ...]

    def __init__(self, *blocks: Block | None) -> None:
        object.__setattr__(self, "blocks", tuple(block for block in blocks if block is not None))

    def view(self, accent: int) -> SealedView:
        """The card as a view ready to send, in a colour given as 0xRRGGBB; the same one each time.

        Raises:
            CardTooLarge: more than 40 components or 4,000 characters.
        """
        if accent not in self._views:
            self._views[accent] = self._made(accent)
        return self._views[accent]

    def files(self) -> list[discord.File]:
        """What is to be sent beside the view, for one sending."""
        return [block.file() for block in self.blocks if isinstance(block, Attached | Picture)]

    @cached_property
    def _views(self) -> dict[int, SealedView]:
        return {}

    def _made(self, accent: int) -> SealedView:
        components = [block.component for block in self.blocks]
        container = {"type": _CONTAINER, "accent_color": accent, "components": components}
        number = length = 0
        for component in walk((container,)):
            number += 1
            length += len(component.get("content", ""))
        if number > limits.CARD_COMPONENTS or length > limits.CARD_CHARACTERS:
            raise CardTooLarge(
                f"{number} components of {limits.CARD_COMPONENTS}, "
                f"{length} characters of {limits.CARD_CHARACTERS}"
            )
        return SealedView([container])


class SealedView(ui.LayoutView):
    """A view that discord.py sends and forgets: finished from the start, so nothing is stored for it.

    Presses arrive by custom_id alone, after a restart as before.
    """

    def __init__(self, components: list[Component]) -> None:
        super().__init__(timeout=None)
        self._components = components
        self.stop()

    def to_components(self) -> list[Component]:
        """What is sent."""
        return self._components

    def has_components_v2(self) -> bool:
        """Always: a card is nothing else."""
        return True


def walk(components: Any) -> Iterator[Component]:
    """Every component of a message, each before what it holds."""
    for component in components:
        yield component
        if "components" in component:
            yield from walk(component["components"])
        if "accessory" in component:
            yield component["accessory"]
