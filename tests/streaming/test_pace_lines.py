"""A goal's pace in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.streaming.pace_lines import about, at_least


@pytest.mark.parametrize(
    ("number", "estimate", "needed"),
    [
        (0.2, 0, 1),
        (7.5, 8, 8),
        (999, 999, 999),
        (999.4, 999, 1_000),
        (1_203_603, 1_200_000, 1_210_000),
        (936_080, 936_000, 937_000),
        (9_996, 10_000, 10_000),
    ],
)
def test_an_estimate_has_three_digits(number: float, estimate: int, needed: int) -> None:
    assert about(number) == estimate
    assert at_least(number) == needed


@given(st.floats(0, 1e15))
def test_what_is_needed_is_never_told_too_low_and_at_most_a_hundredth_too_high(number: float) -> None:
    assert number <= at_least(number) <= number * 1.01 + 1
    assert abs(about(number) - number) <= number * 0.005 + 0.5
