"""A goal's chart as data: what is drawn where, and what stands beside it."""

from __future__ import annotations

import pickle
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.streaming.chart import Chart, Mark, Point, Style, Tick, Weight
from bot.streaming.chart_frame import reached
from bot.streaming.curve import DAY, Reading
from bot.streaming.pace import Aim
from tests.streaming.charts import BEGIN, CASES, CHARTS, DEADLINE, M, chart_at, daily, lines, points

ORDER = [Style.FORECAST, Style.GRID, Style.MILESTONE, Style.TARGET, Style.DEADLINE, Style.FLAG,
         Style.GHOST, Style.NEEDED, Style.LIKELY, Style.READ]  # fmt: skip


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
            chart_at(
                Aim(start, target, ends), readings, language=language, marks=on_the_way, rival=rival or None
            )
        )


def test_a_goal_on_its_way_shows_all_there_is() -> None:
    chart = CASES["on the way"]

    assert [tick.label for tick in chart.totals] == ["0", "25M", "40M", "60M", "75M", "100M"]
    assert [tick.weight for tick in chart.totals if tick.weight is not Weight.TICK] == [
        Weight.MILESTONE, Weight.MILESTONE, Weight.TARGET,
    ]  # fmt: skip
    assert [tick.label for tick in chart.times] == ["Oct", "Nov", "Dec"]
    assert [flag.label for flag in chart.flags] == ["Deadline Nov 30", "Likely Dec 3"]
    assert [label for _, label in chart.legend] == [
        "Counted until Oct 21",
        "Forecast, 4 of 5 cases",
        "Needed: 1.16M a day",
        "Butter, same age",
        "Milestones",
    ]
    assert (len(points(chart, Mark.MILESTONE)), len(points(chart, Mark.AHEAD))) == (1, 1)


def test_korean_counts_in_its_own_units_and_needs_no_english() -> None:
    chart = CASES["Korean"]

    assert [tick.label for tick in chart.totals] == ["0", "2억", "4억", "6억", "8억", "10억"]
    assert [tick.label for tick in chart.times] == ["10월", "11월", "12월"]
    assert chart.flags[0].label == "마감 11월 30일"


def test_the_needed_pace_leads_from_the_last_reading_to_the_target_at_the_deadline() -> None:
    chart = CASES["on the way"]
    ((begin, end),) = lines(chart, Style.NEEDED)
    ((low, high),) = lines(chart, Style.DEADLINE)

    assert begin == points(chart, Mark.LAST)[0] == lines(chart, Style.READ)[0][-1]
    assert end[0] == pytest.approx(low[0]) == pytest.approx(high[0])
    assert end[1] == pytest.approx(chart.target.at)


def test_without_readings_it_leads_from_the_start() -> None:
    chart = CASES["no readings"]

    assert lines(chart, Style.NEEDED)[0][0] == (0, 0)
    assert dict(chart.legend)[Style.NEEDED] == "Needed: 556K a day"
    assert not lines(CASES["nothing, and too late"], Style.NEEDED)


def test_what_is_reached_needs_no_forecast() -> None:
    chart = CASES["reached"]

    assert [flag.label for flag in chart.flags] == ["Deadline Nov 30", "Reached Oct 18"]
    assert not lines(chart, Style.FORECAST) + lines(chart, Style.NEEDED)
    (arrival,) = points(chart, Mark.ARRIVAL)
    assert reached(lines(chart, Style.READ)[0], arrival[1]) == pytest.approx(arrival[0])


def test_a_passed_deadline_is_followed_by_the_likely_arrival() -> None:
    chart = CASES["too late"]

    assert chart.flags[0].label == "Deadline Oct 16"
    assert chart.flags[1].label.startswith("Likely Dec")
    assert chart.flags[0].at < chart.flags[1].at < 1
    assert not lines(chart, Style.NEEDED)


def test_an_arrival_out_of_sight_is_told_at_the_edge() -> None:
    slow = chart_at(Aim(0, 100 * M, BEGIN + 40 * DAY), daily(30, 500_000))

    assert slow.flags[1].at == 1
    assert slow.flags[1].label.startswith("Likely Mar")
    assert slow.flags[1].label.endswith(", 2027 →")
    assert not points(slow, Mark.ARRIVAL)


def test_a_target_out_of_sight_does_not_make_the_curve_flat() -> None:
    chart = CASES["years to go"]

    assert chart.target == Tick(1.0, "Target 1B, far above", Weight.TARGET)
    assert not lines(chart, Style.TARGET)
    assert points(chart, Mark.LAST)[0][1] > 0.15


def test_years_of_past_leave_room_for_what_lies_ahead() -> None:
    near, open_end = CASES["five years, and a month to go"], CASES["five years"]

    assert points(near, Mark.LAST)[0][0] < 0.85
    assert lines(near, Style.READ)[0][0][0] == pytest.approx(0)
    assert lines(open_end, Style.READ)[0][0] == pytest.approx((0, 0))  # nothing hurries: all of it is shown


def test_a_longer_and_higher_rival_is_cut_to_the_plot() -> None:
    (places,) = lines(CASES["a longer rival"], Style.GHOST)

    assert places[0] == pytest.approx((0, 0))
    assert places[-1] == pytest.approx((0.05, 1), abs=0.05)


def test_a_forecast_of_a_few_is_no_staircase() -> None:
    (places,) = lines(CASES["tiny"], Style.LIKELY)

    assert len(places) > 10
    assert all(early[1] < late[1] for early, late in pairwise(places))


def test_hours_are_told_where_days_say_too_little() -> None:
    chart = CASES["hours"]

    assert chart.flags[0].label == "Deadline Sep 2, 7:00\u202fPM"
    assert [tick.label for tick in chart.times] == ["Sep 2", "12:00\u202fPM"]


def test_percent_are_whole_and_never_too_early() -> None:
    almost = chart_at(Aim(0, 1000), [Reading(BEGIN, 999)])

    assert "999 of 1,000 streams (99%)" in almost.alt
    assert "128%" in CASES["reached"].alt


def test_the_same_readings_make_the_same_chart_later_on() -> None:
    aim, readings = Aim(0, 100 * M, DEADLINE), daily(50, M)
    soon, late = (chart_at(aim, readings, now=readings[-1].at + wait * DAY) for wait in (0.1, 2))

    assert soon == late
    assert hash(soon) == hash(late)
