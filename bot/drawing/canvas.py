"""What painters draw with: text in any of the readers' languages, smooth shapes, colours that can be read.

Imported by the worker alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from math import ceil, dist, floor
from unicodedata import category

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels; right and bottom are outside."""
Point = tuple[float, float]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
_FINER = 4  # shapes are drawn so much larger and then reduced, which smooths their edges
_HALO = 4  # pixels
_READABLE = 4.5  # contrast that WCAG asks of text
# The same character looks different in each of these; Noto Sans KR has Hangul, Kana, Latin, Cyrillic, Greek.
_FAMILIES = {"ja": "JP", "zh-CN": "SC", "zh-TW": "TC"}
_KOREAN = "KR"
_LEFT_OUT = "..."  # the one character for it hangs in the middle of the line in Korean fonts
_WITHOUT_SPACES = "\u2e80"  # from here on: Chinese characters, Kana, Hangul


def rgb(colour: int) -> Colour:
    """A colour from 0xRRGGBB."""
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """A colour with a share, 0 to 1, of another one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """How well two colours can be told apart: 1 to 21, as WCAG 2 measures it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Colour, ground: Colour) -> Colour:
    """A colour, made darker or lighter as far as needed to read text in it on a ground."""
    away = BLACK if _luminance(ground) > 0.18 else WHITE  # where black and white read equally well
    for step in range(21):
        found = mixed(colour, away, step / 20)
        if contrast(found, ground) >= _READABLE:
            return found
    return away


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def font(locale: str, size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    """Noto Sans for a reader of a locale; weight 100 to 900."""
    family = _FAMILIES.get(locale, _FAMILIES.get(locale.split("-", maxsplit=1)[0], _KOREAN))
    folder = files("justmytype_intl_cjk") / "fonts" / "ofl" / f"notosans{family.lower()}"
    # The basic layout comes with every Pillow and does for these scripts: the same picture everywhere.
    loaded = ImageFont.truetype(
        str(folder / f"NotoSans{family}[wght].ttf"), size, layout_engine=ImageFont.Layout.BASIC
    )
    loaded.set_variation_by_axes([weight])
    return loaded


def plain(text: str) -> str:
    """A text on one line, without what no font here has: emoji, and the signs that join and steer letters."""
    words = ("".join(char for char in word if not _is_unseen(char)) for word in text.split())
    return " ".join(filter(None, words))


def _is_unseen(char: str) -> bool:
    return char > "\uffff" or "\ufe00" <= char <= "\ufe0f" or category(char).startswith("C")


def cut(text: str, written: ImageFont.FreeTypeFont, width: float) -> str:
    """As much of a text as fits into a width, with an ellipsis where something is left out."""
    text = plain(text)
    if written.getlength(text) <= width:
        return text
    end = len(text)
    while end and written.getlength(text[:end].rstrip() + _LEFT_OUT) > width:
        end -= 1
    return text[:end].rstrip() + _LEFT_OUT


def lines(text: str, written: ImageFont.FreeTypeFont, width: float, most: int) -> list[str]:
    """A text in at most so many lines: broken between words, or anywhere in scripts that have none."""
    made: list[str] = []
    words = plain(text).split()
    while words and len(made) < most - 1:
        count = len(words)
        while count > 1 and written.getlength(" ".join(words[:count])) > width:
            count -= 1
        if written.getlength(words[0]) > width:
            if words[0][0] < _WITHOUT_SPACES:
                break  # no hyphenation: cut in this line
            fits = next(
                end for end in range(len(words[0]), 0, -1) if written.getlength(words[0][:end]) <= width
            )
            words[:1], count = [words[0][:fits], words[0][fits:]], 1
        made.append(" ".join(words[:count]))
        words = words[count:]
    if words:
        made.append(cut(" ".join(words), written, width))
    return made


class Canvas:
    """A picture under way."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.image = Image.new("RGB", (width, height), ground)
        self._draw = ImageDraw.Draw(self.image)

    def text(
        self,
        at: tuple[float, float],
        text: str,
        written: ImageFont.FreeTypeFont,
        ink: Colour,
        anchor: str = "ls",
    ) -> float:
        """Write a line, by default from a point on its baseline; how wide it is."""
        text = plain(text)
        self._draw.text(at, text, font=written, fill=ink, anchor=anchor)
        return written.getlength(text)

    def clear(self, at: Point, text: str, written: ImageFont.FreeTypeFont, ground: Colour) -> None:
        """Make room for a line of text where others run: its letters' surroundings become ground."""
        self._draw.text(at, plain(text), ground, written, "ls", stroke_width=_HALO)

    def rectangle(self, box: Box, fill: Colour) -> None:
        self.image.paste(fill, box)

    def rounded(self, box: Box, radius: int, fill: Colour, outline: Colour | None = None) -> None:
        """A rectangle with round corners; an outline is 3 pixels wide, inside it."""
        size = (box[2] - box[0], box[3] - box[1])
        if outline is not None:
            self.image.paste(outline, box, _rounded(size, radius))
            box, radius = (box[0] + 3, box[1] + 3, box[2] - 3, box[3] - 3), radius - 3
            size = (size[0] - 6, size[1] - 6)
        self.image.paste(fill, box, _rounded(size, radius))

    def shape(self, box: Box, points: Sequence[tuple[float, float]], fill: Colour) -> None:
        """A polygon; its points run from 0 to 1 across and down the box."""
        width, height = ((box[2] - box[0]) * _FINER, (box[3] - box[1]) * _FINER)
        mask = Image.new("L", (width, height))
        ImageDraw.Draw(mask).polygon([(x * width, y * height) for x, y in points], fill=255)
        self.image.paste(fill, box, mask.reduce(_FINER))

    def disc(self, box: Box, fill: Colour) -> None:
        """A circle or an ellipse that fills a box."""
        width, height = ((box[2] - box[0]) * _FINER, (box[3] - box[1]) * _FINER)
        mask = Image.new("L", (width, height))
        ImageDraw.Draw(mask).ellipse((0, 0, width - 1, height - 1), fill=255)
        self.image.paste(fill, box, mask.reduce(_FINER))

    def area(self, points: Sequence[Point], fill: Colour) -> None:
        """A polygon; its points are pixels."""
        box = around(points, 0)
        mask = _finer(box)
        ImageDraw.Draw(mask).polygon(in_mask(points, box), fill=255)
        self.image.paste(fill, box, mask.reduce(_FINER))

    def stroke(
        self, points: Sequence[Point], width: float, ink: Colour, dashes: Sequence[float] = ()
    ) -> None:
        """A line with round ends through points; dashes are lengths of line and gap in turn, in pixels.

        The ends stand out of a dash by half the width: one of length 0 is a dot.
        """
        box = around(points, width)
        mask = _finer(box)
        draw, half = ImageDraw.Draw(mask), width * _FINER / 2
        for piece in dashed(points, dashes) if dashes else [points]:
            line = in_mask(piece, box)
            draw.line(line, fill=255, width=round(2 * half), joint="curve")
            for x, y in (line[0], line[-1]):
                draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
        self.image.paste(ink, box, mask.reduce(_FINER))

    def png(self) -> bytes:
        """The picture as a file."""
        written = BytesIO()
        # 256 colours are enough for flat areas with smooth edges, and a third of the bytes
        # (by median cut: an octree takes a faint tint for white)
        few = self.image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(written, "PNG")
        return written.getvalue()


def dashed(points: Sequence[Point], dashes: Sequence[float]) -> Iterator[list[Point]]:
    """The pieces of a line through points: lengths of line and gap in turn, and again from the first."""
    number, left, piece = 0, dashes[0], [points[0]]
    for begin, end in pairwise(points):
        length, done = dist(begin, end), 0.0
        while length - done > left:
            done += left
            share = done / length
            at = (begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share)
            if number % 2 == 0:
                yield [*piece, at]
            number, piece = number + 1, [at]
            left = dashes[number % len(dashes)]
        left -= length - done
        piece.append(end)
    if number % 2 == 0:
        yield piece


def around(points: Sequence[Point], margin: float) -> Box:
    """The whole pixels that points and a margin around them touch."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return (
        floor(min(across) - margin),
        floor(min(down) - margin),
        ceil(max(across) + margin) + 1,
        ceil(max(down) + margin) + 1,
    )


def _finer(box: Box) -> Image.Image:
    return Image.new("L", ((box[2] - box[0]) * _FINER, (box[3] - box[1]) * _FINER))


def in_mask(points: Sequence[Point], box: Box) -> list[Point]:
    """Where points are on the finer mask of a box."""
    return [((x - box[0]) * _FINER, (y - box[1]) * _FINER) for x, y in points]


@cache
def _rounded(size: tuple[int, int], radius: int) -> Image.Image:
    mask = Image.new("L", (size[0] * _FINER, size[1] * _FINER))
    corner = (size[0] * _FINER - 1, size[1] * _FINER - 1)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *corner), radius * _FINER, fill=255)
    return mask.reduce(_FINER)
