"""Songs and albums as a fact base tells of them: when they came out, by whom, what is on what. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.facts.model import Fact, Subject
from bot.facts.partial_date import PartialDate
from bot.facts.vocabulary import Category, DateKind, SubjectKind
from bot.folding import key, spellings, words
from bot.trivia.looks import languages, looks
from bot.trivia.question import Known, Option
from bot.trivia.soundness import sound

MONTH_OR_SO = 30
"""Days that two dates must lie apart for nobody to argue which came first."""
_SINGLE_BEFORE = 4 * MONTH_OR_SO
"""A song that came out so many days before an album can be its single."""
_OLD = 6 * MONTH_OR_SO
_WORKS = (SubjectKind.SONG, SubjectKind.ALBUM)
_ARTISTS = (SubjectKind.PERSON, SubjectKind.GROUP)
_TELLING = 4  # letters of a word that gives something away when two titles share it
A_FEW = 3  # more of the fandom's own people together are the group
_BEHIND = re.compile(r"\s[(\[-]")
_PREFIX = re.compile(r"^\w+\s*:\s*")  # Intro: , Skit:


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """A song or an album whose day is known."""

    id: str
    subject: Subject
    is_song: bool
    out: date
    day: int
    """The day of its release, as days are counted."""
    proof: Fact
    """What tells when it came out: its own release, or what is on its album."""
    keys: frozenset[str]
    """What its name and every other way of writing it come to."""
    telling: frozenset[str]
    """The words of its name that give it away."""
    own_release: bool
    """Whether a fact is about its coming out."""
    also_out: frozenset[int]
    """The years in which a version or a video of it came out."""
    last_out: date
    """The latest day on which one of them can have come out."""
    plain: bool
    """Whether its name has nothing in brackets, by which it would stand out among others."""
    is_interlude: bool
    """Whether it stands between songs or around them, as its name says: `Skit: Soulmate`."""
    by_others: bool
    """Whether somebody outside the fandom put it out: their name comes first in the fact."""
    option: Option
    """As a choice."""

    def related(self, other: Work) -> bool:
        """Whether one could be taken for the other, such as a song and its remix."""
        return not self.keys.isdisjoint(other.keys)

    def shares_a_word(self, other: Work) -> bool:
        """Whether one title gives the other away."""
        return not self.telling.isdisjoint(other.telling)

    def days_to(self, other: Work) -> int:
        """Days from this one's release to the other's; negative when that was before."""
        return other.day - self.day


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A fact that says which songs are on an album."""

    fact: Fact
    album: Work
    songs: tuple[Work, ...]
    """Those that can be asked for."""


class Catalogue:
    """The songs and albums of a fact base that can be asked for by name."""

    def __init__(self, known: Known) -> None:
        self._subjects, self._languages = known.subjects, languages(known.subjects)
        self._facts_about: defaultdict[str, list[Fact]] = defaultdict(list)
        for fact in known.facts.values():
            if sound(fact):
                for subject_id in fact.subjects:
                    self._facts_about[subject_id].append(fact)
        titled = [subject for subject in known.subjects.values() if subject.kind in _WORKS]
        self._keys = {subject.id: _keys(subject) for subject in titled}
        self._titles = Counter((subject.kind, title) for subject in titled for title in _titles(subject))
        self._prefixes = {
            key(found[0]) for subject in titled if (found := _PREFIX.match(subject.name)) is not None
        }
        self._earliest: dict[tuple[SubjectKind, str], date] = {}
        for subject in titled:
            if out := _day(subject.date):
                for title in self._keys[subject.id]:
                    place = (subject.kind, title)
                    self._earliest[place] = min(out, self._earliest.get(place, out))
        made = (self._work(subject) for subject in titled)
        self.works: dict[str, Work] = {work.id: work for work in made if work is not None}
        songs = {key(work.subject.name): work for work in self.works.values() if work.is_song}
        self.singles = frozenset(
            work.id
            for work in self.works.values()
            if not work.is_song
            and (song := songs.get(key(work.subject.name)))
            and song.own_release
            and song.out < work.out
        )
        """Discs called like a song that was out before them."""
        self.first_album: dict[str, Work] = {
            work.id: album for work in self.works.values() if work.is_song and (album := self._album(work))
        }
        """The one album a song came out on, that very day."""
        self.listings: tuple[Listing, ...] = tuple(self._listings())
        self._keys_on = self._everything_listed()
        self._gathering = {
            album_id for album_id, keys in self._keys_on.items() if self._gathers(album_id, keys)
        }
        self._behind = {work.id: self._people_behind(work) for work in self.works.values()}

    def people_behind(self, work: Work) -> frozenset[str]:
        """The few of the fandom's own people whose work it is; nobody where it is the group's."""
        return self._behind[work.id]

    def surely_not_on(self, song: Work, album: Work) -> bool:
        """Whether a song cannot be on an album: later than it, or older and first on another one.

        An album that gathers older songs may hold more of them than facts tell.
        """
        if song.related(album) or not song.keys.isdisjoint(self._keys_on.get(album.id, ())):
            return False
        after = album.days_to(song)
        if after > MONTH_OR_SO:
            return True
        return -after > _OLD and album.id not in self._gathering and song.id in self.first_album

    def own_people(self, fact: Fact) -> tuple[str, ...]:
        """Whom of the fandom's own a fact is about: the people whose birthday is known."""
        return tuple(
            subject_id
            for subject_id in fact.subjects
            if self._subjects[subject_id].kind is SubjectKind.PERSON and self._subjects[subject_id].date
        )

    def _work(self, subject: Subject) -> Work | None:
        out = _day(subject.date)
        if out is None or self._is_version(subject) or not self._stands_for_itself(subject, out):
            return None
        proofs = [fact for fact in self._facts_about[subject.id] if _released(fact, subject.date)]
        if not proofs:
            return None
        own = [
            fact for fact in proofs if fact.subjects[0] == subject.id and fact.category is Category.RELEASE
        ]
        proof = (own or [fact for fact in proofs if self._albums_at(fact, out)] or proofs)[0]
        releases = [
            fact.date.value
            for fact in self._facts_about[subject.id]
            if fact.date and fact.date.kind is DateKind.RELEASE and fact.subjects[0] == subject.id
        ]
        return Work(
            id=subject.id,
            subject=subject,
            is_song=subject.kind is SubjectKind.SONG,
            out=out,
            day=out.toordinal(),
            proof=proof,
            keys=self._keys[subject.id],
            telling=frozenset(word for word in words(subject.name) if len(word) >= _TELLING),
            own_release=bool(own),
            also_out=frozenset(released.year for released in releases),
            last_out=max((_last_day(released) for released in releases), default=out),
            plain=not _BEHIND.search(subject.name),
            is_interlude=_PREFIX.match(subject.name) is not None,
            by_others=self._is_by_others(proof),
            option=Option(subject.id, proof.id, looks(subject, self._languages)),
        )

    def _is_by_others(self, fact: Fact) -> bool:
        about = (self._subjects[subject_id] for subject_id in fact.subjects)
        first = next((one for one in about if one.kind in _ARTISTS), None)
        return first is not None and first.date is None

    def _is_version(self, subject: Subject) -> bool:
        """Whether it is told from another title by what stands behind it: a remix, a Japanese version."""
        bare = _BEHIND.split(subject.name, maxsplit=1)[0]
        return bare != subject.name and any(self._titles[kind, key(bare)] for kind in _WORKS)

    def _stands_for_itself(self, subject: Subject, out: date) -> bool:
        """Whether nothing else of its kind is called the same, nor is an earlier version; no bare `Intro`."""
        title = key(subject.name)
        if self._titles[subject.kind, title] > 1 or title in self._prefixes:
            return False
        return all(self._earliest[subject.kind, title] >= out for title in self._keys[subject.id])

    def _album(self, song: Work) -> Work | None:
        albums = self._albums_at(song.proof, song.out)
        return self.works.get(albums[0]) if len(albums) == 1 else None

    def _albums_at(self, fact: Fact, out: date) -> list[str]:
        return [
            subject_id
            for subject_id in fact.subjects
            if self._subjects[subject_id].kind is SubjectKind.ALBUM
            and _day(self._subjects[subject_id].date) == out
        ]

    def _listings(self) -> Iterable[Listing]:
        for album in self.works.values():
            if album.is_song:
                continue
            for fact in self._facts_about[album.id]:
                if fact.category is Category.MUSIC and fact.subjects[0] == album.id:
                    songs = [
                        song
                        for subject_id in fact.subjects
                        if (song := self.works.get(subject_id))
                        and song.is_song
                        and 0 <= song.days_to(album) <= _SINGLE_BEFORE
                    ]
                    if songs:
                        yield Listing(fact, album, tuple(songs))

    def _everything_listed(self) -> dict[str, frozenset[str]]:
        """What the songs come to that facts name with an album, versions of songs among them."""
        listed: defaultdict[str, set[str]] = defaultdict(set)
        for album in self.works.values():
            for fact in self._facts_about[album.id]:
                if fact.category in {Category.MUSIC, Category.RELEASE} and not album.is_song:
                    for subject_id in fact.subjects:
                        if self._subjects[subject_id].kind is SubjectKind.SONG:
                            listed[album.id] |= self._keys[subject_id]
        return {album_id: frozenset(keys) for album_id, keys in listed.items()}

    def _gathers(self, album_id: str, keys: frozenset[str]) -> bool:
        """Whether an album has songs that were known long before, or versions of them."""
        out = self.works[album_id].out
        first = (self._earliest.get((SubjectKind.SONG, title), out) for title in keys)
        return any((out - known).days > _SINGLE_BEFORE for known in first)

    def _people_behind(self, work: Work) -> frozenset[str]:
        about = [fact for fact in self._facts_about[work.id] if fact.subjects[0] == work.id]
        if any(self._is_about_the_group(fact) for fact in about):
            return frozenset()
        named = [people for fact in (*about, work.proof) if (people := self.own_people(fact))]
        fewest = min(named, key=len, default=())
        if fewest and work.proof in about:
            return frozenset(fewest if len(fewest) <= A_FEW else ())
        album = self.first_album.get(work.id)
        if album is not None:
            return self._people_behind(album)
        return frozenset(fewest if len(fewest) <= A_FEW else ())

    def _is_about_the_group(self, fact: Fact) -> bool:
        return any(
            self._subjects[subject_id].kind is SubjectKind.GROUP and self._subjects[subject_id].date
            for subject_id in fact.subjects
        )


def _keys(subject: Subject) -> frozenset[str]:
    return frozenset(
        key(written)
        for name in (subject.name, *subject.aliases)
        for title in (name, _PREFIX.sub("", name))
        for written in spellings(title)
    )


def _titles(subject: Subject) -> set[str]:
    return {key(name) for name in (subject.name, *subject.aliases)}


def _day(known: PartialDate | None) -> date | None:
    return known.first_day() if known is not None and known.day is not None else None


def _last_day(known: PartialDate) -> date:
    """The last day that a date can mean, but for days of its last month that matter to nobody."""
    return date(known.year, known.month or 12, known.day or 28)


def _released(fact: Fact, out: PartialDate | None) -> bool:
    return fact.date is not None and fact.date.kind is DateKind.RELEASE and fact.date.value == out
