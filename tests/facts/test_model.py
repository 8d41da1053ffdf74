"""What an editor may write."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.facts.model import Fact, Question, Subject
from bot.facts.partial_date import PartialDate

DATE = TypeAdapter(PartialDate)


@pytest.mark.parametrize(
    ("text", "parts", "first"),
    [
        ("2020", (2020, None, None), date(2020, 1, 1)),
        ("2020-08", (2020, 8, None), date(2020, 8, 1)),
        ("2020-02-29", (2020, 2, 29), date(2020, 2, 29)),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(
    text: str, parts: tuple[int, int | None, int | None], first: date
) -> None:
    known = DATE.validate_python(text)

    assert (known.year, known.month, known.day) == parts
    assert known.first_day() == first


@pytest.mark.parametrize(
    "text", ["20", "2020-13", "2020-8", "2021-02-29", "2020-04-31", "2020-08-21T00:00", ""]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        DATE.validate_python(text)


@given(st.dates(), st.dates())
def test_dates_sort_by_time(one: date, other: date) -> None:
    assert (PartialDate(one.isoformat()) < PartialDate(other.isoformat())) == (one < other)


def test_a_text_is_told_in_the_language_or_as_it_stands() -> None:
    fact = Fact.model_validate(
        {
            "id": "f",
            "text": "Hello",
            "category": "music",
            "sources": [{"source": "s"}],
            "translations": {"ko": "안녕", "pt-BR": "Oi"},
        }
    )

    assert [fact.text_in(locale) for locale in ("ko", "pt-BR", "pt", "en-US", "fr")] == [
        "안녕", "Oi", "Hello", "Hello", "Hello",
    ]  # fmt: skip


def test_a_question_is_asked_in_the_language_or_as_it_stands() -> None:
    question = Question.model_validate(
        {
            "id": "q",
            "fact": "f",
            "prompt": "When?",
            "answer": "Today",
            "distractors": ["Never", "Once", "Twice"],
            "translations": {
                "ko": {"prompt": "언제?", "answer": "오늘", "distractors": ["전혀", "한 번", "두 번"]}
            },
        }
    )

    assert question.text_in("ko").answers == ("오늘", "전혀", "한 번", "두 번")
    assert question.text_in("pt-BR").prompt == "When?"


def test_a_title_is_called_by_one_of_its_aliases_or_its_name() -> None:
    title = {"id": "s", "name": "Spring Day", "kind": "song", "aliases": ["봄날"], "called": {"ko": "봄날"}}
    song = Subject.model_validate(title)

    assert [song.name_in(locale) for locale in ("ko", "ko-KR", "en-US")] == ["봄날", "봄날", "Spring Day"]
    with pytest.raises(ValidationError, match="봄나 is no alias"):
        Subject.model_validate(title | {"called": {"ko": "봄나"}})
