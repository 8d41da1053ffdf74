"""Killed around intent, send, record and what follows: after a restart each post stands exactly once."""

from __future__ import annotations

from pathlib import Path

from tests.campaign.kills import points, run

SEED, POINTS = 6, 10


async def test_however_it_is_killed_each_post_stands_once(tmp_path: Path) -> None:
    tally = await run(tmp_path, points(POINTS, SEED))

    assert (tally.lost, tally.doubled, tally.wrong) == ([], [], [])
    assert tally.survived == POINTS
    assert tally.killed >= POINTS // 2
