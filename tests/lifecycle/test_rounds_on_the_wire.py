"""A round on the wire: it outlives the bot, its own interaction, and a Discord that does not answer."""

from __future__ import annotations

import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.campaign.evidence import is_behind, rows
from tests.loopback.harness import Bot, Discord, Refused, bot_running, discord_running

PROGRAM = ("-m", "tests.loopback.bot_in_world_time")
ANSWER, BEGIN, AGAIN = "trivia:v1:answer:", "trivia:v1:begin", "trivia:v1:again:"
EDIT = {"method": "PATCH", "path": "/channels/*/messages/*"}
SECONDS, MINUTE = 20, 60.0


@dataclass(slots=True)
class Place:
    """A channel in which a round is played."""

    discord: Discord
    folder: Path
    channel: int
    players: list[int]
    message: int = 0
    asked: int = 0
    """The interaction that began the round."""

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Bot]:
        """The bot, ready to play."""
        async with bot_running(self.discord, self.folder, program=PROGRAM) as bot:
            await bot.wrote("ready as")
            yield bot

    async def open_lobby(self, questions: int) -> None:
        """The first player starts a round."""
        (lobby,) = await self.discord.ask(
            "slash",
            channel=self.channel,
            user=self.players[0],
            command="trivia start",
            questions=questions,
            seconds=SECONDS,
        )
        self.message = int(lobby["message"]["id"])
        self.asked = int(lobby["message"]["interaction_metadata"]["id"])

    async def begin(self, questions: int) -> list[str]:
        """The first player begins a round; the buttons of its first question."""
        await self.open_lobby(questions)
        await self.discord.ask("press", message=self.message, user=self.players[0], custom_id=BEGIN)
        return await self.first_question()

    async def first_question(self) -> list[str]:
        """Its buttons, once it is shown."""
        return await self.shown(f"{ANSWER}{self.asked}:1:")

    async def press(self, player: int, custom_id: str) -> str:
        """What a player is told of a press."""
        (answer,) = await self.discord.ask(
            "press", message=self.message, user=self.players[player], custom_id=custom_id
        )
        return str(answer["data"]["components"])

    async def shown(self, custom_id: str, *, tries: int = 100) -> list[str]:
        """The buttons that begin so, once the message shows them; what is due then need not be waited for."""
        for _ in range(tries):
            try:
                shown = await self.discord.do(
                    "until_shown", message=self.message, custom_id=custom_id, seconds=0.2
                )
                return list(shown)
            except Refused:
                now = datetime.fromisoformat(await self.discord.do("move_time", seconds=0))
                if not is_behind(self.folder, "trivia", now):
                    await self.pass_time(2)
        raise TimeoutError(f"the message does not show {custom_id}")

    async def until_kept(self, sql: str, expected: list[tuple[Any, ...]], *, tries: int = 40) -> None:
        """Return once the bot keeps what is expected: it is shown a moment before, or never."""
        for _ in range(tries):
            if rows(self.folder, sql) == expected:
                return
            await self.pass_time(2)
        assert rows(self.folder, sql) == expected

    async def text(self) -> str:
        messages = await self.discord.do("messages", channel=self.channel)
        (standing,) = [one for one in messages if one["id"] == str(self.message)]
        return str(standing["components"])

    async def pass_time(self, seconds: float) -> None:
        await self.discord.do("move_time", seconds=seconds)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with discord_running(tmp_path, "--identify-window", "0.05", "--no-limits") as discord:
        made = await discord.do("add_guild")
        players = await discord.do("add_members", guild=made["guild"], count=3)
        yield Place(discord, tmp_path, made["channels"][0], players)
        assert await discord.do("violations") == []


def _points(told: str) -> int:
    found = re.search(r"Locked in.* worth (\d+) points", told)
    assert found is not None, told
    return int(found[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_a_round_goes_on_after_a_restart_with_the_points_its_players_were_told(
    place: Place, number: signal.Signals
) -> None:
    async with place.bot() as bot:
        buttons = await place.begin(questions=1)
        first = _points(await place.press(0, buttons[0]))
        bot.send(number)
        await bot.ended()
    edits = len(await place.discord.do("requests", **EDIT))
    await place.pass_time(SECONDS - 2)

    async with place.bot():
        await place.discord.do("until_requests", count=edits + 1, **EDIT)
        await place.pass_time(5)  # more than the question had left
        assert "locked in already: A" in await place.press(0, buttons[1])
        second = _points(await place.press(1, buttons[0]))
        await place.shown(AGAIN)

    kept = rows(place.folder, "SELECT user_id, choice, points FROM trivia_answers ORDER BY user_id")
    assert kept == [(place.players[0], 0, first), (place.players[1], 0, second)]
    ((right,),) = rows(place.folder, "SELECT correct FROM trivia_questions WHERE number = 1")
    results = rows(place.folder, "SELECT points FROM trivia_results ORDER BY user_id")
    assert results == ([(first,), (second,)] if right == 0 else [(0,), (0,)])
    assert "Thank you for playing" in await place.text()


async def test_a_round_goes_on_when_its_interaction_has_run_out(place: Place) -> None:
    async with place.bot():
        buttons = await place.begin(questions=2)

        await place.discord.do("age", interaction=place.asked, seconds=16 * MINUTE)

        _points(await place.press(0, buttons[0]))
        following = await place.shown(f"{ANSWER}{place.asked}:2:")
        _points(await place.press(1, following[0]))
        await place.shown(AGAIN)
        assert rows(place.folder, "SELECT ending FROM trivia_rounds") == [("finished",)]
        webhooks = await place.discord.do("requests", method="*", path="/webhooks/*")
        assert webhooks == []


async def test_a_round_nobody_could_go_on_with_tells_that_it_is_over(place: Place) -> None:
    async with place.bot() as bot:
        await place.begin(questions=2)
        bot.kill()
        await bot.ended()
    await place.pass_time(11 * MINUTE)

    async with place.bot():
        await place.shown(AGAIN)
        assert "away for too long" in await place.text()


async def test_an_end_that_could_not_be_told_is_told_however_much_later(place: Place) -> None:
    async with place.bot() as bot:
        await place.begin(questions=2)
        await place.discord.do("fail", **EDIT, kind="no answer", times=1)
        await place.discord.ask("slash", channel=place.channel, user=place.players[0], command="trivia stop")
        bot.kill()
        await bot.ended()
    await place.discord.do("mend")
    await place.pass_time(60 * MINUTE)

    async with place.bot():
        await place.shown(AGAIN)
        assert "ended early" in await place.text()
        await place.until_kept("SELECT 1 FROM due_work WHERE kind = 'trivia'", [])


async def test_a_deleted_message_frees_the_channel(place: Place) -> None:
    async with place.bot():
        await place.begin(questions=2)

        await place.discord.do("delete_message", channel=place.channel, message=place.message)
        await place.until_kept("SELECT ending FROM trivia_rounds", [("cut off",)])
        assert len(await place.begin(questions=1)) == 4


async def test_a_round_is_played_though_the_receipt_of_its_message_was_lost(place: Place) -> None:
    async with place.bot():
        callback = {"method": "POST", "path": "/interactions/*/callback"}
        await place.discord.do("fail", **callback, kind="lost answer", times=1)
        await place.open_lobby(questions=1)

        buttons = await place.first_question()

        assert "Locked in" in await place.press(0, buttons[0])
