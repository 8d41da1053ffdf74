"""The gettext catalogs in `locales/`, read with Babel."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.i18n.say import Say

LOCALES = Path(__file__).parent / "locales"
SOURCE_LOCALE = "en"


class Catalogs:
    """All languages the bot speaks. English is the language of the source; the others are catalogs."""

    def __init__(self, folder: Path = LOCALES) -> None:
        self._says = {SOURCE_LOCALE: Say(Locale.parse(SOURCE_LOCALE), NullTranslations())}
        self._says_to: dict[str, Say] = {}
        for catalog in sorted(folder.glob("*/LC_MESSAGES/bot.po")):
            tag = catalog.parents[1].name
            self._says[tag] = Say(Locale.parse(tag, sep="-"), _read(catalog))

    @property
    def tags(self) -> tuple[str, ...]:
        """The languages spoken, English first."""
        return tuple(self._says)

    def say(self, tag: str | None) -> Say:
        """The voice for one of Discord's locales (`ko`, `pt-BR`); English where there is no catalog."""
        if tag is None:
            return self._says[SOURCE_LOCALE]
        if tag not in self._says_to:
            voice = self._says.get(tag) or self._says.get(tag.split("-")[0]) or self._says[SOURCE_LOCALE]
            self._says_to[tag] = voice.to(tag)
        return self._says_to[tag]


def _read(catalog: Path) -> GNUTranslations:
    compiled = BytesIO()
    with catalog.open("rb") as lines:
        write_mo(compiled, read_po(lines))
    compiled.seek(0)
    return GNUTranslations(compiled)
