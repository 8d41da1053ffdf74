"""/privacy: what is kept about oneself, and of a server: to see, to take along, to delete."""

from __future__ import annotations

from functools import partial

from discord import app_commands
from discord.app_commands import locale_str as _

from bot.client import FanBot
from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import user_mention
from bot.kit.answers import Render, respond, update
from bot.kit.doors import Outdated
from bot.kit.feature import Feature, on_press, on_submit
from bot.kit.fields import TextField
from bot.kit.host import Interaction, say_to
from bot.kit.items import Press
from bot.kit.modals import Submission, ask
from bot.kit.server import caller_of, guild_of
from bot.privacy import cards

ME, SERVER = "me", "server"
WORD = gettext_noop("delete")
"""What whoever erases a server types, in their language or in English."""
TYPED = "word"
ABOUT = [
    app_commands.Choice(name=_("Me"), value=ME),
    app_commands.Choice(name=_("This server"), value=SERVER),
]


class NotTyped(UserError):
    message = gettext_noop("Nothing was deleted: you typed something else than “{word}”.")


class Privacy(Feature):
    """One's own data, and a server's for those with Manage Server."""

    privacy = app_commands.Group(name="privacy", description=_("What I keep about you, and how to delete it"))

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot, self._privacy = bot, bot.app.privacy

    @privacy.command(description=_("What I keep about you"))
    async def view(self, interaction: Interaction) -> None:
        told = await self._privacy.told(caller_of(interaction))
        await respond(interaction, partial(cards.told, told), private=True)

    @privacy.command(description=_("All of it as a file, yours or this server's"))
    @app_commands.describe(about=_("You, or this server if you manage it"))
    @app_commands.choices(about=ABOUT)
    async def export(self, interaction: Interaction, about: str = ME) -> None:
        await self._export(interaction, about)

    @privacy.command(description=_("Delete what I keep, about you or of this server"))
    @app_commands.describe(about=_("You, or this server if you manage it"))
    @app_commands.choices(about=ABOUT)
    async def delete(self, interaction: Interaction, about: str = ME) -> None:
        caller = caller_of(interaction)
        if about == SERVER:
            kept = await self._privacy.kept_of_server(caller)
            await respond(interaction, partial(cards.confirm_server, kept), private=True)
        elif caller.guild_id is not None:
            await respond(interaction, cards.where, private=True)
        else:
            await respond(interaction, await self._confirm(interaction, cards.EVERYWHERE), private=True)

    @on_press(cards.EXPORT)
    async def export_pressed(self, interaction: Interaction, press: Press) -> None:
        await self._export(interaction, ME)

    @on_press(cards.NAME)
    async def name_pressed(self, interaction: Interaction, press: Press) -> None:
        kept = await self._privacy.toggle_name(caller_of(interaction))
        await respond(interaction, partial(cards.named, kept), private=True)

    @on_press(cards.LOOK)
    async def look(self, interaction: Interaction, press: Press) -> None:
        scope, here = press.ids[0], caller_of(interaction).guild_id is not None
        if scope is None and here:
            await update(interaction, cards.where)
        else:
            await update(interaction, await self._confirm(interaction, scope or cards.EVERYWHERE))

    @on_press(cards.KEEP)
    async def keep(self, interaction: Interaction, press: Press) -> None:
        await update(interaction, cards.kept)

    @on_press(cards.DELETE)
    async def delete_pressed(self, interaction: Interaction, press: Press) -> None:
        scope = _scope(press.ids[0])
        await interaction.response.defer()
        await self._privacy.erase(caller_of(interaction), here=scope == cards.HERE)
        await update(interaction, partial(cards.deleted, scope))

    @on_press(cards.ERASE_SERVER)
    async def erase_server(self, interaction: Interaction, press: Press) -> None:
        await self._privacy.kept_of_server(caller_of(interaction))  # refuses who does not manage it
        say = say_to(interaction)
        word = TextField(TYPED, say.plain("Type “{word}”", word=say.plain(WORD)), most=20)
        await ask(interaction, cards.ERASE_FORM.at(), say.plain("Delete everything of this server"), word)

    @on_submit(cards.ERASE_FORM)
    async def server_erased(self, interaction: Interaction, form: Submission) -> None:
        word = say_to(interaction).plain(WORD)
        if form.text(TYPED).strip().casefold() not in {word.casefold(), WORD}:
            raise NotTyped(word=word)
        caller, guild = caller_of(interaction), guild_of(interaction)
        await interaction.response.defer()
        notices = self._bot.notices_of(guild) if guild is not None else None
        await self._privacy.erase_server(caller)
        await update(interaction, cards.server_deleted)
        if notices is not None:
            await notices(partial(cards.server_gone, user_mention(caller.user_id)))

    async def _export(self, interaction: Interaction, about: str) -> None:
        caller = caller_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if about == SERVER:
            content = await self._privacy.export_server(caller)
            await respond(interaction, partial(cards.server_exported, content), private=True)
        else:
            content = await self._privacy.export(caller)
            await respond(interaction, partial(cards.exported, content), private=True)

    async def _confirm(self, interaction: Interaction, scope: str) -> Render:
        kept = await self._privacy.kept(caller_of(interaction), here=_scope(scope) == cards.HERE)
        going = any(one.rows > one.staying for one in kept)
        return partial(cards.confirm, kept, scope) if going else partial(cards.nothing, kept)


def _scope(carried: str | None) -> str:
    """Here or everywhere, as a custom_id says.

    Raises:
        Outdated: it says neither.
    """
    if carried not in {cards.HERE, cards.EVERYWHERE}:
        raise Outdated
    return str(carried)


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Privacy(bot))
