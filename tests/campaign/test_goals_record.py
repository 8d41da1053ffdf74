"""What the judge of goals takes for granted of a row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.campaign.goals_record import GoalRow

BEGUN = datetime(2026, 6, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("total", "marks"),
    [(0, []), (999, []), (1_000, [1_000]), (2_500, [1_000, 2_000]), (9_000, [1_000, 2_000, 3_000])],
)
def test_a_goal_has_no_milestone_behind_its_target(total: int, marks: list[int]) -> None:
    goal = GoalRow(1, "official", BEGUN, BEGUN, None, step=1_000, target=3_000, logged=0)

    assert list(goal.marks(total)) == marks
