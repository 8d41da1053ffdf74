"""The loopback's gateway, from Discord's documentation: it must not be kinder than Discord."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.loopback.harness import TOKEN, Discord, discord_running, shard_of


async def test_identify_tells_ready_and_the_guilds_and_acknowledges_heartbeats(small: Discord) -> None:
    made = await small.do("add_guild", channels=2)
    async with aiohttp.ClientSession() as http:
        shard = await shard_of(small, http)
        await shard.identify()
        ready, guild = await shard.hear(), await shard.hear()
        await shard.say(1, guild["s"])

        assert (ready["t"], ready["s"]) == ("READY", 1)
        assert guild["t"] == "GUILD_CREATE"
        assert int(guild["d"]["id"]) == made["guild"]
        assert len(guild["d"]["channels"]) == 2
        assert (await shard.hear())["op"] == 11


async def test_a_resume_tells_what_was_missed_and_a_foreign_one_is_invalid(small: Discord) -> None:
    made = await small.do("add_guild")
    async with aiohttp.ClientSession() as http:
        first = await shard_of(small, http)
        await first.identify()
        ready, last = await first.hear(), await first.hear()
        await small.do("drop")
        await small.do("outage", guild=made["guild"], begins=True)

        second = await shard_of(small, http)
        await second.hear()
        await second.say(6, {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": last["s"]})
        missed, resumed = await second.hear(), await second.hear()
        assert (missed["t"], missed["d"]["unavailable"]) == ("GUILD_DELETE", True)
        assert resumed["t"] == "RESUMED"

        third = await shard_of(small, http)
        await third.hear()
        await third.say(6, {"token": TOKEN, "session_id": "foreign", "seq": 1})
        invalid = await third.hear()
        assert (invalid["op"], invalid["d"]) == (9, False)


async def test_a_second_identify_in_the_same_window_is_invalid(small: Discord) -> None:
    async with aiohttp.ClientSession() as http:
        first, second = await shard_of(small, http), await shard_of(small, http)
        await first.identify((0, 2))
        assert (await first.hear())["t"] == "READY"

        await second.identify((1, 2))

        assert (await second.hear())["op"] == 9


@pytest.mark.parametrize(
    ("said", "code"),
    [({"token": "other"}, 4004), ({"shard": (1, 1)}, 4010), ({"intents": 1 << 15}, 4014)],
    ids=["token", "shard", "privileged intent"],
)
async def test_what_the_gateway_refuses_closes_with_its_code(
    small: Discord, said: dict[str, Any], code: int
) -> None:
    async with aiohttp.ClientSession() as http:
        shard = await shard_of(small, http)
        await shard.identify(**said)

        with pytest.raises(TypeError):
            await shard.hear()
        assert shard._socket.close_code == code


async def test_events_go_to_the_shard_of_their_guild_only(tmp_path: Path) -> None:
    options = ("--shards", "2", "--max-concurrency", "2")
    async with discord_running(tmp_path, *options) as small, aiohttp.ClientSession() as http:
        zero, one = await shard_of(small, http), await shard_of(small, http)
        await zero.identify((0, 2))
        await one.identify((1, 2))
        await zero.hear()
        await one.hear()

        made = await small.do("add_guild", shard=1)
        other = await small.do("add_guild", shard=0)

        assert int((await one.hear())["d"]["id"]) == made["guild"]
        assert int((await zero.hear())["d"]["id"]) == other["guild"]


async def test_events_outside_the_intents_are_not_told(small: Discord) -> None:
    async with aiohttp.ClientSession() as http:
        shard = await shard_of(small, http)
        await shard.identify(intents=0)
        await shard.hear()

        await small.do("add_guild")
        await shard.say(1, 1)

        assert (await shard.hear())["op"] == 11


async def test_a_lost_event_never_arrives(small: Discord) -> None:
    async with aiohttp.ClientSession() as http:
        shard = await shard_of(small, http)
        await shard.identify()
        await shard.hear()
        await small.do("lose_event", event="GUILD_CREATE")

        await small.do("add_guild")
        second = await small.do("add_guild")

        assert int((await shard.hear())["d"]["id"]) == second["guild"]
