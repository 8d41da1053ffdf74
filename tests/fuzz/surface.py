"""Every door of the bot: what can be run, typed into, pressed and sent, as the running bot tells it.

Nothing is listed by hand: a new command, option, button or form is a door as soon as it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.kit.checks import ONLY_FOR, Audience
from bot.kit.items import Action
from demo.world import World

_NESTING = (1, 2)  # subcommands and their groups
Option = Mapping[str, Any]


class Way(Enum):
    """How somebody comes in."""

    TYPING = "an option"
    COMMAND = "command"
    PRESS = "press"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Door:
    """One way in."""

    way: Way
    name: str
    """`goal log`, `goal log goal`, `goals:v1:log`."""
    action: Action | None = None
    """Of a press or form."""
    command: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Of a command or an option: the command at the top, as Discord was told."""
    path: tuple[Option, ...] = field(default=(), compare=False, repr=False)
    """Its groups and subcommand, from the outside in."""
    typed: str | None = None
    """The option somebody types into."""
    moderated: bool = False
    """Whether the command says that it serves moderators alone."""

    @property
    def options(self) -> list[Option]:
        """What its command takes."""
        inner = self.path[-1] if self.path else self.command
        return [option for option in inner.get("options", ()) if option["type"] not in _NESTING]

    @property
    def guild_id(self) -> int | None:
        """The one server that has the command; None: it is everywhere."""
        only = self.command.get("guild_id")
        return int(only) if only is not None else None

    def __str__(self) -> str:
        return f"{self.way.value} {self.name}"


def doors_of(world: World) -> list[Door]:
    """Every door of the running bot, in a fixed order."""
    found: list[Door] = []
    for commands in world.env.backend.commands.values():
        for command in commands.values():
            for path in _leaves(command):
                name = " ".join((command["name"], *(part["name"] for part in path)))
                moderated = _is_moderated(world, command, path)
                door = Door(Way.COMMAND, name, command=command, path=path, moderated=moderated)
                found.append(door)
                found += [
                    Door(Way.TYPING, f"{name} {option['name']}", None, command, path, option["name"])
                    for option in door.options
                    if option.get("autocomplete")
                ]
    handlers = world.bot.handlers
    found += [Door(Way.PRESS, action.address, action) for action in handlers.pressed]
    found += [Door(Way.FORM, action.address, action) for action in handlers.submitted]
    order = list(Way)
    return sorted(found, key=lambda door: (order.index(door.way), door.name))


def _is_moderated(world: World, command: Option, path: tuple[Option, ...]) -> bool:
    if command.get("default_member_permissions") is not None:
        return True
    found: Any = world.bot.tree.get_command(command["name"])
    for part in path:
        found = found.get_command(part["name"])
    return found is not None and found.extras.get(ONLY_FOR) is Audience.MODERATORS


def _leaves(node: Option) -> Iterator[tuple[Option, ...]]:
    inner = [option for option in node.get("options", ()) if option["type"] in _NESTING]
    if not inner:
        yield ()
    for option in inner:
        for path in _leaves(option):
            yield (option, *path)
