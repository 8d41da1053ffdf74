"""What is found for what is typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.facts.base import FactBase, shipped_facts
from bot.facts.grams import GramIndex, slips_allowed
from bot.facts.model import Citation, Fact, Subject
from bot.facts.search import Certainty, FactSearch
from bot.facts.titles import Strength, TitleIndex
from bot.facts.vocabulary import Category, SubjectKind
from bot.folding import key

QUERIES = json.loads((Path(__file__).parents[1] / "search_queries.json").read_text(encoding="utf-8"))
BASE = FactBase.load(shipped_facts())


def _ranks(labelled: dict[str, Any]) -> list[bool]:
    """Whether each of the first three answers is right."""
    found = BASE.search.find(labelled["query"])
    if "facts" in labelled:
        return [fact_id in labelled["facts"] for fact_id in found.fact_ids[:3]]
    meant = labelled.get("subjects") or [labelled["subject"]]
    named = [match.subject_id for match in BASE.search.subjects(labelled["query"])[:3]]
    shown = found.subject_id in meant and any(
        found.subject_id in BASE.facts[fact_id].subjects for fact_id in found.fact_ids[:1]
    )
    return [shown, *(subject_id in meant for subject_id in named)]


def test_labelled_queries_find_what_a_fan_means() -> None:
    ranks = {labelled["query"]: _ranks(labelled) for labelled in QUERIES["found"]}
    wrong_first = [query for query, right in ranks.items() if right[:1] != [True]]
    wrong_in_three = [query for query, right in ranks.items() if not any(right)]

    assert len(ranks) >= 60
    assert len(wrong_first) <= 0.05 * len(ranks), wrong_first
    assert len(wrong_in_three) <= 0.01 * len(ranks), wrong_in_three


def test_the_labelled_queries_are_of_every_kind() -> None:
    kinds = {labelled["kind"] for labelled in QUERIES["found"]}

    assert kinds == {
        "exact", "prefix", "typo", "case", "diacritics", "alias", "hangul", "digits", "punctuation", "words",
    }  # fmt: skip


@pytest.mark.parametrize("query", QUERIES["nonsense"])
def test_nonsense_finds_nothing_but_names_the_closest(query: str) -> None:
    found = BASE.search.find(query)

    assert found.certainty is Certainty.NONE
    assert found.fact_ids == ()
    assert len(found.closest) == 3


def test_certainty_tells_exact_near_and_none_apart() -> None:
    assert BASE.search.find("dynamite").certainty is Certainty.EXACT
    assert BASE.search.find("dynamite billboard").certainty is Certainty.EXACT
    assert (near := BASE.search.find("dynamitte")).certainty is Certainty.NEAR
    assert near.read_as == "Dynamite"
    assert (begun := BASE.search.find("permission to d")).certainty is Certainty.NEAR
    assert begun.read_as == "Permission to Dance"


@given(
    st.sampled_from(
        [
            (subject.id, name)
            for subject in BASE.subjects.values()
            for name in (subject.name, *subject.aliases)
        ]
    )
)
def test_every_name_and_alias_finds_its_subject(named: tuple[str, str]) -> None:
    subject_id, name = named

    assert subject_id in {match.subject_id for match in BASE.search.subjects(name)[:2]}


@given(st.text(max_size=60))
def test_any_text_gets_the_same_answer_twice(text: str) -> None:
    assert BASE.search.find(text) == BASE.search.find(text)
    assert len(BASE.search.suggest(text)) <= 25


@given(st.data())
def test_one_slip_in_a_long_name_is_forgiven(data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from([subject.name for subject in BASE.subjects.values() if len(key(subject.name)) >= 6])
    )
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("aeioukst"))
    slip = data.draw(
        st.sampled_from(
            [name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :]]
        )
    )

    assert name in {BASE.subjects[match.subject_id].name for match in BASE.search.subjects(slip)}


@given(
    st.lists(st.text("abcd", min_size=1, max_size=10), max_size=30), st.text("abcd", min_size=3, max_size=10)
)
def test_the_gram_index_finds_what_comparing_all_would(strings: list[str], typed: str) -> None:
    """Short texts over few letters share no piece after their slips; all others are found."""
    allowed = slips_allowed(len(typed))
    index = GramIndex(strings)

    found = {near.position: near.slips for near in index.near(typed)}

    for position, text in enumerate(strings):
        slips = OSA.distance(typed, text)
        if position in found:
            assert found[position] == slips <= allowed
        elif slips <= allowed:
            assert not _pieces(typed) & _pieces(text)


def _pieces(text: str) -> set[str]:
    padded = f"\x02\x02{text}\x03\x03"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def _subject(subject_id: str, *aliases: str) -> Subject:
    return Subject(id=subject_id, name=subject_id.title(), kind=SubjectKind.SONG, aliases=aliases)


def test_among_equal_beginnings_the_one_most_is_known_of_comes_first() -> None:
    index = TitleIndex([_subject("butter"), _subject("burn"), _subject("busan")], {"busan": 9, "butter": 4})

    assert [match.subject_id for match in index.starting("bu", 5)] == ["busan", "butter", "burn"]


def test_a_title_comes_before_those_that_only_continue_it() -> None:
    index = TitleIndex(
        [_subject("dance"), _subject("dance-on-stage"), _subject("dare")], {"dance-on-stage": 9}
    )

    assert [match.subject_id for match in index.starting("da", 5)] == ["dance", "dance-on-stage", "dare"]


def test_a_whole_beginning_comes_before_a_later_word() -> None:
    index = TitleIndex(
        [_subject("tear"), _subject("love-yourself", "Love Yourself Tear")], {"love-yourself": 9}
    )

    matches = index.starting("te", 5)

    assert [(match.subject_id, match.strength) for match in matches] == [
        ("tear", Strength.START),
        ("love-yourself", Strength.INSIDE),
    ]


def test_a_subject_without_facts_does_not_hide_what_its_words_describe() -> None:
    cited = (Citation(source="s"),)
    fact = Fact(
        id="f", text="The encore was loud.", category=Category.CONCERT, subjects=("tour",), sources=cited
    )
    search = FactSearch([fact], {"tour": _subject("tour"), "encore": _subject("encore")})

    assert search.find("encore").fact_ids == ("f",)
