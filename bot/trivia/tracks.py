"""Questions for what is on what. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.folding import words
from bot.trivia.catalogue import MONTH_OR_SO, Catalogue, Listing, Work
from bot.trivia.question import CHOICES, Askable, Entry, Picked
from bot.trivia.works import closest

ALBUM, TRACK, NOT_ON = "album", "track", "not-on"


def track_questions(catalogue: Catalogue) -> Iterator[Askable]:
    """On which album songs came out first, and which song is on an album, or is not."""
    titles = _AlbumTitles(catalogue.works.values())
    albums = [
        work for work in catalogue.works.values() if not work.is_song and work.id not in catalogue.singles
    ]
    songs = [
        work for work in catalogue.works.values() if work.is_song and work.plain and not titles.stand_in(work)
    ]
    for song_id, album in catalogue.first_album.items():
        if album.id not in catalogue.singles:
            yield from _album(catalogue, catalogue.works[song_id], album, albums)
    for listing in catalogue.listings:
        yield from _tracks(catalogue, listing, songs)


class _AlbumTitles:
    """Titles of albums: a song that is called like one says where it is, or where it is not."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._titles = {
            tuple(words(name.rpartition(":")[2]))
            for work in works
            if not work.is_song
            for name in (work.subject.name, *work.subject.aliases)
        }
        self._longest = max(map(len, self._titles), default=0)

    def stand_in(self, song: Work) -> bool:
        """Whether an album's title is all or a part of a song's: `Outro: Her`, of Love Yourself: Her."""
        title = words(song.subject.name)
        return any(
            tuple(title[start : start + length]) in self._titles
            for start in range(len(title))
            for length in range(1, self._longest + 1)
        )


def _album(catalogue: Catalogue, song: Work, album: Work, albums: Sequence[Work]) -> Iterator[Askable]:
    """On which album a song came out first."""
    if song.shares_a_word(album) or song.related(album):
        return
    few = bool(catalogue.people_behind(album))
    others = closest(
        album,
        albums,
        lambda other: (
            abs(album.days_to(other)) > MONTH_OR_SO
            and not song.shares_a_word(other)
            and bool(catalogue.people_behind(other)) == few
        ),
    )
    if len(others) >= CHOICES - 1:
        difficulty = 1 if song.own_release else 3 if song.is_interlude else 2
        fact = song.proof
        about = tuple(subject for subject in fact.subjects if subject != album.id)
        entry = Entry(f"{ALBUM}.{song.id}", fact.id, ALBUM, difficulty, fact.category, about)
        yield Picked(entry, (album.option,), tuple(other.option for other in others))


def _tracks(catalogue: Catalogue, listing: Listing, songs: Sequence[Work]) -> Iterator[Askable]:
    """Which song is on an album, and which of four is not."""
    album, fact = listing.album, listing.fact
    inside = [song for song in listing.songs if song in songs and not song.shares_a_word(album)]
    listed = {song.id for song in listing.songs}
    about = tuple(subject_id for subject_id in fact.subjects if subject_id not in listed)
    for template, needed in ((TRACK, CHOICES - 1), (NOT_ON, 1)):
        outside, near = _outsiders(catalogue, album, songs, needed)
        right, wrong = (inside, outside) if template == TRACK else (outside, inside)
        if right and len(wrong) >= CHOICES - 1:
            difficulty = 4 - fact.prominence if near else 1
            entry = Entry(f"{template}.{fact.id}", fact.id, template, difficulty, fact.category, about)
            yield Picked(entry, tuple(song.option for song in right), tuple(song.option for song in wrong))


def _outsiders(
    catalogue: Catalogue, album: Work, songs: Sequence[Work], needed: int
) -> tuple[list[Work], bool]:
    """Songs that are surely not on an album, and whether they are by those whose it is.

    Those of others do only where there are too few: who sings them tells that they are elsewhere.
    """
    people = catalogue.people_behind(album)

    def fits(song: Work, same: bool) -> bool:
        theirs = catalogue.people_behind(song)
        return (
            (theirs == people if same else bool(theirs) == bool(people))
            and not song.shares_a_word(album)
            and catalogue.surely_not_on(song, album)
        )

    same = closest(album, songs, lambda song: fits(song, same=True))
    if len(same) >= needed:
        return same, True
    return closest(album, songs, lambda song: fits(song, same=False)), False
