"""The editor's desk: what `python -m bot trivia` prints."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from bot.facts.base import FactBase
from bot.i18n.catalogs import Catalogs
from bot.trivia.answers import LETTERS
from bot.trivia.deck import Deck
from bot.trivia.wording import worded


def sample(path: Path, seed: int, count: int, locale: str) -> None:
    """Print some questions as they are asked, then, apart, what is right and where it comes from.

    Raises:
        FactsInvalid: the file is not sound.
    """
    base = FactBase.load(path)
    deck, say, rng = Deck(base), Catalogs().say(locale), Random(seed)
    asked = [deck.ask(chosen, rng) for chosen in rng.sample(deck.fitting(), min(count, len(deck.entries)))]
    for number, question in enumerate(asked, 1):
        told = worded(base, question, say)
        if told is None:
            raise AssertionError(f"{question.id} cannot be told")
        prompt = told.plain.replace("\n", "\n   ")
        print(f"{number}. {prompt}")
        for letter, choice in zip(LETTERS, told.choices, strict=True):
            print(f"   {letter}  {choice}")
        print()
    print("=" * 72)
    for number, question in enumerate(asked, 1):
        entry = deck.entries[question.id]
        told_by = f"{entry.template}, difficulty {entry.difficulty}, {question.fact_id}"
        print(f"{number}. {LETTERS[question.right]}  {told_by}")


def stats(path: Path) -> None:
    """Print how many questions a fact base makes.

    Raises:
        FactsInvalid: the file is not sound.
    """
    entries = Deck(FactBase.load(path)).entries.values()
    distinct = {(entry.fact_id, entry.template) for entry in entries}
    print(f"{len(entries)} questions, {len(distinct)} distinct by fact and template")
    by_template = Counter((entry.template, entry.difficulty) for entry in entries)
    print(f"{'template':12} {'easy':>5} {'middle':>6} {'hard':>5}")
    for template in dict.fromkeys(entry.template for entry in entries):
        easy, middle, hard = (by_template[template, difficulty] for difficulty in (1, 2, 3))
        print(f"{template:12} {easy:5} {middle:6} {hard:5}")
