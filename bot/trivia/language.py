"""What must be known of a language to leave something out of its sentences. Pure.

English and Korean are known well; of other languages only what CLDR tells. A text in a language that is
not known is shown as it stands where nothing is left out of it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

ORIGINAL = "en"
"""The language a fact's own text is written in."""

_RELATIVE = {
    "en": (
        r"\b(?:recently|latest|currently|now|nowadays|today|tonight|tomorrow|yesterday|still|ago|soon|"
        r"so far|to date|these days|upcoming|(?:this|last|next) (?:year|month|week))\b"
    ),
    "ko": r"(?:최근|현재|지금|요즘|올해|작년|지난해|내년|지난달|이번 (?:주|달)|곧)",
}
"""Words that mean another time with each reader."""

_TIMES_OF_YEAR = {
    "en": (
        r"\b(?:spring|summer|autumn|winter|christmas|new year\S*|halloween|easter|birthdays?|"
        r"anniversary|mid-?year|year's end)\b"
    ),
    "ko": r"(?:봄|여름|가을|겨울|크리스마스|성탄|새해|설날|추석|생일|주년|연말|연초|첫날|마지막 날)",
}
"""What tells a month without naming it."""


def relative_words(locale: str) -> re.Pattern[str] | None:
    """What reads differently in another year."""
    return _compiled(_RELATIVE.get(_language(locale)))


@lru_cache(maxsize=32)
def months_of(locale: str) -> re.Pattern[str] | None:
    """What tells a month or a time of the year; None where the language is not known at all."""
    try:
        known = Locale.parse(locale, sep="-").months
    except (ValueError, UnknownLocaleError):
        return None
    names = {name for width in ("wide", "abbreviated") for name in known["format"][width].values()}
    names |= set(known["stand-alone"]["wide"].values())
    listed = "|".join(sorted((re.escape(name) for name in names), key=len, reverse=True))
    seasons = _TIMES_OF_YEAR.get(_language(locale))
    named = rf"(?<![A-Za-z\d])(?:{listed})(?![a-z])"
    return re.compile(f"{named}|(?i:{seasons})" if seasons else named)


@lru_cache(maxsize=32)
def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def _language(locale: str) -> str:
    return locale.split("-", maxsplit=1)[0]
