"""What people write, as the gateway tells of it, and the bot's answer."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import discord

from tests.loopback.harness import Discord, Refused, Shard, discord_running, shard_of

_READING = discord.Intents(guilds=True, guild_messages=True, message_content=True).value
_ALL = discord.Intents.all().value


async def test_a_text_is_told_with_its_server_and_answered_by_the_bots_next_message(tmp_path: Path) -> None:
    async with discord_running(tmp_path, "--privileged") as small, aiohttp.ClientSession() as http:
        made = await small.do("add_guild")
        shard = await _listening(small, http, _READING)

        asking = asyncio.create_task(_asked(small, made, "!ping"))
        heard = (await shard.hear())["d"]
        await small.call("POST", f"/channels/{heard['channel_id']}/messages", {"content": "pong"})

        assert await asking == "pong"
        assert heard["content"] == "!ping"
        assert (int(heard["guild_id"]), int(heard["author"]["id"])) == (made["guild"], made["member"])
        assert heard["member"]["joined_at"]
        assert (await shard.hear())["d"]["content"] == "pong"
        assert await small.do("messages", channel=made["channels"][0]) == []


async def test_without_the_intent_a_text_comes_without_what_it_says(small: Discord) -> None:
    made = await small.do("add_guild")
    async with aiohttp.ClientSession() as http:
        shard = await _listening(small, http, discord.Intents(guilds=True, guild_messages=True).value)

        asking = asyncio.create_task(_asked(small, made, "!ping", seconds=0.1))

        assert (await shard.hear())["d"]["content"] == ""
        (refused,) = await asyncio.gather(asking, return_exceptions=True)
        assert isinstance(refused, Refused)
        assert "nobody answered" in str(refused)


async def test_in_a_closed_loop_each_person_waits_for_an_answer_in_a_channel_of_their_own(
    tmp_path: Path,
) -> None:
    async with discord_running(tmp_path, "--privileged", "--no-limits") as small:
        made = await small.do("add_guild", channels=2)
        async with aiohttp.ClientSession() as http:
            shard = await _listening(small, http, _READING)
            running = asyncio.create_task(
                small.chat("run", texts=["a", "b"], channels=made["channels"], user=made["member"], seconds=0)
            )
            first, second = (await shard.hear())["d"], (await shard.hear())["d"]
            assert (first["content"], second["content"]) == ("a", "b")
            assert [int(one["channel_id"]) for one in (first, second)] == made["channels"]

            for one in (second, first):
                await small.call("POST", f"/channels/{one['channel_id']}/messages", {"content": "pong"})

            assert len((await running)["milliseconds"]) == 2


async def test_with_all_intents_granted_a_server_comes_with_all_members(tmp_path: Path) -> None:
    async with discord_running(tmp_path, "--privileged") as small, aiohttp.ClientSession() as http:
        await small.do("add_guild")
        shard = await shard_of(small, http)
        await shard.identify(intents=_ALL)
        await shard.hear()
        await small.do("add_guild")

        assert [len((await shard.hear())["d"]["members"]) for _ in range(2)] == [3, 3]


async def _listening(small: Discord, http: aiohttp.ClientSession, intents: int) -> Shard:
    shard = await shard_of(small, http)
    await shard.identify(intents=intents)
    assert (await shard.hear())["t"] == "READY"
    await shard.hear()
    return shard


async def _asked(small: Discord, made: dict[str, Any], text: str, seconds: float = 10.0) -> str:
    said = await small.chat(
        "ask", channel=made["channels"][0], user=made["member"], text=text, seconds=seconds
    )
    return str(said)
