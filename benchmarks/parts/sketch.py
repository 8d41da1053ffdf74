"""A painter for the worker: draws a chart, writes no file, and imports no more than the bot's painters do."""

from __future__ import annotations

from bot.drawing.canvas import Canvas, rgb
from bot.drawing.palette import Palette
from bot.streaming.chart import Chart
from bot.streaming.chart_picture import HEIGHT, WIDTH, draw

_FILE = 27_000  # bytes of a chart


def sketch(chart: Chart) -> bytes:
    """Draw; what stands for the file is as large, so that as many are kept."""
    canvas = Canvas(WIDTH, HEIGHT, Palette(rgb(chart.accent)).ground)
    draw(chart, canvas)
    return canvas.image.tobytes()[:_FILE]
