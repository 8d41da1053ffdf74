"""What an editor is asked to look at again."""

from __future__ import annotations

from typing import Any

import pytest

from bot.facts.model import FactFile
from bot.facts.proofreading import proofread
from bot.facts.vocabulary import Check

ARTICLE = """
The band played for ninety minutes in the rain, and nobody in the whole stadium went home early.

They sold 1,200 tickets in 2019.
"""


def _file(*facts: dict[str, Any], subjects: tuple[dict[str, Any], ...] = ()) -> FactFile:
    base = {
        "category": "concert",
        "subjects": ["band"],
        "sources": [{"source": "article", "paragraphs": [1, 2]}],
    }
    return FactFile.model_validate(
        {
            "fandom": {
                "name": "B",
                "fans": "F",
                "colour": "#000000",
                "emoji": "x",
                "home_zone": "Asia/Seoul",
            },
            "sources": [
                {"id": "article", "title": "A", "kind": "document", "file": "article.txt"},
                {"id": "web", "title": "W", "kind": "reference", "where": "W"},
            ],
            "subjects": [{"id": "band", "name": "Band", "kind": "group"}, *subjects],
            "facts": [{"id": f"f{number}", **base, **fact} for number, fact in enumerate(facts, 1)],
        }
    )


RAIN = {"text": "The band once played in pouring rain, and everybody stayed."}
FIRST_NIGHT = "The first night of the winter tour filled the hall in the capital"
REMARKS: dict[str, tuple[FactFile, Check, str]] = {
    "the same twice": (
        _file(RAIN, {"text": "Once the band played in pouring rain and everybody stayed."}),
        Check.NEAR_DUPLICATE,
        "says nearly what f1 says",
    ),
    "one event on two dates": (
        _file(
            {"text": f"{FIRST_NIGHT} on 3 May.", "date": {"value": "2019-05-03", "kind": "concert"}},
            {"text": f"{FIRST_NIGHT} on 4 May.", "date": {"value": "2019-05-04", "kind": "concert"}},
        ),
        Check.TWO_DATES,
        "looks like f1 on another date",
    ),
    "a subject nobody needs": (
        _file(RAIN, subjects=({"id": "moon", "name": "Moon", "kind": "place"},)),
        Check.UNUSED_SUBJECT,
        "no fact is about it",
    ),
    "about nobody": (_file({**RAIN, "subjects": []}), Check.NO_SUBJECT, "names nobody"),
    "a word that ages": (
        _file({"text": "The band is currently on tour."}),
        Check.AGEING,
        'says "currently" without `as_of`',
    ),
    "a figure the article lacks": (
        _file({"text": "They sold 1,300 tickets."}),
        Check.NUMBER,
        "1,300 does not stand in the cited paragraphs",
    ),
    "a paragraph that is not there": (
        _file({**RAIN, "sources": [{"source": "article", "paragraphs": [3]}]}),
        Check.NUMBER,
        "article has 2 paragraphs, not 3",
    ),
    "eight words of the article": (
        _file({"text": "Hear this: nobody in the whole stadium went home early."}),
        Check.COPIED,
        "nobody in the whole stadium went home early",
    ),
}


@pytest.mark.parametrize(("file", "check", "text"), REMARKS.values(), ids=REMARKS.keys())
def test_what_deserves_a_second_look_is_told(file: FactFile, check: Check, text: str) -> None:
    remarks = proofread(file, {"article.txt": ARTICLE})

    assert check in {remark.check for remark in remarks}
    assert any(text in remark.text for remark in remarks)


@pytest.mark.parametrize(
    "fact",
    [
        RAIN,
        {"text": "They sold 1,200 tickets in 2019."},
        {"text": "The band is currently on tour.", "as_of": "2019"},
        {"text": "They sold 1,300 tickets.", "sources": [{"source": "web"}]},
        {"text": "Nobody in the stadium went home early."},
    ],
)
def test_what_is_well_is_left_alone(fact: dict[str, Any]) -> None:
    assert proofread(_file(fact), {"article.txt": ARTICLE}) == []


def test_a_word_that_ages_may_stand_in_a_title() -> None:
    song = {"id": "now-or-never", "name": "Now or Never", "kind": "song"}
    fact = {"text": "Now or Never closes the show.", "subjects": ["now-or-never", "band"]}

    assert proofread(_file(fact, subjects=(song,))) == []


def test_an_answer_settles_a_remark_and_is_a_remark_itself_when_nothing_is_left_to_answer() -> None:
    answer = [{"check": "ageing", "reason": "it is their motto"}]

    assert proofread(_file({"text": "Live now!", "allow": answer})) == []
    (needless,) = proofread(_file({**RAIN, "allow": answer}))
    assert "no such remark any more" in needless.text


def test_without_the_documents_figures_and_wording_are_not_judged() -> None:
    answer = [{"check": "number", "reason": "the article rounds it"}]
    file = _file({"text": "They sold 1,300 tickets.", "allow": answer})

    assert proofread(file) == []
