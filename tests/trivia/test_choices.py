"""What each template asks: by the facts one choice alone is right, and neither place nor length tells it."""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random

import pytest

from bot.facts.model import Fact
from bot.facts.vocabulary import Category
from bot.i18n.catalogs import Catalogs
from bot.trivia.deck import Asked
from bot.trivia.wording import worded
from tests.trivia.asked import BASE, DECK, SEEDS, all_asked, asked_by, charts_of

CATALOGS = Catalogs()
LOCALES = ("en-US", "ko")


def _date(subject_id: str) -> str:
    return str(BASE.subjects[subject_id].date)


def _prompt(asked: Asked, locale: str) -> str:
    told = worded(BASE, asked, CATALOGS.say(locale))
    assert told
    return told.prompt


def test_a_year_is_that_of_the_fact_and_nowhere_in_the_question() -> None:
    for fact, asked, right, _ in asked_by("year"):
        assert fact.date
        assert right == fact.date.value[:4]
        assert list(asked.choices) == sorted(asked.choices)
        for locale in LOCALES:
            assert right not in _prompt(asked, locale)


def test_a_month_is_that_of_the_fact_and_nowhere_in_the_question() -> None:
    names = list(calendar.month_name)[1:]
    for fact, asked, right, _ in asked_by("month"):
        assert fact.date
        assert right == fact.date.value[:7]
        assert {choice[:4] for choice in asked.choices} == {fact.date.value[:4]}
        assert list(asked.choices) == sorted(asked.choices)
        quoted = _prompt(asked, "en-US").partition(">")[2]
        for name in names:
            titles = [BASE.subjects[subject].name for subject in fact.subjects]
            assert name not in quoted.split() or any(name in title for title in titles), asked.id
        assert not re.search(r"\d월", _prompt(asked, "ko").partition(">")[2])


@pytest.mark.parametrize(
    ("template", "on_the_right_side"),
    [("first", lambda right, wrong: right < wrong), ("last", lambda right, wrong: right > wrong)],
)
def test_what_came_first_or_last_did(template: str, on_the_right_side: Callable[[str, str], bool]) -> None:
    for _, asked, right, wrong in asked_by(template):
        assert all(on_the_right_side(_date(right), _date(choice)) for choice in wrong)
        assert len({BASE.subjects[choice].kind for choice in asked.choices}) == 1


def test_one_of_four_titles_came_out_in_the_year() -> None:
    for fact, asked, right, wrong in asked_by("of-year"):
        assert fact.date
        year = fact.date.value[:4]
        assert _date(right).startswith(year)
        for choice in wrong:
            out = {_date(choice)[:4]} | {
                other.date.value[:4]
                for other in BASE.facts.values()
                if other.subjects[:1] == (choice,) and other.date and other.date.kind == "release"
            }
            assert year not in out, (asked.id, choice)


def test_a_song_came_out_with_one_of_four_albums() -> None:
    for fact, asked, right, wrong in asked_by("album"):
        song = asked.id.partition(".")[2]
        assert {song, right} <= set(fact.subjects)
        assert _date(song) == _date(right)
        assert all(_date(choice) != _date(song) for choice in wrong)


def test_one_of_four_songs_is_on_the_album_or_is_not() -> None:
    for fact, asked, right, _ in asked_by("track", "not-on"):
        album = fact.subjects[0]
        on_it = {
            subject
            for other in BASE.facts.values()
            if album in other.subjects and other.category in {Category.MUSIC, Category.RELEASE}
            for subject in other.subjects
        }
        inside = [choice for choice in asked.choices if choice in on_it]
        assert len(inside) == (1 if asked.id.startswith("track.") else 3)
        assert (right in inside) is asked.id.startswith("track.")


def test_an_older_song_is_not_said_to_be_missing_from_an_album_that_gathers_songs() -> None:
    older = 0
    for _, asked, right, wrong in asked_by("track", "not-on"):
        album = BASE.facts[asked.fact_id].subjects[0]
        outside = wrong if asked.id.startswith("track.") else [right]
        for choice in outside:
            if _date(choice) < _date(album):
                older += 1
                assert album not in GATHERING, (asked.id, choice)
    assert older


GATHERING = {
    "love-yourself-answer", "proof", "bts-the-best", "permission-to-dance-on-stage-live", "wake-up", "youth",
    "face-yourself", "young-forever", "map-of-the-soul-7-the-journey", "skool-luv-affair-special-addition",
    "hope-on-the-street-vol-1", "muse", "you-never-walk-alone",
}  # fmt: skip
"""Albums of the shipped base that hold older songs, or new versions of them."""


def test_a_fact_is_about_one_of_the_four_named() -> None:
    for fact, asked, right, wrong in asked_by("who", "which"):
        assert right in fact.subjects
        assert len({BASE.subjects[choice].kind for choice in asked.choices}) == 1
        for choice in wrong:
            subject = BASE.subjects[choice]
            assert choice not in fact.subjects
            assert not re.search(rf"(?<!\w){re.escape(subject.name)}(?!\w)", fact.text), (asked.id, choice)


def test_no_other_fact_says_the_same_of_a_wrong_choice() -> None:
    said = {
        choice: [
            re.sub(re.escape(BASE.subjects[choice].name), "___", fact.text, flags=re.IGNORECASE)
            for fact in BASE.facts.values()
            if choice in fact.subjects
        ]
        for _, asked, _, _ in asked_by("who", "which")
        for choice in asked.choices
    }
    for fact, _, right, wrong in asked_by("who", "which"):
        name = BASE.subjects[right].name
        masked = re.sub(re.escape(name), "___", fact.text, flags=re.IGNORECASE)
        assert all(masked not in said[choice] for choice in wrong)


def test_a_place_on_a_chart_is_not_shared_with_a_wrong_choice() -> None:
    rank = re.compile(r"number (\w+)")
    told: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for fact in BASE.facts.values():
        for chart in charts_of(fact):
            for place in rank.findall(fact.text):
                told[fact.subjects[0]].add((chart, place))
    looked_at = 0
    for fact, asked, _, wrong in asked_by("which"):
        numbers = re.findall(r"\d+", _without_titles(fact))
        charts = charts_of(fact)
        if fact.category is Category.CHART and not numbers and len(charts) == 1:
            works = {subject for subject in fact.subjects if BASE.subjects[subject].kind in {"song", "album"}}
            for place in rank.findall(fact.text) if len(works) == 1 else ():
                looked_at += 1
                for choice in wrong:
                    assert (next(iter(charts)), place) not in told[choice], (asked.id, choice)
    assert looked_at


def _without_titles(fact: Fact) -> str:
    text = fact.text
    for subject in fact.subjects:
        for title in (BASE.subjects[subject].name, *BASE.subjects[subject].aliases):
            text = text.replace(title, "")
    return text


def test_a_figure_stands_in_the_fact_and_no_wrong_one_in_its_like() -> None:
    words = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10}
    words |= {"nine": 9, "eleven": 11, "twelve": 12}
    for fact, asked, right, wrong in asked_by("figure"):
        assert right in _figures(fact.text) | {
            str(value) for word, value in words.items() if word in fact.text
        }
        names = [BASE.subjects[subject].name for subject in fact.subjects]
        for choice in wrong:
            assert int(choice) > 0
            assert choice not in _figures(fact.text) or any(choice in name for name in names), asked.id
        assert [int(choice) for choice in asked.choices] == sorted(int(choice) for choice in asked.choices)


def _figures(text: str) -> set[str]:
    plain = {found.replace(",", "") for found in re.findall(r"\d[\d,]*", text)}
    scaled = {
        str(round(float(number) * (10**6 if scale == "million" else 10**9)))
        for number, scale in re.findall(r"([\d.]+) (million|billion)", text)
    }
    return plain | scaled


def test_a_birthday_is_one_persons() -> None:
    for fact, _, right, wrong in asked_by("birthday"):
        assert fact.date
        assert _date(right)[5:] == fact.date.value[5:]
        assert all(_date(choice)[5:] != fact.date.value[5:] for choice in wrong)
    for fact, asked, right, _ in asked_by("day-of"):
        assert fact.date
        assert right == fact.date.value[5:]
        assert list(asked.choices) == sorted(asked.choices)


def test_an_authored_question_keeps_its_four_answers() -> None:
    for _, asked, right, _ in asked_by("authored"):
        assert sorted(asked.choices) == ["0", "1", "2", "3"]
        assert right == "0"


def test_authored_numbers_stand_in_order() -> None:
    said = CATALOGS.say("en-US")
    for seed in SEEDS:
        told = worded(BASE, DECK.ask("q-first-billboard-entry", Random(seed)), said)
        assert told
        assert told.choices == ("26", "61", "107", "171")


# Nothing is given away


def test_the_right_place_is_any_place() -> None:
    places = Counter(asked.right for asked in all_asked())
    for place in range(4):
        assert 0.2 < places[place] / len(all_asked()) < 0.3


def test_the_longest_or_shortest_choice_is_no_better_guess() -> None:
    longest = shortest = asked_by_name = 0
    say = CATALOGS.say("en-US")
    for _, asked, _, _ in asked_by("first", "last", "of-year", "album", "track", "which", "who"):
        told = worded(BASE, asked, say)
        assert told
        lengths = [len(choice) for choice in told.choices]
        others = sorted(lengths[: asked.right] + lengths[asked.right + 1 :])
        asked_by_name += 1
        longest += lengths[asked.right] > others[-1]
        shortest += lengths[asked.right] < others[0]
    assert longest / asked_by_name < 0.28
    assert shortest / asked_by_name < 0.28
