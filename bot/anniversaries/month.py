"""A month's calendar page as data: what is drawn, in the reader's language. Pure, and light to import.

It travels to the process that draws it and is its own key in the cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a day is; all but the last are drawn with a sign of their own."""

    BIRTHDAY = "birthday"
    GREAT = "great"
    """A day the fandom celebrates, in a year that stands out."""
    COUNT = "count"
    CELEBRATED = "celebrated"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Cell:
    """A day that has something to remember."""

    day: int
    mark: Mark
    title: str
    """The most prominent, in a word or two."""
    note: str
    """How long ago that was."""
    more: int
    """How many others there are."""


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A page."""

    locale: str
    """Whose letters it is drawn with, such as `ja`: the same character differs between languages."""
    accent: int
    """The fandom's colour, as 0xRRGGBB."""
    fandom: str
    month: str
    year: str
    year_first: bool
    """Whether the language puts the year before the month."""
    weekdays: tuple[str, ...]
    """Seven short names, in the order of the columns."""
    column: int
    """Where the first day stands, 0 to 6."""
    days: int
    cells: tuple[Cell, ...]
    """In order of days; at most one a day."""
    legend: tuple[tuple[Mark, str], ...]
    """What the signs on this page mean."""
    more: str
    """What `+2` in a corner means; empty where no day has that."""
