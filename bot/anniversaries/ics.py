"""The anniversaries as a calendar file, which any calendar takes in.

The library costs 3.5 MB and 0.06 s: import this module when somebody exports, and make the file off the
event loop.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event, vText

from bot.anniversaries.calendar import DAY_COUNT, Anniversary, AnniversaryKind, FactCalendar, LeapRule
from bot.anniversaries.labels import DATE_KINDS, title
from bot.facts.base import FactBase
from bot.i18n.say import Say

MOST_BYTES = 8_000_000  # Discord takes files of 10 MB
_END = b"END:VCALENDAR\r\n"
_OURS = UUID("6d1f0f0e-9f0e-5a0b-8f3b-0613201306d1")
_Recurrence = dict[str, str | int]
_EVERY_YEAR: _Recurrence = {"FREQ": "YEARLY"}
_LEAP_DAYS: dict[LeapRule, _Recurrence] = {
    LeapRule.FEBRUARY_28: {"FREQ": "YEARLY", "BYMONTH": 2, "BYMONTHDAY": -1},  # the last day of February
    LeapRule.MARCH_1: {"FREQ": "YEARLY", "BYYEARDAY": 60},  # the day after 28 February
    LeapRule.LEAP_YEARS: _EVERY_YEAR,  # calendars pass over years that lack the day
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A calendar file, and how much of the calendar it holds."""

    content: bytes
    """The file, at most 8 MB."""
    events: int
    left_out: int
    """How many were left out to stay below that, the least prominent."""


class CalendarFile:
    """A fact base's anniversaries in one language, ready to be written."""

    def __init__(self, base: FactBase, days: FactCalendar, say: Say) -> None:
        self._base, self._days, self._say = base, days, say

    def export(self, leap: LeapRule, stamp: datetime, unseen: AbstractSet[str] = frozenset()) -> Exported:
        """Every anniversary that is seen, as an event of a whole day that recurs.

        `stamp` is the present, aware. Imported again, in any language, an event replaces its former self.
        """
        days = self._days
        found = sorted(
            (*days.recurring(unseen), *days.day_counts(unseen)), key=lambda one: (-one.prominence, one.since)
        )
        opening, _, _ = self._calendar().to_ical().partition(_END)
        # written one by one: all events at once would be ten times as large as the file
        events: list[bytes] = []
        size = len(opening) + len(_END)
        for one in found:
            event = self._event(one, leap, stamp).to_ical()
            size += len(event)
            if size > MOST_BYTES:
                break
            events.append(event)
        return Exported(b"".join((opening, *events, _END)), len(events), len(found) - len(events))

    def _calendar(self) -> Calendar:
        fandom = self._base.fandom.in_language(self._say.reader)
        calendar = Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", f"-//Borahae//{self._say.tag}")
        calendar.add("calscale", "GREGORIAN")
        for key in ("name", "x-wr-calname"):  # the standard's, and the one that most programs read
            calendar.add(key, vText(self._say.plain("Days of {name}", name=fandom.name)))
        return calendar

    def _event(self, one: Anniversary, leap: LeapRule, stamp: datetime) -> Event:
        fact = self._base.facts[one.fact_id]
        begins, rule = _recurs(one, leap)
        event = Event()
        event.add("uid", str(uuid5(_OURS, f"{self._base.fandom.name}/{one.kind}/{_identity(one)}")))
        event.add("dtstamp", stamp)
        event.add("dtstart", begins)
        event.add("dtend", begins + timedelta(days=1))
        event.add("rrule", rule)
        event.add("summary", self._summary(one))
        event.add("description", fact.text_in(self._say.reader))
        if fact.date is not None:
            event.add("categories", [self._say.plain(DATE_KINDS[fact.date.kind])])
        event.add("transp", "TRANSPARENT")  # a day to remember keeps nobody busy
        return event

    def _summary(self, one: Anniversary) -> str:
        """The title of an event; with the year it began, since the event is the same in all years."""
        named = title(one, self._base, self._say)
        if one.kind is AnniversaryKind.BIRTHDAY:
            return named
        return self._say.plain("{title} ({year})", title=named, year=str(one.since.year))


def _identity(one: Anniversary) -> str:
    """What an event goes by: a day count keeps it when another fact tells of it."""
    if one.kind is AnniversaryKind.DAYS:
        return f"{one.subject_id or one.fact_id}/{one.since}"
    return one.fact_id


def _recurs(one: Anniversary, leap: LeapRule) -> tuple[date, _Recurrence]:
    """The first day of an event, and its rule."""
    if one.kind is AnniversaryKind.DAYS:
        return one.since + timedelta(days=DAY_COUNT), {"FREQ": "DAILY", "INTERVAL": DAY_COUNT}
    is_leap_day = (one.since.month, one.since.day) == (2, 29)
    return one.since, _LEAP_DAYS[leap] if is_leap_day else _EVERY_YEAR
