"""What answers are worth, and who stands where. Pure.

Being right counts most: 100 points times the difficulty. Being quick adds up to 50: all of them within the
first two seconds, so that a slow phone costs nothing, then evenly less until the question closes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

PER_DIFFICULTY = 100
QUICK = 50
FLAT_MILLIS = 2_000
"""Everybody is quick for so long."""
FASTEST = 3
ENOUGH_ANSWERS = 30
"""From how many answers on what people know corrects the difficulty a question was given."""
_EASY, _HARD = 0.8, 0.45


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person pressed, first."""

    number: int
    """The question, from 1."""
    user_id: int
    choice: int
    """Which of the four, from 0."""
    taken_millis: int
    points: int
    """What it is worth if it is right, as the person was told."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one person did in a round."""

    user_id: int
    points: int
    correct: int
    answered: int
    streak: int
    """The most questions answered right in a row."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How a question has fared, over all servers."""

    answered: int = 0
    correct: int = 0


def taken_millis(shown_at: datetime, pressed_at: datetime) -> int:
    """How long somebody took. Both by Discord's clock, whose parts may differ a little: never below zero."""
    return max(0, round((pressed_at - shown_at).total_seconds() * 1000))


def worth(difficulty: int, taken: int, seconds: int) -> int:
    """The points of a right answer after so many milliseconds, of a question open for so many seconds."""
    slow = max(0, seconds * 1000 - FLAT_MILLIS)
    left = min(slow, max(0, seconds * 1000 - max(taken, FLAT_MILLIS)))
    quick = QUICK * left // slow if slow else QUICK
    return PER_DIFFICULTY * difficulty + quick


def scores(answers: Iterable[Answer], right: Sequence[int]) -> tuple[Score, ...]:
    """Everybody's score, the best first; `right` holds the right choice of each question, in order."""
    by_person = sorted(answers, key=lambda answer: (answer.user_id, answer.number))
    found = [
        _score(user_id, tuple(own), right)
        for user_id, own in groupby(by_person, key=lambda answer: answer.user_id)
    ]
    return tuple(sorted(found, key=lambda score: (-score.points, -score.correct, score.user_id)))


def places(scored: Sequence[Score]) -> tuple[int, ...]:
    """Everybody's place, given the best first: who has the same points has the same place."""
    return tuple(1 + sum(other.points > score.points for other in scored) for score in scored)


def fastest(answers: Iterable[Answer], right: int) -> tuple[Answer, ...]:
    """The quickest right answers, with all that share the last place among them."""
    correct = sorted(
        (answer for answer in answers if answer.choice == right),
        key=lambda answer: (answer.taken_millis, answer.user_id),
    )
    if len(correct) <= FASTEST:
        return tuple(correct)
    last = correct[FASTEST - 1].taken_millis
    return tuple(answer for answer in correct if answer.taken_millis <= last)


def difficulty_of(given: int, tally: Tally) -> int:
    """A question's difficulty, 1 to 3: as it was given, until enough people have answered it."""
    if tally.answered < ENOUGH_ANSWERS:
        return given
    share = tally.correct / tally.answered
    if share >= _EASY:
        return 1
    return 3 if share < _HARD else 2


def _score(user_id: int, own: Sequence[Answer], right: Sequence[int]) -> Score:
    points = correct = streak = best = 0
    before = 0
    for answer in own:
        is_right = answer.choice == right[answer.number - 1]
        streak = (streak if answer.number == before + 1 else 0) + 1 if is_right else 0
        before = answer.number
        best = max(best, streak)
        points += answer.points if is_right else 0
        correct += is_right
    return Score(user_id, points, correct, len(own), best)
