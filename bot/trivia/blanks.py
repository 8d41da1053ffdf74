"""Leaving a name out of a fact's text, in any language. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.facts.model import Subject
from bot.folding import words
from bot.trivia.language import ending_at

_QUOTES = {"‘": "’", "“": "”", '"': '"'}
_PAIRS = (("‘", "’"), ("“", "”"), ("(", ")"), ("[", "]"))
"""What is opened and closed: a name in brackets only stands beside another way of writing it."""
_TELLING = 4  # letters of a word that gives a title away when it stands elsewhere in the text
_ARTICLES = ("a", "an")


def without_name(text: str, subject: Subject) -> tuple[str, str] | None:
    """A text around the one place that names someone or something.

    None where the text does not, does so more than once or in passing, or gives the name away otherwise:
    by an article, by a word of the title elsewhere. A Korean ending behind the name becomes neutral.
    """
    places = list(_places(text, subject))
    if len(places) != 1:
        return None
    start, end = places[0]
    before, after = text[:start], text[end:]
    if before.split()[-1:] and before.split()[-1].lower() in _ARTICLES:
        return None
    quoted = before.endswith(tuple(_QUOTES))
    if quoted and not after.startswith(_QUOTES[before[-1]]):
        return None  # it is a part of what is quoted
    if not quoted and any(before.count(opened) > before.count(closed) for opened, closed in _PAIRS):
        return None
    closed = 1 if quoted else 0
    ending = ending_at(after, closed)
    if ending is None or _told(f"{before} {after}", subject):
        return None
    joined, neutral = ending
    return before, after[:closed] + neutral + after[closed + len(joined) :]


def names(text: str, subject: Subject) -> bool:
    """Whether a text names someone or something."""
    return any(True for _ in _places(text, subject))


def _places(text: str, subject: Subject) -> Iterator[tuple[int, int]]:
    """Where a text has a name or alias as words of their own, the longest at each place."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that is longer in lower case: places would not fit
        return
    taken = [False] * len(text)
    for name in sorted({name.lower() for name in (subject.name, *subject.aliases)}, key=len, reverse=True):
        at = lowered.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(taken[at:end]) and _stands_alone(text, at, end):
                taken[at:end] = [True] * len(name)
                yield at, end
            at = lowered.find(name, at + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum():
        return False
    return not after.isalnum() or (_is_hangul(after) and ending_at(text, end) is not None)


def _is_hangul(letter: str) -> bool:
    return "가" <= letter <= "힣"


def _told(rest: str, subject: Subject) -> bool:
    """Whether another word of the text has one of a name's in it: `RUNSEOKJIN` tells Kim Seok-jin."""
    telling = _telling((subject.name, *subject.aliases))
    others = " ".join(words(rest))
    return any(word in others for word in telling)


@lru_cache(maxsize=1024)
def _telling(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in names for word in words(name) if len(word) >= _TELLING)
