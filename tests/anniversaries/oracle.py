"""When a content date is due, found by looking at every minute. Shares nothing with the rule it judges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.anniversaries.schedule import Rule

_MINUTE = timedelta(minutes=1)


def _minutes(around: date) -> Iterator[datetime]:
    """Every minute in which it can be that date, or the day before or after, anywhere."""
    first = datetime.combine(around, time.min, tzinfo=UTC) - timedelta(hours=40)
    return (first + number * _MINUTE for number in range(104 * 60))


def due_by_the_minute(content_date: date, rule: Rule) -> datetime | None:
    """As the product's page defines it, word by word."""
    dates = [(minute, minute.astimezone(rule.calendar)) for minute in _minutes(content_date)]
    begins = next((minute for minute, there in dates if there.date() == content_date), None)
    if begins is None:
        return None
    if (regular := _shown(content_date, rule, dates)) is not None:
        return regular
    before = begins - _MINUTE
    calendar, clock = (
        before.astimezone(zone).utcoffset() or timedelta() for zone in (rule.calendar, rule.zone)
    )
    unchanged = next(
        minute
        for minute, _ in dates
        if (minute + calendar).date() == content_date and (minute + clock).time() == rule.at
    )
    following = _shown(content_date + timedelta(days=1), rule, dates)
    if following is None or unchanged < following:
        return unchanged
    return (
        next(minute for minute, there in dates if there.date() > content_date and minute > begins) - _MINUTE
    )


def _shown(content_date: date, rule: Rule, dates: list[tuple[datetime, datetime]]) -> datetime | None:
    of_that_date = (minute for minute, there in dates if there.date() == content_date)
    return next((minute for minute in of_that_date if minute.astimezone(rule.zone).time() == rule.at), None)
