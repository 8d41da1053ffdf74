"""What journeys do with the daily post."""

from __future__ import annotations

import re
from datetime import date, timedelta

from simcord.builders import ChannelHandle

from demo.world import World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
QUIET = date(2026, 6, 18)
"""A day on which the shipped base has nothing to remember."""
TITLE = re.compile(r"^(\w+ \d+) · (?:On this day|Fact of the day)$", re.MULTILINE)


async def turn_on(world: World, **settings: object) -> ChannelHandle:
    """A moderator turns it on, in a channel of its own."""
    channel = world.server.text_channel("daily")
    await world.moderator.slash("/configure daily", channel=channel, **settings)
    return channel


def days(world: World, channel: ChannelHandle) -> list[str]:
    """The days that were posted about, such as `June 13`, in order."""
    return [found[1] for post in world.posted(channel) if (found := TITLE.search(post.text))]
