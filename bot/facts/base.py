"""A loaded fact base: checked, indexed, never changed. A reload makes another one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from propcache.api import cached_property

from bot.facts.faults import FactsInvalid, Fault, read
from bot.facts.model import Fact, FactFile, Fandom, Question, Source, Subject
from bot.facts.search import FactSearch
from bot.facts.vocabulary import Category


def shipped_facts() -> Path:
    """The fact base that comes with the bot: beside it in a checkout, inside it when installed."""
    beside = Path(__file__).parents[2] / "data" / "facts.json"
    return beside if beside.exists() else Path(str(files("bot"))) / "data" / "facts.json"


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, and where in it a fact stands."""

    source: Source
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FactSheet:
    """A fact with everything it refers to. A base has one for each fact; two are equal only as the same."""

    fact: Fact
    subjects: tuple[Subject, ...]
    """Whom it is about, the main one first."""
    citations: tuple[Cited, ...]

    def main(self, asked_for: str | None) -> Subject | None:
        """The subject a person asked for, where the fact is about it; else the one it is mainly about."""
        asked = (subject for subject in self.subjects if subject.id == asked_for)
        return next(asked, None) or next(iter(self.subjects), None)


class FactBase:
    """What one fact file says, ready to be asked."""

    def __init__(self, file: FactFile) -> None:
        self.fandom: Fandom = file.fandom
        self.facts: dict[str, Fact] = {fact.id: fact for fact in file.facts}
        self.subjects: dict[str, Subject] = {subject.id: subject for subject in file.subjects}
        self.sources: dict[str, Source] = {source.id: source for source in file.sources}
        self.questions: dict[str, Question] = {question.id: question for question in file.questions}
        self.sheets: dict[str, FactSheet] = {fact.id: self._sheet(fact) for fact in file.facts}
        self.timeline: tuple[Fact, ...] = tuple(sorted((fact for fact in file.facts if fact.date), key=_when))

    @cached_property
    def search(self) -> FactSearch:
        """The index, built when it is first asked for; `FactService.warm` asks once the bot is connected."""
        return FactSearch(tuple(self.facts.values()), self.subjects)

    @cached_property
    def of_category(self) -> dict[str, frozenset[str]]:
        """The facts' ids by category."""
        return {
            category: frozenset(fact.id for fact in self.facts.values() if fact.category == category)
            for category in Category
        }

    @staticmethod
    def load(path: Path) -> FactBase:
        """Read and check a file; unchanged since the last time, it is the same base.

        Raises:
            FactsInvalid: the file is missing, unreadable or has faults; all of them are listed.
        """
        return _made(str(path), content_of(path))

    def _sheet(self, fact: Fact) -> FactSheet:
        return FactSheet(
            fact,
            tuple(self.subjects[subject_id] for subject_id in fact.subjects),
            tuple(Cited(self.sources[entry.source], entry.paragraphs) for entry in fact.sources),
        )


@lru_cache(maxsize=1)
def _made(name: str, content: bytes) -> FactBase:
    return FactBase(read(name, content))


def content_of(path: Path) -> bytes:
    """A fact file's bytes.

    Raises:
        FactsInvalid: it is missing or unreadable.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise FactsInvalid(str(path), [Fault("the file", problem)]) from error


def schema() -> str:
    """The JSON Schema of a fact file, as committed beside it."""
    made: dict[str, Any] = FactFile.model_json_schema(by_alias=True)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **made}, indent=2) + "\n"


def _when(fact: Fact) -> tuple[str, str]:
    return (fact.date.value if fact.date else "", fact.id)
