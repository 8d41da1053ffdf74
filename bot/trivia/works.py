"""Questions for songs and albums by name: which came first, which is of that year, what is on what. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from zlib import crc32

from bot.trivia.catalogue import MONTH_OR_SO, Catalogue, Listing, Work
from bot.trivia.question import CHOICES, Askable, Entry, Option, Picked

FIRST, LAST, OF_YEAR, ALBUM, TRACK, NOT_ON = "first", "last", "of-year", "album", "track", "not-on"
_MANY = 8
"""So many wrong choices are kept for a question: the closest ones."""
_SPREAD = {1: (500, 2500), 2: (150, 900), 3: (MONTH_OR_SO, 300)}
"""Days between the right choice and the wrong ones, by difficulty."""


def work_questions(catalogue: Catalogue) -> Iterator[Askable]:
    """All questions about songs and albums."""
    plain = [work for work in catalogue.works.values() if work.plain]
    for songs in (True, False):
        released = [work for work in plain if work.own_release and work.is_song is songs]
        for work in released:
            yield from _compared(FIRST, work, released, lambda days: days)
            yield from _compared(LAST, work, released, lambda days: -days)
            yield from _of_year(work, released)
    for song_id, album in catalogue.first_album.items():
        yield from _album(catalogue, catalogue.works[song_id], album)
    for listing in catalogue.listings:
        yield from _tracks(catalogue, listing, [work for work in plain if work.is_song])


def _compared(
    template: str, work: Work, released: Sequence[Work], away: Callable[[int], int]
) -> Iterator[Askable]:
    """Which came out first, or last; `away` turns days between two releases to the side asked for."""
    wanted = 1 + crc32(f"{template}.{work.id}".encode()) % 3
    for difficulty in (wanted, *({1, 2, 3} - {wanted})):
        nearest, farthest = _SPREAD[difficulty]
        others = [other for other in released if nearest <= away(work.days_to(other)) <= farthest]
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
        and work.out.year not in other.also_out
    ]
    difficulty = max(1, 3 - (work.proof.prominence == 3) - (not close))
    if question := _asking(OF_YEAR, work, _closest(work, others), difficulty):
        yield question


def _album(catalogue: Catalogue, song: Work, album: Work) -> Iterator[Askable]:
    """On which album a song came out first."""
    if song.shares_a_word(album) or song.related(album):
        return
    few = bool(catalogue.people_behind(album))
    others = _closest(
        album,
        (work for work in catalogue.works.values() if not work.is_song),
        lambda other: (
            abs(album.days_to(other)) > MONTH_OR_SO
            and not song.shares_a_word(other)
            and bool(catalogue.people_behind(other)) == few
        ),
    )
    if len(others) >= CHOICES - 1:
        difficulty = 1 if song.own_release else 3 if song.is_interlude else 2
        entry = _entry(ALBUM, song, difficulty, song.id, album.id)
        yield Picked(entry, (_option(album),), _options(others))


def _tracks(catalogue: Catalogue, listing: Listing, songs: Iterable[Work]) -> Iterator[Askable]:
    """Which song is on an album, and which of four is not."""
    album, fact = listing.album, listing.fact
    few = bool(catalogue.people_behind(album))
    outside = _options(
        _closest(
            album,
            songs,
            lambda song: (
                bool(catalogue.people_behind(song)) == few
                and not song.shares_a_word(album)
                and catalogue.surely_not_on(song, album)
            ),
        )
    )
    inside = tuple(_option(song) for song in listing.songs if song.plain and not song.shares_a_word(album))
    listed = {song.id for song in listing.songs}
    about = tuple(subject_id for subject_id in fact.subjects if subject_id not in listed)
    for template, right, wrong in ((TRACK, inside, outside), (NOT_ON, outside, inside)):
        if right and len(wrong) >= CHOICES - 1:
            told_by, difficulty = f"{template}.{fact.id}", 4 - fact.prominence
            yield Picked(Entry(told_by, fact.id, template, difficulty, fact.category, about), right, wrong)


def _asking(template: str, work: Work, others: Sequence[Work], difficulty: int) -> Picked | None:
    if len(others) < CHOICES - 1:
        return None
    entry = _entry(template, work, difficulty, work.proof.id, work.id)
    return Picked(entry, (_option(work),), _options(others))


def _entry(template: str, work: Work, difficulty: int, told_by: str, answer: str) -> Entry:
    fact = work.proof
    about = tuple(subject for subject in fact.subjects if subject != answer)
    return Entry(f"{template}.{told_by}", fact.id, template, difficulty, fact.category, about)


def _options(works: Iterable[Work]) -> tuple[Option, ...]:
    return tuple(_option(work) for work in works)


def _option(work: Work) -> Option:
    return Option(work.id, work.proof.id, len(work.subject.name))


def _closest(work: Work, others: Iterable[Work], fits: Callable[[Work], bool] = lambda _: True) -> list[Work]:
    """The nearest in time that fit, none of which could be taken for another."""
    chosen: list[Work] = []
    for other in sorted(others, key=lambda other: (abs(work.days_to(other)), other.id)):
        if len(chosen) == _MANY:
            break
        if not other.related(work) and fits(other) and not any(other.related(one) for one in chosen):
            chosen.append(other)
    return chosen
