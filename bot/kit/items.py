"""Buttons and selects that outlive a restart: addressed by custom_id, handled by a cog's method.

A custom_id is `<feature>:v<version>:<verb>:<ids>`. A message keeps it for years, so the meaning of a
verb never changes; a changed meaning is a new version.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self

from discord import ui

from bot.kit import limits
from bot.kit.doors import Outdated, guarded
from bot.kit.host import Interaction

_NOTHING = "-"
_ADDRESS = re.compile(r"(?P<feature>[a-z-]+):v(?P<version>\d+):(?P<verb>[a-z-]+)(?::(?P<ids>.*))?", re.DOTALL)

Ids = tuple[str | None, ...]
"""What a custom_id carries; None for an id left open."""


@dataclass(frozen=True, slots=True)
class Action:
    """What pressing something means."""

    feature: str
    verb: str
    version: int = 1
    carries: int = field(default=0, compare=False)
    """How many ids its custom_ids hold."""

    @property
    def address(self) -> str:
        """What its custom_ids begin with."""
        return f"{self.feature}:v{self.version}:{self.verb}"

    def at(self, *ids: str | int | None) -> str:
        """The custom_id for these ids.

        Raises:
            ValueError: too many or too few ids, a colon in one, or more characters than Discord allows.
        """
        if len(ids) != self.carries:
            raise ValueError(f"{self.address} carries {self.carries} ids, not {ids}")
        parts = [_NOTHING if part is None else str(part) for part in ids]
        if any(":" in part for part in parts):
            raise ValueError(f"an id holds a colon: {parts}")
        custom_id = ":".join((self.address, *parts))
        if len(custom_id) > limits.CUSTOM_ID:
            raise ValueError(f"{custom_id} has {len(custom_id)} characters of {limits.CUSTOM_ID}")
        return custom_id


def read_custom_id(custom_id: str) -> tuple[Action, Ids] | None:
    """The action and the ids a custom_id stands for; None when it is not one of ours."""
    match = _ADDRESS.fullmatch(custom_id)
    if match is None:
        return None
    action = Action(match["feature"], match["verb"], int(match["version"]))
    carried = match["ids"].split(":") if match["ids"] else []
    return action, tuple(None if part == _NOTHING else part for part in carried)


@dataclass(frozen=True, slots=True)
class Press:
    """What was pressed."""

    ids: Ids
    chosen: tuple[str, ...] = ()
    """A select's chosen values."""
    options: tuple[str, ...] = ()
    """A select's values, all of them, as the message shows them."""


PressHandler = Callable[[Interaction, Press], Awaitable[None]]


class PressDoor(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """The one door every press comes through. Subclasses are made by `dynamic_item`, one an action.

    discord.py logs a dynamic item's exceptions and tells nobody; here they become an answer.
    """

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], _match: re.Match[str], /) -> Self:
        return cls(item)

    async def handle(self, interaction: Interaction, press: Press) -> None:
        """What the feature does."""
        raise NotImplementedError

    async def callback(self, interaction: Interaction) -> None:
        _, ids = read_custom_id(self.custom_id) or (None, ())
        if isinstance(self.item, ui.Select):
            options = tuple(option.value for option in self.item.options)
            press = Press(ids, tuple(self.item.values), options)
        else:
            press = Press(ids)
        await guarded(interaction, self.handle(interaction, press))


def expect(action: Action, ids: Ids) -> None:
    """Make sure a custom_id has the shape its action gives it today.

    Raises:
        Outdated: it was made by a version that gave it another.
    """
    if len(ids) != action.carries:
        raise Outdated


def dynamic_item(action: Action, handler: PressHandler) -> type[PressDoor]:
    """The class discord.py needs to route an action's presses to its handler."""

    class Pressed(PressDoor, template=rf"{re.escape(action.address)}(:.*)?"):
        async def handle(self, interaction: Interaction, press: Press) -> None:
            expect(action, press.ids)
            await handler(interaction, press)

    Pressed.__name__ = Pressed.__qualname__ = f"Pressed[{action.address}]"
    return Pressed
