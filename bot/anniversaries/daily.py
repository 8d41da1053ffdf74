"""The daily post: when the next one is due, what it tells, what became of the last ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import chain, islice
from random import Random
from typing import Any

from bot.anniversaries import store
from bot.anniversaries.schedule import Due, Rule, following, next_due, settle, upcoming
from bot.anniversaries.service import AnniversaryService, Occasion
from bot.anniversaries.settings import (
    CHANNEL,
    LATE_HOURS,
    PIN,
    PING_ROLE,
    PUBLISH,
    QUIET_DAYS,
    SILENCE,
    THREAD,
    TIME,
)
from bot.anniversaries.store import Schedule
from bot.caller import Caller
from bot.clock import Clock
from bot.database.interface import Database, Reader, Transaction
from bot.delivery import due_store
from bot.delivery.due import DueWork
from bot.delivery.due_store import Address
from bot.delivery.model import Intent, Key, Post, Step
from bot.delivery.outbox import Outbox
from bot.errors import UserError
from bot.facts.base import FactSheet
from bot.facts.draw import draw
from bot.facts.service import FactService
from bot.guilds.service import SettingsService
from bot.guilds.settings import GuildSettings
from bot.guilds.store import join as know_guild
from bot.i18n.marking import gettext_noop

KIND = "daily"
DAYS_SHOWN, POSTS_SHOWN = 7, 14
DAYS_AHEAD = 366
"""So far ahead the next day with a post is looked for."""
MISSED_KEPT = 7
"""After a long time down, so many missed days are recorded."""


class DailyIsOff(UserError):
    message = gettext_noop("The daily post is off. Choose a channel for it first.")


class DayIsOver(UserError):
    message = gettext_noop("That day's time has come already.")


class Plan(Enum):
    """What is planned for a day."""

    POST = "post"
    FACT = "fact"
    SILENCE = "silence"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a daily post tells."""

    occasion: Occasion
    fact: FactSheet | None
    """The fact of the day, where there is nothing to remember."""


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A day to come."""

    due: Due
    plan: Plan
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class DailyService:
    """Every server's daily post."""

    database: Database
    days: AnniversaryService
    facts: FactService
    settings: SettingsService
    due: DueWork
    outbox: Outbox
    clock: Clock
    rng: Random

    def rule(self, settings: GuildSettings) -> Rule:
        """When a server wants its post."""
        return Rule(settings[TIME], self.days.zone(settings), self.days.dates_of(settings))

    async def recompute(self, tx: Transaction, guild_id: int, settings: GuildSettings) -> None:
        """Work out anew what a server waits for, in the transaction that changes its settings.

        A date whose time has come already stays: its handler is about to settle it.
        """
        now = self.clock.now()
        at, known = Address(KIND, guild_id, ""), await store.schedule(tx, guild_id)
        channel_id = settings[CHANNEL]
        if channel_id is None:
            await store.put_schedule(tx, guild_id, Schedule(None, known.last))
            await self.due.drop(tx, at)
            return
        await self.outbox.move(tx, guild_id, KIND, channel_id)
        if known.waiting is not None and known.waiting.due_at <= now:
            return
        waiting = next_due(self.rule(settings), now, known.last)
        await store.put_schedule(tx, guild_id, Schedule(waiting, known.last))
        await self.due.put(tx, at, waiting.due_at)

    async def come_due(self, due: due_store.Due) -> None:
        """Put the day's post into the outbox, and wait for the next one; all of it or nothing."""
        guild_id, seed = due.at.guild_id, self.rng.random()

        async def turn_the_page(tx: Transaction) -> None:
            known = await store.schedule(tx, guild_id)
            settings, now = self.settings.of(guild_id), self.clock.now()
            if known.waiting is None or settings[CHANNEL] is None:
                await self.due.drop(tx, due.at)
                return
            late = timedelta(hours=settings[LATE_HOURS])
            settled = settle(self.rule(settings), known.waiting, now, late)
            came = [*settled.missed, *([settled.post] if settled.post else [])]
            left_out = await store.left_out(tx, guild_id)
            for one in came[-MISSED_KEPT:]:
                if one.content_date not in left_out:
                    await self._put(tx, guild_id, one, settings, seed)
            last = came[-1].content_date if came else known.last
            await store.put_schedule(tx, guild_id, Schedule(settled.next, last))
            await self.due.put(tx, due.at, settled.next.due_at)

        await self.database.write(turn_the_page)

    def content(self, post: Post) -> Content:
        """What a post tells, with the facts as they are now."""
        told = post.intent.arguments
        sheet = self.facts.base.sheets.get(told.get("fact", ""))
        return Content(self.days.of_daily(date.fromisoformat(told["date"]), post.at.guild_id), sheet)

    async def preview(self, caller: Caller) -> Content:
        """What the next post would tell; nothing is used up.

        Raises:
            NotAModerator: this person may not see it.
        """
        self.settings.expect_moderator(caller)
        coming = await self._next(caller.guild)
        day = coming.content_date if coming else self.days.today(caller.guild)
        occasion = self.days.of_daily(day, caller.guild)
        if occasion.remembered:
            return Content(occasion, None)
        seed = self.rng.random()
        drawn = await self.database.read(lambda on: self._draw(on, caller.guild, seed))
        return Content(occasion, self.facts.base.sheets[drawn[0]])

    async def week(self, caller: Caller) -> tuple[Planned, ...]:
        """The next seven days, each with what is planned.

        Raises:
            NotAModerator: this person may not see it.
            DailyIsOff: there is no channel for it.
        """
        self.settings.expect_moderator(caller)
        settings = self.settings.of(caller.guild)
        known, left_out = await self.database.read(lambda on: _standing(on, caller.guild))
        if known.waiting is None:
            raise DailyIsOff
        coming = upcoming(self.rule(settings), self.clock.now(), DAYS_SHOWN, known.last)
        return tuple(self._planned(due, caller.guild, settings, left_out) for due in coming)

    async def leave_out(self, caller: Caller, day: date, *, out: bool) -> None:
        """Post nothing on a day, or do after all.

        Raises:
            NotAModerator: this person may not decide that.
            DayIsOver: its time has come.
        """
        self.settings.expect_moderator(caller)
        now = self.clock.now()

        async def mark(tx: Transaction) -> None:
            known = await store.schedule(tx, caller.guild)
            if known.last is not None and day <= known.last:
                raise DayIsOver
            if out:
                await know_guild(tx, caller.guild, now)
                await store.leave_out(tx, caller.guild, day, caller.user_id, now)
            else:
                await store.take_back(tx, caller.guild, day)

        await self.database.write(mark)

    async def recent(self, caller: Caller) -> list[Post]:
        """The latest posts with what came of them, the newest first.

        Raises:
            NotAModerator: this person may not see it.
        """
        self.settings.expect_moderator(caller)
        return await self.outbox.recent(caller.guild, KIND, POSTS_SHOWN)

    async def next_post(self, guild_id: int) -> datetime | None:
        """When the next post is due; None while it is off."""
        coming = await self._next(guild_id)
        return coming.due_at if coming else None

    async def _next(self, guild_id: int) -> Due | None:
        """The first day to come with a post: not left out, and not quiet where such days get none."""
        settings = self.settings.of(guild_id)
        known, left_out = await self.database.read(lambda on: _standing(on, guild_id))
        if known.waiting is None:
            return None
        later = islice(following(self.rule(settings), known.waiting), DAYS_AHEAD)
        for due in chain([known.waiting], later):
            if self._planned(due, guild_id, settings, left_out).plan in {Plan.POST, Plan.FACT}:
                return due
        return known.waiting

    async def _put(
        self, tx: Transaction, guild_id: int, due: Due, settings: GuildSettings, seed: float
    ) -> None:
        arguments: dict[str, Any] = {"date": due.content_date.isoformat()}
        if not self.days.of_daily(due.content_date, guild_id).remembered:
            if settings[QUIET_DAYS] == SILENCE:
                return
            drawn, turn = await self._draw(tx, guild_id, seed)
            await store.put_fact(tx, guild_id, drawn, turn, due.due_at)
            arguments["fact"] = drawn
        steps = {Step.PUBLISH: PUBLISH, Step.THREAD: THREAD, Step.PIN: PIN}
        await self.outbox.put(
            tx,
            Intent(
                Key(guild_id, KIND, due.content_date.isoformat()),
                settings[CHANNEL] or 0,
                due.due_at,
                due.due_at + timedelta(hours=settings[LATE_HOURS]),
                arguments,
                settings[PING_ROLE],
                tuple(step for step, setting in steps.items() if settings[setting]),
            ),
        )

    async def _draw(self, on: Reader, guild_id: int, seed: float) -> tuple[str, int]:
        """The fact of a quiet day, one that the server has not had until it had all."""
        pool: Sequence[str] = self.days.calendar.for_quiet_days(self.days.unseen_daily(guild_id))
        turns, last = await store.shown_facts(on, guild_id)
        return draw(pool or tuple(self.facts.base.facts), turns, last, Random(seed))

    def _planned(
        self, due: Due, guild_id: int, settings: GuildSettings, left_out: frozenset[date]
    ) -> Planned:
        occasion = self.days.of_daily(due.content_date, guild_id)
        if due.content_date in left_out:
            plan = Plan.LEFT_OUT
        elif occasion.remembered:
            plan = Plan.POST
        else:
            plan = Plan.SILENCE if settings[QUIET_DAYS] == SILENCE else Plan.FACT
        return Planned(due, plan, occasion)


async def _standing(on: Reader, guild_id: int) -> tuple[Schedule, frozenset[date]]:
    return await store.schedule(on, guild_id), await store.left_out(on, guild_id)
