"""What an editor should look at again: not wrong for certain, but worth a second thought. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from bot.facts.model import Fact, FactFile, Subject
from bot.facts.vocabulary import Check, SourceKind
from bot.folding import words

COPIED_WORDS = 8
"""So many consecutive words of a document are its author's, not ours."""
_ALIKE = 88  # of 100: the same idea in nearly the same words
_ALIKE_BUT_FOR_DATES = 92
_AGEING = re.compile(r"\b(recently|latest|currently|now)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One thing to look at."""

    place: str
    """Such as `fact dynamite-release`."""
    check: Check
    text: str

    def __str__(self) -> str:
        return f"{self.place} [{self.check}]: {self.text}"


def proofread(file: FactFile, documents: Mapping[str, str] | None = None) -> list[Remark]:
    """The remarks nobody answered yet.

    `documents` are the texts of the cited documents by file name; without them, figures and wording are
    not held against what they come from. An answer (`allow`) to a remark that is not made is a remark.
    """
    made = sorted(
        {
            *_near_duplicates(file.facts),
            *_subjects(file),
            *_ageing(file),
            *(_against_documents(file, documents) if documents is not None else ()),
        }
    )
    answered = {(place, answer.check) for place, record in _records(file) for answer in record.allow}
    open_remarks = [remark for remark in made if (remark.place, remark.check) not in answered]
    raised = {(remark.place, remark.check) for remark in made}
    unseen = set() if documents is not None else {Check.NUMBER, Check.COPIED}
    needless = sorted(
        Remark(place, check, "is allowed, but there is no such remark any more; take the answer out")
        for place, check in answered - raised
        if check not in unseen
    )
    return [*open_remarks, *needless]


def paragraphs(text: str) -> list[str]:
    """A document's non-empty lines: paragraph 1 is the first."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _records(file: FactFile) -> Iterator[tuple[str, Fact | Subject]]:
    yield from ((f"fact {fact.id}", fact) for fact in file.facts)
    yield from ((f"subject {subject.id}", subject) for subject in file.subjects)


def _near_duplicates(facts: Iterable[Fact]) -> Iterator[Remark]:
    together: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        for subject_id in fact.subjects:
            together[subject_id].append(fact)
    pairs = {
        (one.id, other.id): (one, other)
        for group in together.values()
        for one, other in combinations(sorted(group, key=lambda fact: fact.id), 2)
    }
    for one, other in pairs.values():
        if fuzz.token_sort_ratio(one.text.lower(), other.text.lower()) >= _ALIKE:
            yield Remark(f"fact {other.id}", Check.NEAR_DUPLICATE, f"says nearly what {one.id} says")
        if _one_event(one, other):
            yield Remark(f"fact {other.id}", Check.TWO_DATES, f"looks like {one.id} on another date")


def _one_event(one: Fact, other: Fact) -> bool:
    if one.date is None or other.date is None or one.date == other.date or one.category != other.category:
        return False
    alike = fuzz.token_sort_ratio(_without_numbers(one.text), _without_numbers(other.text))
    return (
        one.date.kind == other.date.kind
        and set(one.subjects) == set(other.subjects)
        and (alike >= _ALIKE_BUT_FOR_DATES)
    )


def _without_numbers(text: str) -> str:
    return _NUMBER.sub("", text.lower())


def _subjects(file: FactFile) -> Iterator[Remark]:
    used = {subject_id for fact in file.facts for subject_id in fact.subjects}
    for subject in file.subjects:
        if subject.id not in used:
            yield Remark(f"subject {subject.id}", Check.UNUSED_SUBJECT, "no fact is about it")
    for fact in file.facts:
        if not fact.subjects:
            yield Remark(f"fact {fact.id}", Check.NO_SUBJECT, "names nobody and nothing it is about")


def _ageing(file: FactFile) -> Iterator[Remark]:
    names = sorted(
        {name for subject in file.subjects for name in (subject.name, *subject.aliases)},
        key=len,
        reverse=True,
    )
    titles = [name for name in names if _AGEING.search(name)]
    for fact in file.facts:
        if fact.as_of is not None:
            continue
        text = f"{fact.text} {fact.detail or ''}"
        for title in titles:
            text = text.replace(title, "")
        if found := _AGEING.search(text):
            yield Remark(f"fact {fact.id}", Check.AGEING, f'says "{found[0]}" without `as_of`')


def _against_documents(file: FactFile, documents: Mapping[str, str]) -> Iterator[Remark]:
    files = {
        source.id: source.file
        for source in file.sources
        if source.kind is SourceKind.DOCUMENT and source.file in documents
    }
    read = {source_id: paragraphs(documents[name]) for source_id, name in files.items() if name}
    runs = {run for lines in read.values() for line in lines for run in _runs(line)}
    for fact in file.facts:
        yield from _numbers(fact, read)
        for text in (fact.text, fact.detail or "", fact.note or ""):
            if copied := next((run for run in _runs(text) if run in runs), None):
                told = " ".join(copied)
                yield Remark(
                    f"fact {fact.id}", Check.COPIED, f'has {COPIED_WORDS} words of a document: "{told}"'
                )


def _numbers(fact: Fact, read: Mapping[str, list[str]]) -> Iterator[Remark]:
    """Figures that no cited paragraph has; where a reference is cited too, they may be its."""
    if not all(entry.source in read for entry in fact.sources):
        return
    cited = []
    for entry in fact.sources:
        for number in entry.paragraphs:
            if number > len(read[entry.source]):
                told = f"{entry.source} has {len(read[entry.source])} paragraphs, not {number}"
                yield Remark(f"fact {fact.id}", Check.NUMBER, told)
            else:
                cited.append(read[entry.source][number - 1])
    there = set(_NUMBER.findall(" ".join(cited)))
    for number in dict.fromkeys(_NUMBER.findall(fact.text)):
        if number not in there:
            yield Remark(f"fact {fact.id}", Check.NUMBER, f"{number} does not stand in the cited paragraphs")


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    said = words(text)
    return (tuple(said[at : at + COPIED_WORDS]) for at in range(len(said) - COPIED_WORDS + 1))
