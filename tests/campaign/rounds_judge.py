"""Rounds after all kills: what is kept and shown, against what players were told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bot.trivia.answers import LETTERS
from tests.campaign.evidence import rows
from tests.campaign.tally import Tally
from tests.loopback.harness import Discord

ANSWER, AGAIN = "trivia:v1:answer:", "trivia:v1:again:"
_LOCKED_IN = re.compile(r"Locked in: \*\*([A-D])\*\*\. .* worth ([\d,]+) points", re.DOTALL)
_ALREADY = re.compile(r"You are locked in already: ([A-D])")


class Place(NamedTuple):
    """An answer's place: nobody has two."""

    round_id: int
    number: int
    user: int


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed an answer; what they were told stands in the interaction."""

    place: Place
    choice: int
    interaction: int
    point: int


@dataclass(slots=True)
class Played:
    """What happened in a campaign."""

    folder: Path
    channels: list[int]
    presses: list[Press] = field(default_factory=list)
    told: dict[int, str] = field(default_factory=dict)
    """By interaction, what its person was told."""
    deleted: set[int] = field(default_factory=set)
    """Messages that moderators deleted, or took out of its reach: they tell nothing any more."""
    left: set[int] = field(default_factory=set)
    """Channels that are gone."""
    left_servers: set[int] = field(default_factory=set)
    """Those that removed the bot, amid a round perhaps: it rests there."""
    stuck: list[str] = field(default_factory=list)
    """Channels in which no round could be begun in the end."""

    @property
    def open_channels(self) -> list[int]:
        """Where rounds can be played now."""
        return [channel for channel in self.channels if channel not in self.left]


async def judge(small: Discord, played: Played, tally: Tally) -> set[int]:
    """Compare what is kept with what was told; the points in which something is lost or doubled."""
    kept = {
        Place(round_id, number, user): (choice, points)
        for round_id, number, user, choice, points in rows(
            played.folder, "SELECT round_id, number, user_id, choice, points FROM trivia_answers"
        )
    }
    spoiled = set[int]()
    acknowledged = set[Place]()
    for press in played.presses:
        told = played.told[press.interaction]
        choice, points = kept.get(press.place, (None, None))
        letter = LETTERS[choice] if choice is not None else None
        if (locked := _LOCKED_IN.search(told)) is not None:
            if press.place in acknowledged:
                tally.doubled.append(f"{press.place} was locked in twice")
                spoiled.add(press.point)
            acknowledged.add(press.place)
            if (locked[1], int(locked[2].replace(",", ""))) != (letter, points):
                tally.lost.append(f"{press.place} was told {told!r}, kept is {letter}, {points}")
                spoiled.add(press.point)
        elif (already := _ALREADY.search(told)) is not None and already[1] != letter:
            tally.lost.append(f"{press.place} was told {told!r}, kept is {letter}")
            spoiled.add(press.point)
    if not acknowledged:
        tally.wrong.append("nobody was told that an answer counts")
    tally.wrong += [*played.stuck, *_wrong_results(played), *await _wrong_messages(small, played)]
    tally.wrong += await small.do("violations")
    return spoiled - {-1}


def rounds_under_way(played: Played) -> bool:
    """Whether any round goes on, or has something left to do."""
    found = [*rows(played.folder, _NOT_OVER), *rows(played.folder, _DUE)]
    return any(guild not in played.left_servers for guild, *_ in found)


def _wrong_results(played: Played) -> list[str]:
    """Rounds that are not over, and results that are not the sum over the right answers."""
    folder = played.folder
    found = [
        f"the round {one} is {phase}"
        for guild, one, phase in rows(folder, _NOT_OVER)
        if guild not in played.left_servers
    ]
    counted = {tuple(row[:2]): tuple(row[2:]) for row in rows(folder, _COUNTED)}
    results = {tuple(row[:2]): tuple(row[2:]) for row in rows(folder, _RESULTS)}
    found += [
        f"round and player {at}: answers {counted.get(at)}, results {results.get(at)}"
        for at in counted.keys() | results.keys()
        if counted.get(at) != results.get(at)
    ]
    ((told, most),) = rows(folder, _TALLIES)
    if told > most:
        found.append(f"{told} answers were counted for difficulties, there are {most}")
    return found


async def _wrong_messages(small: Discord, played: Played) -> list[str]:
    """Messages that still offer an answer, or do not tell how their round ended."""
    offered, ended = set[int](), set[int]()
    for channel in played.channels:
        offered |= {int(one) for one in await small.do("pressable", channel=channel, custom_id=ANSWER)}
        ended |= {int(one) for one in await small.do("pressable", channel=channel, custom_id=AGAIN)}
    found = [f"the message {one} still offers answers" for one in offered - played.deleted]
    found += [
        f"the message {message} does not tell that its round {round_id} is {ending}"
        for guild, round_id, message, ending in rows(played.folder, _MESSAGES)
        if ending != "cut off" and guild not in played.left_servers and message not in ended | played.deleted
    ]
    return found


_DUE = "SELECT guild_id FROM due_work WHERE kind = 'trivia'"
_NOT_OVER = "SELECT guild_id, round_id, phase FROM trivia_rounds WHERE phase <> 'closed'"
_COUNTED = (
    "SELECT a.round_id, a.user_id, SUM(a.points * (a.choice = q.correct)), SUM(a.choice = q.correct), "
    "COUNT(*) FROM trivia_answers AS a JOIN trivia_questions AS q USING (round_id, number) GROUP BY 1, 2"
)
_RESULTS = "SELECT round_id, user_id, points, correct, answered FROM trivia_results"
_TALLIES = "SELECT COALESCE(SUM(answered), 0), (SELECT COUNT(*) FROM trivia_answers) FROM trivia_tallies"
_MESSAGES = "SELECT guild_id, round_id, message_id, ending FROM trivia_rounds WHERE message_id IS NOT NULL"
