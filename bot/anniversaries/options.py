"""The command options for days and months: what is typed, what is suggested."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any

from discord import app_commands

from bot.anniversaries.dates import NotADay, NotAMonth, read_day, read_month
from bot.anniversaries.service import AnniversaryService
from bot.kit.host import Interaction, say_to
from bot.kit.options import Choice, SuggestingOption, choice
from bot.kit.server import guild_id_of

_OFFERED = 10


def _service(interaction: Interaction) -> AnniversaryService:
    service: AnniversaryService = interaction.client.app.anniversaries
    return service


class _Day(SuggestingOption):
    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        service, say, guild_id = _service(interaction), say_to(interaction), guild_id_of(interaction)
        if typed.strip():
            try:
                day = read_day(typed, service.today(guild_id), interaction.locale.value)
            except NotADay:
                return []
            return [choice(say.day(day), day.isoformat())]
        coming = islice(service.upcoming(guild_id), _OFFERED)
        return [
            choice(
                f"{say.day(occasion.day)} · {occasion.remembered[0].title(say.reader)}",
                occasion.day.isoformat(),
            )
            for occasion in coming
        ]

    async def transform(self, interaction: Interaction, value: Any, /) -> date:
        today = _service(interaction).today(guild_id_of(interaction))
        return read_day(str(value), today, interaction.locale.value)


class _Month(SuggestingOption):
    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        service, say = _service(interaction), say_to(interaction)
        today = service.today(guild_id_of(interaction))
        if typed.strip():
            try:
                months = [read_month(typed, today, interaction.locale.value)]
            except NotAMonth:
                return []
        else:
            ahead = range(today.month - 1, today.month + 11)
            months = [date(today.year + number // 12, number % 12 + 1, 1) for number in ahead]
        return [choice(say.month(first), f"{first:%Y-%m}") for first in months]

    async def transform(self, interaction: Interaction, value: Any, /) -> date:
        today = _service(interaction).today(guild_id_of(interaction))
        return read_month(str(value), today, interaction.locale.value)


DayOption = app_commands.Transform[date, _Day]
MonthOption = app_commands.Transform[date, _Month]
