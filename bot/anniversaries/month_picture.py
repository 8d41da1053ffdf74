"""The painter of a month's calendar page: a light page in the fandom's colour.

Pure: the same page makes the same bytes. Sizes are for a phone, which shows the picture about a third
as wide: no letter is smaller than 24 pixels.
"""

from __future__ import annotations

from math import cos, pi, sin

from bot.anniversaries.month import Cell, Mark, MonthPage
from bot.drawing.canvas import WHITE, Box, Canvas, Colour, cut, font, lines, mixed, readable, rgb
from bot.drawing.palette import INK, Palette

WIDTH = 1240
_MARGIN, _GAP = 40, 10
_CELL_HEIGHT = 172
_CELL_WIDTH = (WIDTH - 2 * _MARGIN - 6 * _GAP) // 7
_TOP = 220  # where the first week begins
_FOOT = 108  # with a legend
_PADDING = 14
_SIGN = 38
_LEGEND_SIGN, _LEGEND_GAP = 48, 36
_STAR = tuple(
    (0.5 + cos(pi * (point / 5 - 0.5)) * reach, 0.53 + sin(pi * (point / 5 - 0.5)) * reach)
    for point, reach in enumerate([0.5, 0.23] * 5)
)


def paint(page: MonthPage) -> bytes:
    """The page as PNG."""
    colours = Palette(rgb(page.accent))
    weeks = -(-(page.column + page.days) // 7)
    foot = _FOOT if page.legend or page.more else _MARGIN - _GAP
    canvas = Canvas(WIDTH, _TOP + weeks * (_CELL_HEIGHT + _GAP) + foot, colours.ground)
    _heading(canvas, page, colours)
    cells = {cell.day: cell for cell in page.cells}
    for day in range(1, page.days + 1):
        week, column = divmod(page.column + day - 1, 7)
        left = _MARGIN + column * (_CELL_WIDTH + _GAP)
        top = _TOP + week * (_CELL_HEIGHT + _GAP)
        box = (left, top, left + _CELL_WIDTH, top + _CELL_HEIGHT)
        if day in cells:
            _remembered(canvas, box, page.locale, cells[day], colours)
        else:
            canvas.rounded(box, 18, colours.empty)
            canvas.text((left + _PADDING, top + 40), str(day), font(page.locale, 30, 400), colours.quiet)
    _legend(canvas, page, colours)
    return canvas.png()


def _heading(canvas: Canvas, page: MonthPage, colours: Palette) -> None:
    month = (page.month, font(page.locale, 82, 800), colours.strong)
    year = (page.year, font(page.locale, 82, 300), colours.quiet)
    left = float(_MARGIN)
    for text, written, ink in (year, month) if page.year_first else (month, year):
        left += canvas.text((left, 116), text, written, ink) + 24
    name, right = font(page.locale, 40, 700), WIDTH - _MARGIN
    canvas.text((right, 112), cut(page.fandom, name, right - left - 24), name, colours.strong, "rs")
    for column, weekday in enumerate(page.weekdays):
        middle = _MARGIN + column * (_CELL_WIDTH + _GAP) + _CELL_WIDTH / 2
        canvas.text((middle, 190), weekday, font(page.locale, 30, 600), colours.quiet, "ms")


def _remembered(canvas: Canvas, box: Box, locale: str, cell: Cell, colours: Palette) -> None:
    """A day with what is remembered on it."""
    is_solid = cell.mark in (Mark.BIRTHDAY, Mark.GREAT, Mark.COUNT)
    fill = colours.solid if is_solid else colours.tinted if cell.mark is Mark.CELEBRATED else WHITE
    ink = WHITE if is_solid else colours.ink
    faint = mixed(WHITE, fill, 0.12) if is_solid else readable(mixed(INK, fill, 0.4), fill)
    canvas.rounded(box, 18, fill, colours.line if cell.mark is Mark.CELEBRATED else None)
    left, top, right, bottom = box
    canvas.text((left + _PADDING, top + 40), str(cell.day), font(locale, 32, 700), ink)
    sign_box = (right - _PADDING - _SIGN + 2, top + 10, right - _PADDING + 2, top + 10 + _SIGN)
    _sign(canvas, sign_box, cell.mark, ink if is_solid else colours.strong, fill)
    room = right - left - 2 * _PADDING + 6
    title = font(locale, 26, 600)
    for number, line in enumerate(lines(cell.title, title, room, 2)):
        canvas.text((left + _PADDING, top + 82 + number * 31), line, title, ink)
    small = font(locale, 24, 500)
    more = f"+{cell.more}" if cell.more else ""
    note_room = room - (small.getlength(more) + 8 if more else 0)
    canvas.text((left + _PADDING, bottom - 16), cut(cell.note, small, note_room), small, faint)
    if more:
        canvas.text((right - _PADDING + 2, bottom - 16), more, small, faint, "rs")


def _sign(canvas: Canvas, box: Box, mark: Mark, ink: Colour, ground: Colour) -> None:
    """What a day is, told apart by form and not by colour alone."""
    left, top, right, bottom = box
    side = right - left

    def part(x0: float, y0: float, x1: float, y1: float) -> Box:
        return (
            round(left + x0 * side),
            round(top + y0 * side),
            round(left + x1 * side),
            round(top + y1 * side),
        )

    match mark:
        case Mark.BIRTHDAY:  # a cake with a candle
            canvas.shape(part(0.39, 0.0, 0.61, 0.26), ((0.5, 0), (1, 0.62), (0.5, 1), (0, 0.62)), ink)
            canvas.rounded(part(0.45, 0.28, 0.55, 0.48), 1, ink)
            canvas.rounded(part(0.12, 0.46, 0.88, 0.98), 6, ink)
            for x in (0.12, 0.373, 0.627):  # icing that runs down
                canvas.disc(part(x, 0.56, x + 0.253, 0.76), ground)
            canvas.rounded(part(0.12, 0.46, 0.88, 0.64), 5, ink)
        case Mark.GREAT:
            canvas.shape(box, _STAR, ink)
        case Mark.COUNT:  # the sign that Korean day counts are written with
            canvas.text((right, bottom - 7), "D+", font("ko", 32, 800), ink, "rs")
        case Mark.CELEBRATED:
            canvas.shape(box, _STAR, ink)
            canvas.shape(part(0.2, 0.2, 0.8, 0.8), _STAR, ground)
        case Mark.DAY:
            pass  # the white page of the day is sign enough


def _legend(canvas: Canvas, page: MonthPage, colours: Palette) -> None:
    """The signs on this page with their names, in letters so large that all fit."""
    names = [name for _, name in page.legend] + [page.more] * bool(page.more)
    room = WIDTH - 2 * _MARGIN - len(names) * (_LEGEND_SIGN + _LEGEND_GAP) + _LEGEND_GAP
    sizes = (font(page.locale, size, 500) for size in range(27, 15, -1))
    written = next((one for one in sizes if sum(map(one.getlength, names)) <= room), font(page.locale, 16))
    left, middle = float(_MARGIN), canvas.image.height - 58
    for mark, name in page.legend:
        box = (round(left), middle - 19, round(left) + 38, middle + 19)
        _sign(canvas, box, mark, colours.strong, colours.ground)
        left += _LEGEND_SIGN
        left += canvas.text((left, middle + 10), name, written, colours.quiet) + _LEGEND_GAP
    if page.more:
        canvas.text((left, middle + 10), "+1", font(page.locale, 27, 700), colours.strong)
        canvas.text((left + _LEGEND_SIGN, middle + 10), page.more, written, colours.quiet)
