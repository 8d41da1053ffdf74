"""Questions for birthdays. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.facts.model import Fact, Subject
from bot.facts.vocabulary import DateKind, SubjectKind
from bot.trivia.question import CHOICES, Askable, Entry, Known, Option, Picked
from bot.trivia.soundness import sound

WHOSE_DAY, DAY_OF = "birthday", "day-of"


def birthday_questions(known: Known) -> Iterator[Askable]:
    """Whose birthday a day is, and which day is somebody's; nobody else among them is of the same month."""
    born = [
        (fact, person)
        for fact in known.facts.values()
        if sound(fact) and (person := _whose(fact, known)) is not None
    ]
    for fact, person in born:
        others = [
            (other, theirs)
            for other, theirs in born
            if theirs.date and person.date and theirs.date.month != person.date.month
        ]
        if len({theirs.id for _, theirs in others}) < CHOICES - 1:
            continue
        about = tuple(subject_id for subject_id in fact.subjects if subject_id != person.id)
        names = tuple(Option(theirs.id, other.id) for other, theirs in others)
        days = tuple(Option(day_of(other), other.id) for other, _ in others)
        for template, right, wrong in (
            (WHOSE_DAY, Option(person.id), names),
            (DAY_OF, Option(day_of(fact)), days),
        ):
            entry = Entry(f"{template}.{fact.id}", fact.id, template, 1, fact.category, about)
            yield Picked(entry, (right,), wrong, in_order=template == DAY_OF)


def day_of(fact: Fact) -> str:
    """The day of the year of a dated fact, as `09-12`."""
    return fact.date.value[5:] if fact.date else ""


def _whose(fact: Fact, known: Known) -> Subject | None:
    if fact.date is None or fact.date.kind is not DateKind.BIRTHDAY or fact.date.value.day is None:
        return None
    main = known.subjects[fact.subjects[0]] if fact.subjects else None
    return main if main and main.kind is SubjectKind.PERSON and main.date == fact.date.value else None
