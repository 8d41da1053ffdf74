"""Posts on the wire: the clock jumps, the machine sleeps, Discord fails, the end is orderly."""

from __future__ import annotations

import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.campaign.kills import PERMISSIONS
from tests.loopback.harness import Bot, Discord, Refused, bot_running, discord_running

PROGRAM = ("-m", "tests.loopback.bot_with_probe")
HOUR, DAY = 3600.0, 86400.0
MESSAGES = "/channels/*/messages"


@dataclass(slots=True)
class Place:
    """A server in which it posts every day, an hour after the start at first."""

    discord: Discord
    folder: Path
    guild: int
    channel: int
    first: datetime
    elsewhere: int
    member: int

    @asynccontextmanager
    async def bot(self, *steps: str) -> AsyncIterator[Bot]:
        """The bot, ready to post."""
        probe = {
            "guild": self.guild,
            "channel": self.channel,
            "first": self.first.isoformat(),
            "steps": steps,
        }
        async with bot_running(self.discord, self.folder, program=PROGRAM, PROBE=json.dumps(probe)) as bot:
            await bot.wrote("ready as")
            yield bot

    async def pass_time(self, seconds: float) -> None:
        await self.discord.do("move_time", seconds=seconds)

    async def posted(self, count: int, *, tries: int = 20) -> list[dict[str, Any]]:
        """What stands in the channel, once it is as much; what is tried again need not be waited for."""
        for _ in range(tries):
            try:
                return list(await self.discord.do("until_messages", channel=self.channel, count=count))
            except Refused:
                await self.pass_time(2)
        raise TimeoutError(f"there are not {count} messages")

    async def be_asked(self, times: int) -> None:
        """Let the bot answer somebody, so that it has had the time for other things as well."""
        for _ in range(times):
            await self.discord.ask("slash", channel=self.elsewhere, user=self.member, command="help")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with discord_running(tmp_path, "--identify-window", "0.05") as discord:
        made = await discord.do("add_guild", permissions=PERMISSIONS, channels=2)
        now = datetime.fromisoformat(await discord.do("move_time", seconds=0))
        first, (channel, elsewhere) = now + timedelta(seconds=HOUR), made["channels"]
        yield Place(discord, tmp_path, made["guild"], channel, first, elsewhere, made["member"])
        assert await discord.do("violations") == []


async def test_a_jump_of_the_clock_posts_what_is_due(place: Place) -> None:
    async with place.bot():
        await place.pass_time(HOUR)

        assert len(await place.posted(1)) == 1


async def test_after_six_hours_asleep_it_posts_late_and_once(place: Place) -> None:
    async with place.bot():
        await place.pass_time(6 * HOUR)
        await place.posted(1)

        await place.pass_time(DAY)

        assert len(await place.posted(2)) == 2


async def test_after_three_days_down_there_is_no_flood(place: Place) -> None:
    async with place.bot():
        await place.pass_time(HOUR)
        await place.posted(1)
    await place.pass_time(3 * DAY)

    async with place.bot() as bot:
        await bot.wrote("missed")  # what came due meanwhile is settled before the clock goes on
        await place.pass_time(DAY)
        messages = await place.posted(2)

    assert len(messages) == 2
    assert len({json.dumps(message["components"]) for message in messages}) == len(messages)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "rate limit", "retry_after": 0.05, "times": 4},
        {"kind": "status", "status": 503, "times": 3},
        {"kind": "reset", "times": 3},
        {"kind": "lost answer", "times": 1},
    ],
    ids=lambda fault: str(fault["kind"]),
)
async def test_bursts_of_errors_end_in_one_post(place: Place, fault: dict[str, Any]) -> None:
    async with place.bot():
        await place.discord.do("fail", method="POST", path=MESSAGES, **fault)
        await place.pass_time(HOUR)
        await place.posted(1)
        await place.discord.do("until_requests", count=1, method="POST", path=MESSAGES)

        await place.pass_time(DAY)

        assert len(await place.posted(2)) == 2


async def test_a_post_that_a_moderator_deleted_is_not_posted_again(place: Place) -> None:
    async with place.bot() as bot:
        await place.discord.do("fail", method="GET", path=MESSAGES, kind="status", status=503, times=1)
        await place.discord.do("fail", method="POST", path=MESSAGES, kind="lost answer", times=1)
        await place.pass_time(HOUR)
        (message,) = await place.posted(1)
        bot.kill()
        await bot.ended()
    await place.discord.do("delete_message", channel=place.channel, message=int(message["id"]))
    await place.pass_time(600)

    async with place.bot() as bot:
        await bot.wrote("unknown")
        assert await place.discord.do("messages", channel=place.channel) == []


async def test_what_others_write_while_a_post_is_looked_for_makes_it_no_riddle(place: Place) -> None:
    reading = {"method": "GET", "path": "/channels/*[0-9]"}
    async with place.bot():
        await place.discord.do("fail", method="POST", path=MESSAGES, kind="reset", times=1)
        await place.discord.do("fail", **reading, kind="held", times=1)
        await place.pass_time(HOUR)
        while not await place.discord.do("requests", **reading):
            await place.pass_time(1)  # until it is tried again
            await place.be_asked(1)
        await place.discord.call("POST", f"/channels/{place.channel}/messages", {"content": "Good morning!"})
        await place.discord.do("mend")

        assert len(await place.posted(2)) == 2


@pytest.mark.parametrize(
    ("verb", "arguments", "entry"),
    [
        ("drop", {}, "RESUMED 0"),
        ("ask_to_reconnect", {}, "RESUMED 0"),
        ("invalidate", {"resumable": True}, "RESUMED 0"),
        ("invalidate", {"resumable": False}, "READY 0"),
    ],
    ids=["cut", "asked to reconnect", "invalidated, resumable", "invalidated for good"],
)
async def test_a_gateway_that_is_lost_amid_a_post_neither_loses_nor_doubles_it(
    place: Place, verb: str, arguments: dict[str, Any], entry: str
) -> None:
    async with place.bot():
        await place.discord.do("fail", method="POST", path=MESSAGES, kind="held", times=1)
        await place.pass_time(HOUR)
        await place.discord.do("until_requests", count=1, method="POST", path=MESSAGES)

        await place.discord.do(verb, **arguments)
        times = 2 if entry == "READY 0" else 1
        await place.discord.do("until", entry=entry, times=times, seconds=30)
        await place.be_asked(30)
        assert len(await place.discord.do("requests", path=MESSAGES)) == 1
        await place.discord.do("mend")  # and the request goes on
        await place.posted(1)

        await place.pass_time(DAY)
        await place.posted(2)
        assert len(await place.discord.do("requests", path=MESSAGES)) == 2


async def test_the_end_is_orderly_amid_a_post(place: Place) -> None:
    async with place.bot() as bot:
        await place.discord.do("fail", method="POST", path=MESSAGES, kind="no answer", times=1)
        await place.pass_time(HOUR)
        await place.discord.do("until_requests", count=1, method="POST", path=MESSAGES)

        bot.send(signal.SIGTERM)

        assert await bot.ended() == 0
        assert "Traceback" not in bot.log

    async with place.bot():
        assert len(await place.posted(1)) == 1
