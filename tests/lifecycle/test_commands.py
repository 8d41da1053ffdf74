"""Discord is told about the commands when they changed, and only then."""

from __future__ import annotations

from typing import Any

import discord

from demo.world import World
from tests.conftest import OpenWorld


def _syncs(world: World) -> int:
    return len(world.requests("PUT", "/commands"))


def _guild_syncs(world: World) -> list[Any]:
    return world.requests("PUT", f"/guilds/{world.server.id}/commands")


async def test_a_restart_with_the_same_commands_tells_nothing(world: World) -> None:
    assert _syncs(world) == 1

    await world.restart()

    assert _syncs(world) == 1
    assert "</fact search:" in str((await world.member.slash("/help")).components)


async def test_a_changed_command_is_told(world: World) -> None:
    await world.bot.unload_extension("cogs.help")

    await world.bot.command_book.sync()

    assert _syncs(world) == 2
    assert {command["name"] for command in world.requests("PUT", "/commands")[1]} & {"fact", "help"} == {
        "fact"
    }


async def test_the_operators_server_alone_has_the_operators_commands(open_world: OpenWorld) -> None:
    async with open_world() as world:
        host = world.person("Sol", "Hosts", discord.Permissions(administrator=True))
        assert "operator status" not in host.available_commands()

        await world.restart(operator_guild_id=world.server.id)
        assert "operator status" in host.available_commands()
        assert len(_guild_syncs(world)) == 1

        await world.restart(operator_guild_id=world.server.id)
        assert len(_guild_syncs(world)) == 1

        await world.restart()
        assert "operator status" not in host.available_commands()
        assert _guild_syncs(world)[-1] == []


async def test_a_command_is_plain_text_while_its_id_is_unknown(world: World) -> None:
    assert world.bot.command_book.mention("fact search").startswith("</fact search:")
    assert world.bot.command_book.mention("not synced") == "`/not synced`"
