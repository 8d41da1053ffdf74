"""Discord is told about the commands when they changed, and only then."""

from __future__ import annotations

from pathlib import Path

from demo.world import World
from tests.conftest import OpenWorld


def _syncs(world: World) -> int:
    return len(world.requests("PUT", "/commands"))


async def test_a_restart_with_the_same_commands_tells_nothing(world: World) -> None:
    assert _syncs(world) == 1

    await world.restart()

    assert _syncs(world) == 1
    assert "</fact search:" in str((await world.member.slash("/help")).components)


async def test_a_changed_command_is_told(world: World) -> None:
    await world.bot.unload_extension("cogs.help")

    await world.bot.command_book.sync()

    assert _syncs(world) == 2
    assert {command["name"] for command in world.requests("PUT", "/commands")[1]} == {"fact"}


async def test_what_is_remembered_in_a_broken_file_is_told_anew(
    open_world: OpenWorld, tmp_path: Path
) -> None:
    async with open_world() as world:
        remembered = tmp_path / "state" / "commands.json"
        remembered.write_text('{"fingerprint": ', encoding="utf-8")

        await world.restart()

        assert _syncs(world) == 2
        assert '"fact"' in remembered.read_text(encoding="utf-8")


async def test_a_command_is_plain_text_while_its_id_is_unknown(world: World) -> None:
    assert world.bot.command_book.mention("fact search").startswith("</fact search:")
    assert world.bot.command_book.mention("not synced") == "`/not synced`"
