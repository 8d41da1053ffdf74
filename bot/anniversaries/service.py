"""What happened on a day: looked up by whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.anniversaries.calendar import Anniversary, Day, FactCalendar, LeapRule
from bot.anniversaries.settings import CALENDAR, HOME, LEFT_OUT, leap_rule
from bot.clock import Clock
from bot.facts.base import FactBase, FactSheet
from bot.facts.model import Subject
from bot.facts.service import FactGone, FactHidden, FactService
from bot.facts.vocabulary import Category
from bot.guilds.general import ZONE
from bot.guilds.service import SettingsService
from bot.guilds.settings import GuildSettings
from bot.guilds.zones import zone_of

MOST_DAYS = 366
UPCOMING_DAYS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """An anniversary with the fact that tells of it, and whom it is about."""

    anniversary: Anniversary
    sheet: FactSheet
    subject: Subject | None

    def title(self, reader: str) -> str:
        """What it is called in a list: whom it is about; about nobody, the fact in the reader's language."""
        return self.subject.name if self.subject is not None else self.sheet.fact.text_in(reader)


@dataclass(frozen=True, slots=True, eq=False)
class Occasion:
    """A day and what is remembered on it, the most prominent first."""

    day: date
    remembered: tuple[Remembered, ...]


class AnniversaryService:
    """Days to remember, as a server sees them: in its zone, without what it leaves out."""

    def __init__(self, facts: FactService, settings: SettingsService, clock: Clock) -> None:
        self._facts, self._settings, self._clock = facts, settings, clock

    @property
    def calendar(self) -> FactCalendar:
        """The calendar of the fact base as it stands."""
        return _calendar(self._facts.base)

    def home(self) -> ZoneInfo:
        """The zone of the fandom's home."""
        return ZoneInfo(self._facts.base.fandom.home_zone)

    def zone(self, settings: GuildSettings) -> ZoneInfo:
        """The zone of a server's clock; the fandom's home where none is set, or it is no longer known."""
        return zone_of(settings[ZONE], self._facts.base.fandom.home_zone)

    def dates_of(self, settings: GuildSettings) -> ZoneInfo:
        """The zone whose dates a server goes by."""
        return self.home() if settings[CALENDAR] == HOME else self.zone(settings)

    def today(self, guild_id: int | None) -> date:
        """What date it is for a server; at the fandom's home, where there is none."""
        return self._clock.now().astimezone(self.dates_of(self._settings.of(guild_id))).date()

    def of_day(self, day: date, guild_id: int | None) -> Occasion:
        """What is remembered on a day."""
        settings = self._settings.of(guild_id)
        return self._occasion(self.calendar.of_day(day, leap_rule(settings), self._facts.unseen(guild_id)))

    def of_daily(self, day: date, guild_id: int) -> Occasion:
        """What the daily post tells of a day: without what is left out of it as well."""
        settings = self._settings.of(guild_id)
        return self._occasion(self.calendar.of_day(day, leap_rule(settings), self.unseen_daily(guild_id)))

    def still_told(self, day: date, guild_id: int) -> Occasion:
        """What the buttons of a day's post show by now.

        It is what the post tells, or where all of that is left out of it since, what the server still sees.

        Raises:
            FactHidden, FactGone: it sees nothing of it any more.
        """
        occasion = self.of_daily(day, guild_id)
        if not occasion.remembered:
            occasion = self.of_day(day, guild_id)
        if not occasion.remembered:
            raise FactHidden if self.of_day(day, None).remembered else FactGone
        return occasion

    def unseen_daily(self, guild_id: int) -> frozenset[str]:
        """The facts a daily post does not tell."""
        left_out = self._settings.of(guild_id)[LEFT_OUT]
        of_category = self._facts.base.of_category
        return self._facts.unseen(guild_id).union(*(of_category[Category(one)] for one in left_out))

    def upcoming(
        self, guild_id: int | None, days: int = UPCOMING_DAYS, subject: Subject | None = None
    ) -> tuple[Occasion, ...]:
        """The next days with something to remember, tomorrow first."""
        start = self.today(guild_id) + timedelta(days=1)
        found = self.calendar.upcoming(
            start,
            min(days, MOST_DAYS),
            leap_rule(self._settings.of(guild_id)),
            self._facts.unseen(guild_id),
            subject.id if subject else None,
        )
        return tuple(self._occasion(day) for day in found)

    def leap_rule(self, guild_id: int | None) -> LeapRule:
        """When a server remembers 29 February."""
        return leap_rule(self._settings.of(guild_id))

    def days_of_month(self, first: date, guild_id: int | None) -> tuple[Day, ...]:
        """The days of a month that have something to remember, as its picture takes them."""
        unseen = self._facts.unseen(guild_id)
        return self.calendar.of_month(first.year, first.month, self.leap_rule(guild_id), unseen)

    def of_month(self, first: date, guild_id: int | None) -> tuple[Occasion, ...]:
        """The same days with their facts."""
        return tuple(self._occasion(day) for day in self.days_of_month(first, guild_id))

    def _occasion(self, day: Day) -> Occasion:
        return Occasion(day.day, tuple(self._remembered(one) for one in day.anniversaries))

    def _remembered(self, one: Anniversary) -> Remembered:
        base = self._facts.base
        subject = base.subjects.get(one.subject_id) if one.subject_id is not None else None
        return Remembered(one, base.sheets[one.fact_id], subject)


@lru_cache(maxsize=2)
def _calendar(base: FactBase) -> FactCalendar:
    return FactCalendar(base)
