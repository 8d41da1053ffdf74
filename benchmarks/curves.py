"""Cost against size: which curves the picture shows, and the points that files of runs have for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.figures import Figure


@dataclass(frozen=True, slots=True)
class Panel:
    """One small chart."""

    curve: str
    """As figures name it."""
    title: str
    across: str
    """What sizes are of."""
    unit: str
    yardstick: str
    """What the second line is; empty where there is none."""
    by_powers: bool = True
    """Whether sizes run by powers of ten, and not from nought."""
    costs_by_powers: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """What one size costs."""

    size: float
    ours: float
    yardstick: float | None


PANELS = (
    Panel("memory by servers", "Memory", "servers", "MB", "bare bot", by_powers=False),
    Panel("start by servers", "Processor time of a start", "servers", "s", "bare bot", by_powers=False),
    Panel("query by facts", "Search, p99", "facts", "ms", "one pass over titles", costs_by_powers=True),
    Panel("tick by rows", "10 due among many", "rows", "ms", ""),
    Panel("log by logs behind", "A log", "logs behind", "ms", "bare bot's pong"),
    Panel("lookups: p99 by rate", "Lookups, p99", "a second", "ms", "bare bot's pong", costs_by_powers=True),
)


def spots(curve: str, figures: Iterable[Figure]) -> list[Spot]:
    """The points of a curve by size; where a size was seen more than once, as it was seen last."""
    found = {
        figure.size: Spot(figure.size, figure.ours, figure.bare)
        for figure in figures
        if figure.curve == curve and figure.size is not None
    }
    return [found[size] for size in sorted(found)]
