"""What journeys do with the moderators' panel."""

from __future__ import annotations

from itertools import pairwise

from bot.guilds.health import COMMANDS
from demo.people import Person, Reply
from demo.world import World


async def set_to(person: Person, label: str, value: object, panel: Reply | None = None) -> Reply:
    """Press a setting on the panel, fill in its form, send it."""
    panel = panel or await person.slash("/settings")
    return await person.submit(await person.press(label, on=panel), {label: value})


async def daily_page(person: Person, label: str) -> Reply:
    """A page of the daily post, opened from its panel."""
    return await person.press(label, on=await person.slash("/configure daily"))


def setting_line(panel: Reply, label: str) -> str:
    """A setting's line on the panel, which comes after what was just done."""
    return [line for line in panel.text.splitlines() if line.startswith(f"{label}: ")][-1]


def is_default(panel: Reply, label: str) -> bool:
    """Whether a setting on the panel is as it comes: nobody is named below its line."""
    *_, (_, below) = (pair for pair in pairwise(panel.text.splitlines()) if pair[0].startswith(f"{label}: "))
    return "Set by" not in below


def give_settings(world: World, role: str) -> None:
    """On the Integrations page, allow a role the commands that Discord keeps to Manage Server."""
    for name in COMMANDS:
        command_id = world.bot.command_book.id_of(name)
        assert command_id is not None
        world.server.allow(command_id, role, allowed=True)
