"""What whom and what facts are about is called in a language. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from bot.facts.base import FactBase
from bot.facts.model import Subject, in_language

_names: WeakKeyDictionary[FactBase, dict[str, dict[str, str]]] = WeakKeyDictionary()
"""The names of each base by locale, worked out when they are first asked for."""


def name_in(base: FactBase, subject: Subject, locale: str) -> str:
    """The name that texts in a language call something by most often: `봄날` for Spring Day, in Korean."""
    by_locale = _names.setdefault(base, {})
    if locale not in by_locale:
        by_locale[locale] = _most_used(base, locale)
    return by_locale[locale].get(subject.id, subject.name)


def _most_used(base: FactBase, locale: str) -> dict[str, str]:
    used: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for fact in base.facts.values():
        if text := in_language(fact.translations, locale):
            for subject_id in fact.subjects:
                used[subject_id].update(_names_in(text, base.subjects, subject_id))
    return {subject_id: counted.most_common(1)[0][0] for subject_id, counted in used.items() if counted}


def _names_in(text: str, subjects: Mapping[str, Subject], subject_id: str) -> list[str]:
    """The names of a subject in a text, without those that are part of a longer one."""
    subject = subjects[subject_id]
    found: list[str] = []
    for name in sorted((subject.name, *subject.aliases), key=len, reverse=True):
        if name in text:
            found.append(name)
            text = text.replace(name, "\0")
    return found
