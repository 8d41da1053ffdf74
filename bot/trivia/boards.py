"""Who did how well: leaderboards, profiles, what one missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Reader, Transaction
from bot.errors import UserError
from bot.facts.base import FactBase
from bot.facts.service import FactService
from bot.guilds.general import ZONE
from bot.guilds.service import SettingsService
from bot.guilds.store import join as know_guild
from bot.guilds.zones import zone_of
from bot.i18n.marking import gettext_noop
from bot.trivia import board_store, store
from bot.trivia.answers import RoundOver
from bot.trivia.board_store import Standing, Totals
from bot.trivia.periods import Period, span
from bot.trivia.round import Phase, Round
from bot.trivia.store import Drawn


class NotListed(UserError):
    message = gettext_noop("{name} would rather not be on this server's leaderboards.")


@dataclass(frozen=True, slots=True)
class Board:
    """A leaderboard."""

    period: Period
    begins: date
    """The first day of the week or month."""
    standings: tuple[Standing, ...]
    own: Standing | None
    """Where whoever asks stands."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How somebody plays in a server; None where they have no points in a stretch of time."""

    user_id: int
    name: str
    listed: bool
    own: bool
    """Whether they ask themselves."""
    ever: Standing | None
    season: Standing | None
    week: Standing | None
    totals: Totals


@dataclass(frozen=True, slots=True)
class Missed:
    """A question somebody did not have right."""

    drawn: Drawn
    choice: int | None
    """What they pressed; None where they did not answer."""


class BoardService:
    """Results of rounds, as people look them up."""

    def __init__(
        self, database: Database, settings: SettingsService, facts: FactService, clock: Clock
    ) -> None:
        self._database, self._settings, self._facts, self._clock = database, settings, facts, clock

    @property
    def base(self) -> FactBase:
        """The fact base as it stands."""
        return self._facts.base

    async def board(self, caller: Caller, period: Period) -> Board:
        """The leaderboard of the week or month that runs now, or of all time.

        Raises:
            ServersOnly: there is no server here.
        """
        today, zone = self._today(caller.guild)
        counted = span(period, today, zone)

        async def look(on: Reader) -> Board:
            return Board(
                period,
                counted.since.astimezone(zone).date(),
                tuple(await board_store.board(on, caller.guild, counted)),
                await board_store.standing_of(on, caller.guild, counted, caller.user_id),
            )

        return await self._database.read(look)

    async def profile(self, caller: Caller, user_id: int, name: str) -> Profile:
        """How somebody plays here.

        Raises:
            ServersOnly: there is no server here.
            NotListed: they do not want to be looked up.
        """
        today, zone = self._today(caller.guild)

        async def look(on: Reader) -> Profile:
            listed = await board_store.is_listed(on, caller.guild, user_id)
            if not listed and caller.user_id != user_id:
                raise NotListed(name=name)
            ever, season, week = [
                await board_store.standing_of(on, caller.guild, span(period, today, zone), user_id)
                for period in (Period.ALL, Period.MONTH, Period.WEEK)
            ]
            totals = await board_store.totals_of(on, caller.guild, user_id)
            own = caller.user_id == user_id
            return Profile(user_id, name, listed, own, ever, season, week, totals)

        return await self._database.read(look)

    async def toggle_listing(self, caller: Caller) -> bool:
        """Take somebody off this server's leaderboards, or put them back; whether they are listed now.

        Raises:
            ServersOnly: there is no server here.
        """

        async def toggle(tx: Transaction) -> bool:
            if await board_store.is_listed(tx, caller.guild, caller.user_id):
                now = self._clock.now()
                await know_guild(tx, caller.guild, now)
                await board_store.unlist(tx, caller.guild, caller.user_id, now)
                return False
            await board_store.list_again(tx, caller.guild, caller.user_id)
            return True

        return await self._database.write(toggle)

    async def missed(self, caller: Caller, round_id: int) -> tuple[Missed, ...]:
        """What somebody did not have right in a round, of what has been revealed.

        Raises:
            RoundOver: nobody remembers that round.
        """

        async def look(on: Reader) -> tuple[Missed, ...]:
            played = await store.get(on, round_id)
            if played is None or played.guild_id != caller.guild_id:
                raise RoundOver
            drawn = _revealed(played, await store.all_drawn(on, round_id))
            own = {
                answer.number: answer.choice
                for answer in await store.answers(on, round_id)
                if answer.user_id == caller.user_id
            }
            return tuple(
                Missed(one, own.get(one.number)) for one in drawn if own.get(one.number) != one.asked.right
            )

        return await self._database.read(look)

    def _today(self, guild_id: int) -> tuple[date, ZoneInfo]:
        zone = zone_of(self._settings.of(guild_id)[ZONE], self._facts.base.fandom.home_zone)
        return self._clock.now().astimezone(zone).date(), zone


def _revealed(played: Round, drawn: Sequence[Drawn]) -> list[Drawn]:
    """The questions of a round whose answers are no secret any more."""
    told = played.number - (played.phase is Phase.QUESTION)
    return [one for one in drawn if one.number <= told]
