"""Whoever hosts the bot looks after it from one server."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot.facts.base import shipped_facts
from demo.forms import Impossible
from demo.people import Person
from demo.world import World
from tests.conftest import OpenWorld

BLOCKED = "Whoever hosts me has shut me off here."


@pytest.fixture
async def world(open_world: OpenWorld, tmp_path: Path) -> AsyncIterator[World]:
    facts = shutil.copy(shipped_facts(), tmp_path / "facts.json")
    async with open_world(facts_file=facts) as opened:
        await opened.restart(operator_guild_id=opened.server.id)
        yield opened


def _host(world: World) -> Person:
    return world.person("Sol", "Hosts", discord.Permissions(administrator=True))


async def test_status_tells_how_it_is(world: World) -> None:
    status = await _host(world).slash("/operator status")

    assert status.private
    assert "Started now" in status.text
    assert "Servers: 1\n" in status.text
    assert "Facts: 978" in status.text


async def test_nobody_else_may(world: World) -> None:
    with pytest.raises(Impossible):
        await world.moderator.slash("/operator status")


async def test_who_was_given_the_command_without_being_an_administrator_is_refused(world: World) -> None:
    command_id = world.bot.command_book.id_of("operator")
    assert command_id is not None
    world.server.allow(command_id, "Moderators", allowed=True)

    refusal = await world.moderator.slash("/operator status")

    assert refusal.text == "You need Administrator for that."


async def test_a_reload_takes_the_file_as_it_is_now(world: World) -> None:
    host, file = _host(world), world.bot.app.config.facts_file
    assert (await host.slash("/operator reload")).text == "Read again: 978 facts."

    file.write_text("{}", encoding="utf-8")

    told = await host.slash("/operator reload")
    assert told.private
    assert told.text.startswith("The fact base stays as it was.")
    assert "Dynamite" in (await world.member.slash("/fact search", query="dynamite")).text


async def test_a_person_who_is_shut_out_gets_nowhere_until_let_in(world: World) -> None:
    host = _host(world)
    found = await world.member.slash("/fact search", query="dynamite")
    form = await world.member.press("Something wrong?", on=found)

    assert "is shut out" in (await host.slash("/operator block", what="user", id=str(world.member.id))).text

    assert (await world.member.slash("/help")).text.startswith(BLOCKED)
    assert (await world.member.press("Source", on=found)).text.startswith(BLOCKED)
    assert (await world.member.submit(form, {"What is wrong?": "x"})).text.startswith(BLOCKED)
    assert await world.member.complete("/fact search", "query", "dyn") == []
    assert "Dynamite" in (await world.moderator.slash("/fact search", query="dynamite")).text
    await world.restart(operator_guild_id=world.server.id)
    assert (await world.member.slash("/help")).text.startswith(BLOCKED)

    lifted = await host.slash("/operator block", what="user", id=str(world.member.id), lift=True)
    assert "may use me again" in lifted.text
    assert (await world.member.slash("/help")).text.startswith("What would you like to do?")
    again = await host.slash("/operator block", what="user", id=str(world.member.id), lift=True)
    assert "was not shut out" in again.text


async def test_a_whole_server_can_be_shut_out(world: World) -> None:
    limits = world.bot.app.limits
    await limits.block(guild_id=world.server.id)

    assert (await world.member.slash("/help")).text.startswith(BLOCKED)
    world.member.go_to("dm")
    assert (await world.member.slash("/help")).text.startswith("What would you like to do?")


async def test_who_is_shut_out_still_sees_and_deletes_what_is_kept_of_them(world: World) -> None:
    await world.moderator.slash("/configure general", private_answers=True)
    limits, moderator = world.bot.app.limits, world.moderator
    await limits.block(user_id=moderator.id)
    await limits.block(guild_id=world.server.id)

    view = await moderator.slash("/privacy view")
    assert "Settings you changed, as they hold now: 1 entry" in view.text
    assert "Whoever hosts me has shut you out: that stays when you delete the rest" in view.text
    exported = await moderator.press("All of it as a file", on=view)
    assert b"Settings you changed" in await moderator.download("borahae-about-me.json", on=exported)
    where = await moderator.press("Delete…", on=view)
    confirm = await moderator.press("Everywhere", on=where)
    assert "This stays: whoever hosts me has shut you out." in confirm.text
    done = await moderator.press("Delete all of this", on=confirm)
    assert done.text == "Done. What I kept about you is gone, in every server."
    again = await moderator.press("Everywhere", on=await moderator.slash("/privacy delete"))
    assert again.text.startswith("There is nothing to delete.\nWhoever hosts me has shut you out")

    assert (await moderator.slash("/settings")).text.startswith(BLOCKED), "and nothing else"
    assert "What I keep about you" in (await world.member.slash("/privacy view")).text
    assert "shut you out" not in (await world.member.slash("/privacy view")).text


@pytest.mark.parametrize("typed", ["me", "", "-1", "0", "9" * 30, str(2**63)])
async def test_what_is_no_id_is_refused(world: World, typed: str) -> None:
    assert "That is no id." in (await _host(world).slash("/operator block", what="user", id=typed)).text


async def test_one_cannot_shut_oneself_out(world: World) -> None:
    host = _host(world)

    for what, target in (("user", host.id), ("guild", world.server.id)):
        refusal = await host.slash("/operator block", what=what, id=str(target))
        assert refusal.text == "That would shut you out yourself."
