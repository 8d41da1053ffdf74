"""Answers of a round against the bare bot's pong; two hundred rounds at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.contest import Side, contest
from benchmarks.figures import Figure, at_least, within
from benchmarks.interactions import PING

ROUNDS, SECONDS, PEOPLE = 5, 1.5, 50
MEMBERS = 40_000
"""More than can answer in all rounds: everybody answers once."""
LONGEST = 60  # seconds a question can be open


async def measure(folder: Path) -> list[Figure]:
    """All figures of trivia."""
    return [*await _answers(folder / "answers")]


async def _answers(folder: Path) -> list[Figure]:
    """First presses, each of somebody else and so a durable insert, in a closed loop."""
    async with contest(folder) as (ours, bare):
        members = await ours.discord.do("add_members", guild=ours.guild, count=MEMBERS)
        pressed = await _open_question(ours)
        asked = 0
        pairs = []
        for turn in range(-1, ROUNDS):
            own = members[asked:]
            mine = await ours.load(pressed, people=PEOPLE, seconds=SECONDS, users=own)
            other = await bare.load([PING], people=PEOPLE, seconds=SECONDS)
            asked += mine.answered
            if turn >= 0:  # the first is to warm up
                pairs.append((mine.per_second, other.per_second))
        kept = _count(ours.folder)
    return [
        at_least("an answer in a round of trivia", "/s", pairs, 0.45),
        within("answers acknowledged but not kept", "", asked - kept, 0, asked),
    ]


async def _open_question(ours: Side) -> list[dict[str, Any]]:
    """A round with one long question, and the presses on its four answers."""
    (lobby,) = await ours.discord.ask(
        "slash",
        channel=ours.channel,
        user=ours.member,
        command="trivia start",
        questions=1,
        seconds=LONGEST,
    )
    message = int(lobby["message"]["id"])
    await ours.discord.ask("press", message=message, user=ours.member, custom_id="trivia:v1:begin")
    shown = await ours.discord.do("until_shown", message=message, custom_id="trivia:v1:answer")
    return [
        {"kind": "press", "message": message, "data": {"custom_id": one, "component_type": 2, "id": 1}}
        for one in shown
    ]


def _count(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "state" / "borahae.sqlite3")) as raw:
        ((answers,),) = raw.execute("SELECT COUNT(*) FROM trivia_answers")
    return int(answers)
