"""`python -m bot doctor`, as an operator runs it: without settings, and beside a small Discord."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from discord import Permissions
from pydantic import SecretStr

from bot.anniversaries.settings import CHANNEL
from bot.app import build
from bot.caller import Caller
from bot.clock import SystemClock
from bot.config import Config
from bot.guilds.general import ZONE
from bot.guilds.service import Wish
from tests.lifecycle.conftest import Place
from tests.loopback.harness import ROOT, TOKEN, bot_running
from tests.loopback.server_before import ServerBefore


async def _doctor(cwd: Path, *options: str, **settings: str) -> tuple[int | None, str, str]:
    """Its exit code, and what it wrote to both outputs."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(cwd), **settings}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor", *options),
        cwd=cwd,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


def _config(place: Place) -> Config:
    return Config(_env_file=None, discord_token=SecretStr(TOKEN), state_dir=place.folder / "state")


async def _grades(
    place: Place, token: str = TOKEN, **settings: str
) -> tuple[int | None, dict[str, list[dict[str, Any]]]]:
    """The exit code, and the findings by area."""
    code, out, err = await _doctor(
        place.folder,
        "--json",
        DISCORD_TOKEN=token,
        DISCORD_API_BASE=place.discord.api,
        STATE_DIR=str(place.folder / "state"),
        **settings,
    )
    assert err == ""
    assert token not in out
    told = json.loads(out)
    areas: dict[str, list[dict[str, Any]]] = {}
    for finding in told["findings"]:
        areas.setdefault(finding["area"], []).append(finding)
    assert told["well"] == (code == 0)
    return code, areas


async def test_without_settings_that_is_what_it_finds(tmp_path: Path) -> None:
    code, out, err = await _doctor(tmp_path)

    assert (code, err) == (1, "")
    assert "PROBLEM settings: The settings need attention" in out
    assert "DISCORD_TOKEN is not set" in out
    assert "-> Set it in the file .env" in out
    assert "is not there yet: the first start makes it." in out
    assert "facts: They were not looked at" in out
    assert out.endswith("1 to put right.\n")


async def test_everything_is_well_before_the_first_start(place: Place) -> None:
    code, areas = await _grades(place)

    assert code == 0
    assert areas["token"][0]["grade"] == "fine"
    assert areas["gateway"][0]["told"].startswith("It answers")
    assert areas["clock"][0]["grade"] == "fine"
    assert "978 facts" in areas["facts"][0]["told"]
    assert areas["commands"][0]["told"].startswith("Discord does not know them yet")
    assert not (place.folder / "state").exists()
    assert await place.discord.do("requests", method="PUT", path="*/commands") == []


async def test_beside_a_running_bot_it_tells_of_channels_and_commands(place: Place) -> None:
    async with place.bot() as bot:
        code, areas = await _grades(place)
        assert code == 0
        assert areas["commands"][0]["told"].startswith("Discord knows all")
        assert "schema" in areas["database"][0]["told"]
        assert bot.exit_code is None


async def test_a_wrong_token_a_broken_database_and_bad_facts_are_found(place: Place) -> None:
    code, areas = await _grades(place, TOKEN[:-1])
    assert (code, areas["token"][0]["grade"]) == (1, "problem")

    facts = place.folder / "facts.json"
    facts.write_text("{}", encoding="utf-8")
    code, areas = await _grades(place, FACTS_FILE=str(facts))
    assert (code, areas["facts"][0]["grade"]) == (1, "problem")

    state = place.folder / "state"
    state.mkdir()
    (state / "borahae.sqlite3").write_bytes(b"no database at all" * 100)
    code, areas = await _grades(place)
    assert code == 1
    (damaged,) = areas["database"]
    assert damaged["remedy"] == "Restore a backup: python -m bot restore FILE"
    assert (areas["facts"][0]["grade"], areas["Discord"][0]["grade"]) == ("fine", "note")


async def test_a_folder_that_cannot_hold_backups_is_found(place: Place) -> None:
    file = place.folder / "file"
    file.touch()

    code, areas = await _grades(place, BACKUP_DIR=str(file / "backups"))

    assert (code, areas["backups"][0]["grade"]) == (1, "problem")


async def test_a_request_that_fails_is_a_finding_and_stops_no_other(place: Place) -> None:
    async with build(_config(place), SystemClock(), Random(1)) as app:
        moderator = Caller(place.owner, place.guild, manages_server=True)
        await app.settings.change(moderator, ServerBefore(place.guild), [Wish(ZONE, "UTC")], change_id=1)
    await place.discord.do("fail", method="GET", path="/guilds/*", kind="status", times=99, status=403)

    code, areas = await _grades(place)

    (told,) = areas[f"server {place.guild}"]
    assert (code, told["grade"]) == (1, "problem")
    assert told["told"].startswith("Discord does not tell: 403")
    assert areas["commands"][0]["grade"] == "fine"


async def test_commands_that_discord_lost_are_found_and_told_anew(place: Place) -> None:
    async with place.bot():
        pass
    await place.discord.call("PUT", "/applications/1/commands", [])
    code, areas = await _grades(place)
    assert code == 1
    assert "python -m bot run --sync" in areas["commands"][0]["remedy"]

    program = ("-m", "bot", "run", "--sync")
    async with bot_running(place.discord, place.folder, program=program):
        await place.discord.do("until", entry="READY 0", times=2)
    code, areas = await _grades(place)
    assert (code, areas["commands"][0]["grade"]) == (0, "fine")


@pytest.mark.parametrize("lacking", ["Send Messages", "View Channel"])
async def test_a_channel_that_cannot_be_posted_to_is_named(place: Place, lacking: str) -> None:
    async with build(_config(place), SystemClock(), Random(1)) as app:
        moderator = Caller(place.owner, place.guild, manages_server=True)
        wishes = [Wish(ZONE, "UTC"), Wish(CHANNEL, place.channel)]
        await app.settings.change(moderator, ServerBefore(place.guild), wishes, change_id=1)
    code, areas = await _grades(place)
    server = f"server {place.guild}"
    assert (code, areas[server][0]["grade"]) == (0, "fine")

    denied = Permissions(**{lacking.lower().replace(" ", "_"): True}).value
    await place.discord.do("overwrite", channel=place.channel, target=place.guild, kind=0, deny=denied)
    code, areas = await _grades(place)
    assert code == 1
    assert f"I lack {lacking}" in areas[server][0]["told"]
    assert f"#channel-0 ({place.channel})" in areas[server][0]["told"]

    await place.discord.do("remove_guild", guild=place.guild)
    code, areas = await _grades(place)
    assert (code, areas[server][0]["told"]) == (0, "The bot is not a member any more.")
