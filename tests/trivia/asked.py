"""Every question of the shipped fact base, asked a few times, for tests to look through."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import NamedTuple

from bot.facts.base import FactBase, shipped_facts
from bot.facts.model import Fact
from bot.facts.vocabulary import SubjectKind
from bot.trivia.deck import Asked, Deck

BASE = FactBase.load(shipped_facts())
DECK = Deck(BASE)
SEEDS = range(3)


class OfFact(NamedTuple):
    """A question as it was asked, beside the fact it stands on."""

    fact: Fact
    asked: Asked
    right: str
    wrong: list[str]


@cache
def all_asked() -> tuple[Asked, ...]:
    return tuple(DECK.ask(found, Random(f"{seed} {found}")) for seed in SEEDS for found in DECK.entries)


def asked_by(*templates: str) -> list[OfFact]:
    """The questions of some templates, each of which makes some."""
    asked = [one for one in all_asked() if DECK.entries[one.id].template in templates]
    assert {DECK.entries[one.id].template for one in asked} == set(templates)
    return [_of_fact(one) for one in asked]


def _of_fact(asked: Asked) -> OfFact:
    right = asked.choices[asked.right]
    return OfFact(
        BASE.facts[asked.fact_id], asked, right, [choice for choice in asked.choices if choice != right]
    )


def charts_of(fact: Fact) -> set[str]:
    """The charts a fact tells of."""
    return {subject for subject in fact.subjects if BASE.subjects[subject].kind is SubjectKind.CHART}
