"""Choosing and ordering the choices of one question."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.model import Subject
from bot.facts.vocabulary import Category
from bot.trivia.looks import Look, looks
from bot.trivia.question import Entry, Laid, Option, Picked


def look(name: str, in_korean: str | None = None) -> tuple[Look, ...]:
    called = {"called": {"ko": in_korean}, "aliases": [in_korean]} if in_korean else {}
    subject = Subject.model_validate({"id": "it", "name": name, "kind": "song", **called})
    return looks(subject, ("en", "ko"))


ENTRY = Entry("album.song", "fact", "album", 1, Category.MUSIC, ())
WRONG = tuple(Option(f"wrong{number}", f"proof{number}", look("Short")) for number in range(5))


@given(seed=st.integers())
def test_a_right_choice_does_not_stand_out_where_others_are_like_it(seed: int) -> None:
    alike = tuple(Option(f"long{number}", None, look("As long as can be, and longer")) for number in range(4))
    question = Picked(ENTRY, (Option("right", None, look("Quite as long as others are")),), (*WRONG, *alike))

    asked = question.ask(Random(seed))

    assert asked.choices[asked.right] == "right"
    assert len({*asked.choices} & {option.token for option in alike}) >= 1


@pytest.mark.parametrize(
    ("right", "like_it"),
    [
        (look("Run BTS", "달려라 방탄"), look("Spring Day", "봄날")),
        (look("Intro: Persona"), look("Outro: Ego")),
        (look("seoul"), look("tokyo")),
        (look("IDOL"), look("DNA")),
        (look("134340"), look("724148")),
        (look("A very long title that nobody can miss"), look("Another of them that is long as well")),
    ],
)
def test_a_title_that_alone_looks_as_it_does_is_asked_for_among_its_like_or_not_at_all(
    right: tuple[Look, ...], like_it: tuple[Look, ...]
) -> None:
    unlike = tuple(Option(f"unlike{number}", None, look("Title", "Title")) for number in range(7))
    answer = Option("right", "shown", right)

    assert not Picked(ENTRY, (answer,), unlike).possible()
    question = Picked(ENTRY, (answer,), (*unlike, Option("alike", "proof", like_it)))
    assert question.possible()
    assert not question.possible(frozenset({"proof"}))
    for seed in range(20):
        assert "alike" in question.ask(Random(seed)).choices


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
