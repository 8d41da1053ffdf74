"""The picture of cost against size, from what runs have written: small charts, two in a row.

A light page of its own, so that it reads on dark pages as well; letters are for a phone, which shows it less
than half as wide. Ours is a thick line with dots, the yardstick a thin one with rings, whatever the colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from benchmarks.curves import Panel, Spot
from bot.drawing.canvas import WHITE, Canvas, Colour, cut, font, mixed, readable, rgb
from bot.drawing.palette import INK, Palette

ACCENT = 0x7B2CBF
COLUMNS = 2
WIDTH, PANEL, GAP, MARGIN = 960, 350, 20, 20
TITLE, LABEL = 30, 25
_PLOT_TOP, _PLOT_BELOW, _PLOT_SIDE = 96, 76, 88
_EN = "en-US"
_STEPS = (1, 2, 2.5, 5, 10)

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """Where values lie between two ends, from 0 to 1, and which are marked."""

    low: float
    high: float
    by_powers: bool
    marks: tuple[float, ...]

    def at(self, value: float) -> float:
        if self.by_powers:
            return (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return (value - self.low) / (self.high - self.low)


def axis(values: Sequence[float], *, by_powers: bool, most: int = 4) -> Axis:
    """An axis for all values: from nought with round steps, or by powers of ten.

    Raises:
        ValueError: there are no values, or some that have no logarithm.
    """
    if not by_powers:
        step = _round_step(max(values) / most)
        count = max(1, ceil(max(values) / step))
        return Axis(
            0, count * step, by_powers=False, marks=tuple(step * number for number in range(count + 1))
        )
    if min(values) <= 0:
        raise ValueError(f"{min(values)} has no place by powers of ten")
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    high = max(high, low + 1)
    marks = tuple(10.0**power for power in range(low, high + 1))
    return Axis(marks[0], marks[-1], by_powers=True, marks=marks)


def _round_step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in _STEPS if step * power >= least * 0.999)


def short(value: float) -> str:
    """A mark's label: 20k, 1M, 0.1."""
    for size, sign in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{sign}"
    return f"{value:g}"


def paint(panels: Sequence[tuple[Panel, Sequence[Spot]]]) -> bytes:
    """The picture as PNG; a panel needs two points to be there.

    Raises:
        ValueError: no panel has any.
    """
    drawn = [(panel, spots) for panel, spots in panels if len(spots) > 1]
    if not drawn:
        raise ValueError("no curve has two points")
    rows = ceil(len(drawn) / COLUMNS)
    colours = Palette(rgb(ACCENT))
    canvas = Canvas(WIDTH, 2 * MARGIN + rows * PANEL + (rows - 1) * GAP, colours.ground)
    width = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS
    for number, (panel, spots) in enumerate(drawn):
        row, column = divmod(number, COLUMNS)
        left, top = MARGIN + column * (width + GAP), MARGIN + row * (PANEL + GAP)
        _Sheet(canvas, colours, (left, top, width), panel, spots).draw()
    return canvas.png()


class _Sheet:
    """One panel: title, plot with its labels, what the lines are."""

    def __init__(
        self,
        canvas: Canvas,
        colours: Palette,
        place: tuple[int, int, int],
        panel: Panel,
        spots: Sequence[Spot],
    ) -> None:
        self._canvas, self._panel, self._spots = canvas, panel, spots
        self._left, self._top, self._width = place
        self._ink, self._solid = colours.ink, colours.solid
        self._grey: Colour = readable(mixed(INK, WHITE, 0.35), WHITE)
        self._faint = mixed(INK, WHITE, 0.86)
        self._bold, self._light = font(_EN, TITLE, 700), font(_EN, LABEL, 500)
        costs = [spot.ours for spot in spots]
        costs += [spot.yardstick for spot in spots if spot.yardstick is not None]
        self._across = axis([spot.size for spot in spots], by_powers=panel.by_powers)
        self._up = axis(costs, by_powers=panel.costs_by_powers, most=3)

    def draw(self) -> None:
        bottom = self._top + PANEL
        self._canvas.rounded((self._left, self._top, self._left + self._width, bottom), 14, WHITE)
        self._heading()
        self._grid()
        if self._panel.yardstick:
            self._line([(s.size, s.yardstick) for s in self._spots if s.yardstick is not None], ours=False)
        self._line([(spot.size, spot.ours) for spot in self._spots], ours=True)

    def _heading(self) -> None:
        left, room = self._left + 20, self._width - 40
        title = f"{self._panel.title}, {self._panel.unit}"
        self._canvas.text((left, self._top + 40), cut(title, self._bold, room), self._bold, self._ink)
        at = self._top + 74
        self._sign((left + 8, at - 9), ours=True)
        across = left + 26 + self._canvas.text((left + 26, at), "ours", self._light, self._solid) + 24
        if self._panel.yardstick:
            self._sign((across + 8, at - 9), ours=False)
            text = cut(self._panel.yardstick, self._light, left + room - across - 26)
            self._canvas.text((across + 26, at), text, self._light, self._grey)

    def _grid(self) -> None:
        for mark in self._up.marks:
            (left, down), (right, _) = self._at(0, self._up.at(mark)), self._at(1, 0)
            self._canvas.rectangle((round(left), round(down) - 1, round(right), round(down) + 1), self._faint)
            self._canvas.text((left - 15, down), short(mark), self._light, self._grey, "rm")
        _, bottom = self._at(0, 0)
        edge = self._left + self._width - 14
        free = 0.0
        for mark in self._across.marks:
            across, _ = self._at(self._across.at(mark), 0)
            half = self._light.getlength(short(mark)) / 2
            begin = min(across - half, edge - 2 * half)
            if begin >= free:
                self._canvas.text((begin, bottom + 35), short(mark), self._light, self._grey)
                free = begin + 2 * half + 14
        middle = self._left + self._width / 2
        self._canvas.text((middle, bottom + 64), self._panel.across, self._light, self._grey, "ms")

    def _line(self, points: Sequence[tuple[float, float]], *, ours: bool) -> None:
        places = [self._at(self._across.at(size), self._up.at(cost)) for size, cost in points]
        if len(places) > 1:
            self._canvas.stroke(places, 6 if ours else 3, self._solid if ours else self._grey)
        for place in places:
            self._sign(place, ours=ours)

    def _sign(self, at: Place, *, ours: bool) -> None:
        reach = 8
        ink = self._solid if ours else self._grey
        self._canvas.disc(_around(at, reach), ink)
        if not ours:
            self._canvas.disc(_around(at, reach - 3), WHITE)

    def _at(self, across: float, up: float) -> Place:
        left, right = self._left + _PLOT_SIDE, self._left + self._width - 26
        top, bottom = self._top + _PLOT_TOP + 10, self._top + PANEL - _PLOT_BELOW
        return left + across * (right - left), bottom - up * (bottom - top)


def _around(at: Place, reach: int) -> tuple[int, int, int, int]:
    x, y = round(at[0]), round(at[1])
    return x - reach, y - reach, x + reach, y + reach
