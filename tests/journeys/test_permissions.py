"""The bot asks for what it needs, and for nothing else: taken away one by one, each is missed and named."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import discord
import pytest

from bot.app import AREAS
from bot.client import PERMISSIONS
from bot.permissions import NAMES
from demo.reading import buttons
from demo.world import World
from tests.conftest import ROOT

ASKED = tuple(name for name in NAMES if getattr(PERMISSIONS, name))
DAY, UNTIL_SEVEN = timedelta(days=1), timedelta(hours=10, minutes=10)


async def _health(world: World) -> str:
    panel = await world.moderator.slash("/settings")
    return (await world.moderator.press("Health", on=panel)).text


async def test_the_invite_asks_for_exactly_what_the_journeys_run_with(world: World) -> None:
    about = await world.member.slash("/about")
    (invite,) = [face for face in buttons(about.components) if face.label == "Add to a server"]
    asked = parse_qs(urlparse(str(invite.url)).query)["permissions"]

    assert [discord.Permissions(int(value)) for value in asked] == [PERMISSIONS]
    guild = world.bot.get_guild(world.server.id)
    assert guild is not None
    to_use_commands = discord.Permissions(use_application_commands=True)
    assert guild.me.guild_permissions == PERMISSIONS | to_use_commands, "what everyone may do included"
    assert {name for name, held in PERMISSIONS if held} == {"read_messages", *ASKED} - {"view_channel"}


def test_the_page_lists_exactly_these() -> None:
    page = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").partition("## Permissions")[2]
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")][2:]
    assert sorted(rows) == sorted(NAMES[name] for name in ASKED)
    needed = {name for area in AREAS for setting in area.settings for name in setting.needs}
    assert {name for name in needed if NAMES[name] not in page} == set()


async def test_with_what_is_asked_for_nothing_is_missing(world: World) -> None:
    await world.moderator.slash("/configure daily", channel=world.general, time="07:00")
    assert "Daily post\nAll is well." in await _health(world)
    await world.travel(DAY)
    assert len(world.posted(world.general)) >= 1


@pytest.mark.parametrize("taken", ASKED)
async def test_each_one_taken_away_is_missed_and_named(world: World, taken: str) -> None:
    await world.moderator.slash("/configure daily", channel=world.general, time="07:00")
    before = len(world.posted(world.general))
    await world.server.let_bot(*(name for name in ASKED if name != taken))

    health = await _health(world)
    await world.travel(UNTIL_SEVEN)

    assert NAMES[taken] in health.partition("I lack ")[2].partition(" in #general")[0]
    posted = len(world.posted(world.general)) - before
    assert posted == (1 if taken == "read_message_history" else 0)
    await world.server.let_bot(*ASKED)
    await world.travel(timedelta(minutes=20))
    assert len(world.posted(world.general)) - before == 1
