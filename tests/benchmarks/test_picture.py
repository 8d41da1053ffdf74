"""Cost against size, drawn."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from benchmarks.curves import PANELS, Spot, spots
from benchmarks.figures import reported
from benchmarks.picture import ACCENT, WIDTH, axis, paint, short
from bot.drawing.canvas import WHITE, rgb
from bot.drawing.palette import Palette


def test_points_stand_by_size_as_they_were_seen_last() -> None:
    figures = [
        reported("memory", "MB", 200, 150).on("memory by servers", 5_000),
        reported("memory", "MB", 120, 70).on("memory by servers", 1_000),
        reported("a tick", "ms", 4).on("tick by rows", 1_000),
        reported("no point", "ms", 4),
        reported("memory again", "MB", 121, 71).on("memory by servers", 1_000),
    ]

    assert spots("memory by servers", figures) == [Spot(1_000, 121, 71), Spot(5_000, 200, 150)]
    assert spots("tick by rows", figures) == [Spot(1_000, 4, None)]


@pytest.mark.parametrize(
    ("values", "by_powers", "marks"),
    [
        ([1_000, 5_000], False, (0, 2_000, 4_000, 6_000)),
        ([95.0, 40.0], False, (0, 25, 50, 75, 100)),
        ([0.31, 0.4], False, (0, 0.1, 0.2, 0.3, 0.4)),
        ([1_000, 1_000_000], True, (1_000, 10_000, 100_000, 1_000_000)),
        ([0.8, 68], True, (0.1, 1, 10, 100)),
        ([10], True, (10, 100)),
    ],
)
def test_axes_have_round_marks(values: list[float], by_powers: bool, marks: tuple[float, ...]) -> None:
    assert axis(values, by_powers=by_powers).marks == pytest.approx(marks)


@given(st.lists(st.floats(1e-4, 1e9), min_size=1), st.booleans())
def test_every_value_lies_on_its_axis_and_larger_ones_farther_on(
    values: list[float], by_powers: bool
) -> None:
    along = axis(values, by_powers=by_powers)
    places = [along.at(value) for value in sorted(values)]

    assert all(-1e-9 <= place <= 1 + 1e-9 for place in places)
    assert places == sorted(places)
    assert 2 <= len(along.marks) <= 15


def test_what_costs_nothing_has_no_place_by_powers_of_ten() -> None:
    with pytest.raises(ValueError, match="no place"):
        axis([0, 10], by_powers=True)


@pytest.mark.parametrize(
    ("value", "text"), [(0.1, "0.1"), (250, "250"), (2_500, "2.5k"), (20_000, "20k"), (1e6, "1M")]
)
def test_marks_are_short(value: float, text: str) -> None:
    assert short(value) == text


def test_the_picture_shows_each_panel_that_has_a_line() -> None:
    line = [Spot(1_000, 10, 7), Spot(10_000, 12, 8), Spot(100_000, 30, 11)]

    whole = Image.open(BytesIO(paint([(panel, line) for panel in PANELS])))
    part = Image.open(BytesIO(paint([(PANELS[0], line), (PANELS[1], line[:1]), (PANELS[2], line)])))

    assert whole.format == "PNG"
    assert whole.width == part.width == WIDTH
    assert whole.height > 2 * part.height
    colours = {colour for _, colour in whole.convert("RGB").getcolors(1 << 24) or ()}
    assert {WHITE, Palette(rgb(ACCENT)).solid} <= colours


def test_without_figures_there_is_no_picture() -> None:
    with pytest.raises(ValueError, match="no curve"):
        paint([(panel, []) for panel in PANELS])
