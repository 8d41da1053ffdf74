"""A feature's cog: its commands, and what its buttons, selects, modals and pages do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import discord
from discord.ext import commands

from bot.kit.doors import Outdated, guarded
from bot.kit.host import Interaction
from bot.kit.items import Action, PressDoor, PressHandler, dynamic_item, read_custom_id
from bot.kit.modals import SubmissionHandler, read_submission
from bot.kit.paginator import Book, BookDoor

_F = TypeVar("_F", bound=Callable[..., Any])
_HANDLES = "__handles__"


def on_press(action: Action) -> Callable[[_F], _F]:
    """Let a cog's method `(interaction, press)` handle an action's presses."""
    return _mark(action)


def on_page(book: Book) -> Callable[[_F], _F]:
    """Let a cog's method `(number, ids) -> Render` make the pages of a book."""
    return _mark(book)


def _mark(handled: Action | Book) -> Callable[[_F], _F]:
    def mark(method: _F) -> _F:
        setattr(method, _HANDLES, handled)
        return method

    return mark


class Handlers:
    """Who handles which custom_id, over all loaded features."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._pressed: dict[Action, type[PressDoor]] = {}
        self._submitted: dict[Action, SubmissionHandler] = {}

    def add(self, handled: Action | Book, method: Callable[..., Any]) -> None:
        """Route an action's presses, or all that the buttons of a book do, to a cog's method."""
        if isinstance(handled, Action):
            self._route(handled, method)
            return
        door = BookDoor(handled, method)
        self._route(handled.turn, door.turned)
        self._route(handled.jump, door.jump_pressed)
        self._submitted[handled.form] = door.jumped

    def remove(self, handled: Action | Book) -> None:
        """Forget what was added; its messages answer politely from now on."""
        for action in (handled,) if isinstance(handled, Action) else (handled.turn, handled.jump):
            self._client.remove_dynamic_items(self._pressed.pop(action))
        if isinstance(handled, Book):
            del self._submitted[handled.form]

    async def take(self, interaction: Interaction) -> None:
        """Answer what discord.py routes to nobody: submitted modals, and items no loaded feature owns."""
        if interaction.type is discord.InteractionType.modal_submit:
            submission = read_submission(interaction)
            handler = self._submitted.get(submission.action) if submission else None
            work = handler(interaction, submission) if handler and submission else _outdated()
            await guarded(interaction, work)
        elif interaction.type is discord.InteractionType.component:
            addressed = read_custom_id(str(interaction.custom_id))
            if addressed is None or addressed[0] not in self._pressed:
                await guarded(interaction, _outdated())

    def _route(self, action: Action, handler: PressHandler) -> None:
        item = self._pressed[action] = dynamic_item(action, handler)
        self._client.add_dynamic_items(item)


async def _outdated() -> None:
    raise Outdated


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

    def _marked(self) -> Iterator[tuple[Action | Book, Callable[..., Any]]]:
        for name in dir(type(self)):
            handled = getattr(getattr(type(self), name), _HANDLES, None)
            if handled is not None:
                yield handled, getattr(self, name)
