"""What a server can set about its daily post and its calendar."""

from __future__ import annotations

from datetime import time

from bot.anniversaries.calendar import LeapRule
from bot.errors import UserError
from bot.facts.labels import CATEGORIES
from bot.guilds.kinds import ClockTime, Label, Number, OneChannel, OneOf, OneRole, SomeOf, YesNo
from bot.guilds.settings import Area, Door, GuildSettings, Setting
from bot.i18n.marking import gettext_noop
from bot.server import ChannelType, Server

SCHEDULE = "the daily post's schedule"
"""What is worked out anew when one of these changes."""
HOME, SILENCE = "home", "silence"
PREVIEW, TEST, WEEK, RECENT = (f"daily:v1:{verb}" for verb in ("preview", "test", "week:1", "recent:1"))
_THREADS = (ChannelType.PUBLIC_THREAD, ChannelType.ANNOUNCEMENT_THREAD)


class NothingToPublish(UserError):
    message = gettext_noop(
        "Only posts in an announcement channel can be published. Choose one first, or leave that off."
    )


class NoThreadInAThread(UserError):
    message = gettext_noop("A post inside a thread cannot have a thread of its own. Leave that off.")


CHANNEL: Setting[int | None] = Setting(
    key="daily.channel",
    kind=OneChannel((ChannelType.TEXT, ChannelType.ANNOUNCEMENT, *_THREADS)),
    default=None,
    label=gettext_noop("Channel"),
    help=gettext_noop("Where I post every day. Choosing one turns the daily post on"),
    unset=gettext_noop("None – the daily post is off"),
    needs=("view_channel", "send_messages", "read_message_history"),
    recomputes=(SCHEDULE,),
)
TIME: Setting[time] = Setting(
    key="daily.time",
    kind=ClockTime(),
    default=time(9),
    label=gettext_noop("Time"),
    help=gettext_noop("When I post, on this server's clock, such as 7:30 or 9pm"),
    unset=gettext_noop("9 in the morning"),
    recomputes=(SCHEDULE,),
)
CALENDAR: Setting[str | None] = Setting(
    key="daily.calendar",
    kind=OneOf((Label(HOME, gettext_noop("The date at the fandom's home")),)),
    default=None,
    label=gettext_noop("Calendar"),
    help=gettext_noop("Whose date it is that I post about"),
    unset=gettext_noop("This server's own date"),
    recomputes=(SCHEDULE,),
)
PING_ROLE: Setting[int | None] = Setting(
    key="daily.ping_role",
    kind=OneRole(),
    default=None,
    label=gettext_noop("Role to notify"),
    help=gettext_noop("Whom the post mentions. A button below it lets members take the role"),
    unset=gettext_noop("Nobody is mentioned"),
    pings=True,
)
LEFT_OUT: Setting[tuple[str, ...]] = Setting(
    key="daily.left_out",
    kind=SomeOf(tuple(Label(category.value, label) for category, label in CATEGORIES.items())),
    default=(),
    label=gettext_noop("Left out of the post"),
    help=gettext_noop("Kinds of facts the daily post does not tell, on top of what the server leaves out"),
    unset=gettext_noop("Nothing"),
)
QUIET_DAYS: Setting[str | None] = Setting(
    key="daily.quiet_days",
    kind=OneOf((Label(SILENCE, gettext_noop("I post nothing")),)),
    default=None,
    label=gettext_noop("Quiet days"),
    help=gettext_noop("What I do on a day that has nothing to remember"),
    unset=gettext_noop("I post a fact of the day"),
)
LEAP_DAY: Setting[str | None] = Setting(
    key="daily.leap_day",
    kind=OneOf(
        (
            Label(LeapRule.MARCH_1.value, gettext_noop("1 March")),
            Label(LeapRule.LEAP_YEARS.value, gettext_noop("Only in leap years")),
        )
    ),
    default=None,
    label=gettext_noop("29 February"),
    help=gettext_noop("When I remember what happened on 29 February, in years that lack it"),
    unset=gettext_noop("28 February"),
)
LATE_HOURS: Setting[int] = Setting(
    key="daily.late_hours",
    kind=Number(1, 12),
    default=6,
    label=gettext_noop("Late at most"),
    help=gettext_noop("For how many hours I still post when something kept me from it, 1 to 12"),
    unset=gettext_noop("6 hours"),
)
THREAD: Setting[bool] = Setting(
    key="daily.thread",
    kind=YesNo(),
    default=False,
    label=gettext_noop("Thread below the post"),
    help=gettext_noop("Whether members get a thread to talk about the day"),
    unset=gettext_noop("No"),
    needs=("create_public_threads", "send_messages_in_threads"),
    needed_in=CHANNEL,
)
PIN: Setting[bool] = Setting(
    key="daily.pin",
    kind=YesNo(),
    default=False,
    label=gettext_noop("Pin the post"),
    help=gettext_noop("Whether today's post is pinned in place of yesterday's"),
    unset=gettext_noop("No"),
    needs=("pin_messages",),
    needed_in=CHANNEL,
)
PUBLISH: Setting[bool] = Setting(
    key="daily.publish",
    kind=YesNo(),
    default=False,
    label=gettext_noop("Publish the post"),
    help=gettext_noop("Whether followers of an announcement channel get it in their servers"),
    unset=gettext_noop("No"),
)


def leap_rule(settings: GuildSettings) -> LeapRule:
    """When a server remembers 29 February."""
    chosen = settings[LEAP_DAY]
    return LeapRule(chosen) if chosen is not None else LeapRule.FEBRUARY_28


def _check(settings: GuildSettings, server: Server) -> None:
    """Refuse what cannot be together.

    Raises:
        NothingToPublish, NoThreadInAThread: the channel is not of the type it needs.
    """
    channel_id = settings[CHANNEL]
    channel = server.channel(channel_id) if channel_id is not None else None
    if settings[PUBLISH] and (channel is None or channel.type != ChannelType.ANNOUNCEMENT):
        raise NothingToPublish
    if settings[THREAD] and channel is not None and channel.type in _THREADS:
        raise NoThreadInAThread


DAILY = Area(
    "daily",
    gettext_noop("Daily post"),
    gettext_noop("What happened on this day, posted once every day."),
    (
        CHANNEL,
        TIME,
        CALENDAR,
        PING_ROLE,
        LEFT_OUT,
        QUIET_DAYS,
        LEAP_DAY,
        LATE_HOURS,
        THREAD,
        PIN,
        PUBLISH,
    ),
    check=_check,
    doors=(
        Door(gettext_noop("Preview"), PREVIEW),
        Door(gettext_noop("Test post"), TEST),
        Door(gettext_noop("Next seven days"), WEEK),
        Door(gettext_noop("Latest posts"), RECENT),
    ),
)
