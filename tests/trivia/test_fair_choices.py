"""What would give an answer away, or make two of them right: looked for in every question of the shipped
base, by rules of this file's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from random import Random

import pytest

from bot.facts.model import Fact
from bot.facts.vocabulary import SubjectKind
from bot.trivia.tracks import NOT_ON, TRACK
from tests.trivia.asked import BASE, DECK, asked_by, charts_of

LANGUAGES = ("en", "ko")
PLACES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
PLACES |= {"ten": 10, "eleven": 11, "twelve": 12}


def _out(subject_id: str) -> date:
    found = BASE.subjects[subject_id].date
    assert found
    return found.first_day()


def _figures(fact: Fact, text: str) -> set[int]:
    for subject in fact.subjects:
        for title in (BASE.subjects[subject].name, *BASE.subjects[subject].aliases):
            text = text.replace(title, "")
    text = text.replace("Hot 100", "").replace("Billboard 200", "")
    worded = {PLACES[word] for word in re.findall(r"number (\w+)", text) if word in PLACES}
    return worded | {int(found) for found in re.findall(r"(?<![\d,.])\d{1,3}(?![\d,]|\.\d)", text)}


# How choices look


def _script(name: str) -> bool:
    return bool(re.search("[가-힣]", name))


def _prefixed(name: str) -> bool:
    return bool(re.match(r"(?i)(intro|outro|interlude|skit|trivia|epilogue|answer) ?.? ?:", name))


def _letters(name: str) -> str:
    bare = re.sub(r"^\w+ ?:", "", name)
    if re.search("[가-힣]", bare):
        return "hangul"
    if not re.search("[A-Za-z]", bare):
        return "none"
    return "lower" if bare == bare.lower() else "upper" if bare == bare.upper() else "mixed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_title_is_never_the_only_one_that_looks_as_it_does(language: str) -> None:
    looked_at = 0
    for _, asked, right, wrong in asked_by("first", "last", "of-year", "album", "track", "not-on", "which"):
        right_name = BASE.subjects[right].name_in(language)
        names = [BASE.subjects[choice].name_in(language) for choice in wrong]
        looked_at += 1
        for look in (_script, _prefixed, _letters):
            if look is not _letters or not _script(right_name):
                assert look(right_name) in {look(name) for name in names}, (asked.id, right_name, names)
    assert looked_at


# Charts


def test_no_wrong_choice_had_a_place_that_the_fact_tells_on_that_chart() -> None:
    told: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for fact in BASE.facts.values():
        for chart in charts_of(fact):
            for subject in fact.subjects:
                for text in (fact.text, fact.detail or ""):
                    told[subject] |= {(chart, figure) for figure in _figures(fact, text)}
    looked_at = 0
    for fact, asked, _, wrong in asked_by("which"):
        for place in {(chart, figure) for chart in charts_of(fact) for figure in _figures(fact, fact.text)}:
            looked_at += 1
            assert not [choice for choice in wrong if place in told[choice]], (asked.id, place)
    assert looked_at


def test_nothing_that_stands_between_songs_is_said_to_have_won_or_led() -> None:
    looked_at = 0
    for fact, asked, _, wrong in asked_by("which"):
        if fact.category in {"award", "chart", "record"} and fact.date and fact.date.kind != "release":
            looked_at += 1
            assert not [choice for choice in wrong if _prefixed(BASE.subjects[choice].name)], asked.id
    assert looked_at


def test_two_others_have_been_on_the_chart_unless_it_is_easy() -> None:
    been: defaultdict[str, set[str]] = defaultdict(set)
    for fact in BASE.facts.values():
        for subject in fact.subjects:
            been[subject] |= charts_of(fact)
    looked_at = 0
    for fact, asked, _, wrong in asked_by("which"):
        charts = charts_of(fact) if fact.date and fact.date.kind != "release" else set()
        if charts:
            looked_at += 1
            others = [choice for choice in wrong if been[choice] & charts]
            assert len(others) >= 2 or DECK.entries[asked.id].difficulty == 1, asked.id
    assert looked_at


def test_a_year_in_the_text_does_not_tell_which_song_or_album_it_was() -> None:
    looked_at = 0
    for fact, asked, right, wrong in asked_by("which"):
        assert fact.date
        works = BASE.subjects[right].kind in {SubjectKind.SONG, SubjectKind.ALBUM}
        if works and fact.date.kind != "release" and re.search(r"20\d\d", fact.text):
            told = fact.date.value.first_day()
            looked_at += 1
            new = [choice for choice in wrong if 0 <= (told - _out(choice)).days <= 400]
            assert len(new) >= 2, asked.id
    assert looked_at


# Releases


def test_nothing_of_a_wrong_choice_came_out_again_after_what_came_last() -> None:
    again = {
        fact.subjects[0]: max(
            other.date.value
            for other in BASE.facts.values()
            if other.subjects[:1] == fact.subjects[:1] and other.date and other.date.kind == "release"
        )
        for fact in BASE.facts.values()
        if fact.subjects and fact.date and fact.date.kind == "release"
    }
    for _, asked, right, wrong in asked_by("last"):
        assert all(again[choice][:7] <= str(_out(right))[:7] for choice in wrong), asked.id
    assert not [
        asked.id for _, asked, right, wrong in asked_by("last") if "super-tuna" in wrong and right == "my-you"
    ]


def test_songs_of_other_artists_are_not_compared() -> None:
    of_others = {"eternal-sunshine", "song-request", "winter-flower", "rush-hour", "stop-the-rain", "eight"}
    of_others |= {"left-and-right", "sugas-interlude", "vibe", "spaghetti"}
    assert of_others <= BASE.subjects.keys()
    for _, asked, _, _ in asked_by("first", "last", "of-year"):
        assert not of_others & set(asked.choices), asked.id
    assert {"seven", "chicken-noodle-soup"} <= {
        one for _, asked, _, _ in asked_by("first") for one in asked.choices
    }


# What is on what


def test_no_song_in_question_is_called_like_an_album() -> None:
    titles = {"wake up", "her", "tear", "answer", "persona", "wings", "skool luv affair", "happy", "indigo"}
    for _, asked, _, _ in asked_by(TRACK, NOT_ON):
        for choice in asked.choices:
            name = re.sub(r"[^\w ]", "", BASE.subjects[choice].name.lower())
            assert not [title for title in titles if f" {title} " in f" {name} "], (asked.id, choice)


def test_a_single_is_no_album() -> None:
    for _, asked, _, _ in asked_by("album"):
        for choice in asked.choices:
            songs = [
                one
                for one in BASE.subjects.values()
                if one.kind is SubjectKind.SONG and one.name.lower() == BASE.subjects[choice].name.lower()
            ]
            assert all(one.date is None or one.date.first_day() >= _out(choice) for one in songs), asked.id


def test_the_odd_one_out_of_a_solo_album_is_by_the_same_person_unless_it_is_easy() -> None:
    own = {one.id for one in BASE.subjects.values() if one.kind is SubjectKind.PERSON and one.date}
    by = {
        one: {subject for fact in BASE.facts.values() if one in fact.subjects for subject in fact.subjects}
        & own
        for one in BASE.subjects
    }
    looked_at = 0
    for fact, asked, right, wrong in asked_by(TRACK, NOT_ON):
        soloist = set(fact.subjects) & own
        if len(soloist) == 1 and DECK.entries[asked.id].difficulty > 1:
            looked_at += 1
            outside = [right] if DECK.entries[asked.id].template == NOT_ON else wrong
            assert all(soloist & by[choice] for choice in outside), asked.id
    assert looked_at


def test_nobody_is_asked_for_where_a_title_is_their_name() -> None:
    assert "who.rm-mixtape-tracks" not in DECK.entries
    assert any(asked.choices[asked.right] == "rm" for _, asked, _, _ in asked_by("who"))


# Years and months


def test_a_year_is_not_asked_where_a_name_holds_it() -> None:
    for fact, asked, right, _ in asked_by("year"):
        assert not [one for one in fact.subjects if right in BASE.subjects[one].name], asked.id


def test_a_year_without_audiences_lies_beside_the_other_one() -> None:
    looked_at = 0
    for fact, asked, right, _ in asked_by("year"):
        assert fact.date
        if right in {"2020", "2021"} and fact.date.kind in {"concert", "event", "broadcast", "announcement"}:
            looked_at += 1
            assert {"2020", "2021"} <= set(asked.choices), asked.id
    assert looked_at


def test_of_the_years_of_a_song_that_was_new_two_at_most_are_before_it() -> None:
    looked_at = 0
    for fact, asked, right, _ in asked_by("year"):
        assert fact.date
        new = [
            one
            for one in fact.subjects
            if BASE.subjects[one].kind is SubjectKind.SONG
            and (BASE.subjects[one].date or "9")[:4] == right
            and str(BASE.subjects[one].date) < fact.date.value
        ]
        if new and int(right) <= 2023 and fact.date.kind in {"award", "chart", "record"}:
            looked_at += 1
            before = [choice for choice in asked.choices if choice < right]
            assert len(before) <= 2 or fact.date.value[5:] >= "12-20", asked.id
    assert looked_at


@pytest.mark.parametrize(
    ("fact_id", "earliest"),
    [("ptd-on-stage-final-night", 2021), ("wings-tour-japan", 2016), ("d-day-tour-stops", 2021)],
)
def test_a_tour_is_not_before_what_it_is_called_after(fact_id: str, earliest: int) -> None:
    for seed in range(10):
        asked = DECK.ask(f"year.{fact_id}", Random(seed))
        assert min(int(choice) for choice in asked.choices) >= earliest


def test_no_month_is_asked_of_a_chart_that_is_dated_at_its_beginning() -> None:
    of_charts = 0
    for fact, asked, _, _ in asked_by("month"):
        assert fact.date
        if fact.date.kind == "chart":
            of_charts += 1
            assert int(fact.date.value[8:] or 0) >= 12, asked.id
    assert of_charts


# Figures


def test_a_place_below_the_tenth_is_asked_only_where_it_is_celebrated() -> None:
    asked_for = {DECK.entries[asked.id].fact_id: right for _, asked, right, _ in asked_by("figure")}
    places = 0
    for fact_id, right in asked_for.items():
        fact = BASE.facts[fact_id]
        if charts_of(fact) and int(right) <= 100:
            places += 1
            assert int(right) <= 10 or fact.prominence == 3, fact_id
    assert places
    assert "my-time-and-filter-hot-100" not in asked_for
