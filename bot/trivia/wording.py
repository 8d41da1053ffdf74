"""A question in words, in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.facts.base import FactBase
from bot.facts.model import Fact
from bot.facts.statistics import LEAP_YEAR
from bot.facts.vocabulary import DateKind, SubjectKind
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, bold, escape, joined
from bot.i18n.say import Say
from bot.trivia.birthdays import DAY_OF, WHOSE_DAY, day_of
from bot.trivia.blanks import without_name
from bot.trivia.figures import FIGURE, without_figure
from bot.trivia.named import WHICH, WHO
from bot.trivia.question import AUTHORED, Asked
from bot.trivia.times import MONTH, YEAR, came_out, without_year
from bot.trivia.tracks import ALBUM, NOT_ON, TRACK
from bot.trivia.works import FIRST, LAST, OF_YEAR

BLANK = escape("____")
_BOLD = re.compile(r"(?<!\\)\*\*")
_ESCAPED = re.compile(r"\\(\W|_)")


@dataclass(frozen=True, slots=True)
class Worded:
    """A question as people read it."""

    prompt: Markup
    choices: tuple[str, ...]
    """Plain texts, short enough for a button with a letter before them."""

    @property
    def plain(self) -> str:
        """The question without Discord's markup."""
        return _ESCAPED.sub(r"\1", _BOLD.sub("", self.prompt)).replace("\u200b", "")


def worded(base: FactBase, asked: Asked, say: Say) -> Worded | None:
    """A question in the language of `say`; None when the base no longer holds what it needs."""
    template, _, _ = asked.id.partition(".")
    fact = base.facts.get(asked.fact_id)
    if fact is None:
        return None
    tell = _TEMPLATES.get(template, _authored)
    return tell(base, fact, asked, say)


def _authored(base: FactBase, _: Fact, asked: Asked, say: Say) -> Worded | None:
    question = base.questions.get(asked.id)
    if question is None:
        return None
    text = question.text_in(say.reader)
    return Worded(escape(text.prompt), tuple(text.answers[int(choice)] for choice in asked.choices))


def _year(base: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    parts = without_year(fact, fact.text_in(say.reader), base.subjects)
    if parts is None:
        return None
    choices = tuple(str(say.year(date(int(year), 1, 1))) for year in asked.choices)
    return Worded(_quoting(_what_year(base, fact, say), parts), choices)


def _what_year(base: FactBase, fact: Fact, say: Say) -> Markup:
    main = base.subjects[fact.subjects[0]]
    title = bold(escape(main.name_in(say.reader)))
    match fact.date and fact.date.kind:
        case DateKind.BIRTHDAY:
            return say("In which year was {name} born?", name=title)
        case DateKind.RELEASE if came_out(fact, base.subjects) and main.kind is SubjectKind.SONG:
            return say("In which year did the song {title} come out?", title=title)
        case DateKind.RELEASE if came_out(fact, base.subjects) and main.kind is SubjectKind.ALBUM:
            return say("In which year did the album {title} come out?", title=title)
        case DateKind.RELEASE if main.kind is SubjectKind.FILM:
            return say("In which year did this film come out?")
        case _:
            return say("In which year did this happen?")


def _month(base: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    first = [date.fromisoformat(f"{month}-01") for month in asked.choices]
    choices = tuple(str(say.month(month)) for month in first)
    heading = _what_month(base, fact, str(first[0].year), say)
    return Worded(_quoting(heading, (fact.text_in(say.reader),)), choices)


def _what_month(base: FactBase, fact: Fact, year: str, say: Say) -> Markup:
    main = base.subjects[fact.subjects[0]]
    title = bold(escape(main.name_in(say.reader)))
    match fact.date and fact.date.kind:
        case DateKind.RELEASE if came_out(fact, base.subjects) and main.kind is SubjectKind.SONG:
            return say("In which month of {year} did the song {title} come out?", year=year, title=title)
        case DateKind.RELEASE if came_out(fact, base.subjects) and main.kind is SubjectKind.ALBUM:
            return say("In which month of {year} did the album {title} come out?", year=year, title=title)
        case DateKind.RELEASE if main.kind is SubjectKind.FILM:
            return say("In which month of {year} did this film come out?", year=year)
        case _:
            return say("In which month of {year} did this happen?", year=year)


def _whose_day(base: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    choices = _called(base, asked.choices, say)
    if choices is None or fact.date is None:
        return None
    return Worded(say("Whose birthday is on {day}?", day=_day_of_year(day_of(fact), say)), choices)


def _day_of(base: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    person = _called(base, fact.subjects[:1], say)
    if not person:
        return None
    choices = tuple(str(_day_of_year(day, say)) for day in asked.choices)
    return Worded(say("When is {name}'s birthday?", name=bold(escape(person[0]))), choices)


def _day_of_year(day: str, say: Say) -> Markup:
    return say.day_of_year(date.fromisoformat(f"{LEAP_YEAR}-{day}"))


def _named(base: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    answer = base.subjects.get(asked.choices[asked.right])
    choices = _called(base, asked.choices, say)
    if answer is None or choices is None:
        return None
    parts = without_name(fact.text_in(say.reader), answer)
    return Worded(_quoting(say(_NAMED[answer.kind]), parts), choices) if parts else None


def _figure(base: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    found = without_figure(fact, say.reader, base.subjects)
    if found is None:
        return None
    parts, number = found
    choices = tuple(number.written(int(choice)) for choice in asked.choices)
    return Worded(_quoting(say("Which figure is missing?"), parts), choices)


def _first(base: FactBase, _: Fact, asked: Asked, say: Say) -> Worded | None:
    songs = say("Which of these songs came out first?")
    return _works(base, asked, songs, say("Which of these albums came out first?"), say)


def _last(base: FactBase, _: Fact, asked: Asked, say: Say) -> Worded | None:
    songs = say("Which of these songs came out last?")
    return _works(base, asked, songs, say("Which of these albums came out last?"), say)


def _of_year(base: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    if fact.date is None:
        return None
    year = str(fact.date.value.year)
    songs = say("Which of these songs came out in {year}?", year=year)
    return _works(base, asked, songs, say("Which of these albums came out in {year}?", year=year), say)


def _works(base: FactBase, asked: Asked, songs: Markup, albums: Markup, say: Say) -> Worded | None:
    choices = _called(base, asked.choices, say)
    if choices is None:
        return None
    are_songs = base.subjects[asked.choices[asked.right]].kind is SubjectKind.SONG
    return Worded(songs if are_songs else albums, choices)


def _album(base: FactBase, _: Fact, asked: Asked, say: Say) -> Worded | None:
    song, choices = _called(base, (asked.id.partition(".")[2],), say), _called(base, asked.choices, say)
    if song is None or choices is None:
        return None
    title = bold(escape(song[0]))
    if _is_someones_name(base, asked.choices):  # "first on RM" reads better when it may be a mixtape
        return Worded(say("Which album or mixtape was {song} first on?", song=title), choices)
    return Worded(say("Which album was {song} first on?", song=title), choices)


def _is_someones_name(base: FactBase, titles: Iterable[str]) -> bool:
    """Whether a title is also what a person is called: the mixtape RM."""
    people = {
        name
        for subject in base.subjects.values()
        if subject.kind is SubjectKind.PERSON
        for name in (subject.name, *subject.aliases)
    }
    return any(base.subjects[title].name in people for title in titles)


def _track(base: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    return _listed(base, fact, asked, say, gettext_noop("Which of these songs is on {album}?"))


def _not_on(base: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    return _listed(base, fact, asked, say, gettext_noop("Which of these songs is not on {album}?"))


def _listed(base: FactBase, fact: Fact, asked: Asked, say: Say, question: str) -> Worded | None:
    album, choices = _called(base, fact.subjects[:1], say), _called(base, asked.choices, say)
    if not album or choices is None:
        return None
    return Worded(say(question, album=bold(escape(album[0]))), choices)


def _called(base: FactBase, ids: Iterable[str], say: Say) -> tuple[str, ...] | None:
    """The names of some subjects; None when one is gone."""
    subjects = [base.subjects.get(subject_id) for subject_id in ids]
    named = tuple(subject.name_in(say.reader) for subject in subjects if subject is not None)
    return named if len(named) == len(subjects) else None


def _quoting(heading: Markup, parts: Iterable[str]) -> Markup:
    """A question about a quoted text, with a blank between its parts."""
    text = BLANK.join(escape(part) for part in parts)
    return joined("\n", (heading, Markup(f"> {text}")))


_NAMED = {
    SubjectKind.PERSON: gettext_noop("Who is it?"),
    SubjectKind.SONG: gettext_noop("Which song is it?"),
    SubjectKind.ALBUM: gettext_noop("Which album is it?"),
    SubjectKind.TOUR: gettext_noop("Which tour is it?"),
    SubjectKind.FILM: gettext_noop("Which film is it?"),
}

_TEMPLATES: dict[str, Callable[[FactBase, Fact, Asked, Say], Worded | None]] = {
    AUTHORED: _authored,
    YEAR: _year,
    MONTH: _month,
    WHOSE_DAY: _whose_day,
    DAY_OF: _day_of,
    FIRST: _first,
    LAST: _last,
    OF_YEAR: _of_year,
    ALBUM: _album,
    FIGURE: _figure,
    WHO: _named,
    WHICH: _named,
    TRACK: _track,
    NOT_ON: _not_on,
}
