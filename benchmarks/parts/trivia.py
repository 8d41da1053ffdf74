"""Answers of a round against the bare bot's pong, and at rising rates; many rounds at once."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import open_loop
from benchmarks.contest import Side, contest
from benchmarks.figures import Figure, at_least, p99, reported, within
from benchmarks.knee import TIME_TO_ANSWER
from benchmarks.lengths import Lengths
from benchmarks.steps import PING, Step, press
from bot.delivery.outbound import PER_SECOND
from bot.trivia.answers import LETTERS
from tests.loopback.harness import Discord, bot_running, discord_running

PEOPLE = 50
MEMBERS = 40_000
"""More than can answer in all rounds: everybody answers once."""
LONGEST = 60  # seconds a question can be open
CHANNELS, PLAYERS = 10, 50
"""Of the servers with many rounds at once: channels, and players in each."""
QUESTIONS, SHORTEST, WITHIN = 2, 10, 5.0
"""Of each round: questions, the seconds each is open, and those within which everybody presses."""
LONGEST_ROUND = 180.0  # seconds
ADDRESS = "trivia:v1:answer:"
_LOCKED_IN = re.compile(r"Locked in: \*\*([A-D])\*\*\..* worth ([\d,]+) points")


async def measure(folder: Path, lengths: Lengths) -> list[Figure]:
    """All figures of trivia."""
    return [
        *await _answers(folder / "answers", lengths),
        *await _arrivals(folder / "arrivals", lengths),
        *await _at_once(folder / "at-once", lengths.rounds_at_once),
    ]


async def _answers(folder: Path, lengths: Lengths) -> list[Figure]:
    """First presses, each of somebody else and so a durable insert, in a closed loop."""
    async with contest(folder) as (ours, bare):
        members = await ours.discord.do("add_members", guild=ours.guild, count=MEMBERS)
        pressed = await _open_question(ours, ours.channel, ours.member)
        asked = 0
        pairs = []
        for turn in range(-1, lengths.rounds):
            own = members[asked:]
            mine = await ours.load(pressed, people=PEOPLE, seconds=lengths.seconds, users=own)
            other = await bare.load([PING], people=PEOPLE, seconds=lengths.seconds)
            asked += mine.answered
            if turn >= 0:  # the first is to warm up
                pairs.append((mine.per_second, other.per_second))
        kept = _count(ours.folder)
    return [
        at_least("an answer in a round of trivia", "/s", pairs, 0.5),
        within("answers acknowledged but not kept, or the other way round", "", abs(asked - kept), 0, asked),
    ]


async def _arrivals(folder: Path, lengths: Lengths) -> list[Figure]:
    """First presses at rising rates, a question for each step, in turn with pings to the bare bot."""
    async with contest(folder) as (ours, bare):

        async def crowd(count: int) -> open_loop.Crowd:
            made = await ours.discord.do("add_guild")
            players = await ours.discord.do("add_members", guild=made["guild"], count=count)
            channel = made["channels"][0]
            return open_loop.Crowd(await _open_question(ours, channel, made["member"]), channel, players)

        presses = open_loop.arriving(ours, crowd, lengths)
        pongs = open_loop.pongs(bare, lengths)
        await open_loop.climb((presses, pongs), lengths)
        kept = {user for (user,) in _rows(ours.folder, "SELECT user_id FROM trivia_answers")}
    acknowledged = {one["user"] for one in presses.answered}
    amiss = len(acknowledged - kept) + len(kept - {one["user"] for one in presses.arrived})
    return [
        *open_loop.figures("answers", presses.climb, pongs.climb),
        within("of these, acknowledged but not kept, or nobody's", "", amiss, 0, len(acknowledged)),
    ]


async def _open_question(ours: Side, channel: int, starter: int) -> list[Step]:
    """A round with one long question, and the presses on its four answers."""
    (lobby,) = await ours.discord.ask(
        "slash", channel=channel, user=starter, command="trivia start", questions=1, seconds=LONGEST
    )
    message = int(lobby["message"]["id"])
    await ours.discord.ask("press", message=message, user=starter, custom_id="trivia:v1:begin")
    shown = await ours.discord.do("until_shown", message=message, custom_id=ADDRESS)
    return [press(message, one) for one in shown]


def _count(folder: Path) -> int:
    ((answers,),) = _rows(folder, "SELECT COUNT(*) FROM trivia_answers")
    return int(answers)


def _rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    file = folder / "state" / "borahae.sqlite3"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as raw:
        return raw.execute(sql).fetchall()


@dataclass(slots=True)
class _Rounds:
    """Rounds under way at once, and what came of them."""

    discord: Discord
    count: int
    people: dict[int, list[int]] = field(default_factory=dict)
    """Players by the message of their round."""

    async def begin(self) -> None:
        """A round in each channel, all begun at the same moment."""
        servers = [
            await self.discord.do("add_guild", channels=CHANNELS) for _ in range(self.count // CHANNELS)
        ]
        starts = [self._begin(made, channel) for made in servers for channel in made["channels"]]
        await asyncio.gather(*starts)

    async def _begin(self, made: dict[str, Any], channel: int) -> None:
        players = await self.discord.do("add_members", guild=made["guild"], count=PLAYERS)
        (lobby,) = await self.discord.ask(
            "slash",
            channel=channel,
            user=players[0],
            command="trivia start",
            questions=QUESTIONS,
            seconds=SHORTEST,
        )
        self.people[int(lobby["message"]["id"])] = players

    async def play(self) -> list[dict[str, Any]]:
        return list(
            await self.discord.load(
                "play",
                people=self.people,
                address=ADDRESS,
                times=QUESTIONS,
                within=WITHIN,
                seconds=LONGEST_ROUND,
                seed=1,
            )
        )


async def _at_once(folder: Path, count: int) -> list[Figure]:
    """Many rounds in one moment, everybody pressing soon after the question is shown."""
    folder.mkdir()  # noqa: ASYNC240  # a benchmark's own folder
    async with (
        discord_running(folder, "--no-contract", "--identify-window", "0.05") as small,
        bot_running(small, folder, LOG_LEVEL="INFO") as bot,
    ):
        await bot.wrote("ready as", seconds=60)
        rounds = _Rounds(small, count)
        await rounds.begin()
        presses = await rounds.play()
        while _rows(folder, "SELECT 1 FROM due_work WHERE kind = 'trivia'"):  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.2)
        requests, limited = await small.do("paced"), await small.do("limited")
    waits = [one["milliseconds"] for one in presses if one["milliseconds"] is not None]
    edits = [at for at, method, _ in requests if method == "PATCH"]
    name = f"{count} rounds at once, {len(presses):,} presses"
    return [
        within(f"{name}: acknowledged after, p99", "ms", p99(waits), TIME_TO_ANSWER, None),
        reported(f"{name}: acknowledged after, median", "ms", median(waits)),
        within(f"{name}: acknowledged after, longest", "ms", max(waits), TIME_TO_ANSWER, None),
        within(f"{name}: not acknowledged", "", len(presses) - len(waits), 0, None),
        within(f"{name}: not kept as the player was told", "", _not_kept(folder, presses), 0, None),
        within(f"{name}: rounds not played to their end", "", count - _finished(folder), 0, None),
        within(f"{name}: refused for the rate limit (429)", "", limited, 0, None),
        within(f"{name}: most requests in a second", "", _most_in_a_second(requests), 50, PER_SECOND),
        reported(f"{name}: edits, live counts among them", "", len(edits), _needed(count)),
    ]


def _not_kept(folder: Path, presses: list[dict[str, Any]]) -> int:
    """Answers that were lost, or stand there with another choice or other points than the player was told."""
    rows = _rows(folder, "SELECT round_id, number, user_id, choice, points FROM trivia_answers")
    kept = {(round_id, number, user): (choice, points) for round_id, number, user, choice, points in rows}
    wrong = max(0, len(rows) - len(presses))
    for answered in (one for one in presses if one["milliseconds"] is not None):
        round_id, number, choice = map(int, answered["custom_id"].removeprefix(ADDRESS).split(":"))
        told = _LOCKED_IN.search(answered["told"])
        points = int(told[2].replace(",", "")) if told else None
        right_letter = told is not None and told[1] == LETTERS[choice]
        wrong += not right_letter or kept.get((round_id, number, answered["user"])) != (choice, points)
    return wrong


def _finished(folder: Path) -> int:
    ((rounds,),) = _rows(folder, "SELECT COUNT(*) FROM trivia_rounds WHERE ending = 'finished'")
    return int(rounds)


def _most_in_a_second(requests: list[tuple[float, str, str]]) -> int:
    instants = [at for at, _, _ in requests]
    return max(sum(begun <= at < begun + 1 for at in instants) for begun in instants)


def _needed(count: int) -> int:
    """The edits without any live count: each question, each answer, the end."""
    return count * (2 * QUESTIONS + 1)
