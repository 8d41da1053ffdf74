"""Drawing without repeats."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.draw import draw

POOLS = st.lists(st.text("abcdef", min_size=1, max_size=2), min_size=1, max_size=12, unique=True)


@given(POOLS, st.integers(), st.integers(1, 5))
def test_every_round_shows_each_once_and_no_seam_repeats(pool: list[str], seed: int, rounds: int) -> None:
    rng = Random(seed)
    shown: tuple[str, ...] = ()
    order: list[str] = []
    for _ in range(rounds * len(pool)):
        drawn, shown = draw(pool, shown, rng)
        order.append(drawn)

    for start in range(0, len(order), len(pool)):
        assert sorted(order[start : start + len(pool)]) == sorted(pool)
    if len(pool) > 1:
        assert all(one != next_one for one, next_one in pairwise(order))


def test_what_is_no_longer_in_the_pool_does_not_matter() -> None:
    drawn, shown = draw(["a"], ("gone", "a"), Random(1))

    assert drawn == "a"
    assert shown == ("gone", "a")


def test_an_empty_pool_is_an_error() -> None:
    with pytest.raises(IndexError):
        draw([], (), Random(1))
