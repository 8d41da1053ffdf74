"""What painters draw with."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.drawing.canvas import (
    BLACK,
    WHITE,
    Canvas,
    contrast,
    cut,
    dashed,
    font,
    lines,
    mixed,
    plain,
    readable,
    rgb,
)

COLOURS = st.integers(0, 0xFFFFFF).map(rgb)
MISSING = "ก"  # Thai, which these fonts lack
TEXTS = st.text(st.sampled_from("ab 방탄소년단 海感ムーン"), max_size=40)


def _written(text: str, locale: str = "ko", weight: int = 400) -> Image.Image:
    canvas = Canvas(400, 80, WHITE)
    canvas.text((10, 60), text, font(locale, 40, weight), BLACK)
    return canvas.image


def _differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is not None


@given(COLOURS, COLOURS)
def test_any_colour_can_be_made_readable_on_any_ground(
    colour: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    assert contrast(readable(colour, ground), ground) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable(rgb(0x5B21B6), WHITE) == rgb(0x5B21B6)
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert mixed(BLACK, WHITE, 0.2) == (51, 51, 51)


@pytest.mark.parametrize("character", ["방", "탄", "の", "ー", "月", "é", "Я", "’", "…", "·", "+"])
def test_english_and_korean_readers_see_every_script(character: str) -> None:
    missing = _written(MISSING)

    assert _differ(_written(character), missing)
    assert _differ(_written(character), Canvas(400, 80, WHITE).image)


def test_a_character_is_drawn_as_its_readers_write_it() -> None:
    drawn = [_written("海", locale) for locale in ("ja", "ko", "zh-CN")]

    assert _differ(drawn[0], drawn[1])
    assert _differ(drawn[0], drawn[2])
    assert not _differ(_written("海", "en-US"), drawn[1])


def test_weights_are_real() -> None:
    assert font("ko", 40, 800).getlength("June") > font("ko", 40, 300).getlength("June")


@given(TEXTS, st.integers(20, 400), st.integers(1, 3))
def test_lines_fit_and_lose_nothing_before_the_ellipsis(text: str, width: int, most: int) -> None:
    written = font("ko", 26, 600)
    made = lines(text, written, width + 26, most)

    assert len(made) <= most
    assert all(written.getlength(line) <= width + 26 for line in made)
    whole, shown = "".join(text.split()), "".join("".join(made).split())
    assert shown == whole or (shown.endswith("...") and whole.startswith(shown[:-3]))


def test_lines_break_between_words_and_in_scripts_without_spaces_anywhere() -> None:
    written = font("ja", 26, 600)

    assert lines("Boy With Luv", written, 130, 2) == ["Boy With", "Luv"]
    assert lines("防弾少年団の海", written, 130, 2) == ["防弾少年団", "の海"]
    assert lines("Unplugged!!!!!", written, 100, 2) == [cut("Unplugged!!!!!", written, 100)]


def test_emoji_are_left_out() -> None:
    assert plain("BTS 💜 방탄❤️") == "BTS 방탄❤"
    assert plain(" one\r\ntwo\u200d\u202e\x07\ue000 ") == "one two"


def test_faint_tints_stay_apart_in_the_file() -> None:
    accent = rgb(0x8B5CF6)
    tints = [WHITE, mixed(accent, WHITE, 0.94), mixed(accent, WHITE, 0.88), mixed(accent, WHITE, 0.76)]
    canvas = Canvas(700, 400, tints[2])
    for number, tint in enumerate(tints):
        canvas.rounded((10 + number * 170, 10, 160 + number * 170, 390), 18, tint)
    for size in range(20, 80):  # many shades between ink and ground, as letters make them
        canvas.text(
            (20 + size * 4, 20 + size * 4), "방탄", font("ko", size, 600), mixed(accent, BLACK, size / 80)
        )

    read = Image.open(BytesIO(canvas.png())).convert("RGB")

    assert [read.getpixel((20 + number * 170, 380)) for number in range(4)] == tints


def _length(piece: list[tuple[float, float]]) -> float:
    return sum(dist(early, late) for early, late in pairwise(piece))


def test_dashes_run_on_around_corners() -> None:
    corner = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]

    assert list(dashed(corner, (4, 3))) == [
        [(0, 0), (4, 0)],
        [(7, 0), (10, 0), (10, 1)],
        [(10, 4), (10, 8)],
    ]
    assert list(dashed(corner, (0, 8))) == [[(0, 0), (0, 0)], [(8, 0), (8, 0)], [(10, 6), (10, 6)]]
    assert list(dashed(corner, (30, 5))) == [corner]


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=2, max_size=20, unique=True),
    st.floats(0, 40),
    st.floats(3, 40),
)
def test_dashes_are_as_long_as_they_are_said_to_be(
    points: list[tuple[float, float]], line: float, gap: float
) -> None:
    pieces = list(dashed(points, (line, gap)))

    assert all(_length(piece) == pytest.approx(line, abs=1e-6) for piece in pieces[:-1])
    assert _length(pieces[-1]) <= line + 1e-6
    assert len(pieces) == pytest.approx(_length(points) / (line + gap), abs=1.01)


def test_a_stroke_is_as_wide_as_it_is_said_to_be_and_has_round_ends() -> None:
    canvas = Canvas(100, 60, WHITE)
    canvas.stroke([(20, 30), (80, 30)], 10, BLACK)
    dark = canvas.image.convert("L").point(lambda value: 255 * (value < 128)).getbbox()

    assert dark == pytest.approx((15, 25, 85, 35), abs=1)
    assert canvas.image.getpixel((15, 25)) == WHITE


def test_what_reaches_over_the_edge_of_a_picture_is_cut() -> None:
    canvas = Canvas(40, 40, WHITE)
    canvas.area([(-30, 20), (20, -30), (20, 20)], BLACK)
    canvas.stroke([(30, 30), (90, 90)], 4, BLACK, (6, 6))

    assert canvas.image.size == (40, 40)
    assert canvas.image.getpixel((2, 15)) == BLACK
    assert canvas.image.getpixel((32, 32)) == BLACK
    assert canvas.image.getpixel((36, 25)) == WHITE


def test_room_is_made_for_letters_where_lines_run() -> None:
    canvas, written = Canvas(300, 80, BLACK), font("en", 40)
    canvas.clear((10, 60), "Target", written, WHITE)
    canvas.text((10, 60), "Target", written, BLACK)

    alone = Canvas(300, 80, WHITE)
    alone.text((10, 60), "Target", written, BLACK)
    left, top, right, bottom = ImageChops.invert(alone.image).getbbox() or (0, 0, 0, 0)
    cleared = canvas.image.getbbox()
    assert cleared == pytest.approx((left - 4, top - 4, right + 4, bottom + 4), abs=1)
