"""Questions for whom or what a fact tells of: the name is left out of its text. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.facts.model import Category, DateKind, Fact, Subject, SubjectKind
from bot.folding import key
from bot.trivia.blanks import names, without_name
from bot.trivia.catalogue import Catalogue
from bot.trivia.language import language_of
from bot.trivia.numbers import numbers_in
from bot.trivia.question import CHOICES, Askable, Entry, Known, Option, Picked
from bot.trivia.soundness import texts_of, titles_of

WHO, WHICH = "who", "which"
ASKED_FOR = (SubjectKind.SONG, SubjectKind.ALBUM, SubjectKind.TOUR, SubjectKind.FILM)
_WORKS = (SubjectKind.SONG, SubjectKind.ALBUM)
_MANY = 8
"""So many wrong choices are kept for a question: the closest ones."""
_APART = 45
"""Days that what is asked for and a wrong choice lie apart, so that the time of a fact tells them apart."""
_FAR = 1500
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Named:
    """The questions of a fact base that ask for a name."""

    def __init__(self, known: Known, facts: Sequence[Fact], catalogue: Catalogue) -> None:
        self._known, self._facts, self._catalogue = known, facts, catalogue
        self._people = {
            subject.id: subject
            for subject in known.subjects.values()
            if subject.kind is SubjectKind.PERSON and subject.date
        }
        self._about: defaultdict[str, list[Fact]] = defaultdict(list)
        began: dict[str, int] = {}
        for fact in known.facts.values():
            for subject_id in fact.subjects:
                self._about[subject_id].append(fact)
            if fact.date and fact.subjects:
                first = fact.date.value.first_day().toordinal()
                began[fact.subjects[0]] = min(first, began.get(fact.subjects[0], first))
        self._began = {
            main: catalogue.works[main].out.toordinal() if main in catalogue.works else first
            for main, first in began.items()
            if self._known.subjects[main].kind not in _WORKS
            or (main in self._catalogue.works and self._catalogue.works[main].plain)
        }
        """Since when there is what facts are about, in days."""
        self._of_kind: defaultdict[SubjectKind, list[tuple[str, int]]] = defaultdict(list)
        for main, first in self._began.items():
            self._of_kind[known.subjects[main].kind].append((main, first))
        self._near = lru_cache(maxsize=None)(self._nearest)
        self._written = {
            subject.id: tuple(name.lower() for name in (subject.name, *subject.aliases))
            for subject in known.subjects.values()
        }
        self._figures_of: dict[str, dict[str, frozenset[int]]] = {}
        self._texts = {fact.id: [(text.lower(), text) for _, text in texts_of(fact)] for fact in facts}
        self._context_of = {
            fact.id: frozenset(
                subject_id
                for subject_id in fact.subjects
                if known.subjects[subject_id].kind not in {SubjectKind.PERSON, SubjectKind.GROUP}
            )
            for fact in known.facts.values()
        }
        """What a fact is about beside people and groups."""

    def questions(self) -> Iterator[Askable]:
        """Whom, and which song, album, tour or film a fact tells of."""
        for fact in self._facts:
            about = self._catalogue.own_people(fact)
            if len(about) == 1:
                yield from self._who(fact, about[0])
            if fact.subjects[0] in self._began:
                yield from self._which(fact, self._known.subjects[fact.subjects[0]])

    def _who(self, fact: Fact, person_id: str) -> Iterator[Askable]:
        """Which of the fandom's own people: those whose birthday is known."""
        others = [person for person in self._people.values() if person.id != person_id]
        if not self._can_be_left_out(person_id, fact) or any(self._names(fact, other) for other in others):
            return
        wrong = [other.id for other in others if not self._holds_for(other.id, fact, person_id)]
        yield from self._asking(WHO, fact, person_id, wrong, 2 if fact.prominence == 1 else 1)

    def _which(self, fact: Fact, main: Subject) -> Iterator[Askable]:
        if main.kind not in ASKED_FOR or not self._can_be_left_out(main.id, fact):
            return
        if self._is_one_of_many_wins(fact) or self._is_someone_else_too(fact, main):
            return
        wrong: list[str] = []
        for unlike, other in self._likely(fact, main.id):
            if len(wrong) == _MANY or (unlike and len(wrong) >= CHOICES - 1):
                break
            if other in fact.subjects or any(self._related(other, one) for one in wrong):
                continue
            if not self._names(fact, self._known.subjects[other]) and not self._holds_for(
                other, fact, main.id
            ):
                wrong.append(other)
        yield from self._asking(WHICH, fact, main.id, wrong, 4 - fact.prominence)

    def _likely(self, fact: Fact, main_id: str) -> list[tuple[bool, str]]:
        """The nearest others, the likeliest first, and whether they are less so: what was not there yet."""
        near = self._near(main_id)
        if fact.date is None or fact.date.kind is DateKind.RELEASE:
            return [(by_others, other) for by_others, _, other in near]
        told = fact.date.value.first_day().toordinal()
        ranked = [(by_others or self._began[other] > told, other) for by_others, _, other in near]
        return sorted(ranked, key=lambda candidate: candidate[0])

    def _nearest(self, main_id: str) -> Sequence[tuple[bool, int, str]]:
        """Others of its kind and time; those by the same people, and them alone where there are enough."""
        kind, people = self._known.subjects[main_id].kind, self._behind(main_id)
        ranked: list[tuple[bool, int, str]] = []
        for other_id, began in self._of_kind[kind]:
            days = abs(began - self._began[main_id])
            if _APART <= days <= _FAR and not self._related(main_id, other_id):
                others = self._behind(other_id)
                if bool(people) == bool(others):
                    ranked.append((people.isdisjoint(others) and bool(people), days, other_id))
        return sorted(ranked)

    def _behind(self, subject_id: str) -> frozenset[str]:
        work = self._catalogue.works.get(subject_id)
        if work is not None:
            return self._catalogue.people_behind(work)
        about = [fact for fact in self._about[subject_id] if fact.subjects[0] == subject_id]
        people = [frozenset(self._catalogue.own_people(fact)) for fact in about]
        return frozenset.intersection(*people) if people else frozenset()

    def _related(self, one: str, other: str) -> bool:
        works = self._catalogue.works
        return one in works and other in works and works[one].related(works[other])

    def _can_be_left_out(self, subject_id: str, fact: Fact) -> bool:
        subject = self._known.subjects[subject_id]
        return all(without_name(text, subject) for _, text in texts_of(fact))

    def _names(self, fact: Fact, subject: Subject) -> bool:
        written = self._written[subject.id]
        return any(
            any(name in lowered for name in written) and names(text, subject)
            for lowered, text in self._texts[fact.id]
        )

    def _holds_for(self, other_id: str, fact: Fact, asked_for: str) -> bool:
        """Whether the same may be true of another one: a fact tells the like, and no figure parts them."""
        context, figures = self._context_of[fact.id] - {asked_for}, self._figures(fact)
        return any(
            other.category is fact.category
            and other is not fact
            and context <= self._context_of[other.id]
            and any(told <= self._figures(other).get(locale, told) for locale, told in figures.items())
            for other in self._about[other_id]
        )

    def _figures(self, fact: Fact) -> dict[str, frozenset[int]]:
        """The figures that tell two facts apart, in each language: years among them, not those in names."""
        if fact.id not in self._figures_of:
            titles = sorted(titles_of(fact, self._known.subjects), key=len, reverse=True)
            self._figures_of[fact.id] = {
                locale: _figures_in(text, locale, titles) for locale, text in texts_of(fact)
            }
        return self._figures_of[fact.id]

    def _is_one_of_many_wins(self, fact: Fact) -> bool:
        """Whether it tells of winning a show that others win as well, without a figure to know it by."""
        on_a_show = any(self._known.subjects[other].kind is SubjectKind.SHOW for other in fact.subjects)
        return fact.category is Category.AWARD and on_a_show and not all(self._figures(fact).values())

    def _is_someone_else_too(self, fact: Fact, main: Subject) -> bool:
        """Whether somebody of the same name is in it: an album named after its singer."""
        return any(
            key(main.name) == key(name)
            for other_id in fact.subjects
            if other_id != main.id
            for name in (self._known.subjects[other_id].name, *self._known.subjects[other_id].aliases)
        )

    def _asking(
        self, template: str, fact: Fact, answer: str, wrong: Iterable[str], difficulty: int
    ) -> Iterator[Askable]:
        options = [Option(token, None, len(self._known.subjects[token].name)) for token in (answer, *wrong)]
        if len(options) >= CHOICES:
            about = tuple(subject_id for subject_id in fact.subjects if subject_id != answer)
            entry = Entry(f"{template}.{fact.id}", fact.id, template, difficulty, fact.category, about)
            yield Picked(entry, (options[0],), tuple(options[1:]))


def _figures_in(text: str, locale: str, titles: Sequence[str]) -> frozenset[int]:
    for title in titles:
        text = text.replace(title, "")
    numbers = {number.value for number in numbers_in(text, language_of(locale))}
    return frozenset(numbers | {int(year) for year in _YEARS.findall(text)})
