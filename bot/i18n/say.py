"""Saying a sentence in one language: translation, plural forms, numbers, dates, safe placeholders."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from discord.utils import TimestampStyle, format_dt

from bot.i18n.marking import Phrase
from bot.i18n.markup import Markup, escape

_COMMAS_ALONE = {"ko"}
"""Languages whose word for `and` depends on what it follows; CLDR's Korean 및 is for notices."""
_DAY_PERIOD = re.compile(r"(?<!')\ba\b(?!')")
"""`a` in a pattern of CLDR, which Korean abbreviates to `PM`; written wide it is 오후."""


class Say:
    """One language's voice.

    A placeholder holds text, which is escaped unless it is `Markup`; a `Phrase`, which is translated; a
    number, which is grouped; a list, which is joined as the language does; a `date` with a CLDR style
    (`{day:long}`); or an aware `datetime` with one of Discord's timestamp styles (`{when:R}`), shown to
    each reader in their time.
    """

    def __init__(self, locale: Locale, translations: NullTranslations, reader: str | None = None) -> None:
        self.locale = locale
        self.reader = reader or self.tag
        """Whom it is said to, as Discord writes their locale; may be a language without a catalog."""
        self._translations = translations
        self._safe = _Placeholders(locale, translations, escape)
        self._plain = _Placeholders(locale, translations, str)

    def to(self, reader: str) -> Say:
        """The same voice for a reader of a locale; what is translated elsewhere follows it."""
        return Say(self.locale, self._translations, reader)

    @property
    def tag(self) -> str:
        """The language as Discord writes it: `en`, `ko`, `pt-BR`."""
        return str(self.locale).replace("_", "-")

    def __call__(self, message: str, /, **values: Any) -> Markup:
        """Say a sentence, given in English."""
        return Markup(self._safe.filled(self._translations.gettext(message), values))

    def plain(self, message: str, /, **values: Any) -> str:
        """Say a label of a button, option or modal, where Discord reads no markup."""
        return self._plain.filled(self._translations.gettext(message), values)

    def count(self, one: str, many: str, number: int, /, **values: Any) -> Markup:
        """Say a sentence about a number of things; `{number}` stands for it."""
        message = self._translations.ngettext(one, many, number)
        return Markup(self._safe.filled(message, {"number": number, **values}))

    def in_context(self, context: str, message: str) -> str | None:
        """A translation under a gettext context; None where the catalog has none."""
        translated = self._translations.pgettext(context, message)
        return None if translated == message else translated

    def listed(self, parts: Sequence[Markup]) -> Markup:
        """Several things, joined as the language does."""
        return Markup(_listed(parts, self.locale))

    def number(self, number: int) -> Markup:
        """A number, grouped."""
        return Markup(_number(number, self.locale))

    def day(self, day: date) -> Markup:
        """A date, such as `21 August 2020` in the language's own order."""
        return Markup(_date(day, "long", self.locale))

    def time(self, time_of_day: time) -> Markup:
        """A time of day, such as `9:30 PM` or `오후 9:30`."""
        pattern = _DAY_PERIOD.sub("aaaa", self.locale.time_formats["short"].pattern)
        return Markup(format_time(time_of_day, pattern, locale=self.locale))

    def moment(self, when: datetime, style: TimestampStyle) -> Markup:
        """An instant, shown to each reader in their own time."""
        return Markup(format_dt(when, style))

    def day_of_year(self, day: date) -> Markup:
        """A day of every year, such as `August 21` or `8월 21일`."""
        return Markup(format_skeleton("MMMMd", day, locale=self.locale))

    def month(self, day: date) -> Markup:
        """The month of a date, such as `August 2020`."""
        return Markup(format_skeleton("yMMMM", day, locale=self.locale))

    def year(self, day: date) -> Markup:
        """The year of a date, such as `2020` or `2020년`."""
        return Markup(format_skeleton("y", day, locale=self.locale))


@lru_cache(maxsize=4096)  # Babel takes longer for a number than all else of a sentence does
def _number(number: float, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


@lru_cache(maxsize=1024)
def _date(day: date, style: str, locale: Locale) -> str:
    return format_date(day, style, locale=locale)


def _listed(parts: Sequence[str], locale: Locale) -> str:
    if locale.language in _COMMAS_ALONE:
        return ", ".join(parts)
    return format_list(list(parts), locale=locale)


@lru_cache(maxsize=4096)
def _parts(sentence: str) -> tuple[tuple[str, str | None, str], ...]:
    """Texts of a sentence, each with the placeholder after it and its style; None at the end."""
    return tuple((text, name, style or "") for text, name, style, _ in string.Formatter().parse(sentence))


class _Placeholders:
    def __init__(
        self, locale: Locale, translations: NullTranslations, escaping: Callable[[str], str]
    ) -> None:
        self._locale, self._translations, self._escape = locale, translations, escaping

    def filled(self, sentence: str, values: Mapping[str, Any]) -> str:
        """The sentence with its placeholders filled; a placeholder is a name and a style, nothing more."""
        return "".join(
            text if name is None else text + self._said(values[name], style)
            for text, name, style in _parts(sentence)
        )

    def _said(self, value: Any, style: str) -> str:
        match value:
            case Markup():
                return value
            case Phrase():
                return self._translations.gettext(value)
            case str():
                return self._escape(value)
            case datetime():
                return format_dt(value, style or "f")  # type: ignore[arg-type]  # an unknown style raises
            case date():
                return _date(value, style or "long", self._locale)
            case int() | float():
                return _number(value, self._locale)
            case list() | tuple():
                return _listed([self._said(part, style) for part in value], self._locale)
            case _:
                raise TypeError(f"a placeholder cannot hold {type(value).__name__}")
