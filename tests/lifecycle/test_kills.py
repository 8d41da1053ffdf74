"""Killed amid posts, rounds and goals: after a restart each post stands once, and all counts as was told."""

from __future__ import annotations

from pathlib import Path

from tests.campaign import goals, kills, rounds

SEED, POINTS = 6, 10


async def test_however_it_is_killed_each_post_stands_once(tmp_path: Path) -> None:
    tally = await kills.run(tmp_path, kills.points(POINTS, SEED))

    assert (tally.lost, tally.doubled, tally.wrong) == ([], [], [])
    assert tally.survived == POINTS
    assert tally.met >= POINTS // 2


async def test_however_it_is_killed_each_answer_counts_as_its_player_was_told(tmp_path: Path) -> None:
    tally = await rounds.run(tmp_path, rounds.points(POINTS, SEED))

    assert (tally.lost, tally.doubled, tally.wrong) == ([], [], [])
    assert tally.survived == POINTS
    assert tally.met >= POINTS // 2


async def test_however_it_is_killed_each_log_counts_once_and_each_milestone_is_told_once(
    tmp_path: Path,
) -> None:
    tally = await goals.run(tmp_path, goals.points(POINTS, SEED))

    assert (tally.lost, tally.doubled, tally.wrong) == ([], [], [])
    assert tally.survived == POINTS
    assert tally.met >= POINTS // 2
