"""A round's states: whatever happens in whatever order, one scene follows another until it is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.trivia.round import (
    AWAY,
    EMPTY_IN_A_ROW,
    GRACE,
    LOBBY,
    PATIENCE,
    REVEAL,
    Ending,
    Phase,
    Place,
    Plan,
    Round,
    closed,
    goes_on,
    hurried,
    is_given_up,
    opened,
    shown,
    skipped_over,
    turned,
)

NOW = datetime(2026, 6, 12, 12, tzinfo=UTC)


def _round(questions: int = 3) -> Round:
    return opened(1, Place(11, 21), 31, Plan(questions, 20), NOW)


def _played(played: Round, *answers: int) -> Round:
    """From the lobby through questions with so many answers each, up to a reveal."""
    for given_answers in answers:
        played = turned(turned(played, NOW, answers=0), NOW, answers=given_answers)
    return played


def test_a_round_goes_from_lobby_to_questions_and_reveals_to_its_end() -> None:
    played, scenes = _round(2), []
    while played.is_open:
        scenes.append(played.scene)
        played = turned(played, NOW, answers=1)

    asked = [(phase, number) for number in (1, 2) for phase in (Phase.QUESTION, Phase.REVEAL)]
    assert scenes == [(Phase.LOBBY, 0), *asked]
    assert (played.ending, played.closed_at) == (Ending.FINISHED, NOW)


def test_each_scene_lasts_its_time_from_when_it_stands() -> None:
    lobby = _round()
    question = turned(lobby, NOW, answers=0)
    reveal = turned(question, NOW, answers=1)

    assert lobby.turns_at == NOW + LOBBY
    assert (question.shown_at, reveal.shown_at) == (None, None)
    later = NOW + timedelta(seconds=5)
    assert shown(question, NOW, later).turns_at == later + timedelta(seconds=20) + GRACE
    assert shown(reveal, NOW, later).turns_at == later + REVEAL
    assert shown(question, NOW, later).shown_at == NOW


def test_two_questions_nobody_answers_end_it() -> None:
    assert goes_on(_played(_round(9), 1, 0))
    assert goes_on(_played(_round(9), 0, 1, 0))
    deserted = _played(_round(9), 4, 0, 0)
    assert not goes_on(deserted)
    assert turned(deserted, NOW, answers=0).ending is Ending.DESERTED


def test_who_skips_is_there() -> None:
    played = _round(9)
    for _ in range(5):
        played = turned(played, NOW, answers=0)  # a question
        played = turned(hurried(played, NOW), NOW, answers=0)  # skipped, unanswered
        assert goes_on(played)


def test_the_last_question_is_the_last_even_when_nobody_answers() -> None:
    assert turned(_played(_round(2), 0, 0), NOW, answers=0).ending is Ending.FINISHED


def test_hurrying_never_makes_it_later() -> None:
    late = replace(_round(), turns_at=NOW - timedelta(minutes=1))

    assert hurried(_round(), NOW).turns_at == NOW
    assert hurried(late, NOW).turns_at == late.turns_at


def test_a_round_stopped_in_its_lobby_was_called_off() -> None:
    assert closed(_round(), Ending.STOPPED, NOW).ending is Ending.CANCELLED
    question = turned(_round(), NOW, answers=0)
    over = closed(question, Ending.STOPPED, NOW)
    assert over.ending is Ending.STOPPED
    assert closed(over, Ending.AWAY, NOW + timedelta(days=1)) == over


def test_questions_that_are_gone_are_passed_by() -> None:
    first = turned(_round(2), NOW, answers=0)
    second = skipped_over(first, NOW)
    assert second.scene == (Phase.QUESTION, 2)
    assert skipped_over(second, NOW).ending is Ending.FINISHED
    assert skipped_over(turned(_round(1), NOW, answers=0), NOW).ending is Ending.RAN_OUT


@pytest.mark.parametrize(("ours", "wait"), [(True, PATIENCE), (False, AWAY)])
def test_a_round_is_given_up_once_it_is_long_overdue(ours: bool, wait: timedelta) -> None:
    played = turned(_round(), NOW, answers=0)

    assert not is_given_up(played, NOW + wait, ours=ours)
    assert is_given_up(played, NOW + wait + timedelta(milliseconds=1), ours=ours)


def test_a_closed_round_does_not_go_on() -> None:
    with pytest.raises(ValueError, match="closed"):
        turned(closed(_round(), Ending.STOPPED, NOW), NOW, answers=0)


class Rounds(RuleBasedStateMachine):
    """People, time and mishaps in any order."""

    played: Round
    now: datetime
    turns: int
    empty: int

    @initialize(questions=st.integers(1, 6))
    def begin(self, questions: int) -> None:
        self.played, self.now, self.turns, self.empty = _round(questions), NOW, 0, 0

    @rule(seconds=st.integers(0, 60))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.played.is_open)
    @rule(answers=st.integers(0, 3))
    def turn(self, answers: int) -> None:
        before = self.played
        self.played = turned(before, self.now, answers=answers)
        self.turns += 1
        if before.phase is Phase.QUESTION:
            self.empty = 0 if answers else self.empty + 1

    @precondition(lambda self: self.played.is_open)
    @rule()
    def stand(self) -> None:
        self.played = shown(self.played, self.now, self.now)
        assert self.played.turns_at >= self.now

    @precondition(lambda self: self.played.is_open)
    @rule()
    def hurry(self) -> None:
        self.played, self.empty = hurried(self.played, self.now), 0

    @precondition(lambda self: self.played.phase is Phase.QUESTION)
    @rule()
    def lose_the_question(self) -> None:
        self.played = skipped_over(self.played, self.now)

    @rule(ending=st.sampled_from([Ending.STOPPED, Ending.AWAY, Ending.CUT_OFF]))
    def end(self, ending: Ending) -> None:
        self.played = closed(self.played, ending, self.now)

    @invariant()
    def one_scene_or_an_end(self) -> None:
        played = getattr(self, "played", None)
        if played is None:
            return
        assert 0 <= played.number <= played.plan.questions
        assert (played.number == 0) is (played.phase is Phase.LOBBY) or not played.is_open
        assert (played.ending is None) is played.is_open is (played.closed_at is None)
        assert played.empty <= EMPTY_IN_A_ROW
        assert self.turns <= 2 * played.plan.questions + 1
        if played.is_open:
            assert played.empty == self.empty


TestRounds = Rounds.TestCase
