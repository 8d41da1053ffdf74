"""A few minutes of a soak, so that it is known to work: all that is lost or doubled shows in them as well."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.soak.__main__ import soak
from tests.soak.course import Plan

SEED = 3
SLICE = Plan(SEED, timedelta(minutes=2), pace=12.0, samples=2)


async def test_minutes_with_everything_on_lose_nothing(tmp_path: Path) -> None:
    done, found = await soak(tmp_path, SLICE)

    assert [(check.name, check.wrong) for check in found if not check.holds] == []
    assert done.talk.answered.total() > 100
    assert len(done.samples) == SLICE.samples
    assert all(sample.tasks > 0 and sample.memory > 0 for sample in done.samples)
