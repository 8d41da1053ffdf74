"""What days are called when people read them."""

from __future__ import annotations

from bot.anniversaries.calendar import Anniversary, AnniversaryKind
from bot.facts.base import FactBase
from bot.facts.vocabulary import DateKind
from bot.i18n.marking import Phrase, gettext_noop
from bot.i18n.say import Say

DATE_KINDS = {
    DateKind.RELEASE: gettext_noop("Release"),
    DateKind.BIRTHDAY: gettext_noop("Birthday"),
    DateKind.DEBUT: gettext_noop("Debut"),
    DateKind.AWARD: gettext_noop("Award"),
    DateKind.CHART: gettext_noop("Charts"),
    DateKind.RECORD: gettext_noop("Record"),
    DateKind.CONCERT: gettext_noop("Concert"),
    DateKind.BROADCAST: gettext_noop("On screen"),
    DateKind.ANNOUNCEMENT: gettext_noop("Announcement"),
    DateKind.EVENT: gettext_noop("Event"),
}


def title(anniversary: Anniversary, base: FactBase, say: Say) -> str:
    """A few plain words for an anniversary of any year: whom and what, without the number."""
    fact = base.facts[anniversary.fact_id]
    if anniversary.subject_id is None or fact.date is None:
        return fact.text_in(say.reader)
    name = base.subjects[anniversary.subject_id].name
    match anniversary.kind:
        case AnniversaryKind.BIRTHDAY:
            return say.plain("{name}’s birthday", name=name)
        case AnniversaryKind.DAYS:
            return say.plain("{name}: another 1,000 days", name=name)
        case AnniversaryKind.YEARS:
            return say.plain("{name} · {what}", name=name, what=Phrase(DATE_KINDS[fact.date.kind]))
