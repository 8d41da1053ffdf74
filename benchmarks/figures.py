"""A figure: one measured thing beside its yardstick of the same run, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing."""

    name: str
    unit: str
    ours: float
    bare: float | None
    """The bare bot's, or for an absolute figure what it is to be read against."""
    ratio: float | None
    target: str | None
    """Such as `>= 0.6`; None for what is only reported."""
    holds: bool
    note: str = ""
    curve: str = ""
    """Which curve of cost against size it is a point of, if any."""
    size: float | None = None
    """Where on that curve."""

    def on(self, curve: str, size: float) -> Figure:
        """The figure as a point of a curve."""
        return replace(self, curve=curve, size=size)


def reported(name: str, unit: str, ours: float, bare: float | None = None, *, note: str = "") -> Figure:
    """A figure without a target."""
    return Figure(name, unit, ours, bare, _ratio(ours, bare), None, holds=True, note=note)


def at_least(name: str, unit: str, pairs: Sequence[tuple[float, float]], least: float) -> Figure:
    """A ratio that may not fall short: the median of interleaved rounds."""
    return _of_rounds(name, unit, pairs, f">= {least}", lambda ratio: ratio >= least)


def at_most(name: str, unit: str, pairs: Sequence[tuple[float, float]], most: float) -> Figure:
    """A ratio that may not be passed: the median of interleaved rounds."""
    return _of_rounds(name, unit, pairs, f"<= {most}", lambda ratio: ratio <= most)


def within(name: str, unit: str, ours: float, most: float, yardstick: float | None) -> Figure:
    """An absolute figure that may not be passed, beside its yardstick."""
    target = f"<= {most:,} {unit}".rstrip()
    return Figure(name, unit, ours, yardstick, _ratio(ours, yardstick), target, ours <= most)


def between(name: str, unit: str, ours: float, least: float, most: float) -> Figure:
    """An absolute figure that may be neither too small nor too large."""
    return Figure(name, unit, ours, None, None, f"{least} to {most} {unit}", least <= ours <= most)


def p99(values: Sequence[float]) -> float:
    """What one in a hundred passes.

    Raises:
        IndexError: there are none.
    """
    return sorted(values)[int(len(values) * 0.99)]


def _of_rounds(
    name: str, unit: str, pairs: Sequence[tuple[float, float]], target: str, holds: Callable[[float], bool]
) -> Figure:
    ratio = median(ours / bare for ours, bare in pairs)
    ours, bare = median(ours for ours, _ in pairs), median(bare for _, bare in pairs)
    return Figure(name, unit, ours, bare, ratio, target, holds(ratio))


def _ratio(ours: float, bare: float | None) -> float | None:
    return ours / bare if bare else None
