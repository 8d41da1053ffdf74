"""How goals stand, as people look them up."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Reader, Transaction
from bot.guilds.service import SettingsService
from bot.guilds.store import join as know_guild
from bot.streaming import reading_store, standing_store, store
from bot.streaming.book import GoalBook
from bot.streaming.curve import DAY, Reading
from bot.streaming.ghost import Ghost, ghost
from bot.streaming.goals import Goal, Kind
from bot.streaming.pace import Pace, pace
from bot.streaming.settings import REST_DAYS
from bot.streaming.standing_store import EVER, Standing
from bot.streaming.standings import Period, community_readings
from bot.streaming.streaks import LOOKED_BACK, streak, streak_since

TOP = 3


@dataclass(frozen=True, slots=True)
class Race:
    """Another goal that this one runs against."""

    against: Goal
    ghost: Ghost | None
    """None where one of them has no reading."""


@dataclass(frozen=True, slots=True)
class View:
    """How a goal stands."""

    goal: Goal
    total: int
    """The last official reading, or what members have done; the start before there is any."""
    pace: Pace
    readings: tuple[Reading, ...]
    logged: int
    """What members have logged for it, that counts."""
    active: int
    """How many logged something in the last seven days."""
    top: tuple[Standing, ...]
    """Who has done most, of all time."""
    now: datetime
    zone: ZoneInfo
    race: Race | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A goal in the list."""

    goal: Goal
    total: int


@dataclass(frozen=True, slots=True)
class Board:
    """A goal's leaderboard."""

    goal: Goal
    period: Period
    standings: tuple[Standing, ...]
    own: Standing | None
    """Where whoever asks stands, also when they are not listed."""
    listed: bool
    streak: int
    """Their days in a row, over all goals of the server."""


class OverviewService:
    """What can be seen of a server's goals."""

    def __init__(self, database: Database, settings: SettingsService, book: GoalBook, clock: Clock) -> None:
        self._database, self._settings, self._book, self._clock = database, settings, book, clock

    async def view(self, goal: Goal, against: Goal | None = None) -> View:
        """How a goal stands now; `against` another one, as a race at the same age."""

        async def look(on: Reader) -> View:
            return await self._view(on, goal, against)

        return await self._database.read(look)

    async def lines(self, guild_id: int) -> tuple[Line, ...]:
        """A server's goals, those that are open first."""
        stand = await self._database.read(lambda on: reading_store.latest_and_logged(on, guild_id))
        return tuple(
            Line(goal, _total(goal, *stand.get(goal.id, (None, 0)))) for goal in self._book.of(guild_id)
        )

    async def board(self, caller: Caller, goal: Goal, period: Period) -> Board:
        """A goal's leaderboard.

        Raises:
            ServersOnly: there is no server here.
        """
        calendar = self._book.calendar(goal)

        async def look(on: Reader) -> Board:
            return Board(
                goal,
                period,
                tuple(await standing_store.leaderboard(on, goal, period, calendar)),
                await standing_store.standing_of(on, goal, period, calendar, caller.user_id),
                await standing_store.is_listed(on, caller.guild, caller.user_id),
                await self.streak(on, caller.guild, caller.user_id),
            )

        return await self._database.read(look)

    async def toggle_listing(self, caller: Caller) -> bool:
        """Take somebody off this server's leaderboards, or put them back; whether they are listed now.

        Raises:
            ServersOnly: there is no server here.
        """

        async def toggle(tx: Transaction) -> bool:
            if await standing_store.is_listed(tx, caller.guild, caller.user_id):
                now = self._clock.now()
                await know_guild(tx, caller.guild, now)
                await standing_store.unlist(tx, caller.guild, caller.user_id, now)
                return False
            await standing_store.list_again(tx, caller.guild, caller.user_id)
            return True

        return await self._database.write(toggle)

    async def streak(self, on: Reader, guild_id: int, user_id: int) -> int:
        """A member's days in a row in a server, over all its goals."""
        calendar = self._book.calendar_of(guild_id)
        for back in LOOKED_BACK:
            first = calendar.today - back * DAY
            days = await standing_store.days_of(on, guild_id, user_id, calendar, first)
            found = streak_since(first, days, calendar.today, self._rest_days(guild_id))
            if found is not None:
                return found
        days = await standing_store.days_of(on, guild_id, user_id, calendar, EVER)
        return streak(days, calendar.today, self._rest_days(guild_id))

    async def streak_since(
        self, guild_id: int, user_id: int, first: date, days: AbstractSet[date], today: date
    ) -> int:
        """The same, where the days from `first` on are known; more is read only where it may be longer."""
        found = streak_since(first, days, today, self._rest_days(guild_id))
        if found is not None:
            return found
        return await self._database.read(lambda on: self.streak(on, guild_id, user_id))

    async def readings(self, on: Reader, goal: Goal) -> Sequence[Reading]:
        """A goal's curve: official readings, or what members had done by the end of each day."""
        if goal.plan.kind is Kind.OFFICIAL:
            return await reading_store.holding(on, goal.id)
        calendar = self._book.calendar(goal)
        days = await standing_store.by_day(on, goal, calendar)
        until = max(goal.begun_at, min(calendar.now, goal.closed_at or calendar.now))
        return community_readings(days, goal.plan.start, goal.begun_at, until, calendar.zone)

    def _rest_days(self, guild_id: int) -> int:
        return self._settings.of(guild_id)[REST_DAYS]

    async def _view(self, on: Reader, goal: Goal, against: Goal | None) -> View:
        calendar = self._book.calendar(goal)
        readings = tuple(await self.readings(on, goal))
        active = await standing_store.active_members(on, goal, calendar)
        logged = await store.logged(on, goal.id)
        total = readings[-1].total if readings else goal.plan.start
        race = None
        if against is not None:
            other = await self.readings(on, against)
            race = Race(against, ghost(readings, goal.begun_at, other, against.begun_at))
        return View(
            goal,
            total,
            pace(readings, goal.plan.aim, calendar.now, active),
            readings,
            logged,
            active,
            tuple(await standing_store.leaderboard(on, goal, Period.ALL, calendar, TOP)),
            calendar.now,
            calendar.zone,
            race,
        )


async def total_of(on: Reader, goal: Goal) -> int:
    """Where a goal stands: the latest reading that holds, or what counts of its logs."""
    if goal.plan.kind is Kind.COMMUNITY:
        return _total(goal, None, await store.logged(on, goal.id))
    latest = await reading_store.latest(on, goal.id)
    return _total(goal, latest.total if latest is not None else None, 0)


def _total(goal: Goal, latest: int | None, logged: int) -> int:
    if goal.plan.kind is Kind.COMMUNITY:
        return goal.plan.start + logged
    return latest if latest is not None else goal.plan.start
