"""What can be broken in the demo, and how it mends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.i18n.marking import gettext_noop
from demo.world import World

DAILY = "daily"
MENDS_AFTER = 60.0
"""Seconds of the watch on one's wrist: long enough to move the world's clock meanwhile."""


class Fault(StrEnum):
    """What can be broken."""

    SILENCED = "silenced"
    DELETED = "deleted"
    OUTAGE = "outage"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Breakage:
    """How something is broken and mended, and what is said of it."""

    label: str
    broken: str
    mended: str
    break_it: Callable[[World], Awaitable[None]]
    mend_it: Callable[[World], Awaitable[None]]


async def _silence(world: World) -> None:
    await world.server.silence_bot_in(world.server.handle.channels[DAILY])


async def _let_speak(world: World) -> None:
    await world.server.let_bot_speak_in(world.server.handle.channels[DAILY])


async def _delete(world: World) -> None:
    await world.server.delete_channel(world.server.handle.channels[DAILY])


async def _make_anew(world: World) -> None:
    channel = world.server.text_channel(DAILY)
    await world.moderator.slash("/configure daily", channel=channel)


async def _outage(world: World) -> None:
    await world.server.outage()


async def _come_back(world: World) -> None:
    await world.server.come_back()


async def _fail(world: World) -> None:
    for method in ("POST", "PATCH"):
        world.fail(method, "/channels/*/messages*", status=503, times=None)


async def _answer_again(world: World) -> None:
    world.mend()


BREAKAGES = {
    Fault.SILENCED: Breakage(
        gettext_noop("Take Send Messages away from me in #daily"),
        gettext_noop("I may not send messages in #daily any more."),
        gettext_noop("The bot may send messages in #daily again."),
        _silence,
        _let_speak,
    ),
    Fault.DELETED: Breakage(
        gettext_noop("Delete #daily"),
        gettext_noop("#daily is deleted."),
        gettext_noop("There is a new #daily, and the moderator chose it for the daily post."),
        _delete,
        _make_anew,
    ),
    Fault.OUTAGE: Breakage(
        gettext_noop("An outage: Discord loses sight of this server"),
        gettext_noop("Discord has lost sight of this server."),
        gettext_noop("Discord sees this server again."),
        _outage,
        _come_back,
    ),
    Fault.FAILING: Breakage(
        gettext_noop("A Discord that fails: it answers what I post or change with an error"),
        gettext_noop("Discord answers what I post or change with an error."),
        gettext_noop("Discord answers as it should again."),
        _fail,
        _answer_again,
    ),
}
