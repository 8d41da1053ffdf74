"""What units, kinds, periods and the states of logs are called."""

from __future__ import annotations

from functools import lru_cache

from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup
from bot.i18n.say import Say
from bot.streaming.goals import Kind, Unit
from bot.streaming.logs import State
from bot.streaming.standings import Period

UNITS = {
    Unit.STREAMS: gettext_noop("Streams"),
    Unit.VIEWS: gettext_noop("Views"),
    Unit.VOTES: gettext_noop("Votes"),
    Unit.SALES: gettext_noop("Sales"),
    Unit.DONATIONS: gettext_noop("Donations"),
    Unit.LISTENERS: gettext_noop("Listeners"),
}
KINDS = {
    Kind.OFFICIAL: gettext_noop("Official: a counter that somebody reads off"),
    Kind.COMMUNITY: gettext_noop("Community: what members log here"),
}
PERIODS = {
    Period.DAY: gettext_noop("Today"),
    Period.WEEK: gettext_noop("This week"),
    Period.ALL: gettext_noop("All time"),
}
STATES = {
    State.COUNTED: gettext_noop("counts"),
    State.HELD: gettext_noop("waits for moderators"),
    State.DECLINED: gettext_noop("declined"),
    State.UNDONE: gettext_noop("taken back"),
    State.VOIDED: gettext_noop("voided"),
}
"""What has become of a log."""
PLATFORMS = (
    "Spotify",
    "Apple Music",
    "YouTube",
    "YouTube Music",
    "Melon",
    "Genie",
    "Bugs",
    "FLO",
    "VIBE",
    "Deezer",
)


@lru_cache(maxsize=4096)  # members log the same small numbers
def counted(unit: Unit, amount: int, say: Say) -> Markup:
    """So many of a unit, such as `1,500 streams`."""
    match unit:
        case Unit.STREAMS:
            return say.count("{number} stream", "{number} streams", amount)
        case Unit.VIEWS:
            return say.count("{number} view", "{number} views", amount)
        case Unit.VOTES:
            return say.count("{number} vote", "{number} votes", amount)
        case Unit.SALES:
            return say.count("{number} sale", "{number} sales", amount)
        case Unit.DONATIONS:
            return say.count("{number} donation", "{number} donations", amount)
        case Unit.LISTENERS:
            return say.count("{number} listener", "{number} listeners", amount)
