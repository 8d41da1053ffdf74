"""How a title looks: by what the right choice could be told without knowing anything. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.facts.model import Subject
from bot.trivia.language import ORIGINAL

_PREFIX = re.compile(r"^\w+ ?:")  # Intro: , Interlude :
_HANGUL = re.compile(r"[가-힣]")
_MUCH_LONGER = 1.6


class Look(NamedTuple):
    """How one title looks in one language."""

    letters: str
    behind_a_prefix: bool
    length: int


def languages(subjects: Mapping[str, Subject]) -> tuple[str, ...]:
    """The languages that anything has a name in, the original first."""
    return (ORIGINAL, *sorted({locale for subject in subjects.values() for locale in subject.called}))


def looks(subject: Subject, locales: Iterable[str]) -> tuple[Look, ...]:
    """How a subject's name looks in each of some languages."""
    return tuple(_look(subject.name_in(locale)) for locale in locales)


def stands_out(right: Sequence[Look], wrong: Sequence[Sequence[Look]]) -> bool:
    """Whether the right choice looks like no wrong one, or is much longer or shorter, in any language."""
    return any(
        _is_alone(look, [others[number] for others in wrong]) for number, look in enumerate(right) if wrong
    )


def _is_alone(look: Look, others: Sequence[Look]) -> bool:
    length = look.length
    if not any(other.letters == look.letters for other in others):
        return True
    if not any(other.behind_a_prefix is look.behind_a_prefix for other in others):
        return True
    lengths = [other.length for other in others]
    return length > max(lengths) * _MUCH_LONGER + 4 or length * _MUCH_LONGER + 4 < min(lengths)


@lru_cache(maxsize=2048)
def _look(name: str) -> Look:
    bare = _PREFIX.sub("", name)
    return Look(_letters(bare), bare != name, len(name))


def _letters(name: str) -> str:
    """Which letters a name is written in: Hangul among them, or in which case; none at all for `134340`."""
    if _HANGUL.search(name):
        return "hangul"
    if not any(letter.isalpha() for letter in name):
        return "none"
    if name.islower():
        return "lower"
    return "upper" if name.isupper() else "mixed"
