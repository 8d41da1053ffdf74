"""A goal's ledgers as files: whose they are, and what is told of what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.streaming import cards, export
from bot.streaming.goals import Goal
from bot.streaming.milestones import Milestones
from tests.streaming.hall import MODERATOR, VOICE, Hall, member, plan


async def _logged(hall: Hall) -> Goal:
    goal = await hall.begin(replace(plan(), milestones=Milestones()))
    for user_id, amount in ((1, 10), (2, 20), (1, 30), (1, 40)):
        await hall.log(goal, user_id, amount)
        await hall.pass_time(timedelta(minutes=1))
    await hall.goals.ledger.undo(member(1))
    return goal


def _rows(logs: bytes) -> list[list[str]]:
    return [line.split(",")[2:] for line in logs.decode().splitlines()[1:]]


async def test_members_take_home_their_own_logs_and_moderators_everybodys(hall: Hall) -> None:
    goal = await _logged(hall)
    everybodys = await hall.goals.export.export(MODERATOR, goal)
    assert _rows(everybodys.logs) == [
        ["Member 1", "40", "undone"],
        ["Member 1", "30", "counted"],
        ["Member 2", "20", "counted"],
        ["Member 1", "10", "counted"],
    ]
    own = await hall.goals.export.export(member(1), goal)
    assert _rows(own.logs) == [["", "30", "counted"], ["", "10", "counted"]]
    assert (everybodys.latest, own.latest) == (None, None)


async def test_where_there_are_more_logs_than_a_file_takes_it_is_said(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = await _logged(hall)
    monkeypatch.setattr(export, "MOST_ROWS", 4)
    assert (await hall.goals.export.export(MODERATOR, goal)).latest is None
    monkeypatch.setattr(export, "MOST_ROWS", 3)
    cut = await hall.goals.export.export(MODERATOR, goal)
    assert [amount for _, amount, _ in _rows(cut.logs)] == ["40", "30", "20"]
    assert "There are more logs; these are the latest 3." in str(cards.exported(cut, VOICE))
