"""The painter of a goal's chart: a light page in the fandom's colour, as the month's, without a heading.

The card around it tells the goal's name and numbers, and on a phone a heading is an eighth of the picture.

Pure: the same chart makes the same bytes. Sizes are for a phone, which shows the picture half as wide. Which
line is which is told by thickness, dashes and signs, and not by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from PIL.ImageFont import FreeTypeFont

from bot.drawing.canvas import WHITE, Box, Canvas, Colour, cut, font, mixed, readable, rgb
from bot.drawing.palette import INK, Palette
from bot.streaming.chart import Area, Chart, Flag, Layer, Line, Mark, Place, Point, Style, Tick, Weight

WIDTH, HEIGHT = 780, 670
_MARGIN, _PADDING = 30, 14
_LABEL = 24
_TOP = 30
_FLAG_ROW, _LEGEND_ROW, _TIMES = 36, 42, 66
_SAMPLE, _GAP = 58, 28
_MOST_SIDE = 260  # of the labels at the side
_REACH = {Mark.LAST: 10, Mark.ARRIVAL: 10, Mark.MILESTONE: 9, Mark.AHEAD: 9}
_DIAMOND = ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5))

Spot = tuple[float, float]
"""A place in pixels."""
Entry = tuple[Style, str, float]
"""Of the legend: a style, its name, and where it begins."""


@dataclass(frozen=True, slots=True)
class _Stroke:
    ink: Colour
    width: float
    dashes: tuple[float, ...] = ()


class _Strokes:
    """How lines look, by their style."""

    def __init__(self, colours: Palette) -> None:
        faint = mixed(INK, WHITE, 0.86)
        grey = readable(mixed(INK, WHITE, 0.42), WHITE)
        self.area = mixed(colours.accent, WHITE, 0.74)
        self.lines = {
            Style.GRID: _Stroke(faint, 1.5),
            Style.MILESTONE: _Stroke(grey, 2, (0, 8)),
            Style.TARGET: _Stroke(colours.ink, 3),
            Style.DEADLINE: _Stroke(colours.ink, 3, (14, 7, 0, 7)),
            Style.FLAG: _Stroke(colours.solid, 2.5, (0, 7)),
            Style.GHOST: _Stroke(grey, 3.5),
            Style.NEEDED: _Stroke(colours.ink, 4, (12, 11)),
            Style.LIKELY: _Stroke(colours.solid, 5, (0, 10)),
            Style.READ: _Stroke(colours.solid, 7),
        }


def paint(chart: Chart) -> bytes:
    """The chart as PNG."""
    canvas = Canvas(WIDTH, HEIGHT, Palette(rgb(chart.accent)).ground)
    draw(chart, canvas)
    return canvas.png()


def draw(chart: Chart, canvas: Canvas) -> None:
    """Draw the chart on an empty canvas of `WIDTH` and `HEIGHT`."""
    _Sheet(chart, canvas).draw()


class _Sheet:
    """The page: flags, plot with its labels, legend."""

    def __init__(self, chart: Chart, canvas: Canvas) -> None:
        self.chart, self.canvas = chart, canvas
        self.colours = Palette(rgb(chart.accent))
        self.strokes = _Strokes(self.colours)
        self.light, self.bold = font(chart.locale, _LABEL, 500), font(chart.locale, _LABEL, 700)
        side = max((self._written(tick).getlength(tick.label) for tick in chart.totals), default=0)
        self.left, self.right = round(_MARGIN + min(side, _MOST_SIDE)) + _PADDING, WIDTH - _MARGIN - _PADDING
        self.flags, self.legend = self._flag_rows(), self._legend_rows()
        self.top = _TOP + len(self.flags) * _FLAG_ROW
        self.bottom = HEIGHT - _TIMES - len(self.legend) * _LEGEND_ROW - _MARGIN // 2

    def draw(self) -> None:
        self.canvas.rectangle((self.left, self.top, self.right, self.bottom), WHITE)
        for layer in self.chart.layers:
            self._layer(layer)
        self._target()
        self._flags()
        self._sides()
        self._below()
        for row, entries in enumerate(self.legend):
            self._legend(entries, HEIGHT - _MARGIN - (len(self.legend) - row - 1) * _LEGEND_ROW)

    def _layer(self, layer: Layer) -> None:
        match layer:
            case Area():
                self.canvas.area([self._at(place) for place in layer.places], self.strokes.area)
            case Line():
                stroke = self.strokes.lines[layer.style]
                places = [self._at(place) for place in layer.places]
                self.canvas.stroke(places, stroke.width, stroke.ink, stroke.dashes)
            case Point():
                self._sign(layer.mark, self._at(layer.place))

    def _sign(self, mark: Mark, at: Spot) -> None:
        """Told apart by form: a dot, a ring, a full or an empty diamond."""
        ink, reach = self.colours.solid, _REACH[mark]
        if mark in (Mark.LAST, Mark.ARRIVAL):
            self.canvas.disc(_around(at, reach + 3), WHITE)
            self.canvas.disc(_around(at, reach), ink)
            if mark is Mark.ARRIVAL:
                self.canvas.disc(_around(at, reach - 5), WHITE)
        else:
            self.canvas.shape(_around(at, reach + 3), _DIAMOND, WHITE)
            self.canvas.shape(_around(at, reach), _DIAMOND, ink)
            if mark is Mark.AHEAD:
                self.canvas.shape(_around(at, reach - 5), _DIAMOND, WHITE)

    def _target(self) -> None:
        """The target's name on its line, at the left, where the curve has not come yet."""
        x, y = self._at((0.0, self.chart.target.at))
        top = max(y - 8, self.top + _LABEL + 4)
        self.canvas.clear((x + 10, top), self.chart.target.label, self.bold, WHITE)
        self.canvas.text((x + 10, top), self.chart.target.label, self.bold, self.colours.ink)

    def _flag_rows(self) -> list[list[Flag]]:
        """The flags in one row if they leave each other room."""
        ends = -_GAP + 0.0
        for flag in sorted(self.chart.flags, key=lambda flag: flag.at):
            half = self.bold.getlength(flag.label) / 2
            middle = _middle(self._across(flag.at), half)
            if middle - half < ends + _GAP:
                return [[flag] for flag in self.chart.flags]
            ends = middle + half
        return [list(self.chart.flags)] if self.chart.flags else []

    def _flags(self) -> None:
        for row, flags in enumerate(self.flags):
            for flag in flags:
                ink = self.colours.ink if flag.style is Style.DEADLINE else self.colours.strong
                text = cut(flag.label, self.bold, WIDTH - 2 * _MARGIN)
                self._beside(self._across(flag.at), _TOP + row * _FLAG_ROW + _LABEL, text, self.bold, ink)

    def _sides(self) -> None:
        for tick in self.chart.totals:
            _, y = self._at((0.0, tick.at))
            written = self._written(tick)
            ink = self.colours.quiet if tick.weight is Weight.TICK else self.colours.ink
            text = cut(tick.label, written, _MOST_SIDE)
            self.canvas.text((self.left - _PADDING + 4, y), text, written, ink, "rm")

    def _below(self) -> None:
        """The times, as far as one does not touch the one before."""
        free = 0.0
        for tick in self.chart.times:
            x, half = self._across(tick.at), self.light.getlength(tick.label) / 2
            middle = _middle(x, half)
            if middle - half >= free:
                self.canvas.stroke([(x, self.bottom), (x, self.bottom + 7)], 2, self.colours.quiet)
                self._beside(x, self.bottom + _LABEL + 12, tick.label, self.light, self.colours.quiet)
                free = middle + half + _PADDING

    def _beside(self, x: float, y: float, text: str, written: FreeTypeFont, ink: Colour) -> None:
        self.canvas.text((_middle(x, written.getlength(text) / 2), y), text, written, ink, "ms")

    def _legend_rows(self) -> list[list[Entry]]:
        """The legend in rows, each as long as the page."""
        rows: list[list[Entry]] = []
        left = float(WIDTH)
        for style, label in self.chart.legend:
            text = cut(label, self.light, WIDTH - 2 * _MARGIN - _SAMPLE - 12)
            width = _SAMPLE + 12 + self.light.getlength(text)
            if left + width > WIDTH - _MARGIN:
                rows.append([])
                left = _MARGIN
            rows[-1].append((style, text, left))
            left += width + _GAP
        return rows

    def _legend(self, entries: list[Entry], bottom: int) -> None:
        for style, text, left in entries:
            self._sample(style, (round(left), bottom - 26, round(left) + _SAMPLE, bottom + 6))
            self.canvas.text((left + _SAMPLE + 12, bottom), text, self.light, self.colours.ink)

    def _sample(self, style: Style, box: Box) -> None:
        """A line of the plot beside its name."""
        left, top, right, bottom = box
        middle = (top + bottom) / 2
        self.canvas.rounded(box, 6, WHITE)
        if style is Style.MILESTONE:
            self._sign(Mark.MILESTONE, ((left + right) / 2 - 12, middle))
            self._sign(Mark.AHEAD, ((left + right) / 2 + 12, middle))
            return
        if style is Style.FORECAST:
            self.canvas.rectangle((left, top + 4, right, bottom - 4), self.strokes.area)
            style = Style.LIKELY
        stroke = self.strokes.lines[style]
        self.canvas.stroke([(left + 7, middle), (right - 7, middle)], stroke.width, stroke.ink, stroke.dashes)

    def _at(self, place: Place) -> Spot:
        return self._across(place[0]), self.bottom - place[1] * (self.bottom - self.top)

    def _across(self, share: float) -> float:
        return self.left + share * (self.right - self.left)

    def _written(self, tick: Tick) -> FreeTypeFont:
        return self.light if tick.weight is Weight.TICK else self.bold


def _middle(x: float, half: float) -> float:
    """The middle of a word around an x, moved as far as it takes to stay in the picture."""
    return min(max(x, _MARGIN + half), WIDTH - _MARGIN - half)


def _around(at: Spot, reach: int) -> Box:
    x, y = round(at[0]), round(at[1])
    return x - reach, y - reach, x + reach + 1, y + reach + 1
