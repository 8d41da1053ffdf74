"""When a day's post is due. Pure: the zones and the present are given.

A *content date* is a date of a calendar, the server's own or that of the fandom's home. It is due at the
first instant that has that date there while the server's wall clock shows the set time. A change of
offset may leave no such instant; then it is the one that would have had it under the offsets before the
change. (In Los Angeles at 07:30, Seoul's date would otherwise repeat once a year and be skipped once.)

Where the calendar's own offset changes and the server's does not, that instant can be the next date's;
then the date is due in its last minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
_APART = 2  # days that the dates of two zones can differ by: +14 and −12 are 26 hours apart


@dataclass(frozen=True, slots=True)
class Rule:
    """When a server wants its post."""

    at: time
    """The time on the server's wall clock, in whole minutes, naive."""
    zone: ZoneInfo
    """Where that clock hangs."""
    calendar: ZoneInfo
    """Whose dates count: the server's zone or the fandom's home."""

    def __post_init__(self) -> None:
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise ValueError(f"{self.at} is no time of day in whole minutes")

    def today(self, now: datetime) -> date:
        """What date it is on the rule's calendar; `now` is aware."""
        return now.astimezone(self.calendar).date()


@dataclass(frozen=True, slots=True)
class Due:
    """A content date and its instant, in UTC."""

    content_date: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to become of the dates that have come due."""

    post: Due | None
    """The one to post now; late, where its instant is not the present one."""
    missed: tuple[Due, ...]
    """Those that are too late, or that a later one has overtaken."""
    next: Due
    """The next one to wait for."""


@lru_cache(maxsize=4096)
def due_at(content_date: date, rule: Rule) -> datetime | None:
    """The instant a content date is due, in UTC; None for a date that the calendar skipped."""
    begins = _begins(content_date, rule.calendar)
    if begins is None:
        return None
    if regular := _regular(content_date, rule):
        return regular
    before = begins - _SECOND
    unchanged = _first_at(rule.at, _midnight(content_date, _offset(rule.calendar, before)), rule.zone, before)
    following = _regular(content_date + _DAY, rule)
    if following is None or unchanged < following:
        return unchanged
    return _ends(content_date, rule.calendar) - _MINUTE


def next_due(rule: Rule, after: datetime, last: date | None) -> Due:
    """The first content date that is due after an instant and later than the last one.

    `last` is the latest content date that came due under any rule, whatever became of it: so no date
    comes twice. It serves when a rule is turned on or changed (`after` is the present: what is past
    today starts tomorrow) and when a date is settled (`after` is its instant).
    """
    return next(_dues(rule, after, last))


def upcoming(rule: Rule, now: datetime, count: int, last: date | None = None) -> tuple[Due, ...]:
    """So many content dates that are due after `now`, in order."""
    return tuple(islice(_dues(rule, now, last), count))


def following(rule: Rule, due: Due) -> Iterator[Due]:
    """The content dates after one, in order, without end."""
    return _dues(rule, due.due_at, due.content_date)


def settle(rule: Rule, waiting: Due, now: datetime, late: timedelta) -> Settled:
    """Decide on a date that was waited for, and on those that came due since.

    One at most is posted, the latest, and only if it came due within `late`; the others are missed.
    """
    passed: list[Due] = []
    ahead = waiting
    while ahead.due_at <= now:
        passed.append(ahead)
        ahead = next_due(rule, ahead.due_at, ahead.content_date)
    post = passed.pop() if passed and now - passed[-1].due_at <= late else None
    return Settled(post, tuple(passed), ahead)


def _dues(rule: Rule, after: datetime, last: date | None) -> Iterator[Due]:
    day = rule.today(after) - _DAY  # a date may be due a little after it has ended
    if last is not None:
        day = max(day, last + _DAY)
    while True:
        instant = due_at(day, rule)
        if instant is not None and instant > after:
            yield Due(day, instant)
        day += _DAY


def _regular(content_date: date, rule: Rule) -> datetime | None:
    """The first instant with that date on the calendar and the set time on the wall clock."""
    found = (
        instant
        for days in range(-_APART, _APART + 1)
        for instant in _instants(content_date + days * _DAY, rule.at, rule.zone)
        if instant.astimezone(rule.calendar).date() == content_date
    )
    return min(found, default=None)


def _instants(day: date, at: time, zone: ZoneInfo) -> Iterator[datetime]:
    """When a wall clock shows a day and time: once; twice when it is set back; never when it skips them."""
    shown = datetime.combine(day, at)
    for fold in (0, 1):
        instant = shown.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == shown:
            yield instant


def _begins(day: date, zone: ZoneInfo) -> datetime | None:
    """The first instant of a date, None where the zone skipped it."""
    for instant in _instants(day, time.min, zone):
        return instant
    # Midnight is skipped: the date begins when the clocks change, between these two.
    start = datetime.combine(day, time.min, tzinfo=zone)
    early, late = start.replace(fold=1).astimezone(UTC), start.astimezone(UTC)
    while late - early > _SECOND:
        middle = early + (late - early) // 2
        early, late = (early, middle) if middle.astimezone(zone).date() >= day else (middle, late)
    begins = late.replace(microsecond=0)
    return begins if begins.astimezone(zone).date() == day else None


def _ends(day: date, zone: ZoneInfo) -> datetime:
    """The instant that the next date begins."""
    return _begins(day + _DAY, zone) or _ends(day + _DAY, zone)


def _first_at(at: time, start: datetime, zone: ZoneInfo, before: datetime) -> datetime:
    """The first instant from `start` on that shows a time under the offset that a zone had at `before`."""
    shown = start + _offset(zone, before)
    wanted = datetime.combine(shown.date(), at, tzinfo=UTC)
    return start + (wanted - shown) % _DAY


def _midnight(day: date, offset: timedelta) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC) - offset


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
