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

_EITHER = {
    "은": "은(는)",
    "는": "은(는)",
    "이": "이(가)",
    "가": "이(가)",
    "을": "을(를)",
    "를": "을(를)",
    "과": "와(과)",
    "와": "와(과)",
    "으로": "(으)로",
    "로": "(으)로",
    "이라는": "(이)라는",
    "라는": "(이)라는",
    "이고": "(이)고",
    "고": "(이)고",
    "이나": "(이)나",
    "나": "(이)나",
    "이에요": "이에요/예요",
    "예요": "이에요/예요",
    "이었어요": "이었어요/였어요",
    "였어요": "이었어요/였어요",
}
"""Korean endings that follow the last sound of a word: which one stands there would tell something of it."""
_SAME = frozenset(
    (
        "의",
        "도",
        "에",
        "에서",
        "에게",
        "만",
        "까지",
        "부터",
        "께",
        "한테",
        "처럼",
        "보다",
        "에도",
        "에는",
        "에서는",
        "에서도",
    )
)
"""Korean endings that are the same behind every word."""
_HANGUL = re.compile(r"[가-힣]+")


_UNCERTAIN = {
    "en": r"\b(?:reported|reportedly|estimated|some say)\b",
    "ko": r"(?:보도되|알려졌|알려진|추정)",
}
"""Words that say a figure is not sure."""


def relative_words(locale: str) -> re.Pattern[str] | None:
    """What reads differently in another year."""
    return _compiled(_RELATIVE.get(language_of(locale)))


def uncertain_words(locale: str) -> re.Pattern[str] | None:
    """What says that a figure is not sure."""
    return _compiled(_UNCERTAIN.get(language_of(locale)))


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
    seasons = _TIMES_OF_YEAR.get(language_of(locale))
    named = rf"(?<![A-Za-z\d])(?:{listed})(?![a-z])"
    return re.compile(f"{named}|(?i:{seasons})" if seasons else named)


def ending_at(text: str, position: int) -> tuple[str, str] | None:
    """The Korean ending that a left out word has behind it, and what is written behind a blank instead.

    Two empty texts where nothing is joined to the word; None where what is joined is no known ending,
    so that the word is part of a longer one.
    """
    joined = _HANGUL.match(text, position)
    if joined is None:
        return "", ""
    ending = joined[0]
    if ending in _SAME:
        return ending, ending
    return (ending, _EITHER[ending]) if ending in _EITHER else None


@lru_cache(maxsize=32)
def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def language_of(locale: str) -> str:
    """The language of a locale: `pt` of `pt-BR`."""
    return locale.split("-", maxsplit=1)[0]
