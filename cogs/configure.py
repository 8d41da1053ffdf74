"""/configure: the settings of /settings, for those who type. Made from the same declarations."""

from __future__ import annotations

import inspect
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str as _

from bot.client import FanBot
from bot.guilds.forms import SeveralZones, ZoneUnclear, read_typed
from bot.guilds.kinds import ClockTime, Zone
from bot.guilds.options import RESET, annotation, description, reset_annotation, wanted
from bot.guilds.service import Wish
from bot.guilds.settings import AnySetting, Area
from bot.i18n.marking import gettext_noop
from bot.i18n.translator import DESCRIPTION, made_of
from bot.kit.answers import respond
from bot.kit.checks import MEMBER, SERVERS
from bot.kit.feature import Feature
from bot.kit.host import Interaction
from bot.kit.server import caller_of, server_of
from cogs.settings import panel_of

_CHANGES = gettext_noop("Change settings, or see them: {area}")


class Configure(Feature):
    """One subcommand an area, one option a setting."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._settings = bot, bot.app.settings
        self._group = app_commands.Group(
            name="configure",
            description=_("Set me up by typing"),
            allowed_contexts=SERVERS,
            allowed_installs=MEMBER,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        for area in self._settings.declarations.areas.values():
            self._group.add_command(self._command(area))

    async def cog_load(self) -> None:
        await super().cog_load()
        self._bot.tree.add_command(self._group)

    async def cog_unload(self) -> None:
        self._bot.tree.remove_command(self._group.name)
        await super().cog_unload()

    def _command(self, area: Area) -> app_commands.Command[Any, ..., Any]:
        async def configure(interaction: Interaction, **given: Any) -> None:
            await self._configure(interaction, area, given)

        # discord.py reads a command's options from its signature; this one follows the declarations
        options = {setting.name: annotation(setting) for setting in area.settings}
        options[RESET] = reset_annotation(area)
        first = inspect.Parameter(
            "interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Interaction
        )
        optional = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=made)
            for name, made in options.items()
        ]
        configure.__signature__ = inspect.Signature([first, *optional])  # type: ignore[attr-defined]
        helps = {setting.name: description(setting) for setting in area.settings}
        described = app_commands.describe(**helps, **{RESET: _("Put one setting back as it was at first")})
        made = made_of(_CHANGES, area=area.label)
        return app_commands.Command(
            name=area.key, description=made, callback=described(configure), extras={DESCRIPTION: made}
        )

    async def _configure(self, interaction: Interaction, area: Area, given: dict[str, Any]) -> None:
        caller, server = caller_of(interaction), server_of(interaction)
        self._settings.expect_moderator(caller)
        wishes = [
            self._wish(interaction, setting, given[setting.name])
            for setting in area.settings
            if given.get(setting.name) is not None
        ]
        if given.get(RESET) is not None:
            setting = self._settings.declarations.setting(given[RESET])
            wishes.append(Wish(setting, setting.default))
        outcome = (
            await self._settings.change(caller, server, wishes, change_id=interaction.id) if wishes else None
        )
        await respond(interaction, await panel_of(self._bot, interaction, area, outcome), private=True)

    def _wish(self, interaction: Interaction, setting: AnySetting, given: Any) -> Wish:
        if isinstance(setting.kind, Zone | ClockTime):
            read = read_typed(setting, given, self._bot.app.clock.now(), interaction.locale.value)
            if isinstance(read, SeveralZones):
                raise ZoneUnclear
            return Wish(setting, read)
        held = self._settings.of(interaction.guild_id)
        current = setting.kind.still_here(held[setting], server_of(interaction))
        return Wish(setting, wanted(setting, given, current), held.change_id(setting))


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Configure(bot))
