"""Charts of goals in every state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.i18n.catalogs import Catalogs
from bot.streaming.chart import Chart, Mark, Place, Point, Style
from bot.streaming.charted import ChartedGoal, Rival
from bot.streaming.charting import chart_of
from bot.streaming.curve import DAY, Reading
from bot.streaming.ghost import ghost
from bot.streaming.pace import Aim, pace

CATALOGS = Catalogs()
SEOUL = ZoneInfo("Asia/Seoul")
BEGIN = datetime(2026, 9, 1, 4, tzinfo=UTC)
M = 1_000_000


def daily(days: int, per_day: int, start: int = 0, begin: datetime = BEGIN) -> list[Reading]:
    """A counter with strong weekends."""
    readings, total = [Reading(begin, start)], start
    for day in range(1, days + 1):
        total += per_day * (5 if day % 7 < 2 else 4) // 4
        readings.append(Reading(begin + day * DAY, total))
    return readings


def chart_at(
    aim: Aim,
    readings: list[Reading],
    *,
    language: str = "en-US",
    marks: tuple[int, ...] = (),
    rival: list[Reading] | None = None,
    now: datetime | None = None,
    name: str = "Dynamite",
) -> Chart:
    """A goal's chart, three hours after the last reading unless said otherwise."""
    now = now or (readings[-1].at if readings else BEGIN) + timedelta(hours=3)
    goal = ChartedGoal(name, "streams", aim, marks, BEGIN, SEOUL, 0x8B5CF6)
    raced = ghost(readings, BEGIN, rival, rival[0].at) if rival else None
    other = Rival("Butter", raced) if raced else None
    return chart_of(goal, pace(readings, aim, now), readings, CATALOGS.say(language), other)


DEADLINE = BEGIN + 90 * DAY
CASES = {
    "no readings": chart_at(Aim(0, 50 * M, DEADLINE), [], marks=(10 * M,)),
    "nothing at all": chart_at(Aim(0, 50 * M), []),
    "nothing, and too late": chart_at(Aim(0, 50 * M, BEGIN + DAY), [], now=BEGIN + 9 * DAY),
    "one reading": chart_at(Aim(0, 50 * M, DEADLINE), [Reading(BEGIN + DAY, 1_234_567)]),
    "on the way": chart_at(
        Aim(0, 100 * M, DEADLINE), daily(50, M), marks=(25 * M, 75 * M), rival=daily(200, 2 * M)
    ),
    "reached": chart_at(Aim(0, 50 * M, DEADLINE), daily(60, M), marks=(25 * M,)),
    "reached at once": chart_at(Aim(0, 50), [Reading(BEGIN, 50 * M)]),
    "too late": chart_at(Aim(0, 100 * M, BEGIN + 45 * DAY), daily(40, M), now=BEGIN + 60 * DAY),
    "hopeless": chart_at(Aim(0, 1000 * M, DEADLINE), daily(80, 100)),
    "tiny": chart_at(Aim(0, 3, DEADLINE), [Reading(BEGIN + day * DAY, day // 5) for day in range(9)]),
    "huge": chart_at(Aim(0, 10**13, DEADLINE), daily(60, 10**11), rival=daily(9, 10**14)),
    "flat": chart_at(Aim(0, 10 * M, DEADLINE), [Reading(BEGIN + day * DAY, 4 * M) for day in range(30)]),
    "five years": chart_at(
        Aim(0, 1000 * M),
        daily(1825, 450_000, begin=BEGIN - 1825 * DAY),
        marks=tuple(range(M, 999 * M, 9 * M)),
    ),
    "five years, and a month to go": chart_at(
        Aim(0, 1000 * M, BEGIN + 30 * DAY), daily(1825, 450_000, begin=BEGIN - 1825 * DAY)
    ),
    "years to go": chart_at(Aim(0, 1000 * M), daily(9, 100_000)),
    "hours": chart_at(
        Aim(0, 10_000, BEGIN + timedelta(hours=30)),
        [Reading(BEGIN + timedelta(hours=hour), hour * 200) for hour in range(20)],
    ),
    "a hundred milestones": chart_at(
        Aim(0, 100 * M, DEADLINE), daily(50, M), marks=tuple(range(M, 101 * M, M))
    ),
    "a longer rival": chart_at(Aim(0, 10 * M, DEADLINE), daily(20, 100_000), rival=daily(900, 2 * M)),
    "odd figures": chart_at(
        Aim(999_123_456, 1_000_000_007, DEADLINE), daily(30, 12_345, 999_200_111), marks=(999_999_999,)
    ),
    "Korean": chart_at(
        Aim(0, 10**9, DEADLINE),
        daily(50, 11 * M),
        language="ko",
        rival=daily(90, 9 * M),
        name="봄날 (Spring Day)",
    ),
}  # fmt: skip
CHARTS = pytest.mark.parametrize("chart", CASES.values(), ids=CASES)


def lines(chart: Chart, style: Style) -> list[tuple[Place, ...]]:
    """The places of every line and area of a style."""
    return [
        tuple(layer.places) for layer in chart.layers if not isinstance(layer, Point) and layer.style is style
    ]


def points(chart: Chart, mark: Mark) -> list[Place]:
    """Where marks of a kind stand."""
    return [layer.place for layer in chart.layers if isinstance(layer, Point) and layer.mark is mark]
