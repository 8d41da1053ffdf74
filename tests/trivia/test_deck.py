"""The deck of the shipped fact base, and of small ones, held against the facts by rules of their own."""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.base import FactBase, shipped_facts
from bot.facts.model import Fact, FactFile
from bot.facts.vocabulary import Category, Status, SubjectKind
from bot.i18n.catalogs import Catalogs
from bot.trivia.deck import Asked, Deck
from bot.trivia.wording import worded
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs" / "example" / "facts.json"
BASE = FactBase.load(shipped_facts())
DECK = Deck(BASE)
IDS = DECK.fitting()
SEEDS = range(3)
CATALOGS = Catalogs()
LOCALES = ("en-US", "ko")


@cache
def _asked() -> tuple[Asked, ...]:
    """Every question, asked a few times."""
    return tuple(DECK.ask(found, Random(f"{seed} {found}")) for seed in SEEDS for found in IDS)


def _of(*templates: str) -> list[tuple[Fact, Asked]]:
    return [
        (BASE.facts[asked.fact_id], asked)
        for asked in _asked()
        if DECK.entries[asked.id].template in templates
    ]


def _right(asked: Asked) -> str:
    return asked.choices[asked.right]


def _wrong(asked: Asked) -> list[str]:
    return [choice for choice in asked.choices if choice != _right(asked)]


def _date(subject_id: str) -> str:
    return str(BASE.subjects[subject_id].date)


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
    for asked in _asked():
        assert _right(asked) not in DECK.entries[asked.id].subjects


# Exactly one choice is right


def test_a_year_is_that_of_the_fact_and_nowhere_in_the_question() -> None:
    for fact, asked in _of("year"):
        assert fact.date
        assert _right(asked) == fact.date.value[:4]
        assert list(asked.choices) == sorted(asked.choices)
        for locale in LOCALES:
            assert _right(asked) not in _prompt(asked, locale)


def test_a_month_is_that_of_the_fact_and_nowhere_in_the_question() -> None:
    names = list(calendar.month_name)[1:]
    for fact, asked in _of("month"):
        assert fact.date
        assert _right(asked) == fact.date.value[:7]
        assert {choice[:4] for choice in asked.choices} == {fact.date.value[:4]}
        assert list(asked.choices) == sorted(asked.choices)
        quoted = _prompt(asked, "en-US").partition(">")[2]
        for name in names:
            titles = [BASE.subjects[subject].name for subject in fact.subjects]
            assert name not in quoted.split() or any(name in title for title in titles), asked.id
        assert not re.search(r"\d월", _prompt(asked, "ko").partition(">")[2])


@pytest.mark.parametrize(
    ("template", "on_the_right_side"),
    [("first", lambda right, wrong: right < wrong), ("last", lambda right, wrong: right > wrong)],
)
def test_what_came_first_or_last_did(template: str, on_the_right_side: Callable[[str, str], bool]) -> None:
    assert _of(template)
    for _, asked in _of(template):
        right = _date(_right(asked))
        assert all(on_the_right_side(right, _date(choice)) for choice in _wrong(asked))
        assert len({BASE.subjects[choice].kind for choice in asked.choices}) == 1


def test_one_of_four_titles_came_out_in_the_year() -> None:
    for fact, asked in _of("of-year"):
        assert fact.date
        year = fact.date.value[:4]
        assert _date(_right(asked)).startswith(year)
        for choice in _wrong(asked):
            out = {_date(choice)[:4]} | {
                other.date.value[:4]
                for other in BASE.facts.values()
                if other.subjects[:1] == (choice,) and other.date and other.date.kind == "release"
            }
            assert year not in out, (asked.id, choice)


def test_a_song_came_out_with_one_of_four_albums() -> None:
    for fact, asked in _of("album"):
        song = asked.id.partition(".")[2]
        assert {song, _right(asked)} <= set(fact.subjects)
        assert _date(song) == _date(_right(asked))
        assert all(_date(choice) != _date(song) for choice in _wrong(asked))


def test_one_of_four_songs_is_on_the_album_or_is_not() -> None:
    for fact, asked in _of("track", "not-on"):
        album = fact.subjects[0]
        on_it = {
            subject
            for other in BASE.facts.values()
            if album in other.subjects and other.category in {Category.MUSIC, Category.RELEASE}
            for subject in other.subjects
        }
        inside = [choice for choice in asked.choices if choice in on_it]
        assert len(inside) == (1 if asked.id.startswith("track.") else 3)
        assert (_right(asked) in inside) is asked.id.startswith("track.")


def test_an_older_song_is_not_said_to_be_missing_from_an_album_that_gathers_songs() -> None:
    older = 0
    for _, asked in _of("track", "not-on"):
        album = BASE.facts[asked.fact_id].subjects[0]
        outside = _wrong(asked) if asked.id.startswith("track.") else [_right(asked)]
        for choice in outside:
            if _date(choice) < _date(album):
                older += 1
                assert album not in GATHERING, (asked.id, choice)
    assert older


GATHERING = {
    "love-yourself-answer", "proof", "bts-the-best", "permission-to-dance-on-stage-live", "wake-up", "youth",
    "face-yourself", "young-forever", "map-of-the-soul-7-the-journey", "skool-luv-affair-special-addition",
    "hope-on-the-street-vol-1", "muse", "you-never-walk-alone",
}  # fmt: skip
"""Albums of the shipped base that hold older songs, or new versions of them."""


def test_a_fact_is_about_one_of_the_four_named() -> None:
    for fact, asked in _of("who", "which"):
        assert _right(asked) in fact.subjects
        assert len({BASE.subjects[choice].kind for choice in asked.choices}) == 1
        for choice in _wrong(asked):
            subject = BASE.subjects[choice]
            assert choice not in fact.subjects
            assert not re.search(rf"(?<!\w){re.escape(subject.name)}(?!\w)", fact.text), (asked.id, choice)


def test_no_other_fact_says_the_same_of_a_wrong_choice() -> None:
    said = {
        choice: [
            re.sub(re.escape(BASE.subjects[choice].name), "___", fact.text, flags=re.IGNORECASE)
            for fact in BASE.facts.values()
            if choice in fact.subjects
        ]
        for _, asked in _of("who", "which")
        for choice in asked.choices
    }
    for fact, asked in _of("who", "which"):
        name = BASE.subjects[_right(asked)].name
        masked = re.sub(re.escape(name), "___", fact.text, flags=re.IGNORECASE)
        assert all(masked not in said[choice] for choice in _wrong(asked))


def test_a_place_on_a_chart_is_not_shared_with_a_wrong_choice() -> None:
    rank = re.compile(r"number (\w+)")
    told: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for fact in BASE.facts.values():
        for chart in _charts() & set(fact.subjects):
            for place in rank.findall(fact.text):
                told[fact.subjects[0]].add((chart, place))
    looked_at = 0
    for fact, asked in _of("which"):
        numbers = re.findall(r"\d+", _without_titles(fact))
        charts = _charts() & set(fact.subjects)
        if fact.category is Category.CHART and not numbers and len(charts) == 1:
            looked_at += 1
            works = {subject for subject in fact.subjects if BASE.subjects[subject].kind in {"song", "album"}}
            for place in rank.findall(fact.text) if len(works) == 1 else ():
                for choice in _wrong(asked):
                    assert (next(iter(charts)), place) not in told[choice], (asked.id, choice)
    assert looked_at


def _charts() -> set[str]:
    return {subject.id for subject in BASE.subjects.values() if subject.kind is SubjectKind.CHART}


def _without_titles(fact: Fact) -> str:
    text = fact.text
    for subject in fact.subjects:
        for title in (BASE.subjects[subject].name, *BASE.subjects[subject].aliases):
            text = text.replace(title, "")
    return text


def test_a_figure_stands_in_the_fact_and_no_wrong_one_in_its_like() -> None:
    words = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}
    words |= {"nine": 9, "eleven": 11, "twelve": 12}
    for fact, asked in _of("figure"):
        assert _right(asked) in _figures(fact.text) | {
            str(value) for word, value in words.items() if word in fact.text
        }
        names = [BASE.subjects[subject].name for subject in fact.subjects]
        for choice in _wrong(asked):
            assert int(choice) > 0
            assert choice not in _figures(fact.text) or any(choice in name for name in names), asked.id
        assert [int(choice) for choice in asked.choices] == sorted(int(choice) for choice in asked.choices)


def _figures(text: str) -> set[str]:
    plain = {found.replace(",", "") for found in re.findall(r"\d[\d,]*", text)}
    scaled = {
        str(round(float(number) * (10**6 if scale == "million" else 10**9)))
        for number, scale in re.findall(r"([\d.]+) (million|billion)", text)
    }
    return plain | scaled


def test_a_birthday_is_one_persons() -> None:
    for fact, asked in _of("birthday"):
        assert fact.date
        assert _date(_right(asked))[5:] == fact.date.value[5:]
        assert all(_date(choice)[5:] != fact.date.value[5:] for choice in _wrong(asked))
    for fact, asked in _of("day-of"):
        assert fact.date
        assert _right(asked) == fact.date.value[5:]
        assert list(asked.choices) == sorted(asked.choices)


def test_an_authored_question_keeps_its_four_answers() -> None:
    for _, asked in _of("authored"):
        assert sorted(asked.choices) == ["0", "1", "2", "3"]
        assert _right(asked) == "0"


def test_authored_numbers_stand_in_order() -> None:
    said = CATALOGS.say("en-US")
    for seed in SEEDS:
        told = worded(BASE, DECK.ask("q-first-billboard-entry", Random(seed)), said)
        assert told
        assert told.choices == ("26", "61", "107", "171")


# Nothing is given away


def test_the_right_place_is_any_place() -> None:
    places = Counter(asked.right for asked in _asked())
    for place in range(4):
        assert 0.2 < places[place] / len(_asked()) < 0.3


def test_the_longest_or_shortest_choice_is_no_better_guess() -> None:
    longest = shortest = asked_by_name = 0
    say = CATALOGS.say("en-US")
    for _, asked in _of("first", "last", "of-year", "album", "track", "which", "who"):
        told = worded(BASE, asked, say)
        assert told
        lengths = [len(choice) for choice in told.choices]
        others = sorted(lengths[: asked.right] + lengths[asked.right + 1 :])
        asked_by_name += 1
        longest += lengths[asked.right] > others[-1]
        shortest += lengths[asked.right] < others[0]
    assert longest / asked_by_name < 0.28
    assert shortest / asked_by_name < 0.28


def _prompt(asked: Asked, locale: str) -> str:
    told = worded(BASE, asked, CATALOGS.say(locale))
    assert told
    return told.prompt


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
