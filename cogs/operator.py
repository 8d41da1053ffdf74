"""/operator: for whoever hosts the bot, in the one server they name."""

from __future__ import annotations

from functools import partial
from typing import Literal

import discord
from discord import app_commands
from discord.app_commands import locale_str as _

from bot import __version__
from bot.client import FanBot
from bot.errors import UserError
from bot.facts.faults import FactsInvalid
from bot.i18n.marking import gettext_noop
from bot.kit.answers import respond
from bot.kit.feature import Feature
from bot.kit.host import Interaction
from bot.operator import cards

_LONGEST_ID, _HIGHEST_ID = 20, 2**63 - 1  # a database holds no higher number


class NotAnId(UserError):
    message = gettext_noop("That is no id. Turn on Developer Mode in Discord and choose Copy ID.")


class NotYourself(UserError):
    message = gettext_noop("That would shut you out yourself.")


class Operator(Feature):
    """Status, reload, block. Discord shows them to that server's administrators alone."""

    operator = app_commands.Group(
        name="operator",
        description=_("For whoever hosts me"),
        guild_only=True,
        default_permissions=discord.Permissions(administrator=True),
    )

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._app = bot, bot.app

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Discord lets a server hand commands to others; these stay with its administrators."""
        if not interaction.permissions.administrator:
            raise app_commands.MissingPermissions(["administrator"])
        return True

    @operator.command(description=_("How I am doing"))
    async def status(self, interaction: Interaction) -> None:
        bot = self._bot
        latencies = [latency for _, latency in bot.latencies if latency == latency]  # noqa: PLR0124  # nan
        told = cards.Status(
            version=__version__,
            started_at=self._app.started_at,
            servers=len(bot.guilds),
            unavailable=sum(guild.unavailable for guild in bot.guilds),
            shards=len(bot.shards),
            slowest=max(latencies, default=None),
            facts=len(self._app.facts.base.facts),
            database_bytes=self._app.config.database_file.stat().st_size,
            blocked=self._app.limits.blocked_count,
        )
        await respond(interaction, partial(cards.status, told), private=True)

    @operator.command(description=_("Read the fact base again"))
    async def reload(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            base = await self._app.facts.reload()
        except FactsInvalid as error:
            await respond(interaction, partial(cards.not_reloaded, str(error)), private=True)
        else:
            await respond(interaction, partial(cards.reloaded, len(base.facts)), private=True)

    @operator.command(description=_("Shut a person or a server out, or let them in again"))
    @app_commands.describe(
        what=_("Whom the id belongs to"), id=_("The id, from Developer Mode"), lift=_("Let them in again")
    )
    @app_commands.choices(
        what=[
            app_commands.Choice(name=_("A person"), value="user"),
            app_commands.Choice(name=_("A server"), value="guild"),
        ]
    )
    async def block(
        self,
        interaction: Interaction,
        what: Literal["user", "guild"],
        id: str,  # noqa: A002  # what people read
        lift: bool = False,
    ) -> None:
        target = self._target(interaction, what, id)
        (told,) = map(str, target.values())
        limits = self._app.limits
        if lift:
            changed = await limits.unblock(**target)
            await respond(interaction, partial(cards.unblocked, told, changed), private=True)
        else:
            await limits.block(**target)
            await respond(interaction, partial(cards.blocked, told), private=True)

    def _target(self, interaction: Interaction, what: str, typed: str) -> dict[str, int]:
        if not typed.isdecimal() or len(typed) > _LONGEST_ID:
            raise NotAnId
        target = int(typed)
        if not 0 < target <= _HIGHEST_ID:
            raise NotAnId
        if target in (interaction.user.id, interaction.guild_id):
            raise NotYourself
        return {"user_id": target} if what == "user" else {"guild_id": target}


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    guild_id = bot.app.config.operator_guild_id
    if guild_id is not None:
        await bot.add_cog(Operator(bot), guild=discord.Object(guild_id))
