"""What is posted about goals: milestones, the countdown, how one ended."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, bold, escape, joined
from bot.i18n.say import Say
from bot.kit.blocks import Button, Row, Small, Text, Title
from bot.kit.cards import Card
from bot.streaming import pace_lines
from bot.streaming.cards import LIVE
from bot.streaming.countdown import Turn
from bot.streaming.labels import counted
from bot.streaming.overview import View

_AHEAD = {
    Turn.WEEK: gettext_noop("One week to go"),
    Turn.DAY: gettext_noop("One day to go"),
    Turn.HOURS: gettext_noop("The last hours"),
}

_ON_THE_WAY = 5  # milestones told one by one, where several were passed at once


def milestone(view: View, marks: Sequence[int], mark: str, say: Say) -> Card:
    """Milestones were passed, in order; the last one is celebrated."""
    plan, highest = view.goal.plan, marks[-1]
    reached = highest >= plan.target
    head = say("{goal}: the target is reached!", goal=escape(plan.name)) if reached else escape(plan.name)
    passed = say("{amount} – passed!", amount=bold(counted(plan.unit, highest, say)))
    others = [say.number(one) for one in marks[:-1]]
    more = len(others) - _ON_THE_WAY
    way = (
        say("On the way: {totals}", totals=others[-_ON_THE_WAY:]) if others else None,
        say.count("And {number} more.", "And {number} more.", more) if more > 0 else None,
    )
    return Card(
        Title(head),
        Text(passed),
        Small(joined(" · ", way)) if others else None,
        Text(pace_lines.standing(view, say)),
        _row(view, mark, say),
    )


def notice(view: View, turn: Turn, mark: str, say: Say) -> Card:
    """A deadline comes near."""
    deadline = view.goal.plan.deadline
    when = say("Deadline: {when:f} ({when:R})", when=deadline) if deadline is not None else None
    return Card(
        Title(joined(" · ", (escape(view.goal.plan.name), say(_AHEAD[turn])))),
        Text(joined("\n", (pace_lines.standing(view, say), when, _left(view, say)))),
        _row(view, mark, say),
    )


def recap(view: View, mark: str, say: Say) -> Card:
    """A goal is closed: how it ended, and who helped most."""
    plan = view.goal.plan
    top = [
        say(
            "{rank}. {member}: {amount}",
            rank=one.rank,
            member=escape(one.name) if one.name is not None else say("somebody"),
            amount=counted(plan.unit, one.amount, say),
        )
        for one in view.top
    ]
    together = say(
        "Logged here: {amount}. Thank you, everybody!", amount=counted(plan.unit, view.logged, say)
    )
    return Card(
        Title(say("{goal} is over", goal=escape(plan.name))),
        Text(joined("\n", (pace_lines.standing(view, say), pace_lines.outlook(view, say)))),
        Text(joined("\n", (together, *top))) if view.logged else None,
        _row(view, mark, say),
    )


def _left(view: View, say: Say) -> Markup:
    plan = view.goal.plan
    return say("{amount} to go", amount=bold(counted(plan.unit, view.pace.remaining, say)))


def _row(view: View, mark: str, say: Say) -> Row:
    return Row(Button(say.plain("Leaderboard"), LIVE.at(view.goal.id, mark)))
