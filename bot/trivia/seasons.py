"""The end of a season: its results, posted once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.delivery.due import DueWork
from bot.delivery.due_store import Address, Due
from bot.delivery.model import Intent, Key, Post
from bot.delivery.outbox import Outbox
from bot.facts.service import FactService
from bot.guilds.general import ZONE
from bot.guilds.service import SettingsService
from bot.guilds.settings import GuildSettings
from bot.guilds.zones import zone_of
from bot.trivia import board_store
from bot.trivia.board_store import Standing
from bot.trivia.periods import Period, last_month, season_ends_at, span
from bot.trivia.settings import SEASON_CHANNEL

KIND = "trivia-season"
LATE_AT_MOST = timedelta(days=3)
"""How long after a season its results are still worth posting."""
WINNERS = 10


@dataclass(frozen=True, slots=True)
class Season:
    """A month's results."""

    month: date
    winners: tuple[Standing, ...]
    players: int


@dataclass(frozen=True, slots=True)
class SeasonService:
    """Every server's seasons: the months of its own calendar."""

    database: Database
    settings: SettingsService
    facts: FactService
    due: DueWork
    outbox: Outbox
    clock: Clock

    async def recompute(self, tx: Transaction, guild_id: int, settings: GuildSettings) -> None:
        """Work out anew when the season's results are posted, in the transaction that changes settings."""
        at = Address(KIND, guild_id, "")
        if settings[SEASON_CHANNEL] is None:
            await self.due.drop(tx, at)
        else:
            await self.outbox.move(tx, guild_id, KIND, settings[SEASON_CHANNEL] or 0)
            await self.due.put(tx, at, season_ends_at(self.clock.now(), self._zone(settings)))

    async def come_due(self, due: Due) -> None:
        """A season is over: post its results once, if anybody played, and wait for the next one's end."""
        guild_id = due.at.guild_id

        async def turn_the_page(tx: Transaction) -> None:
            settings, now = self.settings.of(guild_id), self.clock.now()
            channel_id, zone = settings[SEASON_CHANNEL], self._zone(settings)
            if channel_id is None:
                await self.due.drop(tx, due.at)
                return
            month = last_month(now.astimezone(zone).date())
            counted = span(Period.MONTH, month, zone)
            if await board_store.board(tx, guild_id, counted, most=1):
                key = Key(guild_id, KIND, f"{month:%Y-%m}")
                ends_at = counted.until + LATE_AT_MOST
                await self.outbox.put(tx, Intent(key, channel_id, counted.until, ends_at))
            await self.due.put(tx, due.at, season_ends_at(now, zone))

        await self.database.write(turn_the_page)

    async def season(self, post: Post) -> Season:
        """What a post at the end of a season tells."""
        guild_id, month = post.at.guild_id, date.fromisoformat(f"{post.at.key}-01")
        counted = span(Period.MONTH, month, self._zone(self.settings.of(guild_id)))
        found = await self.database.read(lambda on: board_store.board(on, guild_id, counted))
        return Season(month, tuple(found[:WINNERS]), len(found))

    def _zone(self, settings: GuildSettings) -> ZoneInfo:
        return zone_of(settings[ZONE], self.facts.base.fandom.home_zone)
