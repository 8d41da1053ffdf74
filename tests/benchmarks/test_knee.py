"""Where answers stop keeping up with arrivals."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.knee import LONGEST, RATES, TIME_TO_ANSWER, WORSE, Climb, Step, Verdict
from benchmarks.open_loop import figures

EASY = Step(per_second=100, wanted=400, arrivals=400, unanswered=0, median=3.0, p99=8.0, late=1.0)


def _arrived(milliseconds: float | None, late: float = 0.5) -> dict[str, float | None]:
    return {"milliseconds": milliseconds, "late": late}


def test_a_step_counts_those_without_an_answer_as_the_longest_waits() -> None:
    answered = [_arrived(float(number)) for number in range(1, 99)]

    step = Step.of(300, 100, [*answered, _arrived(None), _arrived(None, late=7.0)])

    assert (step.arrivals, step.unanswered, step.p99) == (100, 2, TIME_TO_ANSWER)
    assert step.median == 50.5
    assert step.late == 7.0


@pytest.mark.parametrize(
    ("step", "verdict"),
    [
        (replace(EASY, per_second=300), Verdict.HOLDS),
        (replace(EASY, p99=WORSE * EASY.p99), Verdict.HOLDS),
        (replace(EASY, p99=WORSE * EASY.p99 + 0.1), Verdict.BEYOND),
        (replace(EASY, unanswered=1), Verdict.BEYOND),
        (replace(EASY, arrivals=399), Verdict.NOT_MEASURABLE),  # the sender gave up
        (replace(EASY, p99=4.0, late=2.0), Verdict.HOLDS),  # as late as timers are
        (replace(EASY, p99=4.0, late=2.1), Verdict.NOT_MEASURABLE),
        (replace(EASY, p99=400.0, late=100.0), Verdict.BEYOND),
        (replace(EASY, p99=400.0, late=101.0), Verdict.NOT_MEASURABLE),
        (replace(EASY, unanswered=400, p99=TIME_TO_ANSWER, late=900.0), Verdict.NOT_MEASURABLE),
    ],
)
def test_what_a_step_says(step: Step, verdict: Verdict) -> None:
    assert step.verdict(EASY) is verdict


def test_where_even_the_easy_step_is_slow_a_second_is_too_long() -> None:
    slow = replace(EASY, median=100.0, p99=400.0)

    assert replace(slow, per_second=300, p99=LONGEST).verdict(slow) is Verdict.HOLDS
    assert replace(slow, per_second=300, p99=LONGEST + 1).verdict(slow) is Verdict.BEYOND
    assert replace(slow, p99=2_000.0).verdict(replace(slow, p99=2_000.0)) is Verdict.BEYOND


def _climb(*tries: Step, most: int = 2) -> Climb:
    climb = Climb(most)
    for step in tries:
        climb.add(step)
    return climb


def test_a_noisy_moment_is_tried_again_and_forgotten() -> None:
    noisy = replace(EASY, per_second=300, p99=900.0)

    climb = _climb(EASY, noisy)
    assert (climb.tries_again, climb.ended) == (True, False)

    climb.add(replace(EASY, per_second=300))
    assert (climb.tries_again, climb.ended, climb.knee) == (False, False, 300)
    assert [step.p99 for step in climb.steps] == [8.0, 8.0]


def test_the_knee_is_the_last_rate_that_held() -> None:
    beyond = replace(EASY, per_second=1_000, unanswered=12)

    climb = _climb(EASY, replace(EASY, per_second=300), beyond, beyond)

    assert (climb.tries_again, climb.ended, climb.knee) == (False, True, 300)
    assert climb.told == "at 1,000/s 12 of 400 unanswered"


def test_tries_are_counted_anew_at_each_rate() -> None:
    noisy = replace(EASY, per_second=300, p99=900.0)

    climb = _climb(EASY, noisy, replace(noisy, p99=8.0), replace(noisy, per_second=1_000))

    assert (climb.tries_again, climb.ended) == (True, False)


def test_a_step_that_cannot_be_measured_is_passed_over() -> None:
    late = replace(EASY, p99=1_000.0, late=500.0)

    climb = _climb(late, late)
    assert (climb.tries_again, climb.ended, climb.knee) == (False, False, 0)

    climb.add(replace(EASY, per_second=300))
    assert (climb.ended, climb.knee) == (False, 300)
    assert [climb.verdict(step) for step in climb.steps] == [Verdict.NOT_MEASURABLE, Verdict.HOLDS]

    beyond = replace(EASY, per_second=1_000, p99=WORSE * EASY.p99 + 1)
    climb.add(beyond)
    climb.add(beyond)
    assert (climb.ended, climb.knee) == (True, 300)


def test_two_rates_in_a_row_that_cannot_be_measured_end_the_climb_and_are_no_knee() -> None:
    late = [replace(EASY, per_second=rate, late=500.0) for rate in (300, 1_000)]

    climb = _climb(EASY, late[0], late[0], late[1])
    assert (climb.tries_again, climb.ended) == (True, False)

    climb.add(late[1])
    assert (climb.ended, climb.knee) == (True, 100)
    assert climb.told == "1,000/s not measurable: sent 500 ms late"


def test_without_a_knee_the_climb_says_how_far_it_came() -> None:
    climb = _climb(*(replace(EASY, per_second=rate) for rate in RATES))

    assert (climb.ended, climb.knee) == (False, RATES[-1])
    assert climb.told == "no knee up to 8,000/s"


@given(
    st.lists(st.tuples(st.integers(0, 5), st.floats(1, 3_000), st.floats(0, 3_000)), min_size=1, max_size=20)
)
def test_every_climb_ends_and_its_knee_lies_below_what_did_not_hold(
    tries: list[tuple[int, float, float]],
) -> None:
    climb, left = Climb(2), iter(tries)
    for rate in RATES:
        if climb.ended:
            break
        for unanswered, p99, late in left:
            climb.add(Step(rate, 400, 400, unanswered, p99 / 2, p99, late))
            if not climb.tries_again:
                break

    beyond = [step.per_second for step in climb.steps if climb.verdict(step) is Verdict.BEYOND]
    assert len(beyond) <= 1
    assert all(climb.knee < rate for rate in beyond)
    assert [step.per_second for step in climb.steps] == sorted({step.per_second for step in climb.steps})


def test_the_figures_of_a_climb_tell_what_was_seen_and_draw_what_can_be_measured() -> None:
    late = replace(EASY, per_second=300, late=500.0)
    beyond = replace(EASY, per_second=1_000, unanswered=400, p99=TIME_TO_ANSWER)
    ours = _climb(EASY, late, beyond, most=1)
    bare = _climb(*(replace(EASY, per_second=rate, p99=4.0) for rate in RATES), most=1)

    knee, easy, not_measured, overrun = figures("lookups", ours, bare)

    assert (knee.ours, knee.bare) == (100, 8_000)
    assert knee.note == "ours: at 1,000/s 400 of 400 unanswered; bare: no knee up to 8,000/s"
    assert (easy.ours, easy.bare, easy.size) == (8.0, 4.0, 100)
    assert (not_measured.curve, not_measured.size) == ("", None)
    assert "not measurable" in not_measured.note
    assert (overrun.ours, overrun.size) == (TIME_TO_ANSWER, 1_000)
    assert "beyond the knee" in overrun.note
