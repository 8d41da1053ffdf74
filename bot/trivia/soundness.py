"""Which facts a question may stand on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.facts.model import Fact, Subject
from bot.facts.partial_date import PartialDate
from bot.facts.vocabulary import DateKind, Status
from bot.trivia.language import ORIGINAL, relative_words


def sound(fact: Fact) -> bool:
    """Whether a fact is beyond doubt and stays so: confirmed, and nothing that changes with time."""
    return fact.status is Status.CONFIRMED and fact.as_of is None


def telling(facts: Mapping[str, Fact], subjects: Mapping[str, Subject]) -> tuple[Fact, ...]:
    """The facts whose texts can be asked about: dated, sound, about something, and the same in ten years."""
    return tuple(
        fact
        for fact in facts.values()
        if fact.date and fact.subjects and sound(fact) and _lasts(fact, subjects)
    )


def date_of(fact: Fact) -> PartialDate:
    """When what is told happened; to be asked of facts that have a date, as all that `telling` finds."""
    assert fact.date is not None  # noqa: S101  # facts without one are left out
    return fact.date.value


def date_kind(fact: Fact) -> DateKind | None:
    """What happened then; None where a fact has no date."""
    return fact.date.kind if fact.date else None


def texts_of(fact: Fact) -> Iterator[tuple[str, str]]:
    """A fact's texts with their languages, the original first."""
    yield ORIGINAL, fact.text
    yield from fact.translations.items()


def says(text: str, words: re.Pattern[str], fact: Fact, subjects: Mapping[str, Subject]) -> bool:
    """Whether a text has such words beside the names of what it is about: `Spring Day` tells no season."""
    if not words.search(text):
        return False
    for title in sorted(titles_of(fact, subjects), key=len, reverse=True):
        text = text.replace(title, "")
    return bool(words.search(text))


def titles_of(fact: Fact, subjects: Mapping[str, Subject]) -> set[str]:
    """Every name and alias of whom and what a fact is about."""
    about = (subjects[subject_id] for subject_id in fact.subjects)
    return {title for subject in about for title in (subject.name, *subject.aliases)}


def _lasts(fact: Fact, subjects: Mapping[str, Subject]) -> bool:
    return not any(
        (words := relative_words(locale)) and says(text, words, fact, subjects)
        for locale, text in texts_of(fact)
    )
