"""What people see of days to remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.anniversaries.calendar import AnniversaryKind
from bot.anniversaries.labels import DATE_KINDS
from bot.anniversaries.service import Occasion, Remembered
from bot.facts.cards import OPEN, doubt_of
from bot.facts.model import Subject
from bot.i18n.markup import Markup, bold, escape, joined
from bot.i18n.say import Say
from bot.kit.blocks import Aside, Attached, Block, Button, Picture, Row, Small, Text, Title, apart
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.kit.limits import shorten
from bot.kit.paginator import Book, Page

DAY = Book("anniversaries", "day", carries=1)
UPCOMING = Book("anniversaries", "upcoming", carries=2)
MONTH = Action("anniversaries", "month", carries=1)

ON_A_PAGE = 5
DAYS_ON_A_PAGE = 8
_LISTED = 31
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month, drawn and listed."""

    first: date
    occasions: tuple[Occasion, ...]
    picture: Picture | None
    """None where it could not be drawn."""


def on_this_day(day: date, page: Page[Remembered], say: Say) -> Card:
    """A page of what is remembered on a day."""
    return Card(
        Title(say.day_of_year(day)),
        Small(say("On this day")),
        *(_line(one, say) for one in page.items),
        None if page.items else Text(say("I know of nothing that happened on this day. Try another one.")),
        DAY.controls(page, say, day.isoformat()),
    )


def upcoming(page: Page[Occasion], today: date, asked: tuple[int, Subject | None], say: Say) -> Card:
    """A page of the next days to remember, with how far away they are."""
    days, subject = asked
    return Card(
        Title(joined(" · ", (say("Coming up"), escape(subject.name) if subject else None))),
        *(Text(_day_line(occasion, today, say)) for occasion in page.items),
        None if page.items else Text(say("Nothing in the days to come. Ask for more of them.")),
        UPCOMING.controls(page, say, days, subject.id if subject else None),
    )


def month(shown: MonthShown, say: Say) -> Card:
    """A month as a picture and as a list."""
    before, after = shown.first - timedelta(days=1), shown.first + timedelta(days=31)
    return Card(
        Title(say.month(shown.first)),
        shown.picture,
        Small(joined("\n", [_short_line(occasion, say) for occasion in shown.occasions[:_LISTED]]))
        if shown.occasions
        else Text(say("I know of nothing to remember in this month.")),
        Row(
            Button(say.plain("← Month before"), MONTH.at(f"{before:%Y-%m}")),
            Button(say.plain("Month after →"), MONTH.at(f"{after:%Y-%m}")),
        ),
    )


def export(content: bytes, events: int, say: Say) -> Card:
    """The calendar as a file."""
    return Card(
        Text(
            say.count(
                "{number} day for your calendar, every year. Open the file with it, or import it there.",
                "{number} days for your calendar, every year. Open the file with it, or import it there.",
                events,
            )
        ),
        Attached("anniversaries.ics", content),
    )


def told(occasion: Occasion, most: int, say: Say) -> list[Block]:
    """The first of what is remembered on a day, and how much more there is: for the daily post."""
    shown: Sequence[Remembered] = occasion.remembered[:most]
    blocks: list[Block] = [Text(_text(one, say, on_the_day=True)) for one in shown]
    if (more := len(occasion.remembered) - len(shown)) > 0:
        blocks.append(Small(say.count("And {number} more.", "And {number} more.", more)))
    return apart(blocks)


def when(one: Remembered, say: Say, *, on_the_day: bool = False) -> Markup:
    """How long ago it was: `13 years ago`, `Day 5,000`; numbers that stand out do.

    What is of the same year is of today only to who reads it `on_the_day`.
    """
    anniversary = one.anniversary
    if anniversary.kind is AnniversaryKind.DAYS:
        ago = say("Day {number}", number=anniversary.number)
    elif anniversary.number == 0:
        ago = say("Today") if on_the_day else say("this year")
    else:
        ago = say.count("{number} year ago", "{number} years ago", anniversary.number)
    return Markup(f"★ {ago}") if anniversary.is_great else ago


def _line(one: Remembered, say: Say) -> Aside:
    return Aside(_text(one, say), Button(say.plain("Open"), OPEN.at(one.sheet.fact.id)))


def _text(one: Remembered, say: Say, *, on_the_day: bool = False) -> Markup:
    fact = one.sheet.fact
    kind = say(DATE_KINDS[fact.date.kind]) if fact.date is not None else None
    name = escape(one.subject.name) if one.subject is not None else None
    head = bold(joined(" · ", (when(one, say, on_the_day=on_the_day), name, kind)))
    return joined("\n", (head, joined(" ", (escape(fact.text_in(say.reader)), doubt_of(fact, say)))))


def _day_line(occasion: Occasion, today: date, say: Say) -> Markup:
    away = (occasion.day - today).days
    countdown = say("tomorrow") if away == 1 else say.count("in {number} day", "in {number} days", away)
    first, *others = occasion.remembered
    more = say.count("and {number} more", "and {number} more", len(others)) if others else None
    head = joined(" · ", (bold(say.day(occasion.day)), countdown))
    return joined("\n", (head, joined(" · ", (_title(first, say), when(first, say), more))))


def _short_line(occasion: Occasion, say: Say) -> Markup:
    first, *others = occasion.remembered
    more = Markup(f"+{len(others)}") if others else None
    return joined(" · ", (bold(say.day_of_year(occasion.day)), _title(first, say), when(first, say), more))


def _title(one: Remembered, say: Say) -> Markup:
    return escape(shorten(one.title(say.reader), _LONGEST_TITLE))
