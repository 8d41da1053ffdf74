"""What is wrong with a fact file, every fault at once, in words an editor understands. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.facts.model import Citation, Fact, FactFile, Fandom, Question, QuestionText, Source, Subject
from bot.facts.vocabulary import SourceKind

_RECORDS: dict[str, type[BaseModel]] = {
    "sources": Source,
    "subjects": Subject,
    "facts": Fact,
    "questions": Question,
}
_NESTED: dict[str, type[BaseModel]] = {"fandom": Fandom, **_RECORDS}
_ONE = {"sources": "source", "subjects": "subject", "facts": "fact", "questions": "question"}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to put right, and where."""

    place: str
    """Such as `fact dynamite-release, date.value`."""
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class FactsInvalid(Exception):
    """A fact file that cannot be used."""

    def __init__(self, where: str, faults: list[Fault]) -> None:
        self.where, self.faults = where, faults
        super().__init__(f"{where} has {len(faults)} fault{'s' if len(faults) != 1 else ''}")

    def __str__(self) -> str:
        listed = "\n".join(f"  - {fault}" for fault in self.faults)
        return f"{self.args[0]}:\n{listed}"


def read(where: str, content: bytes) -> FactFile:
    """Read and check a whole fact file.

    Raises:
        FactsInvalid: with every fault of it.
    """
    try:
        text = content.decode("utf-8-sig")  # some editors begin a file with a byte order mark
    except UnicodeDecodeError as error:
        problem = "this is not UTF-8 text; save the file as UTF-8"
        raise FactsInvalid(where, [Fault(f"byte {error.start}", problem)]) from None
    try:
        raw, repeated = _parsed(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise FactsInvalid(where, [Fault(place, f"this is not JSON: {error.msg}")]) from None
    references = _reference_faults(raw) if isinstance(raw, dict) else []
    try:
        file = FactFile.model_validate(raw)
    except ValidationError as error:
        shape = (_shape_fault(raw, details) for details in error.errors(include_url=False))
        raise FactsInvalid(where, sorted({*shape, *repeated, *references})) from None
    if repeated or references:
        raise FactsInvalid(where, sorted({*repeated, *references}))
    return file


def _parsed(text: str) -> tuple[Any, list[Fault]]:
    """The file as JSON, and the keys that stand twice: an editor would lose the first without a word."""
    repeated: list[Fault] = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        record = dict(pairs)
        if len(record) < len(pairs):
            place = f"the record with id {record['id']}" if "id" in record else "a record"
            times = Counter(name for name, _ in pairs)
            repeated.extend(
                Fault(place, f"`{name}` stands {number} times; keep one")
                for name, number in times.items()
                if number > 1
            )
        return record

    return json.loads(text, object_pairs_hook=look), repeated


def _shape_fault(raw: Any, details: ErrorDetails) -> Fault:
    path = details["loc"]
    place = _place(raw, path)
    return Fault(place, _problem(details, path))


def _place(raw: Any, path: tuple[int | str, ...]) -> str:
    if not path:
        return "the file"
    head, *rest = path
    if head in _ONE and rest and isinstance(rest[0], int):
        record = raw[head][rest[0]]
        name = record.get("id") if isinstance(record, dict) else None
        head = (
            f"{_ONE[str(head)]} {name}"
            if isinstance(name, str)
            else f"{_ONE[str(head)]} number {rest[0] + 1}"
        )
        rest = rest[1:]
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in rest)
    return f"{head}, {field}" if field else str(head)


def _problem(details: ErrorDetails, path: tuple[int | str, ...]) -> str:
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    words: dict[str, Callable[[], str]] = {
        "missing": lambda: "is missing",
        "extra_forbidden": lambda: f"is not a field here{_did_you_mean(path)}",
        "string_too_long": lambda: f"is {len(given)} characters long; {context['max_length']} are allowed",
        "string_too_short": lambda: "is empty",
        "string_type": lambda: f"must be text in quotes, not {json.dumps(given, ensure_ascii=False)}",
        "enum": lambda: f"{json.dumps(given, ensure_ascii=False)} is not one of {context['expected']}",
        "literal_error": lambda: (
            f"{json.dumps(given, ensure_ascii=False)} is not one of {context['expected']}"
        ),
        "string_pattern_mismatch": lambda: _pattern_problem(given, path),
        "value_error": lambda: str(context["error"]),
        "too_short": lambda: f"needs at least {context['min_length']}, has {context['actual_length']}",
        "too_long": lambda: f"may have {context['max_length']}, has {context['actual_length']}",
        "bool_type": lambda: "must be true or false",
        "bool_parsing": lambda: "must be true or false",
        "tuple_type": lambda: "must be a list in [ ]",
        "model_type": lambda: "must be a record in { }",
        "dict_type": lambda: "must be a record in { }",
    }
    return words[kind]() if kind in words else details["msg"]


def _pattern_problem(given: str, path: tuple[int | str, ...]) -> str:
    last = str(path[-1])
    if last == "colour":
        return f'"{given}" is not a colour; write one such as #8B5CF6'
    if last in {"value", "date", "as_of", "published"}:
        return f'"{given}" is not a date; write 2020-08-21, 2020-08 or 2020'
    if "translations" in path or last == "language":
        return f'"{given}" is not a locale; write one such as ko or pt-BR'
    return f'"{given}" is not an id; use small letters, digits and single hyphens, such as dynamite-release'


def _did_you_mean(path: tuple[int | str, ...]) -> str:
    model: type[BaseModel] = FactFile
    for part in path[:-1]:
        if part in _NESTED:
            model = _NESTED[str(part)]
        elif part == "sources" and model is Fact:
            model = Citation
        elif part == "translations" and model is Question:
            model = QuestionText
    known = [field.alias or name for name, field in model.model_fields.items()]
    close = get_close_matches(str(path[-1]), known, n=1)
    return f"; did you mean `{close[0]}`?" if close else f"; known are {', '.join(known)}"


def _reference_faults(raw: dict[str, Any]) -> list[Fault]:
    """Ids that repeat, and references that lead nowhere; looks at whatever has the shape to be looked at."""
    ids = {
        kind: [record["id"] for record in _records(raw, kind) if isinstance(record.get("id"), str)]
        for kind in _ONE
    }
    faults = [
        Fault(f"{_ONE[kind]} {name}", f"{times} {kind} have this id; an id names one")
        for kind, names in ids.items()
        for name, times in Counter(names).items()
        if times > 1
    ]
    faults.extend(
        Fault(f"fact {name}", "a subject has this id too; a choice in Discord must mean one of them")
        for name in sorted(set(ids["facts"]) & set(ids["subjects"]))
    )
    known = {kind: set(names) for kind, names in ids.items()}
    documents = {
        source.get("id") for source in _records(raw, "sources") if source.get("kind") == SourceKind.DOCUMENT
    }
    for fact in _records(raw, "facts"):
        place = f"fact {fact.get('id')}"
        faults.extend(_unknown(place, "subjects", fact.get("subjects"), known["subjects"]))
        citations = [entry for entry in _list(fact.get("sources")) if isinstance(entry, dict)]
        faults.extend(
            _unknown(place, "sources", [entry.get("source") for entry in citations], known["sources"])
        )
        faults.extend(
            Fault(f"{place}, sources", f"{entry['source']} is a document: say which `paragraphs`")
            for entry in citations
            if entry.get("source") in documents and not entry.get("paragraphs")
        )
    for question in _records(raw, "questions"):
        place = f"question {question.get('id')}"
        faults.extend(_unknown(place, "fact", [question.get("fact")], known["facts"]))
        faults.extend(_answer_faults(place, question))
    return faults


def _answer_faults(place: str, question: dict[str, Any]) -> Iterator[Fault]:
    """Answers that are alike, in the language of the file or in another."""
    translations = question.get("translations")
    texts = {"": question}
    if isinstance(translations, dict):
        texts |= {
            f"translations.{locale}.": text for locale, text in translations.items() if isinstance(text, dict)
        }
    for where, text in texts.items():
        answers = [text.get("answer"), *_list(text.get("distractors"))]
        folded = [answer.strip().casefold() for answer in answers if isinstance(answer, str)]
        if len(set(folded)) < len(folded):
            yield Fault(f"{place}, {where}distractors", "two of the answers are the same")


def _unknown(place: str, field: str, named: Any, known: set[str]) -> Iterator[Fault]:
    for name in _list(named):
        if isinstance(name, str) and name not in known:
            close = get_close_matches(name, sorted(known), n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            yield Fault(f"{place}, {field}", f"there is no {name}{hint}")


def _records(raw: dict[str, Any], kind: str) -> Iterable[dict[str, Any]]:
    return (record for record in _list(raw.get(kind)) if isinstance(record, dict))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
