"""The periods of leaderboards, and a community goal's curve from what was done each day. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import accumulate
from zoneinfo import ZoneInfo

from bot.streaming.curve import Reading

ACTIVE_DAYS = 7
"""A member is active who logged something for one of the last so many days."""
_DAY = timedelta(days=1)


class Period(Enum):
    """Which days a leaderboard looks at."""

    DAY = "day"
    WEEK = "week"
    """Monday to Sunday (ISO 8601)."""
    ALL = "all"

    def days(self, today: date) -> tuple[date, date] | None:
        """The first and the last day of the period that today is of; None where it holds all."""
        if self is Period.DAY:
            return today, today
        monday = today - today.weekday() * _DAY
        return None if self is Period.ALL else (monday, monday + 6 * _DAY)


def community_readings(
    days: Mapping[date, int], start: int, begun_at: datetime, now: datetime, zone: ZoneInfo
) -> tuple[Reading, ...]:
    """A community goal's counter: where it stood as it began, at the end of each day, and now.

    `days` is what was done for each. A day ends at the server's midnight; what was logged for a
    day counts on it, whenever it was logged.
    """
    first, today = (at.astimezone(zone).date() for at in (begun_at, now))
    counted = [first + day * _DAY for day in range((today - first).days + 1)]
    earlier = sum(amount for day, amount in days.items() if day < first)
    totals = accumulate((days.get(day, 0) for day in counted), initial=start + earlier)
    ends = (begun_at, *(min(now, _end(day, zone)) for day in counted))
    return tuple(Reading(at, amount) for at, amount in zip(ends, totals, strict=True))


def _end(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + _DAY, time.min, zone).astimezone(UTC)
