"""Whole numbers as people write them: `1,500`, `1.5M`, `1,5 Mio.`, `1억 2천만`, `１００`, `١٢٣`. Pure.

The signs and short forms are those of the reader's language (CLDR, through Babel). A sign that would make no
sense there is understood where it can mean one thing only: `1,5M` is a million and a half in English too, and
`1.234.567` has but one meaning. Where a thousandfold hangs on it nothing is guessed: `1.500` is one and a
half in English, and no whole number. English short forms (`K`, `M`, `B`) and the numerals 십 to 조, 十 to 兆
are read in every language that has no meaning of its own for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    get_decimal_symbol,
    get_group_symbol,
)

from bot.errors import UserError
from bot.i18n.marking import gettext_noop

MOST = 10**15
"""No counter of streams, views or votes has come near; and it can be counted in any database and language."""

_LONGEST = 40  # characters
_SOURCE = Locale("en")
_NEUTRAL = " _'"  # what sets off groups in every language
_SAME = str.maketrans({"’": "'", "＇": "'", "٬": "'", "٫": ",", "،": ",", "−": "-"})
_EAST_ASIAN = (
    ("조兆", 10**12),
    ("억億亿", 10**8),
    ("만萬万", 10**4),
    ("천千", 1000),
    ("백百", 100),
    ("십十", 10),
)
_THOUSANDS = 3  # where 천, 백 and 십 begin
_NUMBER_AND_WORD = re.compile(r"(?P<number>[\d.,_' ]*\d)(?P<word>[^\d]*)")
_THREES = re.compile(rf"\d{{1,3}}(?:[{_NEUTRAL}.,]\d{{3}})+")
_EXAMPLE, _SHORT_EXAMPLE = 1500, 1_500_000


class NotANumber(UserError):
    message = gettext_noop("I cannot read that as a number. Type one such as {number} or {short}.")


class NotWhole(UserError):
    message = gettext_noop("I need a whole number here. Type one such as {number} or {short}.")


class OutOfBounds(UserError):
    message = gettext_noop("Type a number from {least} to {most}.")


def read_amount(typed: str, locale: str, least: int = 1, most: int = MOST) -> int:
    """The whole number somebody typed, whose client speaks a locale (as Discord writes it: `pt-BR`).

    Raises:
        NotANumber: it is none, or could be several.
        NotWhole: it has a fraction.
        OutOfBounds: it is less than `least` or more than `most`.
    """
    language = _locale(locale)
    amount = _meant(typed, language) if len(typed) <= _LONGEST else None
    if amount is None:
        raise NotANumber(**_examples(language))
    if amount.denominator != 1:
        raise NotWhole(**_examples(language))
    if not least <= amount <= most:
        raise OutOfBounds(least=least, most=most)
    return int(amount)


@lru_cache(maxsize=2048)  # people type the same few again and again
def _meant(typed: str, language: Locale) -> Fraction | None:
    """The one thing a text can mean, if there is one."""
    text = _plain(typed)
    negative = text.startswith("-")
    readings = set(_readings(text.removeprefix("-" if negative else "+").strip(), language))
    return readings.pop() * (-1 if negative else 1) if len(readings) == 1 else None


def written(amount: int, locale: str) -> str:
    """A number as `read_amount` reads it in that locale, for forms that come back."""
    return format_decimal(amount, locale=_locale(locale))


def length_written(length: timedelta) -> str:
    """A song's length as people write it, such as `3:19`."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


def _examples(language: Locale) -> dict[str, str]:
    """A number and a short one, as the reader would write them; the sentence brings its own full stop."""
    short = format_compact_decimal(_SHORT_EXAMPLE, locale=language, fraction_digits=1)
    return {"number": format_decimal(_EXAMPLE, locale=language), "short": short.rstrip(".")}


def _plain(typed: str) -> str:
    """One kind of spaces, apostrophes and letters; digits of any script are digits to Python as well.

    Superscripts, circled digits and fractions stay what they are: no digits of a number.
    """
    kept = []
    for character in typed:
        same = unicodedata.normalize("NFKC", character)
        if any(map(str.isnumeric, same)) and not _east_asian(same):
            kept.append(character)
        elif unicodedata.category(character) != "Cf":  # marks of direction show nothing
            kept.append(same)
    return " ".join("".join(kept).translate(_SAME).casefold().split())


def _readings(text: str, language: Locale) -> Iterator[Fraction]:
    """All that a text can mean."""
    match = _NUMBER_AND_WORD.fullmatch(text)
    if match and (factor := _factor(match["word"], language)):
        yield from (number * factor for number in _numbers(match["number"], language))
    elif any(map(_east_asian, text)):
        amount = _in_east_asian_units(text.replace(" ", ""), 0, language)
        if amount is not None:
            yield amount


def _numbers(text: str, language: Locale) -> Iterator[Fraction]:
    """What digits and signs can mean: as the language has it, or else as others do."""
    own = (get_decimal_symbol(language), get_group_symbol(language))
    number = _number(text, *own)
    if number is not None:
        yield number
        return
    for decimal, group in ((".", ","), (",", ".")):
        number = _number(text, decimal, group)
        if number is not None:
            yield number
    if _THREES.fullmatch(text):
        yield Fraction(re.sub(r"\D", "", text))


def _number(text: str, decimal: str, group: str) -> Fraction | None:
    match = _shape(decimal, group).fullmatch(text)
    if match is None:
        return None
    whole = int(re.sub(r"\D", "", match["whole"]))
    fraction = match["fraction"] or ""
    return whole + Fraction(int(fraction or "0"), 10 ** len(fraction))


@lru_cache(maxsize=64)
def _shape(decimal: str, group: str) -> re.Pattern[str]:
    """Digits alone, in groups of three, or as in India in twos before the last three."""
    groups = re.escape(_NEUTRAL + (group if group in ".," else ""))
    return re.compile(
        rf"(?P<whole>\d+|\d{{1,3}}(?P<sign>[{groups}])\d{{3}}(?:(?P=sign)\d{{3}})*"
        rf"|\d{{1,2}}(?P<indian>[{groups}])(?:\d{{2}}(?P=indian))+\d{{3}})"
        rf"(?:{re.escape(decimal)}(?P<fraction>\d+))?"
    )


def _in_east_asian_units(text: str, largest: int, language: Locale) -> Fraction | None:
    """A number such as `1억2천만` or `3만5천`, from a unit on; an empty one before a unit is 1."""
    for at, (signs, value) in enumerate(_EAST_ASIAN[largest:], largest):
        before, unit, after = _parted(text, signs)
        if not unit:
            continue
        inner = _THOUSANDS if at < _THOUSANDS else len(_EAST_ASIAN)  # 천만 is a unit, 만억 is none
        many = _in_east_asian_units(before, inner, language) if before else Fraction(1)
        rest = _in_east_asian_units(after, at + 1, language) if after else Fraction(0)
        if many is None or rest is None or (after and rest >= value):
            return None
        return many * value + rest
    found = list(_numbers(text, language))
    return found[0] if len(found) == 1 else None


def _parted(text: str, signs: str) -> tuple[str, str, str]:
    at = next((at for at, character in enumerate(text) if character in signs), None)
    return (text, "", "") if at is None else (text[:at], text[at], text[at + 1 :])


def _east_asian(character: str) -> bool:
    return any(character in signs for signs, _ in _EAST_ASIAN)


def _factor(word: str, language: Locale) -> int | None:
    """What a word or letter after a number multiplies it by; None where it is unknown."""
    key = _word_key(word)
    return 1 if not key else _words(language).get(key) or _words(_SOURCE).get(key)


@lru_cache(maxsize=64)
def _words(language: Locale) -> Mapping[str, int]:
    """The language's short and long forms of thousands, millions and on, with their values."""
    words: dict[str, int] = {}
    for plurals in language.compact_decimal_formats.values():  # short and long, where there are such
        for forms in plurals.values():
            for power, pattern in forms.items():
                digits = pattern.pattern.count("0")
                word = _word_key(pattern.pattern.replace("0", ""))
                if word:
                    words.setdefault(word, int(power) // 10 ** (digits - 1))
    return words


def _word_key(word: str) -> str:
    return re.sub(r"[\s.'\u200e\u200f]", "", unicodedata.normalize("NFKC", word).casefold())


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale:
    """What CLDR knows of a locale; of English where it knows nothing."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return _SOURCE
