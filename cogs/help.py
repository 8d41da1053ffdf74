"""/help and /about: finding one's way."""

from __future__ import annotations

from functools import partial

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from pydantic import AnyHttpUrl

from bot import __version__
from bot.caller import Caller
from bot.client import PERMISSIONS, FanBot
from bot.guilds.health import offered_to
from bot.help import cards
from bot.help.topics import TOPICS
from bot.i18n.translator import DESCRIPTION
from bot.kit.answers import respond
from bot.kit.checks import AnyCommand, Audience, may_run
from bot.kit.feature import Feature
from bot.kit.host import Interaction
from bot.kit.server import caller_of
from cogs.settings import overrides_of

USER_INSTALL = "&integration_type=1"  # Discord's documentation, Application: Install Links


class Help(Feature):
    """The commands that explain the others."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot = bot

    @app_commands.command(description=_("What you can do here"))
    async def help(self, interaction: Interaction) -> None:
        book, caller = self._bot.command_book, caller_of(interaction)
        belongs_to, opened = self._audiences(caller), frozenset[str]()
        if Audience.MODERATORS in belongs_to and not caller.manages_server:
            await interaction.response.defer(ephemeral=True, thinking=True)
            overrides = await overrides_of(self._bot, caller.guild)
            opened = frozenset(name for name, of in overrides.items() if offered_to(caller, of))
        offers = {
            command.qualified_name: cards.Offer(book.mention(command.qualified_name), _description(command))
            for command in book.offered()
            if may_run(interaction, command, belongs_to, opened)
        }
        await respond(interaction, partial(cards.guide, TOPICS, offers), private=True)

    @app_commands.command(description=_("What this bot is, and how to have it in your server"))
    async def about(self, interaction: Interaction) -> None:
        base = self._bot.app.facts.base
        told = cards.Introduction(
            version=__version__,
            fandom=base.fandom,
            facts=len(base.facts),
            started_at=self._bot.app.started_at,
            data=self._bot.command_book.mention("privacy view"),
        )
        await respond(interaction, partial(cards.introduction, told, self._links()), private=True)

    def _audiences(self, caller: Caller) -> frozenset[Audience]:
        app = self._bot.app
        belongs = {
            Audience.MODERATORS: app.settings.is_moderator(caller),
            Audience.READERS: app.goals.counter.is_reader(caller),
            Audience.STARTERS: app.trivia.is_starter(caller),
        }
        return frozenset(audience for audience, does in belongs.items() if does)

    def _links(self) -> cards.Links:
        client_id = self._bot.application_id or 0
        config = self._bot.app.config
        return cards.Links(
            add_to_server=discord.utils.oauth_url(client_id, permissions=PERMISSIONS),
            add_to_account=discord.utils.oauth_url(client_id, scopes=("applications.commands",))
            + USER_INSTALL,
            source=_address(config.source_url),
            privacy=_address(config.privacy_url),
            terms=_address(config.terms_url),
        )


def _description(command: AnyCommand) -> app_commands.locale_str:
    made: app_commands.locale_str = command.extras.get(DESCRIPTION) or _(command.description)
    return made


def _address(set_by_operator: AnyHttpUrl | None) -> str | None:
    return str(set_by_operator) if set_by_operator is not None else None


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Help(bot))
