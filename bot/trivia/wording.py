"""A question in words, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.facts.base import FactBase
from bot.facts.model import Fact
from bot.i18n.markup import Markup, escape, joined
from bot.i18n.say import Say
from bot.trivia.question import AUTHORED, Asked
from bot.trivia.times import MONTH, YEAR, without_year

BLANK = escape("____")


@dataclass(frozen=True, slots=True)
class Worded:
    """A question as people read it."""

    prompt: Markup
    choices: tuple[str, ...]
    """Plain texts, short enough for a button with a letter before them."""


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
    return Worded(_quoting(say("Which year was it?"), parts), choices)


def _month(_: FactBase, fact: Fact, asked: Asked, say: Say) -> Worded | None:
    first = [date.fromisoformat(f"{month}-01") for month in asked.choices]
    heading = say("In which month of {year} was it?", year=str(first[0].year))
    choices = tuple(str(say.month(month)) for month in first)
    return Worded(_quoting(heading, (fact.text_in(say.reader),)), choices)


def _quoting(heading: Markup, parts: Iterable[str]) -> Markup:
    """A question about a quoted text, with a blank between its parts."""
    text = BLANK.join(escape(part) for part in parts)
    return joined("\n", (heading, Markup(f"> {text}")))


_TEMPLATES: dict[str, Callable[[FactBase, Fact, Asked, Say], Worded | None]] = {
    AUTHORED: _authored,
    YEAR: _year,
    MONTH: _month,
}
