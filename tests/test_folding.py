"""How text is compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.folding import fold, key, spellings, words

SAME = [
    ("Black Swan", "BLACK-SWAN"),
    ("Jung Kook", "jungkook"),
    ("Café", "cafe"),
    ("Ｄｙｎａｍｉｔｅ", "dynamite"),
    ("2! 3!", "23"),
    ("O!RUL8,2?", "orul82"),
    ("정국", "정국".encode().decode()),
    ("봄 날", "봄날"),
    ("\u202eSpring\u200b Day\x00", "spring day"),
    ("Straße", "STRASSE"),
    ("1,000 fans", "1000 fans"),
]
DIFFERENT = [("Run", "Ran"), ("?", "!"), ("봄날", "봄"), ("2 3", "2 4")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_title_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_titles_have_other_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_a_syllable_still_being_typed_begins_the_finished_one() -> None:
    assert key("정국").startswith(key("정ㄱ"))
    assert key("정국").startswith(key("정구"))


def test_nothing_is_left_of_what_nobody_can_see() -> None:
    assert key(" \t\u200b\u2066\x07 ") == ""


def test_an_ampersand_is_written_out_and_brackets_are_left_away() -> None:
    assert spellings("Blood Sweat & Tears") == ["Blood Sweat & Tears", "Blood Sweat  and  Tears"]
    assert spellings("00:00 (Zero O'Clock)") == ["00:00 (Zero O'Clock)", "00:00"]
    assert spellings("(Alone)") == ["(Alone)"]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_are_parts_of_the_key(text: str) -> None:
    assert "".join(words(text)) in {key(text), ""}
