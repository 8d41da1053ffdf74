"""What of a curve is shown: thinned to what is seen, cut to the plot."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from bot.streaming.chart import Place
from bot.streaming.chart_frame import COLUMNS, Frame, between, thinned, within
from bot.streaming.curve import DAY, Reading
from tests.streaming.charts import BEGIN

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
@example([(0.0, -1.0), (0.0, 0.0)])
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
