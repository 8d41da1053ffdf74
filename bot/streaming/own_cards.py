"""What members see of their own logs, and of what moderators decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.i18n.markup import Markup, bold, joined
from bot.i18n.say import Say
from bot.kit.blocks import Aside, Block, Button, Small, Text, Title
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.kit.paginator import Book, Page
from bot.streaming.labels import STATES, counted
from bot.streaming.logs import State
from bot.streaming.own_logs import MOST_SHOWN, OwnLog
from bot.streaming.review import HOLDS

MINE = Action("goals", "mine")
UNDO_LOG = Action("goals", "undo-log", carries=2)
OWN = Book("goals", "own-logs")

LOGS_ON_A_PAGE = 6
_NEWS_SHOWN = 5


@lru_cache(maxsize=64)
def button(say: Say) -> Button:
    """The button that shows somebody their logs."""
    return Button(say.plain("My logs"), MINE.at())


def own(page: Page[OwnLog], say: Say) -> Card:
    """A page of a member's latest logs."""
    lines: list[Block] = []
    for one in page.items:
        undo = Button(say.plain("Undo"), UNDO_LOG.at(one.log.id, page.number))
        lines.append(Aside(_line(one, say), undo) if one.may_undo else Text(_line(one, say)))
    return Card(
        Title(say("Your logs")),
        None if page.items else Text(say("You have logged nothing in this server yet.")),
        *lines,
        Small(say("The latest {number} are shown.", number=MOST_SHOWN)) if page.total >= MOST_SHOWN else None,
        OWN.controls(page, say),
    )


def news(decided: Sequence[OwnLog], say: Say) -> Text | None:
    """What moderators decided since somebody was told last."""
    if not decided:
        return None
    more = len(decided) - _NEWS_SHOWN
    return Text(
        joined(
            "\n",
            (
                bold(say("Moderators have looked at your logs:")),
                *(_line(one, say) for one in decided[:_NEWS_SHOWN]),
                say.count("And {number} more.", "And {number} more.", more) if more > 0 else None,
            ),
        )
    )


def _line(one: OwnLog, say: Say) -> Markup:
    told = say(
        "{amount} for “{goal}”, {day:long} · {state}",
        amount=bold(counted(one.goal.plan.unit, one.log.amount, say)),
        goal=one.goal.plan.name,
        day=one.day,
        state=say(STATES[one.log.state]),
    )
    why = _why(one, say)
    return joined("\n", (told, Markup(f"-# {why}") if why else None))


def _why(one: OwnLog, say: Say) -> Markup | None:
    """What is to be said of a log that does not count."""
    match one.log.state:
        case State.DECLINED | State.VOIDED if one.reason is not None:
            return say("Moderators say: {reason}", reason=" ".join(one.reason.split()))
        case State.VOIDED:
            return say("Moderators did not accept its picture.")
        case State.HELD | State.DECLINED if one.hold is not None:
            return say("It had to wait: {why}", why=say(HOLDS[one.hold]))
        case _:
            return None
