"""What is left out of a text, in English and Korean."""

from __future__ import annotations

from typing import Any

import pytest

from bot.facts.model import Fact, Subject
from bot.trivia.blanks import names, without_name
from bot.trivia.language import ending_at, months_of, relative_words
from bot.trivia.numbers import number_of, numbers_in
from bot.trivia.soundness import says
from bot.trivia.times import without_year


def _subject(name: str, *aliases: str, kind: str = "song") -> Subject:
    return Subject.model_validate({"id": "it", "name": name, "kind": kind, "aliases": aliases})


SPRING = _subject("Spring Day", "봄날")
JIN = _subject("Jin", "진", "Kim Seok-jin", kind="person")
V = _subject("V", "뷔", kind="person")


@pytest.mark.parametrize(
    ("text", "subject", "around"),
    [
        ("Spring Day came out in February.", SPRING, ("", " came out in February.")),
        ("They sang SPRING DAY.", SPRING, ("They sang ", ".")),
        ("Jin's fish grew.", JIN, ("", "'s fish grew.")),
        ("‘봄날’은 2월에 나왔어요.", SPRING, ("‘", "’은(는) 2월에 나왔어요.")),
        ("주인공은 ‘봄날’이었어요.", SPRING, ("주인공은 ‘", "’이었어요/였어요.")),
        ("‘봄날’의 뮤직비디오", SPRING, ("‘", "’의 뮤직비디오")),
        ("진이 노래했어요.", JIN, ("", "이(가) 노래했어요.")),
        ("진행은 진이 맡았어요.", JIN, ("진행은 ", "이(가) 맡았어요.")),
        ("V Live was there.", JIN, None),
        ("Spring Day, and Spring Day again.", SPRING, None),
        ("봄날 and Spring Day.", SPRING, None),
        ("An early Spring Day morning in spring.", SPRING, None),
        ("It was a Spring Day.", SPRING, None),
        ("‘오늘 (Spring Day)’의 영상", SPRING, None),
        ("‘봄날의 곰’은 아니에요.", SPRING, None),
        ("‘나의 봄날’은 아니에요.", SPRING, None),
        ("The show (Spring Day in it) was long.", SPRING, None),
        ("진심을 전하지 못했어요.", JIN, None),
        ("Live from Jindo.", JIN, None),
    ],
)
def test_a_name_is_left_out_where_it_stands_once(
    text: str, subject: Subject, around: tuple[str, str] | None
) -> None:
    assert without_name(text, subject) == around


@pytest.mark.parametrize(
    ("text", "named"),
    [("V sang.", True), ("뷔와 진", True), ("Vibe", False), ("TV", False), ("뷔페", False)],
)
def test_a_name_is_a_word_of_its_own(text: str, named: bool) -> None:
    assert names(text, V) is named


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("", ("", "")),
        (" x", ("", "")),
        ("은 x", ("은", "은(는)")),
        ("에서 x", ("에서", "에서")),
        ("나무", None),
    ],
)
def test_endings_are_known(text: str, ending: tuple[str, str] | None) -> None:
    assert ending_at(text, 0) == ending


def _fact(text: str, date: str = "2018-05-18", **more: Any) -> Fact:
    record = {
        "id": "f",
        "text": text,
        "category": "release",
        "subjects": ["it"],
        "date": {"value": date, "kind": "release"},
        "sources": [{"source": "s"}],
    }
    return Fact.model_validate(record | more)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It came out in 2018.", ("It came out in ", ".")),
        ("2018년 5월에 나왔어요.", ("", "년 5월에 나왔어요.")),
        ("It came out.", ("It came out.",)),
        ("Born in 2017, grown in 2018.", None),
        ("1992년 이후 처음이에요.", None),
        ("It sold 2,018 copies of 20180.", ("It sold 2,018 copies of 20180.",)),
    ],
)
def test_a_year_is_left_out_unless_another_tells_it(text: str, parts: tuple[str, ...] | None) -> None:
    fact = _fact(text)

    assert without_year(fact, text, {"it": SPRING}) == parts


def test_a_year_that_is_part_of_a_name_cannot_be_left_out() -> None:
    text = "They closed Class of 2018."

    assert without_year(_fact(text), text, {"it": _subject("Class of 2018")}) is None


@pytest.mark.parametrize(
    ("text", "locale", "told"),
    [
        ("It came out in May.", "en", True),
        ("It may come out.", "en", False),
        ("They marched on.", "en", False),
        ("On his birthday he sang.", "en", True),
        ("Spring Day won.", "en", False),
        ("5월에 나왔어요.", "ko", True),
        ("생일에 나왔어요.", "ko", True),
        ("봄날이 이겼어요.", "ko", False),
        ("Foi em março.", "pt-BR", True),
    ],
)
def test_what_tells_a_month_is_known(text: str, locale: str, told: bool) -> None:
    months = months_of(locale)

    assert months
    assert says(text, months, _fact(text), {"it": SPRING}) is told


@pytest.mark.parametrize(
    ("text", "locale", "relative"),
    [
        ("It is the latest one.", "en", True),
        ("A year ago it won.", "en", True),
        ("It won the very next day.", "en", False),
        ("최근에 나왔어요.", "ko", True),
        ("다음 날 나왔어요.", "ko", False),
    ],
)
def test_relative_words_are_known(text: str, locale: str, relative: bool) -> None:
    words = relative_words(locale)

    assert words
    assert bool(words.search(text)) is relative


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("It entered at number seven.", "en", [7]),
        ("It rose to number 38 in 2018.", "en", [38]),
        ("About 24,000 people and 101.1 million views.", "en", [24000, 101_100_000]),
        ("At 00:00, 1,5 or 2.5 of them", "en", []),
        ("1억 110만 회", "ko", [101_100_000]),
        ("390만 명과 24,000명, 7위", "ko", [3_900_000, 24000, 7]),
        ("14만 5천 명", "ko", [145_000]),
        ("2018년 5월 18일", "ko", []),
        ("Vendeu 12 000 em 30 dias", "pt", [12, 0, 30]),
    ],
)
def test_numbers_are_read_in_each_language(text: str, language: str, values: list[int]) -> None:
    assert [number.value for number in numbers_in(text, language)] == values


@pytest.mark.parametrize(
    ("text", "language", "other", "written"),
    [
        ("3.9 million", "en", 4_250_000, "4.25 million"),
        ("24,000", "en", 31000, "31,000"),
        ("1억 110만", "ko", 242_400_000, "2억 4,240만"),
        ("39만", "ko", 794_000, "79만 4천"),
        ("8만", "ko", 100_000, "10만"),
    ],
)
def test_another_number_is_written_alike(text: str, language: str, other: int, written: str) -> None:
    (number,) = numbers_in(text, language)

    assert number.written(other) == written
    assert number.written(number.value) == text


@pytest.mark.parametrize(
    ("text", "value"), [("1,000", 1000), ("Ten", 10), ("2019", 2019), ("Two hearts", None), ("2.5", None)]
)
def test_an_answer_is_a_number_or_not(text: str, value: int | None) -> None:
    assert number_of(text) == value
