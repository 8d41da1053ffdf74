"""What flat means: a rule that can fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

FEWEST = 24
"""Samples that a trend takes; from fewer nothing is told."""


class TooFew(ValueError):
    """There are not enough samples to tell a trend."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How much a figure may rise over the second half of its samples."""

    figure: str
    most: float
    unit: str = ""


def slope(values: Sequence[float]) -> float:
    """The Theil–Sen slope for each step: the median over all pairs (Sen, JASA 63, 1968).

    What lies apart in less than a quarter of the samples does not move it.
    """
    return median((b - a) / (j - i) for (i, a), (j, b) in combinations(enumerate(values), 2))


def rise(values: Sequence[float]) -> float:
    """How much a figure has grown over the second half: by its trend, or by its level, whichever is more.

    The trend finds what leaks steadily; the level, the median of the last quarter less that of the second,
    what has leaked at once. The first quarter is that of filling caches, and looked at by nobody.

    Raises:
        TooFew: they tell no trend.
    """
    if len(values) < FEWEST:
        raise TooFew(f"{len(values)} samples tell no trend; it takes {FEWEST}")
    quarter, half = len(values) // 4, len(values) // 2
    last = values[half:]
    return max(slope(last) * (len(last) - 1), median(values[-quarter:]) - median(values[quarter:half]))


def is_flat(values: Sequence[float], bound: Bound) -> bool:
    """Whether a figure has stayed within its bound.

    Raises:
        TooFew: as `rise`.
    """
    return rise(values) <= bound.most
