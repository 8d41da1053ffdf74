"""A goal's chart: what it costs beside Pillow alone drawing the same figure, and what the bot feels of it.

*Ours* goes from five years of daily readings, their pace and ghost to the PNG; these two have other uses, so
what they take is told apart. *Pillow alone* is given every shape in the pixels where it ends up, dashes and
texts cut, and does nothing but draw: a mask four times as large for each shape, filled and reduced; letters;
256 colours; PNG. Both must make the same bytes.

The event loop: charts, all different, are asked for by ten at a time as fast as they are drawn. A task that
sleeps a millisecond at a time sees how late it wakes. Other programs of the machine hold it up as well, as is
seen while nothing is drawn: so what counts of its waits is what this process computed in them, with all its
threads.

Memory: hundreds of charts, most of them of small goals. These are drawn like all others, but no file is
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
from pathlib import Path
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

from benchmarks.figures import Figure, at_most, reported, within
from benchmarks.lengths import Lengths
from benchmarks.parts import pillow_alone
from bot.app import PAINTERS
from bot.drawing.canvas import rgb
from bot.drawing.easel import Easel
from bot.drawing.palette import Palette
from bot.drawing.service import DrawingService
from bot.i18n.catalogs import Catalogs
from bot.run import COLLECTING, GIVING_WAY
from bot.streaming.chart import Chart
from bot.streaming.chart_picture import paint
from bot.streaming.charted import ChartedGoal, Rival
from bot.streaming.charting import chart_of
from bot.streaming.curve import DAY, Reading
from bot.streaming.ghost import ghost
from bot.streaming.pace import Aim, pace

ROUNDS = 21
AT_A_TIME, SMALL = 10, 90
"""Of five years at once, and of small goals after these."""
_BEGIN = datetime(2021, 9, 1, 15, tzinfo=UTC)
_DAYS = 5 * 365
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = 0.001  # seconds
_ACCENT = 0x8B5CF6
_SAY = Catalogs().say("ko")


async def measure(_folder: Path, lengths: Lengths) -> list[Figure]:
    """Time to Pillow's, time through the worker, the loop's longest wait, memory."""
    gc.set_threshold(*COLLECTING)  # both as the bot does
    sys.setswitchinterval(GIVING_WAY)
    readings, earlier = _readings(1), _readings(2)
    make = _charting(readings, earlier, 0)
    shapes, ground = pillow_alone.recorded(make()), Palette(rgb(_ACCENT)).ground
    if pillow_alone.drawn(shapes, ground) != paint(make()):
        raise RuntimeError("Pillow alone draws another figure")
    pairs = [
        (_milliseconds(lambda: paint(make())), _milliseconds(lambda: pillow_alone.drawn(shapes, ground)))
        for _ in range(ROUNDS)
    ]
    making = median(_milliseconds(make) for _ in range(ROUNDS))
    whole = median(_milliseconds(lambda: _chart(readings, earlier, 0)) for _ in range(ROUNDS))
    async with _watched() as idle:
        await asyncio.sleep(2)
    times, charts = lengths.charting, (AT_A_TIME + SMALL) * lengths.charting
    run = await _many(readings, earlier, times)
    return [
        at_most("a goal's chart of five years, to Pillow alone drawing the same figure", "ms", pairs, 1.3),
        reported("of it before anything is drawn; with pace and ghost", "ms", making, whole),
        reported(f"{times * AT_A_TIME:,} charts through the worker, each", "ms", run.each),
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
            f"growth of the bot over the last half of {charts:,} charts",
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


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


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


async def _many(readings: Sequence[Reading], earlier: Sequence[Reading], times: int) -> _Run:
    easel = Easel()
    service = DrawingService({**PAINTERS, "sketch": "benchmarks.parts.sketch:sketch"}, easel)
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
        for turn in range(times):
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
    (bot_before, worker_before), (bot, worker) = sizes[times // 2 - 1], sizes[-1]
    each = 1000 * seconds / (times * AT_A_TIME)
    return _Run(each, waits, computed, bot, bot - bot_before, worker, worker - worker_before)


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
