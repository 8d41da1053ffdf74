"""A goal's chart, as data, as words and as a picture."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.app import PAINTERS
from bot.drawing.service import DrawingService
from bot.i18n.catalogs import Catalogs
from bot.streaming.chart import Area, Chart, Flag, Line, Mark, Place, Places, Point, Style, Tick, Weight
from bot.streaming.chart_frame import COLUMNS, Frame, between, reached, thinned, within
from bot.streaming.chart_picture import HEIGHT, WIDTH, paint
from bot.streaming.charted import ChartedGoal, Rival
from bot.streaming.charting import chart_of
from bot.streaming.curve import DAY, Reading
from bot.streaming.ghost import ghost
from bot.streaming.pace import Aim, pace

CATALOGS = Catalogs()
SEOUL = ZoneInfo("Asia/Seoul")
BEGIN = datetime(2026, 9, 1, 4, tzinfo=UTC)
M = 1_000_000
ORDER = [Style.FORECAST, Style.GRID, Style.MILESTONE, Style.TARGET, Style.DEADLINE, Style.FLAG,
         Style.GHOST, Style.NEEDED, Style.LIKELY, Style.READ]  # fmt: skip


def _daily(days: int, per_day: int, start: int = 0, begin: datetime = BEGIN) -> list[Reading]:
    """A counter with strong weekends."""
    readings, total = [Reading(begin, start)], start
    for day in range(1, days + 1):
        total += per_day * (5 if day % 7 < 2 else 4) // 4
        readings.append(Reading(begin + day * DAY, total))
    return readings


def _chart(
    aim: Aim,
    readings: list[Reading],
    *,
    language: str = "en-US",
    marks: tuple[int, ...] = (),
    rival: list[Reading] | None = None,
    now: datetime | None = None,
    name: str = "Dynamite",
) -> Chart:
    now = now or (readings[-1].at if readings else BEGIN) + timedelta(hours=3)
    goal = ChartedGoal(name, "streams", aim, marks, BEGIN, SEOUL, 0x8B5CF6)
    raced = ghost(readings, BEGIN, rival, rival[0].at) if rival else None
    other = Rival("Butter", raced) if raced else None
    return chart_of(goal, pace(readings, aim, now), readings, CATALOGS.say(language), other)


DEADLINE = BEGIN + 90 * DAY
CASES = {
    "no readings": _chart(Aim(0, 50 * M, DEADLINE), [], marks=(10 * M,)),
    "nothing at all": _chart(Aim(0, 50 * M), []),
    "nothing, and too late": _chart(Aim(0, 50 * M, BEGIN + DAY), [], now=BEGIN + 9 * DAY),
    "one reading": _chart(Aim(0, 50 * M, DEADLINE), [Reading(BEGIN + DAY, 1_234_567)]),
    "on the way": _chart(
        Aim(0, 100 * M, DEADLINE), _daily(50, M), marks=(25 * M, 75 * M), rival=_daily(200, 2 * M)
    ),
    "reached": _chart(Aim(0, 50 * M, DEADLINE), _daily(60, M), marks=(25 * M,)),
    "reached at once": _chart(Aim(0, 50), [Reading(BEGIN, 50 * M)]),
    "too late": _chart(Aim(0, 100 * M, BEGIN + 45 * DAY), _daily(40, M), now=BEGIN + 60 * DAY),
    "hopeless": _chart(Aim(0, 1000 * M, DEADLINE), _daily(80, 100)),
    "tiny": _chart(Aim(0, 3, DEADLINE), [Reading(BEGIN + day * DAY, day // 5) for day in range(9)]),
    "huge": _chart(Aim(0, 10**13, DEADLINE), _daily(60, 10**11), rival=_daily(9, 10**14)),
    "flat": _chart(Aim(0, 10 * M, DEADLINE), [Reading(BEGIN + day * DAY, 4 * M) for day in range(30)]),
    "five years": _chart(
        Aim(0, 1000 * M),
        _daily(1825, 450_000, begin=BEGIN - 1825 * DAY),
        marks=tuple(range(M, 999 * M, 9 * M)),
    ),
    "five years, and a month to go": _chart(
        Aim(0, 1000 * M, BEGIN + 30 * DAY), _daily(1825, 450_000, begin=BEGIN - 1825 * DAY)
    ),
    "years to go": _chart(Aim(0, 1000 * M), _daily(9, 100_000)),
    "hours": _chart(
        Aim(0, 10_000, BEGIN + timedelta(hours=30)),
        [Reading(BEGIN + timedelta(hours=hour), hour * 200) for hour in range(20)],
    ),
    "a hundred milestones": _chart(
        Aim(0, 100 * M, DEADLINE), _daily(50, M), marks=tuple(range(M, 101 * M, M))
    ),
    "a longer rival": _chart(Aim(0, 10 * M, DEADLINE), _daily(20, 100_000), rival=_daily(900, 2 * M)),
    "odd figures": _chart(
        Aim(999_123_456, 1_000_000_007, DEADLINE), _daily(30, 12_345, 999_200_111), marks=(999_999_999,)
    ),
    "Korean": _chart(
        Aim(0, 10**9, DEADLINE),
        _daily(50, 11 * M),
        language="ko",
        rival=_daily(90, 9 * M),
        name="봄날 (Spring Day)",
    ),
}  # fmt: skip
CHARTS = pytest.mark.parametrize("chart", CASES.values(), ids=CASES)


# data


def _lines(chart: Chart, style: Style) -> list[tuple[Place, ...]]:
    return [
        tuple(layer.places) for layer in chart.layers if not isinstance(layer, Point) and layer.style is style
    ]


def _points(chart: Chart, mark: Mark) -> list[Place]:
    return [layer.place for layer in chart.layers if isinstance(layer, Point) and layer.mark is mark]


def _held(chart: Chart) -> None:
    """What holds of every chart."""
    places = [place for layer in chart.layers if not isinstance(layer, Point) for place in layer.places]
    places += [layer.place for layer in chart.layers if isinstance(layer, Point)]
    assert all(-1e-9 <= value <= 1 + 1e-9 for place in places for value in place)
    assert all(0 <= tick.at <= 1 for tick in (*chart.totals, *chart.times, chart.target))
    assert all(0 <= flag.at <= 1 for flag in chart.flags)
    assert all(late.at - early.at >= 0.08 for early, late in pairwise(chart.totals))
    assert len(chart.times) <= 7
    assert all(early.label != late.label for early, late in pairwise(chart.times))
    styles = [layer.style for layer in chart.layers if not isinstance(layer, Point)]
    assert [isinstance(layer, Point) for layer in chart.layers] == sorted(
        isinstance(layer, Point) for layer in chart.layers
    )
    assert styles == sorted(styles, key=ORDER.index)
    assert {style for style, _ in chart.legend} <= {*styles, Style.READ}
    assert sum(len(layer.places) for layer in chart.layers if not isinstance(layer, Point)) < 1000
    assert 0 < len(chart.alt) <= 1024
    assert pickle.loads(pickle.dumps(chart)) == chart  # noqa: S301  # our own
    assert isinstance(hash(chart), int)


@CHARTS
def test_every_chart_lies_in_its_plot_and_in_order(chart: Chart) -> None:
    _held(chart)


@st.composite
def _readings(draw: st.DrawFn) -> list[Reading]:
    gaps = draw(st.lists(st.integers(1, 10**6), max_size=40))
    gains = draw(st.lists(st.integers(0, 10**12), min_size=len(gaps), max_size=len(gaps)))
    at, total, readings = (
        BEGIN + timedelta(days=draw(st.integers(-900, 900))),
        draw(st.integers(0, 10**13)),
        [],
    )
    for gap, gain in zip(gaps, gains, strict=True):
        readings.append(Reading(at, total))
        at, total = at + timedelta(seconds=gap), total + gain
    return readings


@given(
    _readings(),
    st.tuples(st.integers(0, 10**15 - 1), st.integers(1, 10**15)),
    st.none() | st.integers(-(10**8), 3 * 10**8),
    st.lists(st.integers(1, 10**15), max_size=100),
    _readings(),
)
@hypothesis_settings(max_examples=150)
def test_any_goal_has_a_chart(
    readings: list[Reading],
    aim: tuple[int, int],
    deadline: int | None,
    marks: list[int],
    rival: list[Reading],
) -> None:
    start, target = aim[0], sum(aim)
    ends = None if deadline is None else BEGIN + timedelta(seconds=deadline)
    on_the_way = tuple(sorted({mark for mark in marks if start < mark < target}))
    for language in ("en-US", "ko"):
        _held(
            _chart(
                Aim(start, target, ends), readings, language=language, marks=on_the_way, rival=rival or None
            )
        )


def test_a_goal_on_its_way_shows_all_there_is() -> None:
    chart = CASES["on the way"]

    assert (chart.title, chart.subtitle) == ("Dynamite", "53,750,000 of 100M streams · 53%")
    assert [tick.label for tick in chart.totals] == ["0", "25M", "40M", "60M", "75M", "100M"]
    assert [tick.weight for tick in chart.totals if tick.weight is not Weight.TICK] == [
        Weight.MILESTONE, Weight.MILESTONE, Weight.TARGET,
    ]  # fmt: skip
    assert [tick.label for tick in chart.times] == ["Oct", "Nov", "Dec"]
    assert [flag.label for flag in chart.flags] == ["Deadline Nov 30", "Likely Dec 3"]
    assert [label for _, label in chart.legend] == [
        "Readings until Oct 21",
        "Forecast, 4 of 5 cases",
        "Needed: 1.16M a day",
        "Butter, same age",
        "Milestones",
    ]
    assert (len(_points(chart, Mark.MILESTONE)), len(_points(chart, Mark.AHEAD))) == (1, 1)


def test_korean_counts_in_its_own_units_and_needs_no_english() -> None:
    chart = CASES["Korean"]

    assert [tick.label for tick in chart.totals] == ["0", "2억", "4억", "6억", "8억", "10억"]
    assert [tick.label for tick in chart.times] == ["10월", "11월", "12월"]
    assert chart.flags[0].label == "마감 11월 30일"
    assert chart.subtitle == "streams 10억 중 591,250,000 · 59%"


def test_the_needed_pace_leads_from_the_last_reading_to_the_target_at_the_deadline() -> None:
    chart = CASES["on the way"]
    ((begin, end),) = _lines(chart, Style.NEEDED)
    ((low, high),) = _lines(chart, Style.DEADLINE)

    assert begin == _points(chart, Mark.LAST)[0] == _lines(chart, Style.READ)[0][-1]
    assert end[0] == pytest.approx(low[0]) == pytest.approx(high[0])
    assert end[1] == pytest.approx(chart.target.at)


def test_without_readings_it_leads_from_the_start() -> None:
    chart = CASES["no readings"]

    assert _lines(chart, Style.NEEDED)[0][0] == (0, 0)
    assert dict(chart.legend)[Style.NEEDED] == "Needed: 556K a day"
    assert chart.subtitle == "No readings yet · target: 50M streams"
    assert not _lines(CASES["nothing, and too late"], Style.NEEDED)


def test_what_is_reached_needs_no_forecast() -> None:
    chart = CASES["reached"]

    assert [flag.label for flag in chart.flags] == ["Deadline Nov 30", "Reached Oct 18"]
    assert not _lines(chart, Style.FORECAST) + _lines(chart, Style.NEEDED)
    (arrival,) = _points(chart, Mark.ARRIVAL)
    assert reached(_lines(chart, Style.READ)[0], arrival[1]) == pytest.approx(arrival[0])


def test_a_passed_deadline_is_followed_by_the_likely_arrival() -> None:
    chart = CASES["too late"]

    assert chart.flags[0].label == "Deadline Oct 16"
    assert chart.flags[1].label.startswith("Likely Dec")
    assert chart.flags[0].at < chart.flags[1].at < 1
    assert not _lines(chart, Style.NEEDED)


def test_an_arrival_out_of_sight_is_told_at_the_edge() -> None:
    slow = _chart(Aim(0, 100 * M, BEGIN + 40 * DAY), _daily(30, 500_000))

    assert slow.flags[1].at == 1
    assert slow.flags[1].label.startswith("Likely Mar")
    assert slow.flags[1].label.endswith(", 2027 →")
    assert not _points(slow, Mark.ARRIVAL)


def test_a_target_out_of_sight_does_not_make_the_curve_flat() -> None:
    chart = CASES["years to go"]

    assert chart.target == Tick(1.0, "Target 1B, far above", Weight.TARGET)
    assert not _lines(chart, Style.TARGET)
    assert _points(chart, Mark.LAST)[0][1] > 0.15


def test_years_of_past_leave_room_for_what_lies_ahead() -> None:
    near, open_end = CASES["five years, and a month to go"], CASES["five years"]

    assert _points(near, Mark.LAST)[0][0] < 0.85
    assert _lines(near, Style.READ)[0][0][0] == pytest.approx(0)
    assert _lines(open_end, Style.READ)[0][0] == pytest.approx((0, 0))  # nothing hurries: all of it is shown


def test_a_longer_and_higher_rival_is_cut_to_the_plot() -> None:
    (places,) = _lines(CASES["a longer rival"], Style.GHOST)

    assert places[0] == pytest.approx((0, 0))
    assert places[-1] == pytest.approx((0.05, 1), abs=0.05)


def test_hours_are_told_where_days_say_too_little() -> None:
    chart = CASES["hours"]

    assert chart.flags[0].label == "Deadline Sep 2, 7:00\u202fPM"
    assert [tick.label for tick in chart.times] == ["Sep 2", "12:00\u202fPM"]


def test_percent_are_whole_and_never_too_early() -> None:
    almost = _chart(Aim(0, 1000), [Reading(BEGIN, 999)])

    assert almost.subtitle == "999 of 1,000 streams · 99%"
    assert CASES["reached"].subtitle.endswith("128%")


def test_the_same_readings_make_the_same_chart_later_on() -> None:
    aim, readings = Aim(0, 100 * M, DEADLINE), _daily(50, M)
    soon, late = (_chart(aim, readings, now=readings[-1].at + wait * DAY) for wait in (0.1, 2))

    assert soon == late
    assert hash(soon) == hash(late)


# thinning and cutting

FRAME = Frame(BEGIN, BEGIN + 1000 * DAY, 0, 10_000)


@given(st.lists(st.tuples(st.integers(0, 999 * 24), st.integers(0, 10)), max_size=600))
def test_thinning_keeps_the_extremes_of_every_column(steps: list[tuple[int, int]]) -> None:
    total, readings = 0, []
    for hour, gain in sorted(steps):
        total += gain
        readings.append(Reading(BEGIN + timedelta(hours=hour), total))
    kept = thinned([one.at for one in readings], [one.total for one in readings], FRAME)

    def extremes(places: list[Place]) -> dict[int, tuple[Place, Place]]:
        columns: dict[int, list[Place]] = {}
        for place in places:
            columns.setdefault(int(place[0] * COLUMNS), []).append(place)
        return {column: (min(found), max(found)) for column, found in columns.items()}

    assert extremes(kept) == extremes([FRAME.place(reading) for reading in readings])
    assert len(kept) <= 2 * COLUMNS


RISING = st.lists(st.tuples(st.floats(-2, 3), st.floats(-2, 3)), min_size=2, max_size=30).map(
    lambda places: list(zip(sorted(x for x, _ in places), sorted(y for _, y in places), strict=True))
)


@given(RISING)
def test_what_is_cut_lies_in_the_plot_and_keeps_what_lay_there(places: list[Place]) -> None:
    cut = within(places)

    assert all(-1e-9 <= value <= 1 + 1e-9 for place in cut for value in place)
    assert [place for place in places if all(0 <= value <= 1 for value in place)] == [
        place for place in cut if place in places
    ]


def test_cutting_reads_off_where_a_line_leaves() -> None:
    assert within([(-1, -1), (3, 3)]) == ((0, 0), (1, 1))
    assert within([(0, 0), (0.5, 2)]) == ((0, 0), (0.25, 1))
    assert within([(0.5, 2), (0.6, 3)]) == ()
    assert between([(0, 0), (1, 0.5)], [(0, 0), (1, 2)]) == ((0, 0), (0.5, 1), (1, 1), (1, 0.5), (0, 0))


# words


def test_the_words_tell_the_numbers() -> None:
    assert CASES["on the way"].alt == (
        "Chart of “Dynamite”: 53,750,000 of 100,000,000 streams (53%), read on October 21, 2026. "
        "The curve begins on September 1, 2026 at 0. Next milestone: 75,000,000. "
        "The deadline is November 30, 2026. It takes 1.16M a day from the last reading on. "
        "It is likely reached on December 3, 2026, in four of five cases between December 1, 2026 and "
        "December 6, 2026. Butter stood at 107,500,000 at the same age."
    )


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("no readings", "no readings yet, the target is 50,000,000 streams. The deadline is"),
        ("one reading", "There are too few readings for a forecast yet."),
        ("reached", "The target was reached on October 18, 2026."),
        ("hopeless", "At this pace the target is more than ten years away."),
        ("Korean", "“봄날 (Spring Day)” 그래프: streams 1,000,000,000 중 591,250,000 (59%)"),
    ],
)
def test_every_state_has_words(case: str, words: str) -> None:
    assert words in CASES[case].alt


# the picture


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

    chart = Chart(locale, accent, long, long, ticks, ticks, target, flags, (), legend)
    assert _frame_is_empty(_image(chart))


CHANGED: dict[str, object] = {
    "locale": "ja", "accent": 0xE5004F, "title": "Butter", "subtitle": "1", "totals": (), "times": (),
    "target": Tick(0.5, "Aim"), "flags": (), "layers": (), "legend": (),
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGED)
def test_everything_of_a_chart_is_drawn(field: str) -> None:
    chart = replace(CASES["on the way"], title="海")

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
        _image(replace(CASES["Korean"], title=title))
        for title in ("봄날", "뜸뜸", "กก")  # Thai has no letters here
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
