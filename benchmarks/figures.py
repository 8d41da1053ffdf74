"""A figure, the table of all, and the file of a run."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing beside its yardstick of the same run."""

    name: str
    unit: str
    ours: float
    bare: float | None
    """The bare bot's, or for an absolute figure what it is to be read against."""
    ratio: float | None
    target: str | None
    """Such as `>= 0.6`; None for what is only reported."""
    holds: bool


def reported(name: str, unit: str, ours: float, bare: float | None = None) -> Figure:
    """A figure without a target."""
    return Figure(name, unit, ours, bare, _ratio(ours, bare), None, True)


def at_least(name: str, unit: str, pairs: Sequence[tuple[float, float]], least: float) -> Figure:
    """A ratio that may not fall short: the median of interleaved rounds."""
    return _of_rounds(name, unit, pairs, f">= {least}", lambda ratio: ratio >= least)


def at_most(name: str, unit: str, pairs: Sequence[tuple[float, float]], most: float) -> Figure:
    """A ratio that may not be passed: the median of interleaved rounds."""
    return _of_rounds(name, unit, pairs, f"<= {most}", lambda ratio: ratio <= most)


def within(name: str, unit: str, ours: float, most: float, yardstick: float | None) -> Figure:
    """An absolute figure that may not be passed, beside its yardstick."""
    return Figure(name, unit, ours, yardstick, _ratio(ours, yardstick), f"<= {most} {unit}", ours <= most)


def between(name: str, unit: str, ours: float, least: float, most: float) -> Figure:
    """An absolute figure that may be neither too small nor too large."""
    return Figure(name, unit, ours, None, None, f"{least} to {most} {unit}", least <= ours <= most)


def write(figures: Sequence[Figure], file: Path) -> None:
    """Keep a run's figures."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n", encoding="utf-8")


def table(figures: Sequence[Figure]) -> str:
    """The figures for people."""
    rows = [("figure", "ours", "bare / yardstick", "ratio", "target", "")]
    rows += [
        (
            figure.name,
            f"{_short(figure.ours)} {figure.unit}",
            "" if figure.bare is None else f"{_short(figure.bare)} {figure.unit}",
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            figure.target or "reported",
            "holds" if figure.holds else "FAILS",
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def _of_rounds(
    name: str, unit: str, pairs: Sequence[tuple[float, float]], target: str, holds: Callable[[float], bool]
) -> Figure:
    ratio = median(ours / bare for ours, bare in pairs)
    ours, bare = median(ours for ours, _ in pairs), median(bare for _, bare in pairs)
    return Figure(name, unit, ours, bare, ratio, target, holds(ratio))


def _ratio(ours: float, bare: float | None) -> float | None:
    return ours / bare if bare else None


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
