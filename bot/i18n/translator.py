"""Command and option names and descriptions in every language, as Discord asks for them."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.i18n.catalogs import Catalogs
from bot.i18n.marking import Phrase
from bot.i18n.say import Say

NAME_CONTEXT = "command or option name"
"""The gettext context of names: Discord allows small letters, digits, - and _ in them."""
DESCRIPTION = "description"
"""The name, in a command's extras, of a description made of others: discord.py keeps its English alone."""
_NAMES = {Location.command_name, Location.group_name, Location.parameter_name}


def made_of(template: str, **parts: str) -> app_commands.locale_str:
    """A description made of other sentences: `template` and its parts are each in the catalogs."""
    return app_commands.locale_str(template.format(**parts), template=template, parts=parts)


def described(string: app_commands.locale_str, say: Say) -> str:
    """A description in a language, also one that is made of other sentences."""
    if not string.extras:
        return say.plain(string.message)
    template, parts = string.extras["template"], string.extras["parts"]
    return say.plain(template, **{name: Phrase(part) for name, part in parts.items()})


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
        if context.location in _NAMES:
            translated = say.in_context(NAME_CONTEXT, string.message)
        else:
            translated = described(string, say)
        return translated if translated != string.message else None
