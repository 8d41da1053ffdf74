"""A goal's chart as data: what is drawn, in order, with its words in the reader's language. Pure.

It is light to import: it travels to the process that draws it (`chart_picture`), and is its own key in the
cache. It knows no present moment: as long as nothing new is read, a goal makes the same chart (`charting`).

Places are shares of the plot: x from 0, its left, to 1, and y from 0, its bottom, to 1. All lie within.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from struct import Struct

Place = tuple[float, float]
_PACKED = Struct("dd")


@dataclass(frozen=True, slots=True)
class Places:
    """Places in a row, packed: the cache keeps charts by the hundred, and tuples take seven times as much."""

    packed: bytes

    @classmethod
    def of(cls, places: Iterable[Place]) -> Places:
        return cls(b"".join(_PACKED.pack(*place) for place in places))

    def __iter__(self) -> Iterator[Place]:
        return ((x, y) for x, y in _PACKED.iter_unpack(self.packed))

    def __len__(self) -> int:
        return len(self.packed) // _PACKED.size


class Style(StrEnum):
    """What a line or an area tells; told apart by thickness and dashes, not by colour alone."""

    FORECAST = "forecast"
    """The area where the total will be in four of five cases."""
    GRID = "grid"
    MILESTONE = "milestone"
    TARGET = "target"
    DEADLINE = "deadline"
    FLAG = "flag"
    """From a point up to its flag."""
    GHOST = "ghost"
    """Another goal at the same age."""
    NEEDED = "needed"
    """The even pace to the target at the deadline."""
    LIKELY = "likely"
    """The middle of the forecast."""
    READ = "read"
    """What the official counter showed."""


class Mark(StrEnum):
    """What a point is."""

    MILESTONE = "milestone"
    AHEAD = "ahead"
    """A milestone that is still to come."""
    ARRIVAL = "arrival"
    """Where the target is likely reached, or was."""
    LAST = "last"
    """The last reading."""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    style: Style
    places: Places


@dataclass(frozen=True, slots=True)
class Line:
    style: Style
    places: Places


@dataclass(frozen=True, slots=True)
class Point:
    mark: Mark
    place: Place


Layer = Area | Line | Point


class Weight(Enum):
    """How much a label at the side counts: where two would touch, the heavier one stands."""

    TARGET = 3
    MILESTONE = 2
    TICK = 1


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at the side or below."""

    at: float
    label: str
    weight: Weight = Weight.TICK


@dataclass(frozen=True, slots=True)
class Flag:
    """A word about an instant, above the plot."""

    at: float
    label: str
    style: Style


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart."""

    locale: str
    """Whose letters it is drawn with, such as `ja`."""
    accent: int
    """The fandom's colour, as 0xRRGGBB."""
    totals: tuple[Tick, ...]
    """At the side, upwards; no two touch."""
    times: tuple[Tick, ...]
    """Below, from left to right."""
    target: Tick
    """What stands at the target's line, within the plot."""
    flags: tuple[Flag, ...]
    """At most two, each in a row of its own."""
    layers: tuple[Layer, ...]
    """From the lowest to the topmost."""
    legend: tuple[tuple[Style, str], ...]
    """What is drawn, in words."""
    alt: str = field(default="", compare=False)
    """What the chart says, with the numbers, for who does not see it."""
