"""What levels and topics are called."""

from __future__ import annotations

from bot.facts.base import FactBase
from bot.facts.labels import CATEGORIES
from bot.facts.vocabulary import Category
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, escape
from bot.i18n.say import Say
from bot.trivia.periods import Period
from bot.trivia.round import Plan

DIFFICULTIES = {1: gettext_noop("Easy"), 2: gettext_noop("Medium"), 3: gettext_noop("Hard")}
PERIODS = {
    Period.WEEK: gettext_noop("This week"),
    Period.MONTH: gettext_noop("This month"),
    Period.ALL: gettext_noop("All time"),
}


def topic(plan: Plan, base: FactBase, say: Say) -> Markup | None:
    """What a round is about; None when it is about everything."""
    if plan.subject_id is not None:
        subject = base.subjects.get(plan.subject_id)
        return escape(subject.name) if subject is not None else None
    return say(CATEGORIES[Category(plan.category)]) if plan.category is not None else None
