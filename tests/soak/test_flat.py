"""The rule for what is flat, on what was made up: leaks, steps, noise, a cache that fills."""

from __future__ import annotations

from itertools import chain, repeat
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.soak.flat import FEWEST, Bound, TooFew, is_flat, rise, slope

SAMPLES = 120
BOUND = Bound("handles", 4)


def _noise(amount: float, seed: int = 1) -> list[float]:
    rng = Random(seed)
    return [rng.uniform(-amount, amount) for _ in range(SAMPLES)]


def _with(level: float, per_minute: float, noise: float) -> list[float]:
    return [level + per_minute * at + off for at, off in enumerate(_noise(noise))]


@pytest.mark.parametrize(
    ("values", "flat"),
    [
        pytest.param([30.0] * SAMPLES, True, id="nothing happens"),
        pytest.param(_with(30, 0, 10), True, id="noise"),
        pytest.param(_with(30, 0.04, 0), True, id="less than the bound"),
        pytest.param(_with(30, 0.2, 0), False, id="a leak"),
        pytest.param(_with(30, 0.2, 10), False, id="a leak under noise"),
        pytest.param([*repeat(30.0, 90), *repeat(60.0, 30)], False, id="a step in the last quarter"),
        pytest.param([*repeat(30.0, 70), *repeat(60.0, 50)], False, id="a step amid the second half"),
        pytest.param([*repeat(30.0, 15), *repeat(60.0, 105)], True, id="a step at the start"),
        pytest.param([60 - 30 * 0.9**at for at in range(SAMPLES)], True, id="a cache that fills"),
        pytest.param(_with(60, -0.5, 3), True, id="less and less"),
        pytest.param(
            [*chain.from_iterable(repeat((30.0, 30.0, 30.0, 30.0, 90.0), 24))], True, id="short bursts"
        ),
        pytest.param([30.0 + at // 10 for at in range(SAMPLES)], False, id="a leak of one every ten minutes"),
    ],
)
def test_what_is_flat(values: list[float], *, flat: bool) -> None:
    assert is_flat(values, BOUND) is flat


@given(
    st.lists(st.integers(0, 1000), min_size=FEWEST, max_size=60),
    st.integers(-1000, 1000),
    st.integers(1, 100),
)
def test_a_trend_on_top_adds_to_the_slope_and_a_level_changes_nothing(
    values: list[int], level: int, each: int
) -> None:
    raised = [value + level for value in values]
    leaking = [value + each * at for at, value in enumerate(values)]

    assert rise(raised) == pytest.approx(rise(values))
    assert slope(leaking) == pytest.approx(slope(values) + each)


def test_few_samples_tell_nothing() -> None:
    with pytest.raises(TooFew, match=f"{FEWEST - 1} samples"):
        is_flat([0.0] * (FEWEST - 1), BOUND)
