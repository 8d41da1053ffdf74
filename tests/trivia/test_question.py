"""Choosing and ordering the choices of one question."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.model import Category
from bot.trivia.question import Entry, Laid, Option, Picked

ENTRY = Entry("album.song", "fact", "album", 1, Category.MUSIC, ())
WRONG = tuple(Option(f"wrong{number}", f"proof{number}", 10) for number in range(5))


@given(seed=st.integers())
def test_a_right_choice_does_not_stand_out_where_others_are_like_it(seed: int) -> None:
    alike = tuple(Option(f"long{number}", None, 40) for number in range(4))
    question = Picked(ENTRY, (Option("right", None, 41),), (*WRONG, *alike))

    asked = question.ask(Random(seed))

    assert asked.choices[asked.right] == "right"
    assert len({*asked.choices} & {option.token for option in alike}) >= 1


@given(seed=st.integers())
def test_what_has_an_order_is_asked_in_it(seed: int) -> None:
    question = Picked(
        ENTRY, (Option("09-12"),), tuple(Option(day) for day in ("02-18", "12-30", "03-09")), True
    )

    assert question.ask(Random(seed)).choices == ("02-18", "03-09", "09-12", "12-30")


@given(seed=st.integers())
def test_a_row_is_asked_as_it_lies(seed: int) -> None:
    rows = (("2016", "2017", "2018", "2019"), ("2015", "2016", "2017", "2018"))
    asked = Laid(ENTRY, "2017", rows).ask(Random(seed), frozenset())

    assert asked.choices in rows
    assert asked.choices[asked.right] == "2017"


def test_a_choice_that_is_not_seen_leaves_three() -> None:
    question = Picked(ENTRY, (Option("right"),), WRONG)

    assert question.possible(frozenset({"proof0", "proof1"}))
    assert not question.possible(frozenset({"proof0", "proof1", "proof2"}))
    assert not question.possible(frozenset({"fact"}))
    for seed in range(20):
        assert "wrong0" not in question.ask(Random(seed), frozenset({"proof0"})).choices
