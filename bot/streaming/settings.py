"""What a server can set about its goals."""

from __future__ import annotations

from bot.guilds.kinds import Label, Number, OneChannel, OneOf, OneRole
from bot.guilds.settings import Area, GuildSettings, Setting
from bot.i18n.marking import gettext_noop
from bot.streaming.goals import Mode
from bot.streaming.logs import DEFAULT_CAP
from bot.streaming.streaks import REST_DAYS as REST_DAYS_AT_FIRST

LIVE_BOARDS = "the goals' live boards"
ANNOUNCED = "what is announced of goals"
"""What is worked out anew when one of these changes."""
MOST_A_DAY, MOST_REST_DAYS = 10_000, 6
_POSTING = ("view_channel", "send_messages", "read_message_history")

MODES = {
    Mode.CAPPED: gettext_noop("As much as fits a day; what is far out of the ordinary waits for you"),
    Mode.OPEN: gettext_noop("No limit; what is far out of the ordinary waits for you"),
    Mode.REVIEWED: gettext_noop("Everything waits for you in the queue"),
}
"""How far what members log is believed, as moderators choose it."""

READERS: Setting[int | None] = Setting(
    key="goals.readers",
    kind=OneRole(),
    default=None,
    label=gettext_noop("Who enters readings"),
    help=gettext_noop("The role that may enter what official counters show, beside moderators"),
    unset=gettext_noop("Moderators alone"),
)
ANNOUNCEMENTS: Setting[int | None] = Setting(
    key="goals.announcements",
    kind=OneChannel(),
    default=None,
    label=gettext_noop("Goals' news"),
    help=gettext_noop("Where I post milestones, the countdown to deadlines, and how goals ended"),
    unset=gettext_noop("Nowhere"),
    needs=_POSTING,
    recomputes=(ANNOUNCED,),
)
BOARDS: Setting[int | None] = Setting(
    key="goals.boards",
    kind=OneChannel(),
    default=None,
    label=gettext_noop("Live boards"),
    help=gettext_noop("Where each open goal has a pinned message that I keep up to date"),
    unset=gettext_noop("Nowhere"),
    needs=(*_POSTING, "pin_messages"),
    recomputes=(LIVE_BOARDS,),
)
MODE: Setting[str | None] = Setting(
    key="goals.mode",
    kind=OneOf(tuple(Label(mode.value, MODES[mode]) for mode in (Mode.OPEN, Mode.REVIEWED))),
    default=None,
    label=gettext_noop("What members log"),
    help=gettext_noop("How far it is believed, for goals that are created from then on"),
    unset=MODES[Mode.CAPPED],
)
CAP: Setting[int] = Setting(
    key="goals.cap",
    kind=Number(1, MOST_A_DAY),
    default=DEFAULT_CAP,
    label=gettext_noop("Most in a day"),
    help=gettext_noop("What a member's day can hold where a goal has no song length, 1 to 10,000"),
    unset=gettext_noop("480, a song of three minutes day and night"),
)
REST_DAYS: Setting[int] = Setting(
    key="goals.rest_days",
    kind=Number(0, MOST_REST_DAYS),
    default=REST_DAYS_AT_FIRST,
    label=gettext_noop("Rest days"),
    help=gettext_noop("How many days out of seven may be left out without ending a streak, 0 to 6"),
    unset=gettext_noop("One day in seven"),
)

GOALS = Area(
    "goals",
    gettext_noop("Goals"),
    gettext_noop("What you want to reach together, and how far it is."),
    (READERS, ANNOUNCEMENTS, BOARDS, MODE, CAP, REST_DAYS),
)


def mode_of(settings: GuildSettings) -> Mode:
    """How far logs of a new goal are believed."""
    held = settings[MODE]
    return Mode(held) if held is not None else Mode.CAPPED
