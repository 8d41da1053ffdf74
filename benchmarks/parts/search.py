"""Search in large fact bases, beside one pass of rapidfuzz over every title."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

from rapidfuzz import process

from benchmarks.figures import Figure, p99, reported, within
from benchmarks.lengths import Lengths
from bot.facts.base import FactBase, shipped_facts
from bot.facts.model import Citation, Fact, Subject
from bot.facts.search import FactSearch
from bot.folding import words

SEED = 11
ASKED = 2000
HELD_AT = 10_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def measure(_folder: Path, lengths: Lengths) -> list[Figure]:
    """A query and a keystroke over fact bases of several sizes; at ten thousand facts they have a bar."""
    figures = []
    for size in lengths.facts:
        search, subjects, queries = _large(size, Random(SEED))
        titles = [name for subject in subjects for name in (subject.name, *subject.aliases)]
        asked = queries[: ASKED if size <= HELD_AT else ASKED // 4]
        query_ms = _p99(search.find, asked)
        key_ms = _p99(search.suggest, [query[: 1 + at % len(query)] for at, query in enumerate(asked)])
        pass_ms = _p99(partial(process.extractOne, choices=titles), asked[:50])
        name = f"search over {size:,} facts, p99 of a"
        for what, took, most, curve in (
            ("query", query_ms, 5, "query by facts"),
            ("keystroke", key_ms, 3, "keystroke by facts"),
        ):
            figure = reported(f"{name} {what}", "ms", took, pass_ms)
            if size == HELD_AT:
                figure = within(figure.name, "ms", took, most, pass_ms)
            figures.append(figure.on(curve, size))
    return figures


def _large(size: int, rng: Random) -> tuple[FactSearch, list[Subject], list[str]]:
    """A base of that many facts about a third as many subjects, in the vocabulary of the shipped one."""
    shipped = FactBase.load(shipped_facts())
    texts = [fact.text for fact in shipped.facts.values()]
    vocabulary = sorted({word for text in texts for word in words(text)})
    vocabulary += [_invented(rng) for _ in range(size // 10)]
    kinds = [subject.kind for subject in shipped.subjects.values()]
    subjects = [
        Subject(
            id=f"subject-{number}",
            name=" ".join(rng.choices(vocabulary, k=rng.randint(1, 4))).title(),
            kind=rng.choice(kinds),
            aliases=(" ".join(rng.choices(vocabulary, k=2)),),
        )
        for number in range(size // 3)
    ]
    categories = [fact.category for fact in shipped.facts.values()]
    facts = [
        Fact(
            id=f"fact-{number}",
            text=" ".join(rng.choices(vocabulary, k=rng.randint(8, 20))).capitalize() + ".",
            category=rng.choice(categories),
            subjects=tuple({subject.id: None for subject in rng.choices(subjects, k=2)}),
            sources=(Citation(source="s"),),
        )
        for number in range(size)
    ]
    by_id = {subject.id: subject for subject in subjects}
    return FactSearch(facts, by_id), subjects, [_query(subjects, facts, rng) for _ in range(ASKED)]


def _query(subjects: Sequence[Subject], facts: Sequence[Fact], rng: Random) -> str:
    """A title, part of one, one with a slip, or a few words of a fact."""
    name = rng.choice(subjects).name
    kind = rng.randrange(4)
    if kind == 0:
        return name
    if kind == 1:
        return name[: max(2, len(name) // 2)]
    if kind == 2:
        at = rng.randrange(len(name))
        return name[:at] + rng.choice(_LETTERS) + name[at + 1 :]
    return " ".join(rng.sample(words(rng.choice(facts).text), 3))


def _invented(rng: Random) -> str:
    return "".join(rng.choices(_LETTERS, k=rng.randint(4, 9)))


def _p99(ask: Callable[[str], object], queries: Sequence[str]) -> float:
    took = []
    for query in queries:
        begun = time.perf_counter()
        ask(query)
        took.append((time.perf_counter() - begun) * 1000)
    return p99(took)
