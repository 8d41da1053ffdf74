"""Drawing without repeats."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.draw import draw

POOLS = st.lists(st.text("abcdef", min_size=1, max_size=2), min_size=1, max_size=12, unique=True)


def _drawn(pool: list[str], turns: dict[str, int], times: int, rng: Random) -> list[str]:
    """So many draws one after another; `turns` is kept up."""
    order: list[str] = []
    for _ in range(times):
        drawn, turn = draw(pool, turns, order[-1] if order else None, rng)
        turns[drawn] = turn
        order.append(drawn)
    return order


@given(POOLS, st.integers(), st.integers(1, 5))
def test_every_round_shows_each_once_and_no_seam_repeats(pool: list[str], seed: int, rounds: int) -> None:
    order = _drawn(pool, {}, rounds * len(pool), Random(seed))

    for start in range(0, len(order), len(pool)):
        assert sorted(order[start : start + len(pool)]) == sorted(pool)
    if len(pool) > 1:
        assert all(one != next_one for one, next_one in pairwise(order))


@given(POOLS, st.integers(), st.integers(2, 9))
def test_a_fact_that_is_new_catches_up_with_one_draw(pool: list[str], seed: int, rounds: int) -> None:
    turns: dict[str, int] = {}
    _drawn(pool, turns, rounds * len(pool), Random(seed))

    order = _drawn([*pool, "new"], turns, len(pool) + 1, Random(seed))

    assert order[0] == "new"
    assert order[1] != "new"
    assert order.count("new") <= 2


def test_what_is_no_longer_in_the_pool_does_not_matter() -> None:
    assert draw(["a"], {"gone": 7, "a": 1}, "a", Random(1)) == ("a", 2)


def test_an_empty_pool_is_an_error() -> None:
    with pytest.raises(IndexError):
        draw([], {}, None, Random(1))
