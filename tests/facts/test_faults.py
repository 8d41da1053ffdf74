"""Every fault of a fact file at once, in words an editor understands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.facts.base import FactBase
from bot.facts.faults import FactsInvalid, read

GOOD: dict[str, Any] = {
    "fandom": {
        "name": "Aurora",
        "fans": "Lights",
        "colour": "#112233",
        "emoji": "✨",
        "home_zone": "Asia/Seoul",
    },
    "sources": [{"id": "press", "title": "Press", "kind": "document", "file": "press.txt"}],
    "subjects": [{"id": "aurora", "name": "Aurora", "kind": "group"}],
    "facts": [
        {
            "id": "aurora-debut",
            "text": "Aurora debuted in 2020.",
            "category": "release",
            "subjects": ["aurora"],
            "date": {"value": "2020-01-02", "kind": "debut"},
            "sources": [{"source": "press", "paragraphs": [1]}],
        }
    ],
    "questions": [
        {
            "id": "q1",
            "fact": "aurora-debut",
            "prompt": "When?",
            "answer": "2020",
            "distractors": ["2018", "2019", "2021"],
        }
    ],
}


def _faults(change: Callable[[dict[str, Any]], object]) -> list[str]:
    raw = json.loads(json.dumps(GOOD))
    change(raw)
    with pytest.raises(FactsInvalid) as caught:
        read("facts.json", json.dumps(raw).encode())
    return [str(fault) for fault in caught.value.faults]


def test_a_sound_file_has_none() -> None:
    assert read("facts.json", json.dumps(GOOD).encode()).facts[0].id == "aurora-debut"


def _text(answer: str, distractors: list[str]) -> dict[str, Any]:
    return {"prompt": "언제?", "answer": answer, "distractors": distractors}


ONE_FAULT: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "missing field": (lambda raw: raw["facts"][0].pop("text"), "fact aurora-debut, text: is missing"),
    "unknown field": (
        lambda raw: raw["facts"][0].update(categry="x"),
        "fact aurora-debut, categry: is not a field here; did you mean `category`?",
    ),
    "too long": (
        lambda raw: raw["facts"][0].update(text="x" * 281),
        "fact aurora-debut, text: is 281 characters long; 280 are allowed",
    ),
    "no such date": (
        lambda raw: raw["facts"][0]["date"].update(value="2021-02-29"),
        "fact aurora-debut, date.value: 2021-02-29 is not a day of the calendar: that month has 28 days",
    ),
    "no date": (
        lambda raw: raw["facts"][0]["date"].update(value="21 August"),
        'fact aurora-debut, date.value: "21 August" is not a date; write 2020-08-21, 2020-08 or 2020',
    ),
    "unknown subject": (
        lambda raw: raw["facts"][0].update(subjects=["aurorra"]),
        "fact aurora-debut, subjects: there is no aurorra; did you mean aurora?",
    ),
    "unknown source": (
        lambda raw: raw["facts"][0].update(sources=[{"source": "web"}]),
        "fact aurora-debut, sources: there is no web",
    ),
    "document without paragraph": (
        lambda raw: raw["facts"][0].update(sources=[{"source": "press"}]),
        "fact aurora-debut, sources: press is a document: say which `paragraphs`",
    ),
    "doubt without a note": (
        lambda raw: raw["facts"][0].update(status="disputed"),
        "fact aurora-debut: a fact that is disputed needs a `note` that says why",
    ),
    "id twice": (
        lambda raw: raw["subjects"].append(raw["subjects"][0]),
        "subject aurora: 2 subjects have this id; an id names one",
    ),
    "id shared": (
        lambda raw: raw["subjects"].append({"id": "aurora-debut", "name": "Debut", "kind": "event"}),
        "fact aurora-debut: a subject has this id too; a choice in Discord must mean one of them",
    ),
    "bad id": (
        lambda raw: raw["sources"].append({**raw["sources"][0], "id": "The Press"}),
        (
            'source The Press, id: "The Press" is not an id; use small letters, digits and single hyphens, '
            "such as dynamite-release"
        ),
    ),
    "bad zone": (
        lambda raw: raw["fandom"].update(home_zone="Korea"),
        "fandom, home_zone: Korea is not an IANA time zone; write one such as Asia/Seoul",
    ),
    "question about nothing": (
        lambda raw: raw["questions"][0].update(fact="aurora"),
        "question q1, fact: there is no aurora; did you mean aurora-debut?",
    ),
    "answers alike": (
        lambda raw: raw["questions"][0].update(distractors=["2020 ", "1", "2"]),
        "question q1, distractors: two of the answers are the same",
    ),
    "two distractors": (
        lambda raw: raw["questions"][0].update(distractors=["1", "2"]),
        "question q1, distractors: needs at least 3, has 2",
    ),
    "answers alike in translation": (
        lambda raw: raw["questions"][0].update(translations={"ko": _text("2020", ["2018", "2019", "2020"])}),
        "question q1, translations.ko.distractors: two of the answers are the same",
    ),
    "too many distractors in translation": (
        lambda raw: raw["questions"][0].update(translations={"ko": _text("1", ["2", "3", "4", "5"])}),
        "question q1, translations.ko.distractors: may have 3, has 4",
    ),
    "translation without a prompt": (
        lambda raw: raw["questions"][0].update(
            translations={"ko": {"answer": "1", "distractors": ["2", "3", "4"]}}
        ),
        "question q1, translations.ko.prompt: is missing",
    ),
    "record without an id": (
        lambda raw: raw["subjects"].append({"name": "X", "kind": "song"}),
        "subject number 2, id: is missing",
    ),
}


@pytest.mark.parametrize(("change", "fault"), ONE_FAULT.values(), ids=ONE_FAULT.keys())
def test_one_fault_is_named_with_its_place(change: Callable[[dict[str, Any]], object], fault: str) -> None:
    assert _faults(change) == [fault]


def test_all_faults_come_at_once() -> None:
    def spoil(raw: dict[str, Any]) -> None:
        raw["fandom"]["colour"] = "purple"
        raw["subjects"][0]["kind"] = "band"
        raw["facts"][0]["text"] = 7
        raw["facts"][0]["sources"] = [{"source": "web"}]
        raw["extra"] = 1

    faults = _faults(spoil)

    assert len(faults) == 5
    assert (
        faults[0]
        == "extra: is not a field here; known are $schema, fandom, sources, subjects, facts, questions"
    )


def test_a_key_that_stands_twice_is_told() -> None:
    text = json.dumps(GOOD).replace('"name": "Aurora", "kind"', '"name": "Other", "name": "Aurora", "kind"')

    with pytest.raises(FactsInvalid, match=r"the record with id aurora: `name` stands 2 times; keep one"):
        read("facts.json", text.encode())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"fandom": {,}}', "line 1, column 13: this is not JSON"),
        (b"\xff\xfe", "byte 0: this is not UTF-8 text"),
        (b'{"a": "\xed"}', "byte 7: this is not UTF-8 text"),
        (b"[]", "the file: must be a record"),
        (b"", "line 1, column 1: this is not JSON"),
    ],
)
def test_what_is_no_fact_file_at_all_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "facts.json"
    file.write_bytes(content)

    with pytest.raises(FactsInvalid) as caught:
        FactBase.load(file)

    assert words in str(caught.value)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read("facts.json", b"\xef\xbb\xbf" + json.dumps(GOOD).encode()).fandom.name == "Aurora"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FactsInvalid, match="the file: cannot be read: No such file"):
        FactBase.load(tmp_path / "none.json")
