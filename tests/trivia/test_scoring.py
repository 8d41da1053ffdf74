"""What answers are worth and who stands where, by table and by rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trivia.scoring import (
    ENOUGH_ANSWERS,
    FLAT_MILLIS,
    PER_DIFFICULTY,
    QUICK,
    Answer,
    Score,
    Tally,
    difficulty_of,
    fastest,
    places,
    scores,
    taken_millis,
    worth,
)

SHOWN = datetime(2026, 6, 12, 12, tzinfo=UTC)
LEVELS, SECONDS = st.integers(1, 3), st.integers(10, 120)
TAKEN = st.integers(0, 130_000)
ANSWERS = st.lists(
    st.builds(
        Answer,
        number=st.integers(1, 6),
        user_id=st.integers(1, 5),
        choice=st.integers(0, 3),
        taken_millis=TAKEN,
        points=st.integers(100, 350),
    ),
    unique_by=lambda answer: (answer.number, answer.user_id),
)
RIGHT = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@pytest.mark.parametrize(
    ("difficulty", "taken", "seconds", "points"),
    [
        (1, 0, 20, 150),
        (1, 2_000, 20, 150),  # two seconds cost nothing
        (1, 2_360, 20, 149),
        (2, 11_000, 20, 225),
        (3, 20_000, 20, 300),
        (3, 25_000, 20, 300),  # never less than being right
        (1, 31_000, 60, 125),
    ],
)
def test_a_right_answer_is_worth(difficulty: int, taken: int, seconds: int, points: int) -> None:
    assert worth(difficulty, taken, seconds) == points


@given(LEVELS, TAKEN, TAKEN, SECONDS)
def test_being_quick_never_costs_and_never_counts_as_much_as_being_right(
    difficulty: int, taken: int, later: int, seconds: int
) -> None:
    quick, slow = (worth(difficulty, one, seconds) for one in sorted((taken, later)))

    assert PER_DIFFICULTY * difficulty <= slow <= quick <= PER_DIFFICULTY * difficulty + QUICK
    assert QUICK < PER_DIFFICULTY


@given(LEVELS, SECONDS, st.integers(0, FLAT_MILLIS), st.integers(0, FLAT_MILLIS))
def test_within_the_first_two_seconds_all_are_alike(level: int, seconds: int, one: int, other: int) -> None:
    assert worth(level, one, seconds) == worth(level, other, seconds) == PER_DIFFICULTY * level + QUICK


def test_time_is_told_by_discords_clock_and_never_runs_backwards() -> None:
    assert taken_millis(SHOWN, SHOWN + timedelta(milliseconds=2_345)) == 2_345
    assert taken_millis(SHOWN, SHOWN - timedelta(milliseconds=80)) == 0


@given(ANSWERS, RIGHT)
def test_a_score_is_the_sum_of_its_right_answers(answers: list[Answer], right: list[int]) -> None:
    found = {score.user_id: score for score in scores(answers, right)}

    assert set(found) == {answer.user_id for answer in answers}
    for user_id, score in found.items():
        own = [answer for answer in answers if answer.user_id == user_id]
        correct = [answer for answer in own if answer.choice == right[answer.number - 1]]
        assert score.points == sum(answer.points for answer in correct)
        assert (score.correct, score.answered) == (len(correct), len(own))
        assert min(1, score.correct) <= score.streak <= score.correct


@given(ANSWERS, RIGHT)
def test_the_best_come_first_and_ties_stay_ties(answers: list[Answer], right: list[int]) -> None:
    ranked = scores(answers, right)
    standing = list(zip(places(ranked), ranked, strict=True))

    for (place, score), (next_place, following) in pairwise(standing):
        assert score.points >= following.points
        assert (place == next_place) is (score.points == following.points)
    assert all(place == 1 + sum(other.points > one.points for other in ranked) for place, one in standing)


def test_a_question_left_out_breaks_a_streak() -> None:
    answers = [Answer(number, 1, 0, 0, 150) for number in (1, 2, 4, 5, 6)]

    assert scores(answers, [0] * 6)[0].streak == 3
    assert scores(answers, [0, 0, 0, 0, 1, 0])[0].streak == 2


def test_who_shares_the_third_time_is_among_the_fastest() -> None:
    answers = [
        Answer(1, user_id, choice, taken, 150)
        for user_id, choice, taken in ((1, 2, 900), (2, 2, 1_500), (3, 1, 100), (4, 2, 2_000), (5, 2, 2_000))
    ]

    assert [answer.user_id for answer in fastest(answers, 2)] == [1, 2, 4, 5]
    assert [answer.user_id for answer in fastest(answers, 1)] == [3]
    assert fastest(answers, 0) == ()


@pytest.mark.parametrize(
    ("given_level", "tally", "level"),
    [
        (3, Tally(), 3),
        (3, Tally(ENOUGH_ANSWERS - 1, ENOUGH_ANSWERS - 1), 3),
        (3, Tally(100, 80), 1),
        (1, Tally(100, 79), 2),
        (1, Tally(100, 45), 2),
        (1, Tally(100, 44), 3),
    ],
)
def test_what_people_know_corrects_a_difficulty(given_level: int, tally: Tally, level: int) -> None:
    assert difficulty_of(given_level, tally) == level


def test_nobody_plays_without_answers() -> None:
    assert scores([], [0]) == ()
    assert places([Score(1, 0, 0, 1, 0), Score(2, 0, 0, 2, 0)]) == (1, 1)
