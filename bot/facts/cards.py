"""What people see of facts."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from bot.facts.base import Cited, FactSheet
from bot.facts.labels import CATEGORIES, STATUSES, SUBJECT_KINDS
from bot.facts.lookup import Answer, NoAnswer
from bot.facts.model import Fact, Subject
from bot.facts.partial_date import PartialDate
from bot.facts.review import FACT
from bot.facts.service import Chronicle
from bot.facts.vocabulary import SourceKind, Status
from bot.i18n.markup import Markup, bold, escape, joined, linked
from bot.i18n.say import Say
from bot.kit.blocks import Aside, Block, Button, Divider, Option, Row, Select, Small, Text, Title
from bot.kit.cards import Card
from bot.kit.items import Action, Ids
from bot.kit.paginator import Book, Page
from bot.review.cards import something_wrong

PICK = Action("fact", "pick")
OPEN = Action("fact", "open", carries=1)
SOURCE = Action("fact", "source", carries=1)
MORE = Action("fact", "more", carries=1)
ANOTHER = Action("fact", "another", carries=2)
SHOW_AGAIN = Action("fact", "show-again", carries=1)
HIDDEN = Book("fact", "hidden")
ABOUT = Book("fact", "about", carries=1)
TIMELINE = Book("fact", "timeline", carries=2)

_ADDRESS = re.compile(r"https?://[^\s<>]+")
"""What becomes a link: nothing in it ends the link early."""
_KEPT = 256  # cards of the latest lookups, in a language: some 16 kB each, with their list of other matches
_PARTS_KEPT = 2048  # what cards are made of, a body, a line or an option: each once for all that show it
ON_A_PAGE = 5  # sections with a button each: five stay readable on a phone and far below 40 components


def found(result: Answer | NoAnswer, say: Say) -> Card:
    """The answer to a lookup."""
    return _nothing(result, say) if isinstance(result, NoAnswer) else _found(result, say)


def forget() -> None:
    """Let go of all that was kept: the facts are others now, and each old one holds its whole base."""
    for kept in (_found, _body, _option, _line):
        kept.cache_clear()


@lru_cache(maxsize=_KEPT)
def _found(result: Answer, say: Say) -> Card:
    read_as = say("I read that as {title}.", title=bold(escape(result.read_as))) if result.read_as else None
    return Card(
        Small(read_as) if read_as else None,
        *_fact(result.sheet, say, heading=result.subject),
        _matches(result, say),
    )


def fact(sheet: FactSheet, say: Say) -> Card:
    """One fact."""
    return Card(*_fact(sheet, say))


def drawn(sheet: FactSheet, filters: Ids, say: Say) -> Card:
    """A random fact, and a button for another one under the same filters."""
    another = Button(say.plain("Another one"), ANOTHER.at(*filters))
    return Card(*_fact(sheet, say, another))


def about(subject: Subject, page: Page[FactSheet], say: Say) -> Card:
    """A page of everything known of a subject."""
    other_names = [name for name in subject.aliases if name != subject.name]
    facts_known = say.count("{number} fact", "{number} facts", page.total)
    return Card(
        Title(escape(subject.name)),
        Small(joined(" · ", (say(SUBJECT_KINDS[subject.kind]), _when(subject.date, say), facts_known))),
        Small(say("Also: {names}", names=other_names)) if other_names else None,
        Divider(),
        *(_line(sheet, say) for sheet in page.items),
        None if page.items else Text(say("I know the name, but no fact about it yet.")),
        ABOUT.controls(page, say, subject.id),
    )


def timeline(chronicle: Chronicle, page: Page[FactSheet], say: Say) -> Card:
    """A page of dated facts in order."""
    what = escape(chronicle.subject.name) if chronicle.subject else None
    year = say.year(date(chronicle.year, 1, 1)) if chronicle.year else None
    facts_known = say.count("{number} dated fact", "{number} dated facts", page.total)
    return Card(
        Title(joined(" · ", (say("Timeline"), what, year))),
        Small(facts_known),
        Divider(),
        *(_line(sheet, say) for sheet in page.items),
        TIMELINE.controls(page, say, chronicle.year, chronicle.subject.id if chronicle.subject else None),
    )


def sources(sheet: FactSheet, say: Say) -> Card:
    """Where a fact comes from, and how far it is to be trusted."""
    return Card(
        Title(say("Where this comes from")),
        Text(_text(sheet.fact, say)),
        Divider(),
        *(Text(_cited(entry, say)) for entry in sheet.citations),
        _trust(sheet.fact, say),
    )


def hidden(page: Page[FactSheet], back: Button, say: Say) -> Card:
    """The facts this server's moderators have hidden, with a way back for each; `back` leads on."""
    lines = [
        Aside(_text(sheet.fact, say), Button(say.plain("Show again"), SHOW_AGAIN.at(sheet.fact.id)))
        for sheet in page.items
    ]
    return Card(
        Title(say("Hidden facts")),
        *lines,
        None if lines else Text(say("This server sees every fact.")),
        HIDDEN.controls(page, say),
        Row(back),
    )


def cited(sheet: FactSheet, say: Say) -> Markup:
    """A fact's sources in a few words each."""
    return joined(
        "\n", [Markup(f"-# {_cited(entry, say).replace(chr(10), ' · ')}") for entry in sheet.citations]
    )


def subject_label(subject: Subject, matched: str | None, say: Say) -> str:
    """A subject's line in an autocomplete list: `Jung Kook · Person · 정국`."""
    parts = (subject.name, say.plain(SUBJECT_KINDS[subject.kind]), matched)
    return " · ".join(part for part in parts if part)


def fact_label(shown: Fact, say: Say) -> str:
    """A fact's line in an autocomplete list or a select."""
    return shown.text_in(say.reader)


def when(shown: Fact, say: Say) -> Markup | None:
    """When what a fact tells happened, as precisely as it is known; None where nobody says."""
    return _when(shown.date.value, say) if shown.date else None


def doubt_of(shown: Fact, say: Say) -> Markup | None:
    """A word behind a fact that is not beyond doubt."""
    return None if shown.status is Status.CONFIRMED else Markup(f"({say(STATUSES[shown.status])})")


def _nothing(result: NoAnswer, say: Say) -> Card:
    buttons = [Button(subject.name, MORE.at(subject.id)) for subject in result.closest]
    return Card(
        Text(say("I found nothing for that.")),
        Small(say("The closest I know:")) if buttons else None,
        Row(*buttons) if buttons else None,
    )


def _fact(sheet: FactSheet, say: Say, *buttons: Button, heading: Subject | None = None) -> list[Block]:
    """A fact under the name of whom it is about; `heading`, where one was asked for."""
    asked_for = heading.id if heading else None
    main = sheet.main(asked_for)
    body = _body(sheet, say, asked_for)
    source = Button(say.plain("Source"), SOURCE.at(sheet.fact.id))
    more = [Button(say.plain("More about {name}", name=main.name), MORE.at(main.id))] if main else []
    wrong = something_wrong(FACT, sheet.fact.id, say)
    return [*body, Row(source, *more, *buttons, wrong)]


@lru_cache(maxsize=_PARTS_KEPT)
def _body(sheet: FactSheet, say: Say, asked_for: str | None) -> tuple[Block, ...]:
    shown, main = sheet.fact, sheet.main(asked_for)
    blocks = (
        Title(escape(main.name) if main else say(CATEGORIES[shown.category])),
        Text(_text(shown, say)),
        Text(escape(shown.detail)) if shown.detail else None,
        Small(_fine_print(shown, say)),
        _doubt(shown, say),
    )
    return tuple(block for block in blocks if block is not None)


def _matches(result: Answer, say: Say) -> Select | None:
    if len(result.matches) < 2:
        return None
    options = tuple(_option(sheet, say) for sheet in result.matches)
    return Select(PICK.at(), say.plain("Other matches"), options)


@lru_cache(maxsize=_PARTS_KEPT)
def _option(sheet: FactSheet, say: Say) -> Option:
    shown, main = sheet.fact, sheet.main(None)
    day = when(shown, say)
    parts = (main.name if main else None, say.plain(CATEGORIES[shown.category]), day)
    return Option(fact_label(shown, say), shown.id, " · ".join(part for part in parts if part))


@lru_cache(maxsize=_PARTS_KEPT)
def _line(sheet: FactSheet, say: Say) -> Aside:
    shown = sheet.fact
    day = when(shown, say)
    lead = bold(day) if day else None
    text = joined("\n", (lead, joined(" ", (_text(shown, say), doubt_of(shown, say)))))
    return Aside(text, Button(say.plain("Open"), OPEN.at(shown.id)))


def _fine_print(shown: Fact, say: Say) -> Markup:
    as_of = say("as of {date}", date=_when(shown.as_of, say)) if shown.as_of else None
    return joined(" · ", (say(CATEGORIES[shown.category]), when(shown, say), as_of))


def _doubt(shown: Fact, say: Say) -> Small | None:
    if shown.status is Status.CONFIRMED:
        return None
    note = escape(shown.note or "")
    return Small(say("{status}: {note}", status=bold(say(STATUSES[shown.status])), note=note))


def _trust(shown: Fact, say: Say) -> Small | None:
    as_of = say("This was so as of {date}.", date=_when(shown.as_of, say)) if shown.as_of else None
    doubt = _doubt(shown, say)
    return Small(joined("\n", (as_of, doubt.text if doubt else None))) if as_of or doubt else None


def _cited(entry: Cited, say: Say) -> Markup:
    source = entry.source
    title = bold(escape(source.title))
    paragraphs = [str(number) for number in entry.paragraphs]
    place: Markup | None
    if source.kind is SourceKind.DOCUMENT:
        place = say("article, paragraph {numbers}", numbers=paragraphs) if paragraphs else say("article")
    elif source.where and _ADDRESS.fullmatch(source.where):
        place = linked(say("open the page"), source.where)
    else:
        place = escape(source.where or "")
    published = say("published {date}", date=_when(source.published, say)) if source.published else None
    return joined("\n", (title, joined(" · ", (place, published))))


def _text(shown: Fact, say: Say) -> Markup:
    return escape(shown.text_in(say.reader))


def _when(known: PartialDate | None, say: Say) -> Markup | None:
    """A date as precisely as it is known."""
    if known is None:
        return None
    first = known.first_day()
    if known.day is not None:
        return say.day(first)
    return say.month(first) if known.month is not None else say.year(first)
