"""A goal that never was: a year of what its counter showed. Made up, and says so in its name."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import sin, tau
from random import Random

GOAL = "Dynamite (made up)"
NOTE = "made up for the demo"
START, TARGET, MILESTONES = 2_116_000_000, 2_500_000_000, "every 100M"
DEADLINE = "2026-12-31"
WEEKS = 52
_A_WEEK, _SWING = 5_200_000, 0.35
_LIFTS = {11: 2.1, 12: 1.5, 30: 1.8, 31: 1.4}
"""Weeks in which a song is heard more: its birthday, the end of a year."""


def year(until: datetime, rng: Random) -> list[tuple[datetime, int]]:
    """What the counter showed in the weeks before, one reading each."""
    total, readings = START, []
    for week in range(WEEKS + 1):
        readings.append((until - timedelta(weeks=WEEKS - week), total))
        total += week_of(week, rng)
    return readings


def week_of(week: int, rng: Random) -> int:
    """How much a week adds."""
    season = 1 + _SWING * sin(tau * week / WEEKS)
    return round(_A_WEEK * season * _LIFTS.get(week, 1.0) * rng.uniform(0.85, 1.15))
