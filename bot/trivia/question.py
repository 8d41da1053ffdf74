"""What a question is before it is asked, and as it is asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from bot.facts.model import Category, Fact, Question, Subject

CHOICES = 4
AUTHORED = "authored"
_MUCH_LONGER = 1.6
_TRIES = 6
_NOTHING: frozenset[str] = frozenset()


class Known(Protocol):
    """What of a fact base questions are made from."""

    @property
    def facts(self) -> Mapping[str, Fact]: ...

    @property
    def subjects(self) -> Mapping[str, Subject]: ...

    @property
    def questions(self) -> Mapping[str, Question]: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A question that can be asked."""

    id: str
    """Stable: the id of an authored question, else `<template>.<id of the fact or subject>`."""
    fact_id: str
    """The fact that proves it."""
    template: str
    difficulty: int
    """1 to 3."""
    category: Category
    subjects: tuple[str, ...]
    """What it is about, without what it asks for: a topic must not be the answer to all its questions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked: kept as JSON, told in any language later."""

    id: str
    fact_id: str
    choices: tuple[str, ...]
    """In the order shown, without a language: a year, a month `2019-03`, an id, an index, a number."""
    right: int
    """The place of the right one among the choices."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may stand among the choices."""

    token: str
    proof: str | None = None
    """The fact that tells of it: where that is not seen, it is no choice either."""
    length: int = 0
    """Of its name, where names differ much in length."""


class Askable(Protocol):
    """A question the deck holds."""

    @property
    def entry(self) -> Entry: ...

    def possible(self, unseen: frozenset[str]) -> bool:
        """Whether it can be asked where these facts are not seen."""
        ...

    def ask(self, rng: Random, unseen: frozenset[str]) -> Asked:
        """Choose and order the choices; only where it is possible."""
        ...


@dataclass(frozen=True, slots=True)
class Picked:
    """One right choice of some and three wrong ones of more: shuffled, or in the order of their tokens."""

    entry: Entry
    right: tuple[Option, ...]
    wrong: tuple[Option, ...]
    in_order: bool = False

    def possible(self, unseen: frozenset[str] = _NOTHING) -> bool:
        if self.entry.fact_id in unseen:
            return False
        return bool(_seen(self.right, unseen)) and len(_seen(self.wrong, unseen)) >= CHOICES - 1

    def ask(self, rng: Random, unseen: frozenset[str] = _NOTHING) -> Asked:
        answer = rng.choice(_seen(self.right, unseen))
        others = _seen(self.wrong, unseen)
        wrong = rng.sample(others, CHOICES - 1)
        for _ in range(_TRIES):
            if not _stands_out(answer, wrong):
                break
            wrong = rng.sample(others, CHOICES - 1)
        choices = [answer, *wrong]
        if self.in_order:
            choices.sort(key=lambda option: option.token)
        else:
            rng.shuffle(choices)
        tokens = tuple(option.token for option in choices)
        return Asked(self.entry.id, self.entry.fact_id, tokens, tokens.index(answer.token))


@dataclass(frozen=True, slots=True)
class Laid:
    """Choices that have an order of their own: one of several rows, each with the right one in it."""

    entry: Entry
    right: str
    rows: tuple[tuple[str, ...], ...]

    def possible(self, unseen: frozenset[str] = _NOTHING) -> bool:
        return self.entry.fact_id not in unseen

    def ask(self, rng: Random, unseen: frozenset[str] = _NOTHING) -> Asked:  # noqa: ARG002  # as all do
        row = rng.choice(self.rows)
        return Asked(self.entry.id, self.entry.fact_id, row, row.index(self.right))


def _seen(options: tuple[Option, ...], unseen: frozenset[str]) -> Sequence[Option]:
    return [option for option in options if option.proof not in unseen]


def _stands_out(answer: Option, wrong: Sequence[Option]) -> bool:
    """Whether the right choice can be told by its length."""
    lengths = [option.length for option in wrong]
    return answer.length > max(lengths) * _MUCH_LONGER + 4 or answer.length * _MUCH_LONGER + 4 < min(lengths)
