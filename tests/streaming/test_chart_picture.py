"""A goal's chart as a picture."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.app import PAINTERS
from bot.drawing.service import DrawingService
from bot.streaming.chart import Area, Chart, Flag, Line, Mark, Places, Point, Style, Tick, Weight
from bot.streaming.chart_picture import HEIGHT, WIDTH, paint
from tests.streaming.charts import CASES, CHARTS


def _image(chart: Chart) -> Image.Image:
    return Image.open(BytesIO(paint(chart))).convert("RGB")


def _frame_is_empty(image: Image.Image, margin: int = 12) -> bool:
    """Whether nothing was drawn along the picture's edges, where letters would be cut."""
    ground = image.getpixel((0, 0))
    inner = Image.new("RGB", image.size, ground)
    inner.paste(image.crop((margin, margin, WIDTH - margin, HEIGHT - margin)), (margin, margin))
    return ImageChops.difference(image, inner).getbbox() is None


@CHARTS
def test_every_chart_can_be_drawn_and_stays_in_its_picture(chart: Chart) -> None:
    drawn = paint(chart)

    assert drawn == paint(replace(chart))
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) < 60_000
    image = _image(chart)
    assert image.size == (WIDTH, HEIGHT)
    assert _frame_is_empty(image)


@given(
    st.text(max_size=90),
    st.text(min_size=1, max_size=40),
    st.integers(0, 0xFFFFFF),
    st.lists(st.floats(0, 1), max_size=7),
    st.sampled_from(["en", "ko", "ja"]),
)
@hypothesis_settings(max_examples=15, deadline=None)
def test_any_words_stay_in_the_picture(
    long: str, short: str, accent: int, places: list[float], locale: str
) -> None:
    ticks = tuple(Tick(place, short) for place in sorted(places))
    flags = tuple(Flag(place, long, Style.DEADLINE) for place in places[:2])
    legend = tuple((style, long) for style in (Style.READ, Style.NEEDED))
    target = Tick(1.0, short, Weight.TARGET)

    chart = Chart(locale, accent, ticks, ticks, target, flags, (), legend)
    assert _frame_is_empty(_image(chart))


CHANGED: dict[str, object] = {
    "locale": "ja", "accent": 0xE5004F, "totals": (), "times": (),
    "target": Tick(0.5, "Aim"), "flags": (), "layers": (), "legend": (),
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGED)
def test_everything_of_a_chart_is_drawn(field: str) -> None:
    chart = replace(CASES["on the way"], target=Tick(1.0, "海", Weight.TARGET))

    assert paint(replace(chart, **{field: CHANGED[field]})) != paint(chart)  # type: ignore[arg-type]


def test_every_layer_is_seen() -> None:
    chart = CASES["on the way"]
    whole = paint(chart)

    for number, layer in enumerate(chart.layers):
        without = replace(chart, layers=(*chart.layers[:number], *chart.layers[number + 1 :]))
        assert paint(without) != whole, layer


def test_lines_and_signs_are_told_apart_without_colour() -> None:
    empty = replace(CASES["nothing at all"], layers=())
    line = Places.of([(0.1, 0.5), (0.9, 0.5)])
    styles = [style for style in Style if style is not Style.FORECAST]
    drawn = [_image(replace(empty, layers=(Line(style, line),))) for style in styles]
    drawn += [_image(replace(empty, layers=(Point(mark, (0.5, 0.5)),))) for mark in Mark]
    drawn += [_image(replace(empty, layers=(Area(Style.FORECAST, Places.of([*line, (0.9, 0.4)])),)))]
    blank = _image(empty)
    # what is inked, whatever the ink
    forms = [
        ImageChops.difference(one, blank).convert("L").point(lambda value: 255 * (value > 4)) for one in drawn
    ]

    for number, one in enumerate(forms):
        assert one.getbbox() is not None
        for other in forms[number + 1 :]:
            assert ImageChops.difference(one, other).getbbox() is not None


def test_hangul_is_drawn_as_hangul() -> None:
    one, other, missing = (
        _image(replace(CASES["Korean"], target=Tick(0.8, word, Weight.TARGET)))
        for word in ("봄날", "뜸뜸", "กก")  # Thai has no letters here
    )

    assert ImageChops.difference(one, other).getbbox() is not None
    assert ImageChops.difference(one, missing).getbbox() is not None


async def test_the_worker_draws_it() -> None:
    service = DrawingService(PAINTERS)
    try:
        assert await service.draw("goal", CASES["Korean"]) == paint(CASES["Korean"])
    finally:
        await service.close()


def test_the_worker_imports_nothing_of_discord() -> None:
    code = (
        "import sys, bot.streaming.chart_picture, bot.drawing.worker; "
        "print({'discord', 'pydantic', 'babel', 'fontTools', 'statistics'} & sys.modules.keys())"
    )
    told = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "set()"
