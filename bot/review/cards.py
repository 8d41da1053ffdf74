"""What people see of reports and the queue."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n.markup import Markup, bold, escape, joined
from bot.i18n.say import Say
from bot.kit.blocks import Block, Button, Row, Small, Text, Title
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.kit.limits import shorten
from bot.kit.paginator import Book, Page
from bot.review.model import DISMISS, Item, ReviewKind

REPORT = Action("review", "report", carries=2)
REPORT_FORM = Action("review", "report-form", carries=2)
DECIDE = Action("review", "decide", carries=4)
DECIDE_FORM = Action("review", "decide-form", carries=4)
QUEUE = Book("review", "queue")

ON_A_PAGE = 4  # each with its buttons and what was said about it
_LONGEST_TEXT, _REMARKS_SHOWN, _LONGEST_REMARK = 300, 3, 120


def something_wrong(kind: str, item_id: str, say: Say) -> Button:
    """The button that reports something."""
    return Button(say.plain("Something wrong?"), REPORT.at(kind, item_id))


def thanks(say: Say) -> Card:
    """The answer to a report."""
    return Card(Text(say("Thank you! This server's moderators will look at it.")))


def notice(kind: ReviewKind, item_id: str, command: Markup, say: Say) -> Card:
    """What moderators are told in their channel when something new was reported."""
    told = kind.told(item_id, say.reader) or ""
    return Card(
        Text(joined("\n", (bold(say(kind.label)), escape(shorten(told, _LONGEST_TEXT))))),
        Small(say("A member thinks something is wrong with it. {command} shows the queue.", command=command)),
        Row(Button(say.plain("Open the queue"), QUEUE.turn.at(1))),
    )


def queue(
    page: Page[Item], kinds: Sequence[ReviewKind], done: str | None, others: Sequence[Button], say: Say
) -> Card:
    """A page of the queue; `kinds` are those of the page's items, `done` is what was just decided."""
    blocks = [
        block
        for item, kind in zip(page.items, kinds, strict=True)
        for block in _item(item, kind, page.number, say)
    ]
    waiting = say.count("{number} report waits.", "{number} reports wait.", page.total)
    return Card(
        Title(say("Review")),
        Text(say(done)) if done else None,
        Small(waiting) if page.items else Text(say("Nothing waits for a decision.")),
        *blocks,
        QUEUE.controls(page, say),
        Row(*others) if others else None,
    )


def _item(item: Item, kind: ReviewKind, number: int, say: Say) -> list[Block]:
    told = kind.told(item.at.item_id, say.reader)
    what = escape(shorten(told, _LONGEST_TEXT)) if told else say("It is gone since.")
    people = say.count("{number} person", "{number} people", len(item.remarks))
    remarks = [
        Markup(f"> {escape(shorten(remark, _LONGEST_REMARK).replace(chr(10), ' '))}")
        for remark in item.remarks[:_REMARKS_SHOWN]
    ]
    if not remarks and kind.dismissable:  # it came by a report, whose member had themselves erased
        erased = say("Whoever reported it has deleted what they said.")
        remarks = [Markup(f"-# {erased}")]
    label = bold(say(kind.label))
    head = (
        say("{kind} · reported by {people}, {when:R}", kind=label, people=people, when=item.opened_at)
        if item.remarks
        else say("{kind} · waits since {when:R}", kind=label, when=item.opened_at)
    )
    dismiss = () if told and not kind.dismissable else (DISMISS,)
    verbs = (*(kind.verbs if told else ()), *dismiss)
    return [
        Text(joined("\n", (head, what, *remarks))),
        Row(
            *(
                Button(say.plain(verb.label), DECIDE.at(item.at.kind, item.at.item_id, verb.key, number))
                for verb in verbs
            )
        ),
    ]
