"""The stretches of time a leaderboard counts: weeks and seasons of a server's own calendar. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BEGINNING, END_OF_TIME = datetime(2015, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


class Period(StrEnum):
    """Which stretch of time a leaderboard counts."""

    WEEK = "week"
    """An ISO week: Monday to Sunday."""
    MONTH = "month"
    """A season."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant, to before another; both UTC."""

    since: datetime
    until: datetime


def span(period: Period, today: date, zone: ZoneInfo) -> Span:
    """The week or month that holds a date, where the server's clock shows midnight."""
    match period:
        case Period.WEEK:
            monday = today - timedelta(days=today.weekday())
            return Span(_midnight(monday, zone), _midnight(monday + timedelta(days=7), zone))
        case Period.MONTH:
            first = today.replace(day=1)
            return Span(_midnight(first, zone), _midnight(next_month(first), zone))
        case Period.ALL:
            return Span(BEGINNING, END_OF_TIME)


def next_month(day: date) -> date:
    """The first day of the month after a date's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def last_month(day: date) -> date:
    """The first day of the month before a date's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def season_ends_at(now: datetime, zone: ZoneInfo) -> datetime:
    """When the season that runs now is over."""
    return span(Period.MONTH, now.astimezone(zone).date(), zone).until


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a date; where the clock skips midnight, the instant it skips to."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
