"""Questions for whom or what a fact tells of: the name is left out of its text. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

from bot.facts.model import Fact, Subject
from bot.facts.vocabulary import Category, DateKind, SubjectKind
from bot.folding import key
from bot.trivia.blanks import names, without_name
from bot.trivia.catalogue import A_FEW, Catalogue
from bot.trivia.claims import Claims, tells_a_year
from bot.trivia.looks import languages, looks
from bot.trivia.question import CHOICES, Askable, Entry, Known, Option, Picked
from bot.trivia.soundness import date_kind, texts_of

WHO, WHICH = "who", "which"
ASKED_FOR = (SubjectKind.SONG, SubjectKind.ALBUM, SubjectKind.TOUR, SubjectKind.FILM)
_WORKS = (SubjectKind.SONG, SubjectKind.ALBUM)
_MANY = 8
"""So many wrong choices are kept for a question: the closest ones."""
_APART = 45
"""Days that what is asked for and a wrong choice lie apart, so that the time of a fact tells them apart."""
_FAR = 1500
_SUCCESSES = (Category.AWARD, Category.CHART, Category.RECORD)
"""What is told of one song of an album and not of another: no time need lie between them."""
_OF_WORKS = (Category.MUSIC, Category.RELEASE)
_NEW = 400
"""Days after its release in which something may well be what is told of."""
_NOT_NEW, _NOT_THERE, _UNLIKE = 4, 2, 1
"""What makes a choice less likely; the first weighs more than both others."""
_RIVALS = 2
"""So many wrong choices must be as likely as the right one."""


class Named:
    """The questions of a fact base that ask for a name."""

    def __init__(self, known: Known, facts: Sequence[Fact], catalogue: Catalogue) -> None:
        self._known, self._facts, self._catalogue = known, facts, catalogue
        self._people = {
            subject.id: subject
            for subject in known.subjects.values()
            if subject.kind is SubjectKind.PERSON and subject.date
        }
        self._claims = Claims(known)
        self._languages = languages(known.subjects)
        began: dict[str, int] = {}
        for fact in known.facts.values():
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
            if main in catalogue.singles:
                continue
            self._of_kind[known.subjects[main].kind].append((main, first))
        self._near = lru_cache(maxsize=None)(self._nearest)
        self._written = {
            subject.id: tuple(name.lower() for name in (subject.name, *subject.aliases))
            for subject in known.subjects.values()
        }
        self._keys: dict[str, frozenset[str]] = {}
        self._texts = {fact.id: [(text.lower(), text) for _, text in texts_of(fact)] for fact in facts}

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
        if self._is_someone_else_too(fact, self._people[person_id]):
            return
        wrong = [other.id for other in others if not self._claims.are_like(other.id, fact, person_id)]
        options = [Option(token) for token in (person_id, *wrong)]
        yield from _asking(WHO, fact, options, 2 if fact.prominence == 1 else 1)

    def _which(self, fact: Fact, main: Subject) -> Iterator[Askable]:
        if main.kind not in ASKED_FOR or not self._can_be_left_out(main.id, fact):
            return
        if self._claims.is_one_of_many_wins(fact) or self._is_someone_else_too(fact, main):
            return
        wrong: list[str] = []
        new = likely = 0
        for doubts, other in self._likely(fact, main.id):
            if len(wrong) == _MANY or (doubts and len(wrong) >= CHOICES - 1):
                break
            if self._is_wrong(other, fact, main) and not any(self._related(other, one) for one in wrong):
                wrong.append(other)
                new += doubts < _NOT_NEW
                likely += doubts < _NOT_THERE
        if new < _RIVALS:
            return  # the year would tell
        difficulty = 4 - fact.prominence if likely >= _RIVALS else 1
        options = [self._option(token) for token in (main.id, *wrong)]
        yield from _asking(WHICH, fact, options, difficulty)

    def _is_wrong(self, other: str, fact: Fact, main: Subject) -> bool:
        """Whether something is neither told of in a fact, nor may be meant."""
        return not (
            other in fact.subjects
            or self._names(fact, self._known.subjects[other])
            or self._claims.are_like(other, fact, main.id)
            or self._claims.share_a_place(other, fact)
        )

    def _likely(self, fact: Fact, main_id: str) -> list[tuple[int, str]]:
        """The nearest others, the likeliest first, each with what makes it less likely than the right one.

        Where a year is told: that it was not new then. On a chart: that it never was there. Then that
        others are behind it, or that it was not there yet. An intro wins no prize, and is left out.
        """
        succeeded = fact.category in _SUCCESSES and date_kind(fact) is not DateKind.RELEASE
        near = self._near(main_id, succeeded)
        if self._is_about_few(fact) and not self._behind(main_id):
            near = [candidate for candidate in near if self._is_a_solo(candidate[2])]
        if fact.date is None or date_kind(fact) is DateKind.RELEASE:
            return [(_UNLIKE * by_others, other) for by_others, _, other in near]
        told = fact.date.value.first_day().toordinal()
        dated = self._known.subjects[main_id].kind in _WORKS and tells_a_year(fact)
        charted = self._claims.is_on_a_chart(fact)
        ranked = [
            (
                _NOT_NEW * (dated and not 0 <= told - self._began[other] <= _NEW)
                + _NOT_THERE * (charted and not self._claims.on_that_chart(other, fact))
                + _UNLIKE * (by_others or self._began[other] > told),
                other,
            )
            for by_others, _, other in near
            if not (succeeded and self._is_interlude(other))
        ]
        return sorted(ranked, key=itemgetter(0))

    def _nearest(self, main_id: str, at_once: bool) -> Sequence[tuple[bool, int, str]]:
        """Others of its kind and time; those by the same people, and them alone where there are enough.

        `at_once`: those that came out together with it as well.
        """
        kind, people = self._known.subjects[main_id].kind, self._behind(main_id)
        apart = 0 if at_once else _APART
        ranked: list[tuple[bool, int, str]] = []
        main_began = self._began[main_id]
        for other_id, began in self._of_kind[kind]:
            days = abs(began - main_began)
            if other_id != main_id and apart <= days <= _FAR and not self._related(main_id, other_id):
                others = self._behind(other_id)
                if bool(people) == bool(others):
                    ranked.append((people.isdisjoint(others) and bool(people), days, other_id))
        return sorted(ranked)

    def _is_about_few(self, fact: Fact) -> bool:
        """Whether it names some of the fandom's own people, not all of them."""
        return 0 < len(self._catalogue.own_people(fact)) <= A_FEW

    def _is_a_solo(self, subject_id: str) -> bool:
        """Whether a fact about it names one person alone: a solo song on the group's album."""
        return any(
            fact.category in _OF_WORKS and len(self._catalogue.own_people(fact)) == 1
            for fact in self._claims.about[subject_id]
            if fact.subjects[0] == subject_id
        )

    def _is_interlude(self, subject_id: str) -> bool:
        return subject_id in self._catalogue.works and self._catalogue.works[subject_id].is_interlude

    def _behind(self, subject_id: str) -> frozenset[str]:
        work = self._catalogue.works.get(subject_id)
        if work is not None:
            return self._catalogue.people_behind(work)
        about = [fact for fact in self._claims.about[subject_id] if fact.subjects[0] == subject_id]
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

    def _is_someone_else_too(self, fact: Fact, main: Subject) -> bool:
        """Whether something of the same name is in it: an album named after its singer."""
        return any(key(main.name) in self._keys_of(other) for other in fact.subjects if other != main.id)

    def _keys_of(self, subject_id: str) -> frozenset[str]:
        if subject_id not in self._keys:
            subject = self._known.subjects[subject_id]
            self._keys[subject_id] = frozenset(key(name) for name in (subject.name, *subject.aliases))
        return self._keys[subject_id]

    def _option(self, subject_id: str) -> Option:
        return Option(subject_id, None, looks(self._known.subjects[subject_id], self._languages))


def _asking(template: str, fact: Fact, options: Sequence[Option], difficulty: int) -> Iterator[Askable]:
    """Ask for the first of some choices, if there are enough of them."""
    if len(options) >= CHOICES:
        about = tuple(subject_id for subject_id in fact.subjects if subject_id != options[0].token)
        entry = Entry(f"{template}.{fact.id}", fact.id, template, difficulty, fact.category, about)
        yield Picked(entry, (options[0],), tuple(options[1:]))
