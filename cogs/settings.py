"""/settings: the moderators' panel, its forms and its pages."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial

from discord import app_commands
from discord.app_commands import locale_str as _

from bot.client import FanBot
from bot.guilds import cards, transfer
from bot.guilds.cards import Desk
from bot.guilds.forms import Chosen, SeveralZones, read_form
from bot.guilds.health import COMMANDS, Override, findings
from bot.guilds.service import Outcome, Wish
from bot.guilds.settings import AnySetting, Area
from bot.guilds.values import VALUE, field
from bot.i18n.say import Say
from bot.kit.answers import Render, respond, update
from bot.kit.cards import Card
from bot.kit.failures import NO_ANSWER
from bot.kit.feature import Feature, on_page, on_press, on_submit
from bot.kit.fields import FileField
from bot.kit.files import fetched
from bot.kit.host import Interaction, say_to
from bot.kit.items import Ids, Press
from bot.kit.modals import Submission, ask
from bot.kit.paginator import Page, as_number
from bot.kit.server import caller_of, server_of

log = logging.getLogger(__name__)

FILE = "file"


class Settings(Feature):
    """The panel."""

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot.handlers)
        self._bot = bot
        self._settings, self._imports = bot.app.settings, bot.app.imports
        self._areas = bot.app.settings.declarations

    @app_commands.command(description=_("Set me up for this server"))
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, interaction: Interaction) -> None:
        await respond(interaction, await self._panel(interaction, self._first()), private=True)

    @on_press(cards.OPEN)
    async def open(self, interaction: Interaction, press: Press) -> None:
        await respond(interaction, await self._panel(interaction, self._first()), private=True)

    @on_press(cards.AREA)
    async def area(self, interaction: Interaction, press: Press) -> None:
        await update(interaction, await self._panel(interaction, self._areas.area(press.choice)))

    @on_press(cards.BACK)
    async def back(self, interaction: Interaction, press: Press) -> None:
        area = self._areas.area(press.ids[0]) if press.ids[0] else self._first()
        await update(interaction, await self._panel(interaction, area))

    @on_press(cards.CHANGE)
    async def change(self, interaction: Interaction, press: Press) -> None:
        setting = self._areas.setting(str(press.ids[0]))
        self._settings.expect_allowed(caller_of(interaction), [setting])
        desk = self._desk(interaction)
        say = say_to(interaction)
        asked = field(setting, desk.settings[setting], say, desk.server, desk.now)
        seen = desk.settings.change_id(setting)
        await ask(interaction, cards.FORM.at(setting.key, seen), say.plain(setting.label), asked)

    @on_submit(cards.FORM)
    async def changed(self, interaction: Interaction, form: Submission) -> None:
        setting, seen = self._areas.setting(str(form.ids[0])), as_number(form.ids[1])
        self._settings.expect_allowed(caller_of(interaction), [setting])
        desk = self._desk(interaction)
        chosen = Chosen(form.texts.get(VALUE, ""), form.chosen.get(VALUE, ()))
        read = read_form(setting, chosen, desk.now, interaction.locale.value)
        if isinstance(read, SeveralZones):
            await update(interaction, partial(cards.zones, setting, seen, read, desk.now))
        else:
            await self._change(interaction, setting, Wish(setting, read, seen))

    @on_press(cards.PICK)
    async def picked(self, interaction: Interaction, press: Press) -> None:
        setting, seen = self._areas.setting(str(press.ids[0])), as_number(press.ids[1])
        await self._change(interaction, setting, Wish(setting, setting.kind.read(press.choice), seen))

    @on_page(cards.HISTORY)
    async def history_page(self, interaction: Interaction, number: int, ids: Ids) -> Render:
        changes = await self._settings.history(caller_of(interaction))
        page = Page.cut(changes, cards.CHANGES_ON_A_PAGE, number)
        return partial(cards.history, self._desk(interaction), page)

    @on_press(cards.UNDO)
    async def undo(self, interaction: Interaction, press: Press) -> None:
        await self._undo(interaction, as_number(press.ids[0]))

    @on_press(cards.UNDO_LATEST)
    async def undo_latest(self, interaction: Interaction, press: Press) -> None:
        await self._undo(interaction, as_number(press.ids[0]))

    @on_press(cards.HEALTH)
    async def health(self, interaction: Interaction, press: Press) -> None:
        self._settings.expect_moderator(caller_of(interaction))
        await interaction.response.defer()
        desk = self._desk(interaction)
        overrides = await overrides_of(self._bot, desk.server.id)
        needs = self._bot.app.goals.needs(desk.server.id)
        found = findings(desk.declarations, desk.settings, desk.server, overrides, needs)
        await update(interaction, partial(cards.health, found, self._bot.command_book.mention, desk))

    @on_press(cards.EXPORT)
    async def export(self, interaction: Interaction, press: Press) -> None:
        content = await self._imports.export(caller_of(interaction), server_of(interaction))
        await respond(interaction, partial(cards.export, content, transfer.FILE_NAME), private=True)

    @on_press(cards.IMPORT)
    async def import_pressed(self, interaction: Interaction, press: Press) -> None:
        self._settings.expect_moderator(caller_of(interaction))
        say = say_to(interaction)
        asked = FileField(FILE, say.plain("A file that Export wrote"))
        await ask(interaction, cards.IMPORT_FORM.at(), say.plain("Import"), asked)

    @on_submit(cards.IMPORT_FORM)
    async def import_sent(self, interaction: Interaction, form: Submission) -> None:
        file = form.file(FILE)
        transfer.check_size(file.size)
        await interaction.response.defer()
        content = await fetched(file)
        plan = await self._imports.look(
            caller_of(interaction), server_of(interaction), content, interaction.id
        )
        await update(interaction, partial(cards.import_plan, self._desk(interaction), plan, interaction.id))

    @on_press(cards.APPLY)
    async def apply(self, interaction: Interaction, press: Press) -> None:
        draft_id = as_number(press.ids[0])
        become = await self._imports.apply(
            caller_of(interaction), server_of(interaction), draft_id, change_id=interaction.id
        )
        if isinstance(become, Outcome):
            await self._show(interaction, self._first(), become)
        else:
            plan = partial(cards.import_plan, self._desk(interaction), become, draft_id, anew=True)
            await update(interaction, plan)

    async def _undo(self, interaction: Interaction, undone: int) -> None:
        outcome = await self._settings.undo(
            caller_of(interaction), server_of(interaction), undone, change_id=interaction.id
        )
        area = self._areas.area(self._areas.setting(outcome.changes[0].key).area)
        await self._show(interaction, area, outcome)

    async def _change(self, interaction: Interaction, setting: AnySetting, wish: Wish) -> None:
        outcome = await self._settings.change(
            caller_of(interaction), server_of(interaction), [wish], change_id=interaction.id
        )
        await self._show(interaction, self._areas.area(setting.area), outcome)

    async def _show(self, interaction: Interaction, area: Area, outcome: Outcome) -> None:
        await update(interaction, await self._panel(interaction, area, outcome))

    async def _panel(self, interaction: Interaction, area: Area, outcome: Outcome | None = None) -> Render:
        self._settings.expect_moderator(caller_of(interaction))
        return await panel_of(self._bot, interaction, area, outcome)

    def _desk(self, interaction: Interaction) -> Desk:
        return desk_of(self._bot, interaction)

    def _first(self) -> Area:
        return next(iter(self._areas.areas.values()))


async def overrides_of(bot: FanBot, guild_id: int) -> Mapping[str, tuple[Override, ...]]:
    """Discord's own rules in a server, by command of the moderators; none when Discord does not tell."""
    try:
        told = await bot.http.get_guild_application_command_permissions(bot.application_id or 0, guild_id)
    except NO_ANSWER as error:
        log.info("Discord does not tell the overrides: %s", error)
        return {}
    by_command = {int(one["id"]): one["permissions"] for one in told}
    # the command's own overrides come before the application's, whose entry has the application's id
    general = by_command.get(bot.application_id or 0, [])
    return {
        name: tuple(
            Override(int(one["id"]), one["type"] == 1, one["permission"])
            for one in by_command.get(bot.command_book.id_of(name) or 0, general)
        )
        for name in COMMANDS
    }


def desk_of(bot: FanBot, interaction: Interaction) -> Desk:
    """What the settings' cards are made of, here and now."""
    settings, server = bot.app.settings, server_of(interaction)
    return Desk(settings.declarations, settings.of(server.id), server, bot.app.clock.now())


async def panel_of(bot: FanBot, interaction: Interaction, area: Area, outcome: Outcome | None) -> Render:
    """An area's page, with what was just done and what happens next."""
    desk = desk_of(bot, interaction)
    status = await bot.area_status[area.key](desk.server.id) if area.key in bot.area_status else None
    latest = await bot.app.settings.latest_change(caller_of(interaction))

    def panel(say: Say) -> Card:
        note = cards.done(desk, outcome, say) if outcome is not None else None
        told = cards.Moment(latest, note, status(say) if status is not None else None)
        return cards.panel(desk, area, told, say)

    return panel


async def setup(bot: FanBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(Settings(bot))
