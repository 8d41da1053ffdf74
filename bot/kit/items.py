"""Buttons and selects that outlive a restart: addressed by custom_id, handled by a cog's method.

discord.py's own way, the DynamicItem, is not taken: it builds a view of the whole message for each press,
lets a press vanish without an answer when the message has changed meanwhile, and tells nobody of an error.

A custom_id is `<feature>:v<version>:<verb>:<ids>`. A message keeps it for years, so the meaning of a
verb never changes; a changed meaning is a new version.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from discord import SelectMenu

from bot.kit import limits
from bot.kit.doors import Outdated
from bot.kit.host import Interaction

_NOTHING = "-"
_COLONS = 2  # of an address
_KEPT = 2048  # custom_ids that were read: those of one message come again and again
_ADDRESS = re.compile(
    r"(?P<feature>[a-z-]+):v(?P<version>[0-9]+):(?P<verb>[a-z-]+)(?::(?P<ids>.*))?", re.DOTALL
)

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
    address: str = field(init=False, repr=False, compare=False)
    """What its custom_ids begin with."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", f"{self.feature}:v{self.version}:{self.verb}")

    def at(self, *ids: str | int | None) -> str:
        """The custom_id for these ids.

        Raises:
            ValueError: too many or too few ids, a colon in one, or more characters than Discord allows.
        """
        if len(ids) != self.carries:
            raise ValueError(f"{self.address} carries {self.carries} ids, not {ids}")
        custom_id = ":".join([self.address, *(_NOTHING if part is None else str(part) for part in ids)])
        if custom_id.count(":") != len(ids) + _COLONS:
            raise ValueError(f"an id holds a colon: {ids}")
        if len(custom_id) > limits.CUSTOM_ID:
            raise ValueError(f"{custom_id} has {len(custom_id)} characters of {limits.CUSTOM_ID}")
        return custom_id


@lru_cache(maxsize=_KEPT)
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

    @property
    def choice(self) -> str:
        """The one value that was chosen.

        Raises:
            Outdated: none was, or several: it is no such select any more.
        """
        if len(self.chosen) != 1:
            raise Outdated
        return self.chosen[0]


PressHandler = Callable[[Interaction, Press], Awaitable[None]]


def read_press(interaction: Interaction) -> tuple[Action, Press] | None:
    """What was pressed; None when it is not one of ours."""
    data: Mapping[str, Any] = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    addressed = read_custom_id(custom_id)
    if addressed is None:
        return None
    action, ids = addressed
    if "values" not in data:  # a button
        return action, Press(ids)
    shown = _walk(interaction.message.components if interaction.message else ())
    select = (part for part in shown if isinstance(part, SelectMenu) and part.custom_id == custom_id)
    options = tuple(option.value for menu in select for option in menu.options)
    return action, Press(ids, tuple(data["values"]), options)


def expect(action: Action, ids: Ids) -> None:
    """Make sure a custom_id has the shape its action gives it today.

    Raises:
        Outdated: it was made by a version that gave it another.
    """
    if len(ids) != action.carries:
        raise Outdated


def _walk(components: Iterable[Any]) -> Iterator[Any]:
    for component in components:
        yield component
        yield from _walk(getattr(component, "children", ()))
