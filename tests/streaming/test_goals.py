"""Which goals can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import UserError
from bot.streaming import goals
from bot.streaming.amounts import MOST
from bot.streaming.goals import Goal, Kind, Plan, Unit, check
from bot.streaming.milestones import MilestoneOffTheWay, Milestones, StepTooSmall, TooManyMilestones
from bot.streaming.pace import Aim

NOW = datetime(2026, 6, 13, 9, tzinfo=UTC)
PLAN = Plan("Dynamite to 2 billion", Unit.STREAMS, Kind.OFFICIAL, 1_900_000_000, 2_000_000_000)


def test_a_plain_goal_can_be() -> None:
    check(PLAN, NOW, [])

    assert PLAN.aim == Aim(1_900_000_000, 2_000_000_000, None)
    assert PLAN.marks == (2_000_000_000,)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"name": ""}, goals.NameMissing),
        ({"name": " \u200b\u3164 "}, goals.NameMissing),
        ({"name": "x" * 81}, goals.NameTooLong),
        ({"platform": "x" * 41}, goals.PlatformTooLong),
        ({"start": -1}, goals.StartOutOfBounds),
        ({"start": MOST, "target": MOST}, goals.StartOutOfBounds),
        ({"target": 1_900_000_000}, goals.TargetOutOfBounds),
        ({"target": 5}, goals.TargetOutOfBounds),
        ({"target": MOST + 1}, goals.TargetOutOfBounds),
        ({"deadline": NOW}, goals.DeadlinePassed),
        ({"deadline": NOW - timedelta(days=400)}, goals.DeadlinePassed),
        ({"deadline": NOW.replace(year=2326)}, goals.DeadlineTooFar),
        ({"song_length": timedelta(seconds=29)}, goals.SongLengthOutOfBounds),
        ({"song_length": timedelta(hours=3)}, goals.SongLengthOutOfBounds),
        ({"milestones": Milestones(named=(5,))}, MilestoneOffTheWay),
        ({"milestones": Milestones(named=(1_900_000_000,))}, MilestoneOffTheWay),
        ({"milestones": Milestones(step=0)}, StepTooSmall),
        ({"milestones": Milestones(step=999_999)}, StepTooSmall),
        ({"milestones": Milestones(named=tuple(range(1_900_000_001, 1_900_000_102)))}, TooManyMilestones),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object], refusal: type[UserError]) -> None:
    with pytest.raises(refusal):
        check(replace(PLAN, **change), NOW, [])  # type: ignore[arg-type]  # one field of its own type each


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x" * 80, "platform": "x" * 40},
        {"name": "?"},
        {"start": 0, "target": 1},
        {"target": MOST},
        {"deadline": NOW + timedelta(minutes=1)},
        {"deadline": NOW + goals.FARTHEST},
        {"song_length": timedelta(seconds=30)},
        {"milestones": Milestones(step=1_000_000)},
        {"milestones": Milestones(named=(2_000_000_000, 1_950_000_000, 1_950_000_000))},
    ],
)
def test_what_is_just_possible_can_be(change: dict[str, object]) -> None:
    check(replace(PLAN, **change), NOW, [])  # type: ignore[arg-type]  # likewise


def test_two_open_goals_of_a_server_have_two_names() -> None:
    other = Goal(1, 10, replace(PLAN, name="DYNAMITE, to 2 Billion!"), NOW)

    with pytest.raises(goals.NameTaken) as refusal:
        check(PLAN, NOW, [other])
    assert refusal.value.values == {"name": "DYNAMITE, to 2 Billion!"}
    check(PLAN, NOW, [replace(other, closed_at=NOW)])
    check(replace(PLAN, name="Butter to 2 billion"), NOW, [other])


def test_an_edited_goal_may_keep_a_deadline_that_has_passed() -> None:
    ended = replace(PLAN, deadline=NOW - timedelta(days=1))

    check(replace(ended, name="Dynamite"), NOW, [], before=ended)
    with pytest.raises(goals.DeadlinePassed):
        check(replace(ended, deadline=NOW - timedelta(hours=1)), NOW, [], before=ended)
