"""Dealing: nothing again before all were asked, and what tells another's answer lies apart."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.vocabulary import Category
from bot.trivia.dealing import APART, deal
from bot.trivia.question import Entry


def _entries(facts: int, templates: str) -> dict[str, Entry]:
    return {
        f"{template}.f{fact}": Entry(f"{template}.f{fact}", f"f{fact}", template, 2, Category.MUSIC, ())
        for fact in range(facts)
        for template in templates
    }


@given(st.integers(1, 6), st.integers(1, 9), st.integers(0, 1000), st.integers(1, 8))
def test_rounds_ask_nothing_again_before_everything_was_asked(
    facts: int, most: int, seed: int, rounds: int
) -> None:
    entries, turns, rng = _entries(facts, "abc"), dict[str, int](), Random(seed)
    asked: list[str] = []
    for _ in range(rounds):
        for question_id, turn in deal(list(entries), turns, entries, most, rng):
            turns[question_id] = turn
            asked.append(question_id)

    size = len(entries)
    assert len(asked) == rounds * min(most, size)
    for begun in range(0, len(asked) - size + 1, size):
        assert len(set(asked[begun : begun + size])) == size


@given(st.integers(1, 9), st.integers(0, 1000))
def test_in_one_round_no_question_comes_twice(most: int, seed: int) -> None:
    entries = _entries(2, "ab")
    turns = dict.fromkeys(list(entries)[:3], 1)

    dealt = [one for one, _ in deal(list(entries), turns, entries, most, Random(seed))]

    assert len(dealt) == len(set(dealt)) == min(most, 4)
    assert dealt[0] == list(entries)[3], "what was not asked in the turn comes first"


@given(st.integers(0, 1000))
def test_questions_of_one_fact_or_one_kind_lie_apart(seed: int) -> None:
    entries = _entries(12, "abcd")

    dealt = [entries[one] for one, _ in deal(list(entries), {}, entries, 12, Random(seed))]

    assert len({one.fact_id for one in dealt}) == 12
    for number, one in enumerate(dealt):
        assert one.template not in {before.template for before in dealt[max(0, number - APART) : number]}


def test_where_nothing_else_is_left_they_come_all_the_same() -> None:
    entries = _entries(1, "ab")

    assert len(deal(list(entries), {}, entries, 5, Random(1))) == 2
    assert deal([], {}, {}, 5, Random(1)) == []


def test_a_question_left_out_for_long_comes_once_and_not_once_a_turn_it_missed() -> None:
    entries = _entries(3, "a")
    turns = {"a.f0": 5, "a.f1": 5, "a.f2": 1}

    dealt = deal(list(entries), turns, entries, 2, Random(1))

    assert dealt[0] == ("a.f2", 5)
    assert dealt[1][1] == 6


@given(st.integers(0, 1000))
def test_the_same_chance_deals_the_same(seed: int) -> None:
    entries = _entries(5, "abc")
    one, other = (deal(list(entries), {}, entries, 9, Random(seed)) for _ in range(2))

    assert one == other
    assert all(before != after for before, after in pairwise(one))
