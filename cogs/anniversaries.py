"""/onthisday and /anniversaries: what happened on a day, what is coming, a month, a calendar file."""

from __future__ import annotations

import asyncio
import logging
from datetime import date, timedelta
from functools import partial

from discord import app_commands
from discord.app_commands import locale_str as _

from bot.anniversaries import cards
from bot.anniversaries.month_page import alt_text, month_page
from bot.anniversaries.options import DayOption, MonthOption
from bot.anniversaries.service import MOST_DAYS, UPCOMING_DAYS
from bot.app import App
from bot.client import FanBot
from bot.drawing.easel import DrawingFailed
from bot.facts.model import Subject
from bot.facts.options import SubjectOption
from bot.i18n.say import Say
from bot.kit.answers import Render, respond, update, voice
from bot.kit.blocks import Picture
from bot.kit.doors import Outdated
from bot.kit.feature import Feature, on_page, on_press
from bot.kit.host import Interaction, say_to
from bot.kit.items import Ids, Press
from bot.kit.paginator import Page, as_number
from bot.kit.server import caller_of, guild_id_of

log = logging.getLogger(__name__)

PICTURE = "month"
BETWEEN_EXPORTS = timedelta(seconds=30)


class Anniversaries(Feature):
    """Looking days up."""

    anniversaries = app_commands.Group(name="anniversaries", description=_("Days to remember"))

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._app, self._days = bot, bot.app, bot.app.anniversaries

    @app_commands.command(description=_("What happened on this day"))
    @app_commands.describe(date=_("Another day, such as 13 June"))
    async def onthisday(self, interaction: Interaction, date: DayOption | None = None) -> None:
        day = date or self._days.today(guild_id_of(interaction))
        await respond(interaction, self._day(interaction, day, 1))

    @anniversaries.command(description=_("The next days to remember"))
    @app_commands.describe(days=_("How many days to look ahead"), subject=_("Whom or what it is about"))
    async def upcoming(
        self,
        interaction: Interaction,
        days: app_commands.Range[int, 1, MOST_DAYS] = UPCOMING_DAYS,
        subject: SubjectOption | None = None,
    ) -> None:
        await respond(interaction, self._upcoming(interaction, days, subject, 1))

    @anniversaries.command(description=_("A month as a picture and a list"))
    @app_commands.describe(month=_("Which month, such as June"))
    async def month(self, interaction: Interaction, month: MonthOption | None = None) -> None:
        first = month or self._days.today(guild_id_of(interaction)).replace(day=1)
        await interaction.response.defer(ephemeral=self._bot.manners(interaction).private, thinking=True)
        await respond(interaction, await self._month(interaction, first))

    @anniversaries.command(description=_("All days to remember, as a file for your calendar"))
    async def export(self, interaction: Interaction) -> None:
        from bot.anniversaries.ics import CalendarFile  # noqa: PLC0415  # a library that few ask for

        await self._app.limits.start(caller_of(interaction), "calendar", BETWEEN_EXPORTS)
        await interaction.response.defer(ephemeral=True, thinking=True)
        base, guild_id = self._app.facts.base, guild_id_of(interaction)
        file = CalendarFile(base, self._days.calendar, say_to(interaction))
        made = await asyncio.to_thread(
            file.export,
            self._days.leap_rule(guild_id),
            self._app.clock.now(),
            self._app.facts.unseen(guild_id),
        )
        await respond(interaction, partial(cards.export, made.content, made.events), private=True)

    @on_page(cards.DAY)
    async def day_page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        return self._day(interaction, as_day(ids[0]), number)

    @on_page(cards.UPCOMING)
    async def upcoming_page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        days, subject_id = ids
        subject = self._app.facts.subject_by_id(subject_id) if subject_id else None
        return self._upcoming(interaction, min(as_number(days), MOST_DAYS), subject, number)

    @on_press(cards.MONTH)
    async def turn_month(self, interaction: Interaction, press: Press) -> None:
        first = as_day(f"{press.ids[0]}-01")
        await interaction.response.defer()
        await update(interaction, await self._month(interaction, first))

    def _day(self, interaction: Interaction, day: date, number: int) -> Render:
        occasion = self._days.of_day(day, guild_id_of(interaction))
        return partial(cards.on_this_day, day, Page.cut(occasion.remembered, cards.ON_A_PAGE, number))

    def _upcoming(self, interaction: Interaction, days: int, subject: Subject | None, number: int) -> Render:
        guild_id = guild_id_of(interaction)
        occasions = self._days.upcoming(guild_id, days, subject)
        page = Page.cut(occasions, cards.DAYS_ON_A_PAGE, number)
        return partial(cards.upcoming, page, self._days.today(guild_id), (days, subject))

    async def _month(self, interaction: Interaction, first: date) -> Render:
        guild_id = guild_id_of(interaction)
        picture = await drawn_month(self._app, first, guild_id, voice(interaction))
        shown = cards.MonthShown(first, self._days.of_month(first, guild_id), picture)
        return partial(cards.month, shown)


async def drawn_month(app: App, first: date, guild_id: int | None, say: Say) -> Picture | None:
    """A month's calendar page as a server sees it; None where it could not be drawn."""
    base, days = app.facts.base, app.anniversaries.days_of_month(first, guild_id)
    try:
        content = await app.drawing.draw(PICTURE, month_page(first, days, base, say))
    except DrawingFailed as error:
        log.warning("a month goes without its picture: %s", error)
        return None
    return Picture(f"calendar-{first:%Y-%m}.png", content, alt_text(first, days, base, say))


def as_day(part: str | None) -> date:
    """A day that a custom_id carries.

    Raises:
        Outdated: it carries something else.
    """
    try:
        return date.fromisoformat(part or "")
    except ValueError:
        raise Outdated from None


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Anniversaries(bot))
