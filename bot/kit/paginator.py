"""Leafing through what does not fit one card."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.i18n.say import Say
from bot.kit.answers import Render, update
from bot.kit.blocks import Button, Row
from bot.kit.doors import Outdated
from bot.kit.fields import TextField
from bot.kit.host import Interaction, say_to
from bot.kit.items import Action, Ids, Press
from bot.kit.modals import Submission, ask

_T = TypeVar("_T")
_E = TypeVar("_E", bound=Enum)
PAGE_FIELD = "page"
_HIGHEST = 2**63 - 1  # what the database holds; Discord's ids are below


def as_number(part: str | None) -> int:
    """A number that a custom_id carries.

    Raises:
        Outdated: it carries something else, so it is not one of today's.
    """
    if part is None or not part.isdecimal() or int(part) > _HIGHEST:
        raise Outdated
    return int(part)


def as_choice(kind: type[_E], part: str | None) -> _E:
    """One of an enum's members, by the value that a custom_id carries.

    Raises:
        Outdated: it carries something else.
    """
    try:
        return kind(part)
    except ValueError:
        raise Outdated from None


class NotAPage(UserError):
    """What was typed is no page number."""

    message = gettext_noop("That is not a page number. Type one such as {example}.")


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
    """One page of a list; pages count from 1."""

    items: tuple[_T, ...]
    number: int
    of: int
    total: int

    @classmethod
    def cut(cls, items: Sequence[_T], size: int, number: int) -> Page[_T]:
        """The page of that number; the nearest there is for a number out of range."""
        of = max(1, math.ceil(len(items) / size))
        number = min(max(number, 1), of)
        return cls(tuple(items[(number - 1) * size : number * size]), number, of, len(items))


@dataclass(frozen=True, slots=True)
class Book:
    """A paged answer of a feature: its pages turn, and one can jump to a page by its number."""

    feature: str
    name: str
    carries: int = 0
    """How many ids its buttons hold, the page's number aside."""

    @property
    def turn(self) -> Action:
        return Action(self.feature, self.name, carries=self.carries + 1)

    @property
    def jump(self) -> Action:
        return Action(self.feature, f"{self.name}-jump", carries=self.carries)

    @property
    def form(self) -> Action:
        return Action(self.feature, f"{self.name}-page", carries=self.carries)

    def controls(self, page: Page[_T], say: Say, *ids: str | int | None) -> Row | None:
        """The buttons below a page; none when it is the only one."""
        if page.of == 1:
            return None
        position = say.plain("Page {number} of {of}", number=page.number, of=page.of)
        return Row(
            Button(say.plain("← Back"), self.turn.at(*ids, page.number - 1), enabled=page.number > 1),
            Button(position, self.jump.at(*ids)),
            Button(say.plain("Next →"), self.turn.at(*ids, page.number + 1), enabled=page.number < page.of),
        )


PageMaker = Callable[[Interaction, int, Ids], Awaitable[Render]]
"""Makes a page's card for whoever turns it, from its number and the ids its buttons carry."""


class BookDoor:
    """What the buttons of a book do, given the maker of its pages."""

    def __init__(self, book: Book, maker: PageMaker) -> None:
        self._book, self._maker = book, maker

    async def turned(self, interaction: Interaction, press: Press) -> None:
        *ids, number = press.ids
        await update(interaction, await self._maker(interaction, as_number(number), tuple(ids)))

    async def jump_pressed(self, interaction: Interaction, press: Press) -> None:
        say = say_to(interaction)
        line = TextField(PAGE_FIELD, say.plain("Page number"), most=4)
        await ask(interaction, self._book.form.at(*press.ids), say.plain("Go to page"), line)

    async def jumped(self, interaction: Interaction, submission: Submission) -> None:
        typed = submission.texts.get(PAGE_FIELD, "").strip()
        if not typed.isdecimal():
            raise NotAPage(example=2)
        await update(interaction, await self._maker(interaction, int(typed), submission.ids))
