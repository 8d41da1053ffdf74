"""Milestones come once each, whatever the ledger does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.streaming.milestones import MOST_MILESTONES, Milestones, StepTooSmall, crossed, passed


@pytest.mark.parametrize(
    ("milestones", "start", "target", "marks"),
    [
        (Milestones(), 0, 10, (10,)),
        (Milestones(step=50), 120, 300, (150, 200, 250, 300)),
        (Milestones(step=50), 150, 310, (200, 250, 300, 310)),
        (Milestones(step=500), 0, 300, (300,)),
        (Milestones(named=(250, 130)), 100, 300, (130, 250, 300)),
        (Milestones(named=(150, 170), step=50), 100, 200, (150, 170, 200)),
        (Milestones(named=(200, 90, 400)), 100, 200, (200,)),  # as they stand after the goal was edited
    ],
)
def test_milestones_lie_on_the_way(
    milestones: Milestones, start: int, target: int, marks: tuple[int, ...]
) -> None:
    assert milestones.between(start, target) == marks


def test_a_reading_that_jumps_two_celebrates_both_and_none_comes_back() -> None:
    """Read too high by mistake, corrected down, and risen again."""
    marks = Milestones(step=50).between(0, 200)
    celebrated: set[int] = set()
    told = []
    for total in (40, 120, 60, 110, 149, 150, 210, 190, 220):
        now = crossed(marks, total, celebrated)
        celebrated.update(now)
        told.append(now)

    assert told == [(), (50, 100), (), (), (), (150,), (200,), (), ()]


def test_a_step_is_large_enough_for_a_hundred_milestones() -> None:
    Milestones(step=2).check(0, 200)
    with pytest.raises(StepTooSmall) as refusal:
        Milestones(step=2).check(0, 201)
    assert refusal.value.values == {"most": 100, "least": 3}


def test_what_lies_behind_a_new_goal_is_not_celebrated() -> None:
    marks = Milestones(step=50).between(0, 200)
    behind = passed(marks, 120)

    assert behind == {50, 100}
    assert crossed(marks, 130, behind) == ()


@given(
    st.integers(0, 10**12),
    st.integers(1, 10**12),
    st.integers(1, 10**12),
    st.lists(st.integers(0, 2 * 10**12), max_size=30),
)
def test_celebrated_is_what_the_highest_total_ever_came_to(
    start: int, way: int, step: int, totals: list[int]
) -> None:
    milestones, target = Milestones(step=step), start + way
    try:
        milestones.check(start, target)
    except StepTooSmall:
        return
    marks = milestones.between(start, target)
    assert len(marks) <= MOST_MILESTONES + 1
    assert marks[-1] == target
    assert all(start < mark for mark in marks)

    celebrated: list[int] = []
    for total in totals:
        celebrated += crossed(marks, total, frozenset(celebrated))
    assert len(celebrated) == len(set(celebrated))
    assert set(celebrated) == passed(marks, max(totals, default=-1))
