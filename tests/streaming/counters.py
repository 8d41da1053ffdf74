"""Counters that somebody reads off, made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from bot.streaming.curve import DAY, Reading
from bot.streaming.pace import Aim, Pace, pace

BEGIN = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
T = TypeVar("T")
MOMENTS = st.integers(0, 400 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
TOTALS = st.integers(0, 10**13)


def known(value: T | None) -> T:
    """What must be known here."""
    assert value is not None
    return value


def daily(gains: Sequence[float], start: int = 1_000_000, begin: datetime = BEGIN) -> list[Reading]:
    """A reading a day, the first before anything is gained."""
    readings, total = [Reading(begin, start)], float(start)
    for day, gain in enumerate(gains, 1):
        total += gain
        readings.append(Reading(begin + day * DAY, round(total)))
    return readings


def steady(days: int = 30, gain: int = 1000) -> list[Reading]:
    return daily([gain] * days)


def paced(readings: list[Reading], target: int, deadline: datetime | None = None) -> Pace:
    """As it looks when the last reading has just been made."""
    return pace(readings, Aim(readings[0].total, target, deadline), readings[-1].at)


@st.composite
def counters(draw: st.DrawFn, least: int = 1, most: int = 40) -> list[Reading]:
    """Any rising counter, read at any times."""
    times = draw(st.lists(MOMENTS, min_size=least, max_size=most, unique=True))
    totals = sorted(draw(st.lists(TOTALS, min_size=len(times), max_size=len(times))))
    return [Reading(at, total) for at, total in zip(sorted(times), totals, strict=True)]


@st.composite
def foreseeable(draw: st.DrawFn) -> list[Reading]:
    """A counter that a forecast can be made of."""
    gains = draw(st.lists(st.integers(0, 10**9), min_size=3, max_size=80))
    assume(sum(gains[-21:]) > 0)
    hours = draw(st.lists(st.integers(1, 90), min_size=len(gains), max_size=len(gains)))
    readings = [Reading(BEGIN, draw(TOTALS))]
    for hour, gain in zip(hours, gains, strict=True):
        readings.append(Reading(readings[-1].at + hour * HOUR, readings[-1].total + gain))
    assume(readings[-1].at - BEGIN >= 2 * DAY)
    return readings
