"""A goal's chart: what it costs beside Pillow alone drawing the same figure, and what the bot feels of it.

*Ours* goes from five years of daily readings, their pace and ghost to the PNG; these two have other uses, so
what they take is told apart. *Pillow alone* is given every shape in the pixels where it ends up, dashes and
texts cut, and does nothing but draw: a mask four times as large for each shape, filled and reduced; letters;
256 colours; PNG. Both must make the same bytes.

The event loop: charts, all different, are asked for by ten at a time as fast as they are drawn. A task that
sleeps a millisecond at a time sees how late it wakes. Other programs of the machine hold it up as well, as is
seen while nothing is drawn: so what counts of its waits is what this process computed in them, with all its
threads.

Memory: a thousand charts in all, most of them of small goals. These are drawn like all others, but no file is
written: choosing 256 colours is half of the work and the same each time.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from benchmarks.figures import Figure, at_most, reported, within
from bot.app import PAINTERS
from bot.drawing.canvas import Box, Canvas, Colour, Point, around, dashed, in_mask, plain, rgb
from bot.drawing.easel import Easel
from bot.drawing.palette import Palette
from bot.drawing.service import DrawingService
from bot.i18n.catalogs import Catalogs
from bot.run import COLLECTING, GIVING_WAY
from bot.streaming.chart import Chart
from bot.streaming.chart_picture import HEIGHT, WIDTH, draw, paint
from bot.streaming.charted import ChartedGoal, Rival
from bot.streaming.charting import chart_of
from bot.streaming.curve import DAY, Reading
from bot.streaming.ghost import ghost
from bot.streaming.pace import Aim, pace

ROUNDS = 21
AT_A_TIME, SMALL, TIMES = 10, 90, 10
"""Of five years at once, of small goals after these, and how often."""
CHARTS = (AT_A_TIME + SMALL) * TIMES
_BEGIN = datetime(2021, 9, 1, 15, tzinfo=UTC)
_DAYS = 5 * 365
_FINER = 4
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = 0.001  # seconds
_FILE = 27_000  # bytes of a chart
_ACCENT = 0x8B5CF6
_SAY = Catalogs().say("ko")


async def measure() -> list[Figure]:
    """Time to Pillow's, time through the worker, the loop's longest wait, memory."""
    gc.set_threshold(*COLLECTING)  # both as the bot does
    sys.setswitchinterval(GIVING_WAY)
    readings, earlier = _readings(1), _readings(2)
    make = _charting(readings, earlier, 0)
    shapes, ground = _recorded(make()), Palette(rgb(_ACCENT)).ground
    if _bare(shapes, ground) != paint(make()):
        raise RuntimeError("Pillow alone draws another figure")
    pairs = [
        (_milliseconds(lambda: paint(make())), _milliseconds(lambda: _bare(shapes, ground)))
        for _ in range(ROUNDS)
    ]
    making = median(_milliseconds(make) for _ in range(ROUNDS))
    whole = median(_milliseconds(lambda: _chart(readings, earlier, 0)) for _ in range(ROUNDS))
    async with _watched() as idle:
        await asyncio.sleep(2)
    run = await _many(readings, earlier)
    return [
        at_most("a goal's chart of five years, to Pillow alone drawing the same figure", "ms", pairs, 1.3),
        reported("of it before anything is drawn; with pace and ghost", "ms", making, whole),
        reported(f"{TIMES * AT_A_TIME:,} charts through the worker, each", "ms", run.each),
        reported(
            f"longest the loop was held up while {AT_A_TIME} were drawn",
            "ms",
            median(wait.milliseconds for wait in run.waits),
            _longest(idle).milliseconds,
        ),
        within(
            "the most that this process computed in any wait, to the longest of all",
            "ms",
            run.computed,
            20,
            _longest(run.waits).milliseconds,
        ),
        within(
            f"growth of the bot over the last half of {CHARTS:,} charts",
            "bytes",
            run.bot_grew,
            1_048_576,
            run.bot,
        ),
        within("growth of the worker, likewise", "bytes", run.worker_grew, 1_048_576, run.worker),
    ]


def _readings(seed: int) -> list[Reading]:
    rng, total, readings = Random(seed), 0, []
    for day in range(_DAYS):
        total += rng.randint(300_000, 600_000)
        readings.append(Reading(_BEGIN + day * DAY, total))
    return readings


def _charting(readings: Sequence[Reading], earlier: Sequence[Reading], number: int) -> Callable[[], Chart]:
    """What makes a chart with all it can show, pace and ghost being known; another one for each number."""
    now, begun_at = readings[-1].at + DAY / 4, readings[0].at
    aim = Aim(0, 1_000_000_000 + number * 1_000, now + 400 * DAY)
    marks = tuple(range(100_000_000, 1_000_000_000, 100_000_000))
    goal = ChartedGoal("봄날 (Spring Day)", "스트리밍", aim, marks, begun_at, ZoneInfo("Asia/Seoul"), _ACCENT)
    raced = ghost(readings, begun_at, earlier, earlier[0].at)
    rival = None if raced is None else Rival("Dynamite", raced)
    return partial(chart_of, goal, pace(readings, aim, now, 50), readings, _SAY, rival)


def _chart(readings: Sequence[Reading], earlier: Sequence[Reading], number: int) -> Chart:
    return _charting(readings, earlier, number)()


# Pillow alone


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


_Primitive = _Shape | _Rectangle | _Letters


def _bare(primitives: Sequence[_Primitive], ground: Colour) -> bytes:
    """The figure with nothing but Pillow."""
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
        self.noted: list[_Primitive] = []

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


def _recorded(chart: Chart) -> list[_Primitive]:
    recorder = _Recorder()
    draw(chart, recorder)
    return recorder.noted


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


# what the bot feels of it


@dataclass(frozen=True, slots=True)
class _Wait:
    """How late a task was woken, in milliseconds."""

    milliseconds: float
    computed: float
    """Of these, what this process had a processor for."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Many charts through the worker; times in milliseconds, sizes in bytes."""

    each: float
    waits: list[_Wait]
    """The longest, each time."""
    computed: float
    """The most that was computed in any."""
    bot: int
    bot_grew: int
    worker: int
    worker_grew: int


async def _many(readings: Sequence[Reading], earlier: Sequence[Reading]) -> _Run:
    easel = Easel()
    service = DrawingService({**PAINTERS, "sketch": f"{__name__}:sketch"}, easel)
    waits: list[_Wait] = []
    sizes: list[tuple[int, int]] = []
    seconds = computed = 0.0

    async def one(number: int) -> None:
        chart = await service.prepare(partial(_chart, readings, earlier, number))
        await service.draw("goal", chart)

    async def small(number: int) -> None:
        chart = await service.prepare(partial(_chart, readings[: 2 + number % 3], earlier[:2], number))
        await service.draw("sketch", chart)

    try:
        await one(-1)  # the worker starts
        for turn in range(TIMES):
            begun = time.perf_counter()
            async with _watched() as seen:
                await asyncio.gather(*(one(turn * AT_A_TIME + number) for number in range(AT_A_TIME)))
            seconds += time.perf_counter() - begun
            waits.append(_longest(seen))
            computed = max(computed, *(wait.computed for wait in seen))
            await asyncio.gather(*(small(turn * SMALL + number) for number in range(SMALL)))
            sizes.append((_resident(os.getpid()), _resident(easel.pid)))
    finally:
        await service.close()
    (bot_before, worker_before), (bot, worker) = sizes[TIMES // 2 - 1], sizes[-1]
    each = 1000 * seconds / (TIMES * AT_A_TIME)
    return _Run(each, waits, computed, bot, bot - bot_before, worker, worker - worker_before)


def sketch(chart: Chart) -> bytes:
    """Draw a chart, and write no file; what stands for one is as large, so that as many are kept."""
    canvas = Canvas(WIDTH, HEIGHT, Palette(rgb(_ACCENT)).ground)
    draw(chart, canvas)
    return canvas.image.tobytes()[:_FILE]


@asynccontextmanager
async def _watched() -> AsyncIterator[list[_Wait]]:
    """How late a task is woken meanwhile."""
    waits = [_Wait(0.0, 0.0)]
    watch = asyncio.create_task(_watch(waits))
    try:
        yield waits
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


async def _watch(waits: list[_Wait]) -> None:
    while True:
        begun, computed = time.perf_counter(), time.process_time()
        await asyncio.sleep(_TICK)
        late = time.perf_counter() - begun - _TICK
        waits.append(_Wait(1000 * late, 1000 * min(late, time.process_time() - computed)))


def _longest(waits: Sequence[_Wait]) -> _Wait:
    return max(waits, key=lambda wait: wait.milliseconds)


def _resident(pid: int | None) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
