"""What journeys do with goals."""

from __future__ import annotations

from demo.people import Reply
from demo.world import World
from tests.journeys.panel import set_to

PNG = b"\x89PNG\r\n\x1a\n" + b"made-up"
"""A picture, as far as its first bytes tell."""
WITH_FILES = ("view_channel", "send_messages", "read_message_history", "attach_files")


async def begin_goal(
    world: World, what: str = "Butter", *, mode: str | None = None, **options: object
) -> Reply:
    """A moderator previews a goal and creates it, after saying how what members log is counted."""
    if mode is not None:
        await world.moderator.slash("/configure goals", mode=mode)
    wanted = {"target": "1000", "unit": "streams", "kind": "community"} | options
    preview = await world.moderator.slash("/goal create", what=what, **wanted)
    return await world.moderator.press("Create", on=preview)


async def total(world: World) -> str:
    """Where the only goal stands, such as `30 of 1,000 streams`."""
    return (await world.moderator.slash("/goal show")).text.splitlines()[1]


async def open_mod_room(world: World) -> Reply:
    """A channel for moderators' notices, in which the bot may post pictures; the panel that names it."""
    world.server.text_channel("mod-room")
    await world.server.let_bot(*WITH_FILES)
    return await set_to(world.moderator, "Notices for moderators", "mod-room")


def in_mod_room(world: World) -> list[Reply]:
    """What stands there."""
    return world.posted(world.server.handle.channels["mod-room"])
