"""Questions for what came out first, last or in a year. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from zlib import crc32

from bot.trivia.catalogue import MONTH_OR_SO, Catalogue, Work
from bot.trivia.question import CHOICES, Askable, Entry, Picked

FIRST, LAST, OF_YEAR = "first", "last", "of-year"
_MANY = 8
"""So many wrong choices are kept for a question: the closest ones."""
_SPREAD = {1: (500, 2500), 2: (150, 900), 3: (MONTH_OR_SO, 300)}
"""Days between the right choice and the wrong ones, by difficulty."""


def work_questions(catalogue: Catalogue) -> Iterator[Askable]:
    """Which of four songs or albums; what others put out is left out, as few know when they did."""
    for songs in (True, False):
        released = [
            work
            for work in catalogue.works.values()
            if work.plain and work.own_release and work.is_song is songs and not work.by_others
        ]
        for work in released:
            yield from _compared(FIRST, work, released, 1)
            yield from _compared(LAST, work, _not_again(released, work), -1)
            yield from _of_year(work, released)


def _not_again(released: Iterable[Work], work: Work) -> list[Work]:
    """Those of which nothing came out again after a work: that could be meant as well."""
    return [other for other in released if other.last_out < work.out]


def _compared(template: str, work: Work, released: Sequence[Work], side: int) -> Iterator[Askable]:
    """Which came out first, or last; `side` is 1 where the others are later, -1 where they are earlier."""
    wanted = 1 + crc32(f"{template}.{work.id}".encode()) % 3
    for difficulty in (wanted, *({1, 2, 3} - {wanted})):
        nearest, farthest = _SPREAD[difficulty]
        others = [other for other in released if nearest <= side * (other.day - work.day) <= farthest]
        if question := _asking(template, work, others, difficulty):
            yield question
            return


def _of_year(work: Work, released: Sequence[Work]) -> Iterator[Askable]:
    """Which came out in a year; the others are of the years around it."""
    close = crc32(f"{OF_YEAR}.{work.id}".encode()) % 2
    nearest, farthest = (1, 2) if close else (2, 4)
    others = [
        other
        for other in released
        if nearest <= abs(other.out.year - work.out.year) <= farthest
        and abs(work.days_to(other)) > MONTH_OR_SO
        and work.out.year not in other.also_out
    ]
    difficulty = max(1, 3 - (work.proof.prominence == 3) - (not close))
    if question := _asking(OF_YEAR, work, others, difficulty):
        yield question


def _asking(template: str, work: Work, others: Iterable[Work], difficulty: int) -> Picked | None:
    wrong = closest(work, others)
    if len(wrong) < CHOICES - 1:
        return None
    fact = work.proof
    about = tuple(subject for subject in fact.subjects if subject != work.id)
    entry = Entry(f"{template}.{fact.id}", fact.id, template, difficulty, fact.category, about)
    return Picked(entry, (work.option,), tuple(other.option for other in wrong))


def closest(work: Work, others: Iterable[Work], fits: Callable[[Work], bool] = lambda _: True) -> list[Work]:
    """The nearest in time that fit, none of which could be taken for another."""
    chosen: list[Work] = []
    for other in sorted(others, key=lambda other: (abs(other.day - work.day), other.id)):
        if len(chosen) == _MANY:
            break
        if not other.related(work) and fits(other) and not any(other.related(one) for one in chosen):
            chosen.append(other)
    return chosen
