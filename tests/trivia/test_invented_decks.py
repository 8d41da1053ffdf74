"""What a deck asks of small invented bases, one rule each."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from bot.facts.base import FactBase
from bot.facts.model import FactFile
from bot.i18n.catalogs import Catalogs
from bot.trivia.deck import Deck
from bot.trivia.wording import worded

FANDOM = {"name": "B", "fans": "F", "colour": "#000000", "emoji": "x", "home_zone": "Asia/Seoul"}
SOURCE = {"id": "s", "title": "A source", "kind": "reference", "where": "somewhere"}
CHART = {"id": "chart", "name": "The Chart", "kind": "chart"}
SINGER = {"id": "ann", "name": "Ann", "kind": "person", "date": "1995-01-01"}
GUEST = {"id": "guest", "name": "Guest", "kind": "person"}


def song(number: int, day: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"song{number}",
        "name": f"Titel{'abcdefghijklmnop'[number]}",
        "kind": "song",
        "date": day,
    } | more


def fact(fact_id: str, text: str, day: str, kind: str = "release", **more: Any) -> dict[str, Any]:
    category = "culture" if kind == "event" else kind
    record = {"id": fact_id, "text": text, "category": category, "sources": [{"source": "s"}]}
    return record | {"date": {"value": day, "kind": kind}} | more


def released(one: dict[str, Any], *people: str) -> dict[str, Any]:
    subjects = [one["id"], *people]
    return fact(f"{one['id']}-release", f"{one['name']} came out.", one["date"], subjects=subjects)


def base_of(subjects: list[dict[str, Any]], facts: list[dict[str, Any]]) -> FactBase:
    file = {"fandom": FANDOM, "sources": [SOURCE], "subjects": subjects, "facts": facts}
    return FactBase(FactFile.model_validate(file))


def choices(base: FactBase, question_id: str) -> set[str]:
    """Everything that is ever offered; nothing where there is no such question."""
    deck = Deck(base)
    if question_id not in deck.entries:
        return set()
    return {choice for seed in range(60) for choice in deck.ask(question_id, Random(seed)).choices}


SONGS = [song(number, f"{2012 + number // 2}-0{3 + number % 2 * 6}-01") for number in range(12)]
"""One each half year."""


def test_what_came_out_again_later_is_no_choice_for_what_came_last() -> None:
    again = fact("again", "A long version came.", "2018-05-01", subjects=["song5"])
    facts = [released(one) for one in SONGS]

    assert "song5" in choices(base_of(SONGS, facts), "last.song8-release")
    found = choices(base_of(SONGS, [*facts, again]), "last.song8-release")
    assert found
    assert "song5" not in found


def test_what_somebody_else_put_out_is_not_compared() -> None:
    ours = base_of([*SONGS, SINGER, GUEST], [released(one, "ann", "guest") for one in SONGS])
    facts = [released(one, *(("guest", "ann") if one is SONGS[3] else ("ann", "guest"))) for one in SONGS]
    theirs = base_of([*SONGS, SINGER, GUEST], facts)

    assert "song3" in choices(ours, "first.song0-release")
    assert "first.song3-release" in Deck(ours).entries
    found = choices(theirs, "first.song0-release")
    assert found
    assert "song3" not in found
    assert "first.song3-release" not in Deck(theirs).entries


ENTERED = fact(
    "entered", "Titela entered The Chart at number 13.", "2019-06-15", "chart", subjects=["song0", "chart"]
)


@pytest.mark.parametrize(
    ("text", "detail", "is_offered"),
    [
        ("Titelb stood high on The Chart, at 14.", None, True),
        ("Titelb stood high on The Chart, at 13.", None, False),
        ("Titelb stood high on The Chart.", "It was number 13 in its second week.", False),
        ("10, 11, 13: Titelb fell slowly on The Chart.", None, False),
    ],
)
def test_a_place_on_a_chart_is_one_songs(text: str, detail: str | None, is_offered: bool) -> None:
    near = [song(number, f"2019-0{1 + number}-01") for number in range(5)]
    other = fact("other", text, "2019-07-20", "chart", subjects=["song1", "chart"], detail=detail)
    base = base_of([*near, CHART], [*(released(one) for one in near), ENTERED, other])

    assert ("song1" in choices(base, "which.entered")) is is_offered


def test_who_has_been_on_a_chart_comes_first_and_with_one_of_them_it_is_easy() -> None:
    near = [song(number, f"2019-0{1 + number}-01") for number in range(6)]
    places = [
        fact(
            f"on{number}",
            f"Place {40 + number} of The Chart.",
            "2019-07-20",
            "chart",
            subjects=[one["id"], "chart"],
        )
        for number, one in enumerate(near)
    ]
    releases = [released(one) for one in near]

    few = base_of([*near, CHART], [*releases, ENTERED, places[5]])
    many = base_of([*near, CHART], [*releases, ENTERED, *places[3:]])
    assert Deck(few).entries["which.entered"].difficulty == 1
    assert "song5" in choices(few, "which.entered")
    assert Deck(many).entries["which.entered"].difficulty == 2
    assert choices(many, "which.entered") == {"song0", "song3", "song4", "song5"}


def test_where_the_year_is_told_old_songs_do_not_stand_beside_a_new_one() -> None:
    won = fact("won", "In 2019 Titela won a prize.", "2019-06-15", "award", subjects=["song0"])
    new = [song(0, "2019-05-01"), song(1, "2019-05-01"), song(2, "2019-03-01"), song(3, "2018-12-01")]
    old = [song(0, "2019-05-01"), song(1, "2017-05-01"), song(2, "2016-03-01"), song(3, "2019-03-01")]

    assert choices(base_of(new, [*(released(one) for one in new), won]), "which.won") == {
        "song0", "song1", "song2", "song3"
    }  # fmt: skip
    assert choices(base_of(old, [*(released(one) for one in old), won]), "which.won") == set()


def test_a_solo_on_the_groups_album_is_asked_for_among_solos() -> None:
    group = {"id": "group", "name": "Group", "kind": "group", "date": "2010-01-01"}
    near = [song(number, f"2019-0{1 + number}-01") for number in range(8)]
    solos = [
        fact(
            f"solo{number}",
            f"Ann alone sings {near[number]['name']}.",
            "2020-01-01",
            "music",
            subjects=subjects,
        )
        for number in (0, 5, 6, 7)
        if (subjects := [near[number]["id"], "ann"])
    ]
    told = fact("told", "Ann's Titela won hearts.", "2020-02-02", "culture", subjects=["song0", "ann"])
    told["date"]["kind"] = "event"
    for one in solos:
        one["date"]["kind"] = "event"
    base = base_of([*near, SINGER, group], [*(released(one, "group") for one in near), *solos, told])

    assert choices(base, "which.told") == {"song0", "song5", "song6", "song7"}


def years(base: FactBase, question_id: str) -> set[str]:
    deck = Deck(base)
    return set() if question_id not in deck.entries else choices(base, question_id)


LONG = fact("long", "It was long ago.", "2005-05-05", "event", subjects=["song0"])
LATE = fact("late", "It will be.", "2026-05-05", "event", subjects=["song0"])


@pytest.mark.parametrize(
    ("subject", "kind", "day", "earliest"),
    [
        (song(1, "2018-02-01"), "award", "2018-09-01", "2016"),
        (song(1, "2014-02-01"), "award", "2018-09-01", "2014"),
        ({"id": "song1", "name": "Titel Spring Tour", "kind": "tour"}, "concert", "2018-09-01", "2017"),
        ({"id": "song1", "name": "Another Tour", "kind": "tour"}, "concert", "2018-09-01", "2012"),
    ],
)
def test_a_year_is_not_long_before_what_it_is_told_of(
    subject: dict[str, Any], kind: str, day: str, earliest: str
) -> None:
    named_after = {"id": "spring", "name": "Titel Spring", "kind": "album", "date": "2017-01-01"}
    told = fact("told", "It happened.", day, kind, subjects=["song1"])
    found = years(base_of([SONGS[0], subject, named_after], [LONG, LATE, told]), "year.told")

    assert found
    assert min(found) >= earliest


def test_what_a_new_song_won_lies_among_years_before_and_after() -> None:
    won = fact("won", "It won a prize.", "2018-09-01", "award", subjects=["song1"])
    base = base_of([SONGS[0], song(1, "2018-02-01")], [LONG, LATE, won])

    assert years(base, "year.won") == {str(year) for year in range(2016, 2022)}


def test_a_year_without_audiences_is_offered_beside_the_other() -> None:
    told = fact("told", "The hall was empty.", "2021-09-01", "concert", subjects=["song0"])
    deck = Deck(base_of([song(0, "2012-01-01")], [LONG, LATE, told]))

    for seed in range(20):
        assert {"2020", "2021"} <= set(deck.ask("year.told", Random(seed)).choices)


def test_a_year_is_not_asked_where_a_name_tells_it() -> None:
    games = {"id": "games", "name": "Games of 2018", "kind": "event"}
    told = fact("told", "Ann carried the flame.", "2018-09-01", "event", subjects=["ann", "games"])
    base = base_of([SINGER, games, SONGS[0]], [LONG, LATE, told])

    assert "year.told" not in Deck(base).entries


@pytest.mark.parametrize(
    ("day", "is_asked"), [("2018-05-05", False), ("2018-05-19", True), ("2018-05", False)]
)
def test_the_month_of_a_chart_is_asked_only_late_in_it(day: str, is_asked: bool) -> None:
    told = fact("told", "It led The Chart.", day, "chart", subjects=["song0", "chart"], prominence=3)

    assert ("month.told" in Deck(base_of([SONGS[0], CHART], [LONG, LATE, told])).entries) is is_asked


@pytest.mark.parametrize(
    ("text", "prominence", "is_asked"),
    [
        ("It entered The Chart at number seven.", 2, True),
        ("It entered The Chart at number 40.", 2, False),
        ("It entered The Chart at 87.", 2, False),
        ("It entered The Chart at number 40.", 3, True),
        ("It entered The Chart at number two, and another song at number seven.", 2, False),
        ("It sold 250,000 copies on The Chart.", 2, True),
    ],
)
def test_which_places_are_asked_for(text: str, prominence: int, is_asked: bool) -> None:
    told = fact("told", text, "2018-05-19", "chart", subjects=["song0", "chart"], prominence=prominence)
    deck = Deck(base_of([SONGS[0], CHART], [LONG, told]))

    assert ("figure.told" in deck.entries) is is_asked
    if is_asked and "copies" not in text:
        assert all(int(choice) <= 100 for choice in deck.ask("figure.told", Random(1)).choices)


def _albums(*names: str) -> list[dict[str, Any]]:
    return [
        {"id": f"album{number}", "name": name, "kind": "album", "date": f"20{12 + 2 * number}-01-01"}
        for number, name in enumerate(names)
    ]


def _on(album: dict[str, Any], *songs: dict[str, Any]) -> dict[str, Any]:
    subjects = [album["id"], *(one["id"] for one in songs)]
    return fact(
        f"{album['id']}-tracks", "These are its songs.", album["date"], category="music", subjects=subjects
    )


def test_a_single_is_no_album_and_a_title_that_is_a_name_is_called_a_mixtape() -> None:
    albums = _albums("Winter", "Titela", "Summer", "Ann", "Autumn")
    early = song(0, "2013-01-01")
    track = song(1, "2012-01-01")
    facts = [released(early), *(released(one) for one in albums), _on(albums[0], track)]
    base = base_of([*albums, early, track, SINGER], facts)

    assert choices(base, "album.song1") == {"album0", "album2", "album3", "album4"}
    told = worded(base, Deck(base).ask("album.song1", Random(1)), Catalogs().say("en-US"))
    assert told
    assert told.prompt == "Which album or mixtape was **Titelb** first on?"


def test_a_song_called_like_an_album_is_not_asked_for() -> None:
    albums = _albums("Year: Winter", "Year: Summer")
    inside = [song(number, "2012-01-01") for number in range(3)]
    outside = [song(number, "2019-01-01") for number in range(3, 6)] + [
        song(6, "2019-02-01", name="My Summer")
    ]
    facts = [*(released(one) for one in (*albums, *outside, *inside)), _on(albums[0], *inside)]
    base = base_of([*albums, *inside, *outside], facts)

    assert choices(base, "not-on.album0-tracks") == {f"song{number}" for number in range(6)}
