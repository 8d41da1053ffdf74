"""Numbers in a text: where they stand, and how another one would be written in their place. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_RANKS = {
    name: value
    for value, name in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        start=1,
    )
}
_MILLIONS = {"million": 10**6, "billion": 10**9}
_MAN, _EOK = 10**4, 10**8
_ENGLISH = re.compile(
    rf"\bnumber (?P<rank>{'|'.join(_RANKS)}|\d+)\b(?! (?:and|to|in)\b)"
    rf"|(?<![\w.,:/-])(?P<digits>{_DIGITS})(?:\s(?P<scale>million|billion)\b)?(?![\w:/]|[.,-]\d|-)"
)
_KOREAN = re.compile(
    rf"(?<![\w.,:/-])(?:(?P<eok>\d+)억(?:\s(?P<rest>\d+)만)?|(?P<man>[\d,]+)만(?:\s(?P<cheon>\d)천)?"
    rf"|(?P<digits>{_DIGITS}))(?![\d:/.,-]\d|[\d/:]|[월일년])"
)
_PLAIN = re.compile(rf"(?<![\w.,:/-])(?P<digits>{_DIGITS})(?![\w:/]|[.,-]\d)")
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text."""

    start: int
    end: int
    value: int
    written: Callable[[int], str]
    """How another number of its kind would be written there."""
    is_rank: bool = False
    unit: int = 1
    """What it is told in: a million in `3.9 million`."""


def numbers_in(text: str, language: str) -> Iterator[Number]:
    """The numbers of a text that can be told in figures, without years."""
    found = {"en": _english, "ko": _korean}.get(language, _plain)(text)
    yield from (
        number for number in found if number.value not in _YEARS or "," in text[number.start : number.end]
    )


def number_of(text: str) -> int | None:
    """The number a text is, such as `1,000` or `Ten`; None for any other text."""
    if text.lower() in _RANKS:
        return _RANKS[text.lower()]
    return int(text.replace(",", "")) if re.fullmatch(_DIGITS, text) and "." not in text else None


def grouped(value: int) -> str:
    """A number with its thousands apart, as English and Korean write it."""
    return f"{value:,}"


def _english(text: str) -> Iterator[Number]:
    for match in _ENGLISH.finditer(text):
        if rank := match["rank"]:
            value = _RANKS.get(rank) or int(rank)
            start = match.start("rank")
            yield Number(start, match.end(), value, str, is_rank=True)
        elif scale := match["scale"]:
            size = _MILLIONS[scale]
            value = round(float(match["digits"].replace(",", "")) * size)
            yield Number(*match.span(), value, _in_millions(size, scale), unit=size)
        elif "." not in match["digits"]:
            yield Number(*match.span(), int(match["digits"].replace(",", "")), grouped)


def _in_millions(size: int, scale: str) -> Callable[[int], str]:
    return lambda value: f"{value / size:,.6f}".rstrip("0").rstrip(".") + f" {scale}"


def _korean(text: str) -> Iterator[Number]:
    for match in _KOREAN.finditer(text):
        if match["eok"]:
            value = int(match["eok"]) * _EOK + int(match["rest"] or 0) * _MAN
            yield Number(*match.span(), value, _in_man)
        elif match["man"]:
            value = int(match["man"].replace(",", "")) * _MAN + int(match["cheon"] or 0) * 1000
            yield Number(*match.span(), value, _in_man)
        elif "." not in match["digits"]:
            value = int(match["digits"].replace(",", ""))
            yield Number(*match.span(), value, grouped, is_rank=text.startswith("위", match.end()))


def _in_man(value: int) -> str:
    eok, rest = divmod(value, _EOK)
    man, rest = divmod(rest, _MAN)
    cheon = rest // 1000
    parts = (f"{eok}억" if eok else "", f"{man:,}만" if man else "", f"{cheon}천" if cheon else "")
    return " ".join(part for part in parts if part)


def _plain(text: str) -> Iterator[Number]:
    for match in _PLAIN.finditer(text):
        if "." not in match["digits"]:
            yield Number(*match.span(), int(match["digits"].replace(",", "")), grouped)
