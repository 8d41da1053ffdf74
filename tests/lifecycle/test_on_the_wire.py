"""The bot as a process on the wire: started, killed, cut off, limited, and answering all the same."""

from __future__ import annotations

import asyncio
import re
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.lifecycle.conftest import SHORT_WINDOW, Place
from tests.loopback.harness import TOKEN, bot_running, discord_running

MESSAGE = 4
CALLBACK = "/interactions/*/callback"
SYNC = {"method": "PUT", "path": "/applications/*/commands"}


def _text(seen: dict[str, Any]) -> str:
    return str(seen["message"]["components"])


async def test_it_starts_and_answers(place: Place) -> None:
    async with place.bot() as bot:
        (answer,) = await place.search()

        assert answer["type"] == MESSAGE
        assert "Dynamite lit up the summer when it came out on 21 August 2020." in _text(answer)
        assert TOKEN not in bot.log


async def test_a_wrong_token_is_one_readable_line(place: Place) -> None:
    async with bot_running(
        place.discord,
        place.folder,
        DISCORD_TOKEN="wrong.token",  # noqa: S106  # on purpose
        LOG_LEVEL="ERROR",
    ) as bot:
        assert await bot.ended() == 2
        assert bot.log.splitlines() == [
            "Discord does not accept DISCORD_TOKEN. Copy the token anew from the developer portal."
        ]


async def test_the_same_commands_are_told_once_over_many_starts(place: Place) -> None:
    for start in range(1, 4):
        async with place.bot(connections=start) as bot:
            await place.search()
            bot.send(signal.SIGTERM)
            assert await bot.ended() == 0

    assert len(await place.discord.do("requests", **SYNC)) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_in_order(place: Place, number: signal.Signals) -> None:
    async with place.bot() as bot:
        bot.send(number)

        assert await bot.ended() == 0
        assert bot.log.rstrip().endswith("stopped")
        assert "Traceback" not in bot.log


async def test_an_answer_under_way_is_finished_before_the_end(place: Place) -> None:
    async with place.bot() as bot:
        await place.discord.do("fail", method="POST", path=CALLBACK, kind="status", status=502, times=1)
        interaction = await place.discord.do(
            "slash", channel=place.channel, user=place.member, command="fact search", query="dynamite"
        )
        await place.discord.do("until_requests", count=1, method="POST", path=CALLBACK)

        bot.send(signal.SIGTERM)

        (answer,) = await place.discord.do("seen", interaction=interaction)
        assert answer["type"] == MESSAGE
        assert await bot.ended() == 0


async def test_killed_and_started_again_an_old_button_works(place: Place) -> None:
    async with place.bot() as bot:
        (answer,) = await place.search()
        bot.kill()
        await bot.ended()

    async with place.bot(connections=2):
        source = await place.press(answer, "fact:v1:source:dynamite-release")
        assert "Where this comes from" in _text(source)
        assert source["message"]["flags"] & 64


async def test_a_form_that_was_open_while_it_was_killed_arrives(place: Place) -> None:
    async with place.bot() as bot:
        (listed,) = await place.discord.ask(
            "slash", channel=place.channel, user=place.member, command="fact timeline"
        )
        (position,) = re.findall(r"'(fact:v1:timeline-jump[^']*)'", _text(listed))
        form = await place.press(listed, position)
        bot.kill()
        await bot.ended()

    async with place.bot(connections=2):
        (answer,) = await place.discord.ask(
            "submit",
            message=int(listed["message"]["id"]),
            user=place.member,
            custom_id=form["data"]["custom_id"],
            page="3",
        )
        assert "Page 3 of" in _text(answer)


async def _in_mid_command(place: Place) -> int:
    """A command whose first answer fails, so that it is still open when something else happens."""
    await place.discord.do("fail", method="POST", path=CALLBACK, kind="status", status=502, times=1)
    interaction: int = await place.discord.do(
        "slash", channel=place.channel, user=place.member, command="fact search", query="dynamite"
    )
    await place.discord.do("until_requests", count=1, method="POST", path=CALLBACK)
    return interaction


async def _answered(place: Place, interaction: int) -> None:
    (answer,) = await place.discord.do("seen", interaction=interaction)
    assert answer["type"] == MESSAGE


async def test_asked_to_reconnect_in_mid_command_it_answers_and_resumes(place: Place) -> None:
    async with place.bot():
        interaction = await _in_mid_command(place)

        await place.discord.do("ask_to_reconnect")

        await _answered(place, interaction)
        await place.discord.do("until", entry="RESUMED 0")
        assert len(await place.search()) == 1


async def test_an_invalidated_session_that_can_resume_does(place: Place) -> None:
    async with place.bot():
        interaction = await _in_mid_command(place)

        await place.discord.do("invalidate", resumable=True)

        await _answered(place, interaction)
        await place.discord.do("until", entry="RESUMED 0")


async def test_an_invalidated_session_is_begun_anew_at_the_same_discord(place: Place) -> None:
    async with place.bot():
        interaction = await _in_mid_command(place)

        await place.discord.do("invalidate", resumable=False)

        await _answered(place, interaction)
        await place.discord.do("until", entry="READY 0", times=2, seconds=30)
        assert len(await place.search()) == 1


async def test_what_happened_while_the_socket_was_cut_is_answered_after_the_resume(place: Place) -> None:
    async with place.bot():
        (answer,) = await place.search()

        await place.discord.do("drop")
        source = await place.press(answer, "fact:v1:source:dynamite-release")

        assert "Where this comes from" in _text(source)
        await place.discord.do("until", entry="RESUMED 0")


async def test_what_a_resumed_session_is_told_again_is_done_once(place: Place) -> None:
    async with place.bot() as bot:
        interaction = await place.discord.do(
            "slash", channel=place.channel, user=place.member, command="fact search", query="dynamite"
        )
        await place.discord.do("redeliver", interaction=interaction)
        await _answered(place, interaction)
        await place.discord.do("redeliver", interaction=interaction)

        assert len(await place.search()) == 1
        assert len(await place.discord.do("requests", method="POST", path=CALLBACK)) == 2
        assert "ERROR" not in bot.log


async def test_a_failing_discord_is_asked_again(place: Place) -> None:
    await place.discord.do("fail", **SYNC, kind="status", status=502, times=1)
    async with place.bot():
        await place.discord.do("fail", method="POST", path=CALLBACK, kind="status", status=500, times=1)

        assert (await place.search())[0]["type"] == MESSAGE


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "status", "status": 503}, "503"),
        ({"kind": "rate limit", "retry_after": 3600.0}, "Too many requests. Retry in 3600.00 seconds."),
    ],
)
async def test_a_discord_that_refuses_at_the_start_is_one_readable_line(
    place: Place, fault: dict[str, Any], told: str
) -> None:
    await place.discord.do("fail", **SYNC, **fault, times=1)
    async with bot_running(place.discord, place.folder, LOG_LEVEL="ERROR") as bot:
        assert await bot.ended() == 1
        assert bot.log.startswith(f"Discord could not be reached: {told}")
        assert "Traceback" not in bot.log


async def test_a_storm_of_rate_limits_is_waited_out(place: Place) -> None:
    await place.discord.do("fail", **SYNC, kind="rate limit", retry_after=0.05, times=4)
    async with place.bot():
        await place.discord.do(
            "fail", method="POST", path=CALLBACK, kind="rate limit", retry_after=0.05, times=4
        )

        seen = await asyncio.gather(*(place.search() for _ in range(8)))

        assert [answers[0]["type"] for answers in seen] == [MESSAGE] * 8


async def test_an_answer_whose_receipt_was_lost_is_not_given_twice(place: Place) -> None:
    async with place.bot() as bot:
        await place.discord.do("fail", method="POST", path=CALLBACK, kind="lost answer", times=1)

        seen = await place.search()

        assert len(seen) == 1
        await place.search()
        messages = await place.discord.do("messages", channel=place.channel)
        assert len(messages) == 2
        assert len(await place.discord.do("requests", method="POST", path=CALLBACK)) == 3
        assert "WARNING" not in bot.log
        assert "ERROR" not in bot.log


async def test_an_answer_whose_connection_broke_is_given_again(place: Place) -> None:
    async with place.bot():
        await place.discord.do("fail", method="POST", path=CALLBACK, kind="reset", times=1)
        (answer,) = await place.search()

    assert "Dynamite" in str(answer["data"])
    assert len(await place.discord.do("requests", method="POST", path=CALLBACK)) == 2


async def test_a_guild_that_went_while_it_was_down_is_no_trouble(place: Place) -> None:
    other = await place.discord.do("add_guild")
    async with place.bot() as bot:
        bot.kill()
        await bot.ended()
    await place.discord.do("remove_guild", guild=other["guild"])

    async with place.bot(connections=2) as bot:
        assert (await place.search())[0]["type"] == MESSAGE
        assert "Traceback" not in bot.log


async def test_an_outage_is_no_trouble(place: Place) -> None:
    async with place.bot() as bot:
        await place.discord.do("outage", guild=place.guild, begins=True)
        await place.discord.do("outage", guild=place.guild, begins=False)

        assert (await place.search())[0]["type"] == MESSAGE
        assert "Traceback" not in bot.log


async def test_shards_each_hear_their_own_guilds(tmp_path: Path) -> None:
    options = ("--shards", "2", "--max-concurrency", "2", *SHORT_WINDOW)
    async with discord_running(tmp_path, *options) as discord, bot_running(discord, tmp_path):
        await discord.do("until", entry="READY 0")
        await discord.do("until", entry="READY 1")
        for shard in (0, 1):
            made = await discord.do("add_guild", shard=shard)
            (answer,) = await discord.ask(
                "slash",
                channel=made["channels"][0],
                user=made["member"],
                command="fact search",
                query="butter",
            )
            assert answer["type"] == MESSAGE


async def test_shards_hear_what_all_their_guilds_do_and_answer_amid_it(tmp_path: Path) -> None:
    options = ("--shards", "2", "--max-concurrency", "2", *SHORT_WINDOW)
    search = {"name": "search", "type": 1, "options": [{"name": "query", "type": 3, "value": "butter"}]}
    lookup = {"id": "1", "name": "fact", "type": 1, "options": [search]}
    async with discord_running(tmp_path, *options) as discord, bot_running(discord, tmp_path) as bot:
        for shard in (0, 1, 1):
            await discord.do("until", entry=f"READY {shard}")
            await discord.do("add_guild", shard=shard, roles=1)

        behind = await discord.crowd("flood", data=lookup, ahead=24, seconds=0.2)
        evenly = await discord.crowd("bustle", data=lookup, events=200, commands=20, seconds=0.5)

        assert behind["events"] == 24 * len(behind["milliseconds"]) >= 48
        assert evenly["events"] > 50
        assert evenly["milliseconds"]
        assert None not in evenly["milliseconds"]
        assert "Traceback" not in bot.log


async def test_the_fact_base_is_read_again_on_a_signal(place: Place) -> None:
    async with place.bot() as bot:
        await place.search()

        bot.send(signal.SIGHUP)

        await bot.wrote("read the fact base again: ")


async def test_the_worlds_time_reaches_the_process(place: Place) -> None:
    now = await place.discord.do("move_time", seconds=3 * 86400)
    program = ("-m", "tests.loopback.bot_in_world_time")
    async with bot_running(place.discord, place.folder, program=program):
        await place.discord.do("until", entry="READY 0")
        (answer,) = await place.discord.ask(
            "slash", channel=place.channel, user=place.member, command="about"
        )

    started = re.search(r"<t:(\d+):R>", _text(answer))
    assert started is not None
    assert abs(int(started[1]) - datetime.fromisoformat(now).timestamp()) < 30
