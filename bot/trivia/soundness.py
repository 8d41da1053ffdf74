"""Which facts a question may stand on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.facts.model import Fact, Status, Subject
from bot.trivia.language import ORIGINAL, relative_words


def sound(fact: Fact) -> bool:
    """Whether a fact is beyond doubt and stays so: confirmed, and nothing that changes with time."""
    return fact.status is Status.CONFIRMED and fact.as_of is None


def lasting(fact: Fact, subjects: Mapping[str, Subject]) -> bool:
    """Whether its text means the same in ten years, in every language."""
    for locale, text in texts_of(fact):
        words = relative_words(locale)
        if words is not None and words.search(without_titles(text, fact, subjects)):
            return False
    return True


def texts_of(fact: Fact) -> Iterator[tuple[str, str]]:
    """A fact's texts with their languages, the original first."""
    yield ORIGINAL, fact.text
    yield from fact.translations.items()


def without_titles(text: str, fact: Fact, subjects: Mapping[str, Subject]) -> str:
    """A text without the names of whom and what it is about: `Spring Day` tells no season."""
    for title in sorted(titles_of(fact, subjects), key=len, reverse=True):
        text = text.replace(title, "")
    return text


def titles_of(fact: Fact, subjects: Mapping[str, Subject]) -> set[str]:
    """Every name and alias of whom and what a fact is about."""
    about = (subjects[subject_id] for subject_id in fact.subjects)
    return {title for subject in about for title in (subject.name, *subject.aliases)}
