"""What a question is before it is asked, and as it is asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from random import Random
from typing import Protocol

from bot.facts.model import Fact, Question, Subject
from bot.facts.vocabulary import Category
from bot.trivia.looks import Look, stands_out

CHOICES = 4
AUTHORED = "authored"
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
    looks: tuple[Look, ...] = ()
    """Of its name in each language, where one that looks otherwise could be told by that."""


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


@dataclass(frozen=True)
class Picked:
    """One right choice of some and three wrong ones of more: shuffled, or in the order of their tokens.

    The right one looks like a wrong one at least, in every language.
    """

    entry: Entry
    right: tuple[Option, ...]
    wrong: tuple[Option, ...]
    in_order: bool = False

    def possible(self, unseen: frozenset[str] = _NOTHING) -> bool:
        if self.entry.fact_id in unseen:
            return False
        return self._is_fair if unseen.isdisjoint(self._proofs) else self._is_fair_without(unseen)

    @cached_property
    def _proofs(self) -> frozenset[str | None]:
        return frozenset(option.proof for option in (*self.right, *self.wrong))

    @cached_property
    def _is_fair(self) -> bool:
        return any(_first_fair(answer, self.wrong) for answer in self.right)

    def _is_fair_without(self, unseen: frozenset[str]) -> bool:
        others = _seen(self.wrong, unseen)
        return any(_first_fair(answer, others) for answer in _seen(self.right, unseen))

    def ask(self, rng: Random, unseen: frozenset[str] = _NOTHING) -> Asked:
        others = _seen(self.wrong, unseen)
        answers = [answer for answer in _seen(self.right, unseen) if _first_fair(answer, others)]
        answer = rng.choice(answers)
        choices = [answer, *_draw(rng, answer, others)]
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


def _seen(options: tuple[Option, ...], unseen: frozenset[str]) -> list[Option]:
    return [option for option in options if option.proof not in unseen]


def _draw(rng: Random, answer: Option, others: Sequence[Option]) -> Sequence[Option]:
    """Three wrong choices among which the right one does not stand out, where there are any."""
    for _ in range(_TRIES):
        wrong = rng.sample(others, CHOICES - 1)
        if _is_fair(answer, wrong):
            return wrong
    return _first_fair(answer, rng.sample(others, len(others))) or ()


def _first_fair(answer: Option, others: Sequence[Option]) -> Sequence[Option] | None:
    return next((wrong for wrong in combinations(others, CHOICES - 1) if _is_fair(answer, wrong)), None)


def _is_fair(answer: Option, wrong: Sequence[Option]) -> bool:
    return not stands_out(answer.looks, [option.looks for option in wrong])
