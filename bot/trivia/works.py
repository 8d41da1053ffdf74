"""Questions for songs and albums by name: which came first, which is of that year, what is on what. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from zlib import crc32

from bot.trivia.catalogue import MONTH_OR_SO, Catalogue, Work
from bot.trivia.question import CHOICES, Askable, Entry, Option, Picked

FIRST, LAST, OF_YEAR, ALBUM, TRACK, NOT_ON = "first", "last", "of-year", "album", "track", "not-on"
_MANY = 8
"""So many wrong choices are kept for a question: the closest ones."""
_SPREAD = {1: (500, 2500), 2: (150, 900), 3: (MONTH_OR_SO, 300)}
"""Days between the right choice and the wrong ones, by difficulty."""


def work_questions(catalogue: Catalogue) -> Iterator[Askable]:
    """All questions about songs and albums."""
    released = [work for work in catalogue.works.values() if work.own_release]
    for work in released:
        yield from _compared(FIRST, work, released, lambda days: days)
        yield from _compared(LAST, work, released, lambda days: -days)
        yield from _of_year(work, released)
    yield from _albums(catalogue)
    yield from _tracks(catalogue)


def _compared(
    template: str, work: Work, released: Sequence[Work], away: Callable[[int], int]
) -> Iterator[Askable]:
    """Which came out first, or last; `away` turns days between two releases to the side asked for."""
    wanted = 1 + crc32(f"{template}.{work.id}".encode()) % 3
    for difficulty in (wanted, *({1, 2, 3} - {wanted})):
        nearest, farthest = _SPREAD[difficulty]
        others = [
            other
            for other in released
            if nearest <= away(work.days_to(other)) <= farthest and _comparable(work, other)
        ]
        if question := _asking(template, work, _closest(work, others), difficulty):
            yield question
            return


def _of_year(work: Work, released: Sequence[Work]) -> Iterator[Askable]:
    """Which came out in a year; the others are of the years around it."""
    close = crc32(f"{OF_YEAR}.{work.id}".encode()) % 2
    nearest, farthest = (1, 2) if close else (2, 4)
    others = [
        other
        for other in released
        if nearest <= abs(other.out.year - work.out.year) <= farthest
        and abs(work.days_to(other)) > MONTH_OR_SO
        and _comparable(work, other)
    ]
    fame = work.proof.prominence
    difficulty = max(1, min(3, 3 - (fame == 3) - (not close)))
    if question := _asking(OF_YEAR, work, _closest(work, others), difficulty):
        yield question


def _albums(catalogue: Catalogue) -> Iterator[Askable]:
    """On which album a song came out first."""
    albums = [work for work in catalogue.works.values() if not work.is_song]
    for song_id, album in catalogue.first_album.items():
        song = catalogue.works[song_id]
        if song.shares_a_word(album) or song.related(album):
            continue
        others = [
            other
            for other in albums
            if abs(album.days_to(other)) > MONTH_OR_SO
            and not other.related(album)
            and not song.shares_a_word(other)
            and _of_a_few(catalogue, other) == _of_a_few(catalogue, album)
        ]
        entry = _entry(ALBUM, song, 1 if song.own_release else 2, song.id, album.id)
        wrong = tuple(Option(other.id, other.proof.id) for other in _closest(album, others))
        if len(wrong) >= CHOICES - 1:
            yield Picked(entry, (Option(album.id),), wrong)


def _tracks(catalogue: Catalogue) -> Iterator[Askable]:
    """Which song is on an album, and which of four is not."""
    songs = [work for work in catalogue.works.values() if work.is_song]
    for listing in catalogue.listings:
        album, fact = listing.album, listing.fact
        others = [
            song
            for song in songs
            if _of_a_few(catalogue, song) == _of_a_few(catalogue, album)
            and not song.shares_a_word(album)
            and catalogue.surely_not_on(song, album)
        ]
        near = tuple(Option(song.id, song.proof.id) for song in _closest(album, others))
        inside = tuple(Option(song.id) for song in listing.songs if not song.shares_a_word(album))
        answers = {song.id for song in listing.songs}
        about = tuple(subject_id for subject_id in fact.subjects if subject_id not in answers)
        for template, right, wrong in ((TRACK, inside, near), (NOT_ON, near, inside)):
            if right and len(wrong) >= CHOICES - 1:
                difficulty = 4 - fact.prominence
                told_by = f"{template}.{fact.id}"
                yield Picked(
                    Entry(told_by, fact.id, template, difficulty, fact.category, about), right, wrong
                )


def _asking(template: str, work: Work, others: Sequence[Work], difficulty: int) -> Picked | None:
    if len(others) < CHOICES - 1:
        return None
    wrong = tuple(Option(other.id, other.proof.id) for other in others)
    entry = _entry(template, work, difficulty, work.proof.id, work.id)
    return Picked(entry, (Option(work.id),), wrong)


def _entry(template: str, work: Work, difficulty: int, told_by: str, answer: str) -> Entry:
    fact = work.proof
    about = tuple(subject for subject in fact.subjects if subject != answer)
    return Entry(f"{template}.{told_by}", fact.id, template, difficulty, fact.category, about)


def _comparable(work: Work, other: Work) -> bool:
    return other.subject.kind is work.subject.kind and not other.related(work)


def _closest(work: Work, others: Sequence[Work]) -> list[Work]:
    """The nearest in time, none of which could be taken for another."""
    chosen: list[Work] = []
    for other in sorted(others, key=lambda other: (abs(work.days_to(other)), other.id)):
        if len(chosen) < _MANY and not any(other.related(one) for one in chosen):
            chosen.append(other)
    return chosen


def _of_a_few(catalogue: Catalogue, work: Work) -> bool:
    return bool(catalogue.people_behind(work))
