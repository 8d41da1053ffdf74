"""What a server can set about trivia."""

from __future__ import annotations

from fractions import Fraction

from bot.guilds.kinds import Label, Number, OneChannel, OneOf, OneRole, SomeChannels
from bot.guilds.settings import Area, Door, GuildSettings, Setting
from bot.i18n.marking import gettext_noop
from bot.server import ChannelType
from bot.trivia.round import MOST_QUESTIONS, SECONDS

SEASON = "the end of the trivia season"
"""What is worked out anew when one of these changes."""
HALF, DOUBLE = "half", "double"
_EXTRA = {None: Fraction(1), HALF: Fraction(3, 2), DOUBLE: Fraction(2)}
LONGEST_SET = 60
LEADERBOARD = "trivia:v1:standings:month:1"

CHANNELS: Setting[tuple[int, ...]] = Setting(
    key="trivia.channels",
    kind=SomeChannels((ChannelType.TEXT, ChannelType.ANNOUNCEMENT, ChannelType.FORUM, ChannelType.VOICE)),
    default=(),
    label=gettext_noop("Channels for rounds"),
    help=gettext_noop("Where rounds may be played, threads included"),
    unset=gettext_noop("Every channel I can see"),
)
STARTERS: Setting[int | None] = Setting(
    key="trivia.starters",
    kind=OneRole(),
    default=None,
    label=gettext_noop("Who may start a round"),
    help=gettext_noop("The role that may start rounds, beside moderators"),
    unset=gettext_noop("Everybody"),
)
QUESTIONS: Setting[int] = Setting(
    key="trivia.questions",
    kind=Number(1, MOST_QUESTIONS),
    default=10,
    label=gettext_noop("Questions in a round"),
    help=gettext_noop("How many, where whoever starts it does not say, 1 to 30"),
    unset=gettext_noop("10 questions"),
)
TIME: Setting[int] = Setting(
    key="trivia.seconds",
    kind=Number(SECONDS[0], LONGEST_SET),
    default=20,
    label=gettext_noop("Seconds for a question"),
    help=gettext_noop("How long one can answer, where whoever starts it does not say, 10 to 60"),
    unset=gettext_noop("20 seconds"),
)
EXTRA_TIME: Setting[str | None] = Setting(
    key="trivia.extra_time",
    kind=OneOf(
        (Label(HALF, gettext_noop("Half as long again")), Label(DOUBLE, gettext_noop("Twice as long")))
    ),
    default=None,
    label=gettext_noop("Extra time"),
    help=gettext_noop(
        "More time for every question, for who reads with a screen reader or in a second language"
    ),
    unset=gettext_noop("None"),
)
SEASON_CHANNEL: Setting[int | None] = Setting(
    key="trivia.season_channel",
    kind=OneChannel(),
    default=None,
    label=gettext_noop("Season's results"),
    help=gettext_noop("Where I post who won, at the end of each month"),
    unset=gettext_noop("Nowhere"),
    needs=("view_channel", "send_messages", "read_message_history"),
    recomputes=(SEASON,),
)

TRIVIA = Area(
    "trivia",
    gettext_noop("Trivia"),
    gettext_noop("Rounds of questions, and who knows most."),
    (CHANNELS, STARTERS, QUESTIONS, TIME, EXTRA_TIME, SEASON_CHANNEL),
    doors=(Door(gettext_noop("Leaderboard"), LEADERBOARD),),
)


def seconds_of(settings: GuildSettings, wanted: int | None) -> int:
    """How long a question is open in a server, its extra time included."""
    return int((wanted or settings[TIME]) * _EXTRA[settings[EXTRA_TIME]])
