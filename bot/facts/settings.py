"""What a server can set about facts."""

from __future__ import annotations

from bot.facts.labels import CATEGORIES
from bot.guilds.kinds import Label, SomeOf
from bot.guilds.settings import Area, Setting
from bot.i18n.marking import gettext_noop

LEFT_OUT: Setting[tuple[str, ...]] = Setting(
    key="facts.left_out",
    kind=SomeOf(tuple(Label(category.value, label) for category, label in CATEGORIES.items())),
    default=(),
    label=gettext_noop("Categories left out"),
    help=gettext_noop("Kinds of facts that nobody gets to see in this server"),
    unset=gettext_noop("None – all facts are told"),
    set=gettext_noop("facts of these kinds are not shown here"),
)

FACTS = Area(
    "facts", gettext_noop("Facts"), gettext_noop("What I tell of the fandom in this server."), (LEFT_OUT,)
)
