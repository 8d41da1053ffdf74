"""A feature's cog: its commands, and what its buttons, selects, modals and pages do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import discord
from discord.ext import commands

from bot.kit.doors import Outdated, guarded
from bot.kit.host import Interaction
from bot.kit.items import Action, PressHandler, expect, read_press
from bot.kit.modals import SubmissionHandler, read_submission
from bot.kit.paginator import Book, BookDoor

_F = TypeVar("_F", bound=Callable[..., Any])
_HANDLES = "__handles__"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form coming back: its action is what the form's custom_id carries."""

    action: Action


Handled = Action | Submitted | Book
"""What a cog's method may handle: presses, a form, the pages of a book."""


def on_press(action: Action) -> Callable[[_F], _F]:
    """Let a cog's method `(interaction, press)` handle an action's presses."""
    return _mark(action)


def on_submit(action: Action) -> Callable[[_F], _F]:
    """Let a cog's method `(interaction, submission)` handle a form that was asked with an action's id."""
    return _mark(Submitted(action))


def on_page(book: Book) -> Callable[[_F], _F]:
    """Let a cog's method `(interaction, number, ids) -> Render` make the pages of a book."""
    return _mark(book)


def _mark(handled: Handled) -> Callable[[_F], _F]:
    def mark(method: _F) -> _F:
        setattr(method, _HANDLES, handled)
        return method

    return mark


class Handlers:
    """Who handles which custom_id, over all loaded features."""

    def __init__(self) -> None:
        self._pressed: dict[Action, tuple[Action, PressHandler]] = {}
        self._submitted: dict[Action, tuple[Action, SubmissionHandler]] = {}

    @property
    def pressed(self) -> list[Action]:
        """The actions whose presses are answered."""
        return [action for action, _ in self._pressed.values()]

    @property
    def submitted(self) -> list[Action]:
        """The actions whose forms are answered."""
        return [action for action, _ in self._submitted.values()]

    def add(self, handled: Handled, method: Callable[..., Any]) -> None:
        """Route an action's presses, a form, or all that the buttons of a book do, to a cog's method."""
        match handled:
            case Action():
                self._pressed[handled] = (handled, method)
            case Submitted():
                self._submitted[handled.action] = (handled.action, method)
            case Book():
                door = BookDoor(handled, method)
                self._pressed[handled.turn] = (handled.turn, door.turned)
                self._pressed[handled.jump] = (handled.jump, door.jump_pressed)
                self._submitted[handled.form] = (handled.form, door.jumped)

    def remove(self, handled: Handled) -> None:
        """Forget what was added; its messages answer politely from now on."""
        match handled:
            case Action():
                del self._pressed[handled]
            case Submitted():
                del self._submitted[handled.action]
            case Book():
                del self._pressed[handled.turn], self._pressed[handled.jump], self._submitted[handled.form]

    async def take(self, interaction: Interaction) -> None:
        """Answer a press or a submitted modal; what nobody owns any more, politely."""
        if interaction.type is discord.InteractionType.component:
            await guarded(interaction, self._press(interaction))
        elif interaction.type is discord.InteractionType.modal_submit:
            await guarded(interaction, self._submit(interaction))

    async def _press(self, interaction: Interaction) -> None:
        read = read_press(interaction)
        if read is None or read[0] not in self._pressed:
            raise Outdated
        action, handler = self._pressed[read[0]]
        expect(action, read[1].ids)
        await handler(interaction, read[1])

    async def _submit(self, interaction: Interaction) -> None:
        submission = read_submission(interaction)
        if submission is None or submission.action not in self._submitted:
            raise Outdated
        action, handler = self._submitted[submission.action]
        expect(action, submission.ids)
        await handler(interaction, submission)


class Feature(commands.Cog):
    """Base of every cog: its marked methods are routed while it is loaded."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers

    async def cog_load(self) -> None:
        for handled, method in self._marked():
            self._handlers.add(handled, method)

    async def cog_unload(self) -> None:
        for handled, _ in self._marked():
            self._handlers.remove(handled)

    def _marked(self) -> Iterator[tuple[Handled, Callable[..., Any]]]:
        for name in dir(type(self)):
            handled = getattr(getattr(type(self), name), _HANDLES, None)
            if handled is not None:
                yield handled, getattr(self, name)
