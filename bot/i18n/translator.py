"""Command and option names and descriptions in every language, as Discord asks for them."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.i18n.catalogs import Catalogs
from bot.i18n.marking import Phrase

NAME_CONTEXT = "command or option name"
"""The gettext context of names: Discord allows small letters, digits, - and _ in them."""
_NAMES = {Location.command_name, Location.group_name, Location.parameter_name}


def made_of(template: str, **parts: str) -> app_commands.locale_str:
    """A description made of other sentences: `template` and its parts are each in the catalogs."""
    return app_commands.locale_str(template.format(**parts), template=template, parts=parts)


class CommandTranslator(app_commands.Translator):
    """Discord's Translator over the catalogs."""

    def __init__(self, catalogs: Catalogs) -> None:
        self._catalogs = catalogs

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        say = self._catalogs.say(locale.value)
        if say.locale.language != locale.value.split("-")[0]:
            return None  # a language without a catalog: Discord shows the original
        message, made = string.message, string.extras
        translated: Any
        if made:
            template, parts = made["template"], made["parts"]
            translated = say.plain(template, **{name: Phrase(part) for name, part in parts.items()})
        elif context.location in _NAMES:
            translated = say.in_context(NAME_CONTEXT, message)
        else:
            translated = say.plain(message)
        return translated if translated != message else None
