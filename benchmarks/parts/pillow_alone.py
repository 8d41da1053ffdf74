"""A chart by Pillow alone, given every shape in the pixels where it ends up: the yardstick of a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from bot.drawing.canvas import Box, Canvas, Colour, Point, around, dashed, in_mask, plain
from bot.streaming.chart import Chart
from bot.streaming.chart_picture import HEIGHT, WIDTH, draw

_FINER = 4


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is filled within a box: calls of Pillow on a mask four times as large."""

    box: Box
    fill: Colour
    calls: tuple[tuple[str, Any, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class _Rectangle:
    box: Box
    fill: Colour


@dataclass(frozen=True, slots=True)
class _Letters:
    at: Point
    text: str
    written: FreeTypeFont
    ink: Colour
    anchor: str
    halo: int


Primitive = _Shape | _Rectangle | _Letters
"""What is drawn at one go."""


def drawn(primitives: Sequence[Primitive], ground: Colour) -> bytes:
    """The figure with nothing but Pillow, as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    letters = ImageDraw.Draw(image)
    for one in primitives:
        match one:
            case _Shape():
                left, top, right, bottom = one.box
                mask = Image.new("L", ((right - left) * _FINER, (bottom - top) * _FINER))
                pen = ImageDraw.Draw(mask)
                for name, places, options in one.calls:
                    getattr(pen, name)(places, fill=255, **options)
                image.paste(one.fill, one.box, mask.reduce(_FINER))
            case _Rectangle():
                image.paste(one.fill, one.box)
            case _Letters():
                letters.text(one.at, one.text, one.ink, one.written, one.anchor, stroke_width=one.halo)
    written = BytesIO()
    image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(written, "PNG")
    return written.getvalue()


class _Recorder(Canvas):
    """A canvas that notes which of Pillow's calls a figure takes."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT, (0, 0, 0))
        self.noted: list[Primitive] = []

    def text(self, at: Point, text: str, written: FreeTypeFont, ink: Colour, anchor: str = "ls") -> float:
        self.noted.append(_Letters(at, plain(text), written, ink, anchor, 0))
        return super().text(at, text, written, ink, anchor)

    def clear(self, at: Point, text: str, written: FreeTypeFont, ground: Colour) -> None:
        self.noted.append(_Letters(at, plain(text), written, ground, "ls", 4))

    def rectangle(self, box: Box, fill: Colour) -> None:
        self.noted.append(_Rectangle(box, fill))

    def rounded(self, box: Box, radius: int, fill: Colour, outline: Colour | None = None) -> None:
        del outline  # charts have none
        corner = ((box[2] - box[0]) * _FINER - 1, (box[3] - box[1]) * _FINER - 1)
        call = ("rounded_rectangle", (0, 0, *corner), {"radius": radius * _FINER})
        self.noted.append(_Shape(box, fill, (call,)))

    def shape(self, box: Box, points: Sequence[Point], fill: Colour) -> None:
        width, height = ((box[2] - box[0]) * _FINER, (box[3] - box[1]) * _FINER)
        places = [(x * width, y * height) for x, y in points]
        self.noted.append(_Shape(box, fill, (("polygon", places, {}),)))

    def disc(self, box: Box, fill: Colour) -> None:
        places = (0, 0, (box[2] - box[0]) * _FINER - 1, (box[3] - box[1]) * _FINER - 1)
        self.noted.append(_Shape(box, fill, (("ellipse", places, {}),)))

    def area(self, points: Sequence[Point], fill: Colour) -> None:
        box = around(points, 0)
        self.noted.append(_Shape(box, fill, (("polygon", in_mask(points, box), {}),)))

    def stroke(
        self, points: Sequence[Point], width: float, ink: Colour, dashes: Sequence[float] = ()
    ) -> None:
        box, half = around(points, width), width * _FINER / 2
        calls: list[tuple[str, Any, dict[str, Any]]] = []
        for piece in dashed(points, dashes) if dashes else [points]:
            line = in_mask(piece, box)
            calls.append(("line", line, {"width": round(2 * half), "joint": "curve"}))
            calls += [
                ("ellipse", (x - half, y - half, x + half, y + half), {}) for x, y in (line[0], line[-1])
            ]
        self.noted.append(_Shape(box, ink, tuple(calls)))


def recorded(chart: Chart) -> list[Primitive]:
    """What a chart is made of."""
    recorder = _Recorder()
    draw(chart, recorder)
    return recorder.noted
