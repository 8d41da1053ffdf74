"""Whether a figure holds."""

from __future__ import annotations

import math

import pytest

from benchmarks.figures import Figure, at_least, at_most, between, p99, reported, within
from benchmarks.lengths import FULL, SHORT
from benchmarks.parts.delivery import amiss


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (at_least("lookups", "/s", [(70, 100)], 0.7), True),
        (at_least("lookups", "/s", [(69, 100)], 0.7), False),
        (at_least("lookups", "/s", [(140, 100)], 0.7), True),
        (at_most("memory", "bytes", [(105, 100)], 1.05), True),
        (at_most("memory", "bytes", [(106, 100)], 1.05), False),
        (at_most("memory", "bytes", [(50, 100)], 1.05), True),
        (within("added", "ms", 0.5, 0.5, 1), True),
        (within("added", "ms", 0.51, 0.5, 1), False),
        (within("lost", "", 0, 0, None), True),
        (within("lost", "", 1, 0, None), False),
        (within("p99 of nothing", "ms", math.nan, 250, None), False),
        (between("covers", "%", 74.9, 75, 85), False),
        (between("covers", "%", 75, 75, 85), True),
        (between("covers", "%", 85.1, 75, 85), False),
    ],
)
def test_a_figure_holds_on_its_side_of_the_bar_alone(figure: Figure, holds: bool) -> None:
    assert figure.holds is holds
    assert figure.target is not None


def test_a_ratio_is_the_median_of_the_rounds_and_not_that_of_the_medians() -> None:
    noisy = at_least("lookups", "/s", [(90, 100), (20, 200), (240, 300)], 0.8)

    assert (noisy.ratio, noisy.ours, noisy.bare, noisy.holds) == (0.8, 90, 200, True)


def test_what_is_only_reported_holds_and_has_no_target() -> None:
    figure = reported("memory", "MB", 120, 60).on("memory by servers", 1_000)

    assert (figure.holds, figure.target, figure.ratio) == (True, None, 2)
    assert (figure.curve, figure.size) == ("memory by servers", 1_000)


def test_one_in_a_hundred_passes_the_p99() -> None:
    assert p99(list(range(100, 0, -1))) == 100
    assert p99(list(range(200))) == 198
    with pytest.raises(IndexError):
        p99([])


@pytest.mark.parametrize(
    ("channels", "count"),
    [
        (["a", "b", "c"], 0),
        (["a", "b"], 1),
        (["a", "b", "c", "c"], 1),
        (["a", "b", "b"], 2),  # one is missing, and one was made twice: they do not make up for each other
        ([], 3),
    ],
)
def test_posts_missing_and_posts_too_many_add_up(channels: list[str], count: int) -> None:
    assert amiss(channels, servers=3) == count


def test_full_length_is_nowhere_shorter() -> None:
    for name in SHORT.__slots__:
        short, full = getattr(SHORT, name), getattr(FULL, name)
        assert short <= full if not isinstance(short, tuple) else short[-1] <= full[-1], name
