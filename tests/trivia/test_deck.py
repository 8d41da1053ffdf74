"""The deck of the shipped fact base, and of small ones: which questions there are, always the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.base import FactBase
from bot.facts.model import FactFile
from bot.facts.vocabulary import Category, Status
from bot.i18n.catalogs import Catalogs
from bot.trivia.deck import Deck
from bot.trivia.wording import worded
from tests.conftest import EXAMPLE
from tests.trivia.asked import BASE, DECK, all_asked

IDS = DECK.fitting()
CATALOGS = Catalogs()


def test_there_are_enough_distinct_questions() -> None:
    assert len({(entry.fact_id, entry.template) for entry in DECK.entries.values()}) >= 1500
    assert set(IDS) == set(DECK.entries)


def test_ids_are_short_and_stand_for_one_question() -> None:
    for question_id, entry in DECK.entries.items():
        assert entry.id == question_id
        assert re.fullmatch(r"[a-z0-9.-]{1,54}", question_id)
        assert entry.template == "authored" or question_id.startswith(f"{entry.template}.")
    assert {"q-first-festa-year", "year.dynamite-release", "first.spring-day-release"} <= set(IDS)
    assert {"album.magic-shop", "track.wings-solo-songs", "who.jin-olympic-torch"} <= set(IDS)


@given(question_id=st.sampled_from(IDS), seed=st.integers())
def test_a_question_is_asked_the_same_for_the_same_seed(question_id: str, seed: int) -> None:
    asked = DECK.ask(question_id, Random(seed))

    assert asked == DECK.ask(question_id, Random(seed))
    assert asked.id == question_id
    assert asked.fact_id == DECK.entries[question_id].fact_id
    assert len(set(asked.choices)) == 4
    assert 0 <= asked.right < 4


def test_another_deck_of_the_same_facts_asks_the_same() -> None:
    other = Deck(BASE)

    assert other.entries == DECK.entries
    assert other.fitting() == IDS
    for found in IDS:
        assert other.ask(found, Random(found)) == DECK.ask(found, Random(found))


def test_nothing_comes_from_what_is_doubtful_or_ageing() -> None:
    for entry in DECK.entries.values():
        fact = BASE.facts[entry.fact_id]
        assert fact.status is Status.CONFIRMED
        assert fact.as_of is None


def test_every_question_says_what_it_is_about_and_how_difficult() -> None:
    for entry in DECK.entries.values():
        assert entry.difficulty in {1, 2, 3}
        assert entry.category is BASE.facts[entry.fact_id].category
        assert set(entry.subjects) <= set(BASE.facts[entry.fact_id].subjects)
    for asked in all_asked():
        assert asked.choices[asked.right] not in DECK.entries[asked.id].subjects


# What a server does not see


def test_hidden_facts_are_neither_questions_nor_choices() -> None:
    unseen = frozenset(fact_id for number, fact_id in enumerate(sorted(BASE.facts)) if number % 3)
    fitting = DECK.fitting(unseen=unseen)
    releases: defaultdict[str, set[str]] = defaultdict(set)
    for fact in BASE.facts.values():
        if fact.category is Category.RELEASE and fact.subjects:
            releases[fact.subjects[0]].add(fact.id)

    assert 0 < len(fitting) < len(IDS)
    for question_id in fitting:
        asked = DECK.ask(question_id, Random(1), unseen)
        assert asked.fact_id not in unseen
        if DECK.entries[question_id].template in {"first", "last", "of-year"}:
            assert all(releases[choice] - unseen for choice in asked.choices)


def test_what_cannot_be_asked_is_no_question() -> None:
    with pytest.raises(KeyError):
        DECK.ask("year.no-such-fact", Random(1))
    with pytest.raises(KeyError):
        DECK.ask("year.dynamite-release", Random(1), frozenset({"dynamite-release"}))


# Filters


def test_filters_leave_what_fits_in_a_fixed_order() -> None:
    solo = DECK.fitting(subject_id="jin", difficulty=2)
    charts = DECK.fitting(category=Category.CHART)

    assert solo
    assert all("jin" in DECK.entries[found].subjects for found in solo)
    assert {DECK.entries[found].difficulty for found in solo} == {2}
    assert {DECK.entries[found].category for found in charts} == {Category.CHART}
    assert list(charts) == [found for found in IDS if found in set(charts)]
    assert DECK.fitting(subject_id="nobody") == ()


# Other fandoms


def test_a_small_base_makes_the_questions_it_can() -> None:
    base = FactBase.load(EXAMPLE)
    deck = Deck(base)
    templates = Counter(entry.template for entry in deck.entries.values())

    assert {"authored", "year", "who", "birthday", "day-of"} <= set(templates)
    assert not templates["first"]  # it knows too few songs
    for question_id in deck.fitting():
        for locale in ("en-US", "pt-BR", "ko"):
            assert worded(base, deck.ask(question_id, Random(2)), CATALOGS.say(locale)), question_id


def test_an_empty_base_makes_none() -> None:
    fandom = {"name": "B", "fans": "F", "colour": "#000000", "emoji": "x", "home_zone": "Asia/Seoul"}
    file = FactFile.model_validate({"fandom": fandom, "sources": [], "subjects": [], "facts": []})

    assert Deck(FactBase(file)).fitting() == ()
