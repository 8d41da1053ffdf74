"""The deck: which questions there are, and asking one. Pure.

A fact that a server does not see is no question there, and no choice: a title whose release fact is
hidden is not offered, so that no answer can be told from what is missing elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from bot.facts.vocabulary import Category
from bot.trivia.birthdays import birthday_questions
from bot.trivia.catalogue import Catalogue
from bot.trivia.figures import figure_questions
from bot.trivia.language import ORIGINAL
from bot.trivia.named import Named
from bot.trivia.numbers import number_of
from bot.trivia.question import AUTHORED, Askable, Asked, Entry, Known, Laid, Option, Picked
from bot.trivia.soundness import sound, telling
from bot.trivia.times import time_questions
from bot.trivia.tracks import track_questions
from bot.trivia.works import work_questions

__all__ = ["Asked", "Deck", "Entry"]

_NOTHING: frozenset[str] = frozenset()


class Deck:
    """Every question of a fact base: those written by hand, and those made from its facts."""

    def __init__(self, base: Known) -> None:
        facts, catalogue = telling(base.facts, base.subjects), Catalogue(base)
        made = (
            *_authored(base),
            *time_questions(base, facts),
            *birthday_questions(base),
            *work_questions(catalogue),
            *track_questions(catalogue),
            *Named(base, facts, catalogue).questions(),
            *figure_questions(base, facts),
        )
        self._askable: dict[str, Askable] = {
            question.entry.id: question for question in made if question.possible(_NOTHING)
        }
        self.entries: Mapping[str, Entry] = {
            question_id: question.entry for question_id, question in self._askable.items()
        }

    def fitting(
        self,
        *,
        subject_id: str | None = None,
        category: Category | None = None,
        difficulty: int | None = None,
        unseen: frozenset[str] = _NOTHING,
    ) -> tuple[str, ...]:
        """The ids of the questions that can be asked, in a fixed order.

        `unseen` are the facts a server does not see.
        """
        return tuple(
            entry.id
            for entry in self.entries.values()
            if (subject_id is None or subject_id in entry.subjects)
            and (category is None or category == entry.category)
            and (difficulty is None or difficulty == entry.difficulty)
            and self._askable[entry.id].possible(unseen)
        )

    def ask(self, question_id: str, rng: Random, unseen: frozenset[str] = _NOTHING) -> Asked:
        """Choose and order the choices of a question: the same for the same state of `rng`.

        Raises:
            KeyError: there is no such question, or none that can be asked where these facts are not seen.
        """
        question = self._askable[question_id]
        if not question.possible(unseen):
            raise KeyError(question_id)
        return question.ask(rng, unseen)


def _authored(base: Known) -> Iterator[Askable]:
    names = _subjects_by_name(base)
    for question in base.questions.values():
        fact = base.facts[question.fact]
        if not sound(fact):
            continue
        asked_for = names.get(question.answer.casefold(), _NOTHING)
        entry = Entry(
            question.id,
            fact.id,
            AUTHORED,
            question.difficulty,
            fact.category,
            tuple(subject_id for subject_id in fact.subjects if subject_id not in asked_for),
        )
        values = [number_of(answer) for answer in question.text_in(ORIGINAL).answers]
        if None not in values:
            row = sorted(range(len(values)), key=lambda index: values[index] or 0)
            yield Laid(entry, "0", (tuple(str(index) for index in row),))
        else:
            yield Picked(entry, (Option("0"),), (Option("1"), Option("2"), Option("3")))


def _subjects_by_name(base: Known) -> dict[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    for subject in base.subjects.values():
        for name in (subject.name, *subject.aliases):
            names[name.casefold()] = names.get(name.casefold(), _NOTHING) | {subject.id}
    return names
