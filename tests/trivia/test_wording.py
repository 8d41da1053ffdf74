"""Questions in words, in both languages, and after a reload."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.base import FactBase, content_of, shipped_facts
from bot.facts.faults import read
from bot.facts.model import FactFile
from bot.i18n.catalogs import Catalogs
from bot.trivia.deck import Deck
from bot.trivia.wording import worded

BASE = FactBase.load(shipped_facts())
DECK = Deck(BASE)
CATALOGS = Catalogs()
PROMPT, CHOICE = 600, 76


@pytest.mark.parametrize("locale", ["en-US", "ko", "pt-BR"])
def test_every_question_can_be_told_within_the_limits(locale: str) -> None:
    say = CATALOGS.say(locale)
    for question_id in DECK.fitting():
        told = worded(BASE, DECK.ask(question_id, Random(4)), say)
        assert told, question_id
        assert 0 < len(told.prompt) <= PROMPT
        assert len(told.choices) == 4
        assert len(set(told.choices)) == 4, question_id
        assert all(0 < len(choice) <= CHOICE for choice in told.choices), question_id


@given(question_id=st.sampled_from(DECK.fitting()), seed=st.integers())
def test_a_question_is_told_in_korean_where_it_is_translated(question_id: str, seed: int) -> None:
    told = worded(BASE, DECK.ask(question_id, Random(seed)), CATALOGS.say("ko"))

    assert told
    translated = BASE.questions.get(question_id)
    if translated is None or translated.translations:
        assert any("가" <= letter <= "힣" for letter in told.prompt)


def test_titles_and_people_are_called_as_the_language_calls_them() -> None:
    songs = {
        "spring-day": "봄날",
        "dynamite": "Dynamite",
        "go-go": "고민보다 Go",
        "jimin": "지민",
        "rm": "RM",
    }

    assert {song: BASE.subjects[song].name_in("ko") for song in songs} == songs
    assert BASE.subjects["spring-day"].name_in("en-US") == "Spring Day"


EXAMPLES = {
    "year.dynamite-release": (
        "In which year did the song **Dynamite** come out?\n"
        "> Dynamite lit up the summer when it came out on 21 August \\_\\_\\_\\_."
    ),
    "who.jin-olympic-torch": (
        "Who is it?\n> \\_\\_\\_\\_ carried the Olympic flame through Paris, past the Louvre."
    ),
    "album.magic-shop": "Which album was **Magic Shop** first on?",
    "birthday.rm-birthday": "Whose birthday is on September 12?",
    "album.voice": "Which album or mixtape was **Voice** first on?",
    "year.d-day-the-movie-opens": (
        "In which year did this film come out?\n"
        "> SUGA's encore concert came to cinemas: Agust D Tour 'D-Day' The Movie was, says the agency, "
        "the first BTS concert film in IMAX."
    ),
    "year.super-tuna-full-version": (
        "In which year did this happen?\n"
        "> The fish grew: in October \\_\\_\\_\\_ Super Tuna got a second verse and a full version."
    ),
}


@pytest.mark.parametrize(("question_id", "prompt"), EXAMPLES.items())
def test_a_question_reads_like_a_sentence(question_id: str, prompt: str) -> None:
    told = worded(BASE, DECK.ask(question_id, Random(1)), CATALOGS.say("en-US"))

    assert told
    assert told.prompt == prompt


def test_a_korean_ending_does_not_tell_the_name() -> None:
    told = worded(BASE, DECK.ask("who.jin-olympic-torch", Random(1)), CATALOGS.say("ko"))

    assert told
    assert "\\_\\_\\_\\_은(는)" in told.prompt
    assert "진은" not in told.prompt


def test_an_authored_question_is_told_in_its_translation() -> None:
    question = BASE.questions["q-leader"]
    text = {"prompt": "리더는 누구일까요?", "answer": "가", "distractors": ["나", "다", "라"]}
    base = _changed(questions={"q-leader": question.model_dump(mode="json") | {"translations": {"ko": text}}})
    asked = Deck(base).ask("q-leader", Random(3))
    told = worded(base, asked, CATALOGS.say("ko"))

    assert told
    assert told.prompt == "리더는 누구일까요?"
    assert told.choices[asked.right] == "가"
    assert sorted(told.choices) == ["가", "나", "다", "라"]


@pytest.mark.parametrize(
    ("question_id", "change"),
    [
        ("year.dynamite-release", {"facts": {"dynamite-release": None}}),
        (
            "year.dynamite-release",
            {"facts": {"dynamite-release": {"text": "It came out in 2020, not 2019."}}},
        ),
        ("year.dynamite-release", {"facts": {"dynamite-release": {"date": None}}}),
        ("who.jin-olympic-torch", {"facts": {"jin-olympic-torch": {"text": "Somebody carried a flame."}}}),
        ("figure.lego-bts-dynamite", {"facts": {"lego-bts-dynamite": {"text": "LEGO built a set."}}}),
        ("q-leader", {"questions": {"q-leader": None}}),
    ],
)
def test_what_a_reload_took_away_is_not_told(question_id: str, change: dict[str, Any]) -> None:
    asked = DECK.ask(question_id, Random(1))

    assert worded(BASE, asked, CATALOGS.say("en-US"))
    assert worded(_changed(**change), asked, CATALOGS.say("en-US")) is None


def test_a_title_that_is_gone_is_no_choice() -> None:
    for question_id in ("first.spring-day-release", "album.magic-shop", "birthday.rm-birthday"):
        asked = DECK.ask(question_id, Random(1))
        gone = replace(asked, choices=(*asked.choices[:3], "gone"))

        assert worded(BASE, gone, CATALOGS.say("en-US")) is None


def _changed(**records: dict[str, dict[str, Any] | None]) -> FactBase:
    """The shipped base with some records changed, or left out where they are None."""
    path = shipped_facts()
    raw = read(str(path), content_of(path)).model_dump(mode="json", by_alias=True)
    for kind, changes in records.items():
        raw[kind] = [
            {**record, **(changes.get(record["id"]) or {})}
            for record in raw[kind]
            if changes.get(record["id"], record) is not None
        ]
    if "facts" in records:  # an authored question must have its fact
        known = {fact["id"] for fact in raw["facts"]}
        raw["questions"] = [question for question in raw["questions"] if question["fact"] in known]
    return FactBase(FactFile.model_validate(raw))
