"""Rounds of trivia, and a kill amid them: seeded points around what is shown, pressed and answered."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bot.trivia.answers import LETTERS
from tests.campaign.tally import Tally
from tests.loopback.harness import Bot, Discord, Refused, bot_running, discord_running

PROGRAM = ("-m", "tests.loopback.bot_with_rounds")
CHANNELS, PLAYERS = 3, 5
QUESTIONS, SECONDS = 2, 10
CROSSINGS = 80
"""Rather more than a point's rounds pass: some points are not reached, which kills it when it is idle."""
STEPS = 600
"""Looks at a point's rounds until they have to be over."""
FREE_AGAIN = 12
"""How many seconds of the world a step takes at most when nobody has anything to press."""
_POLL = 0.03
_PATIENCE = 120  # looks for an answer: some more than Discord's three seconds
_ANSWER, _BEGIN, _CALL_OFF = "trivia:v1:answer:", "trivia:v1:begin", "trivia:v1:call-off"
_AGAIN = "trivia:v1:again:"
_AWAY = 700.0
_LOCKED_IN = re.compile(r"Locked in: \*\*([A-D])\*\*\. .* worth ([\d,]+) points")
_ALREADY = re.compile(r"You are locked in already: ([A-D])")
_EDIT, _CALLBACK = "/channels/*/messages/*", "/interactions/*/callback"
_FAULTS: tuple[dict[str, Any] | None, ...] = (
    None,
    None,
    None,
    {"method": "PATCH", "path": _EDIT, "kind": "lost answer"},
    {"method": "PATCH", "path": _EDIT, "kind": "status", "status": 502},
    {"method": "PATCH", "path": _EDIT, "kind": "rate limit", "retry_after": 0.05},
    {"method": "PATCH", "path": _EDIT, "kind": "reset"},
    {"method": "POST", "path": _CALLBACK, "kind": "lost answer"},
    {"method": "POST", "path": _CALLBACK, "kind": "status", "status": 502},
)


@dataclass(frozen=True, slots=True)
class Point:
    """Where the bot dies, what goes wrong besides, and how long it is gone afterwards."""

    crossing: int
    since: str
    fault: dict[str, Any] | None
    away: float
    """Seconds of the world."""
    deleted: bool
    """Whether a moderator deletes the message of a question."""


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


def points(count: int, seed: int) -> list[Point]:
    rng = Random(seed)
    return [
        Point(
            rng.randint(1, CROSSINGS),
            rng.choice(("round", "press", "press", "start")),
            rng.choice(_FAULTS),
            rng.choice((0.0, 0.0, 0.0, 5.0, 30.0, _AWAY)),
            rng.random() < 0.15,
        )
        for _ in range(count)
    ]


async def run(folder: Path, chosen: list[Point], seed: int = 1) -> Tally:
    """Try the points one after another, some rounds each; then compare what is kept with what was told."""
    tally = Tally(tried=len(chosen))
    async with discord_running(folder, "--no-limits", "--identify-window", "0.05") as small:
        made = await small.do("add_guild", channels=CHANNELS)
        players = await small.do("add_members", guild=made["guild"], count=PLAYERS)
        rounds = _Rounds(small, folder, made["channels"], players, Random(seed))
        for number, point in enumerate(chosen):
            tally.killed += await rounds.one(number, point)
        await rounds.last()
        await _judge(small, rounds, tally)
    return tally


@dataclass(slots=True)
class _Rounds:
    discord: Discord
    folder: Path
    channels: list[int]
    players: list[int]
    rng: Random

    presses: list[Press] = field(default_factory=list)
    told: dict[int, str] = field(default_factory=dict)
    """By interaction, what its person was told."""
    deleted: set[int] = field(default_factory=set)
    """Messages that moderators deleted: they tell nothing any more."""
    stuck: list[str] = field(default_factory=list)
    """Channels in which no round could be begun in the end."""

    async def one(self, number: int, point: Point) -> bool:
        """The bot starts, goes on with what was left, plays new rounds, and dies; whether by itself."""
        settings = {"KILL_AT": str(point.crossing), "KILL_FROM": point.since}
        async with bot_running(self.discord, self.folder, program=PROGRAM, **settings) as bot:
            if point.fault is not None:
                await self.discord.do("fail", times=self.rng.randint(1, 3), **point.fault)
            died = not await self._play(bot, number, begin=True, delete=point.deleted)
        await self._hear()
        await self.discord.do("mend")
        await self.discord.do("move_time", seconds=point.away)
        return died

    async def last(self) -> None:
        """A start without a kill: everything left comes to its end, and each channel can be played in."""
        async with bot_running(self.discord, self.folder, program=PROGRAM) as bot:
            if not await self._play(bot, -1, begin=False):
                raise RuntimeError(f"the bot ended by itself:\n{bot.log}")
            for channel in self.channels:
                await self._call_off(channel)
            if not await self._play(bot, -1, begin=False):
                raise RuntimeError(f"the bot ended by itself:\n{bot.log}")
        await self._hear()

    async def _call_off(self, channel: int) -> None:
        """Begin a round and call it off, to see that a channel is free; asked again where no answer comes."""
        told = "there was no answer"
        for _ in range(3):
            with suppress(Refused):
                (answer,) = await self.discord.ask(
                    "slash", channel=channel, user=self.players[0], command="trivia start"
                )
                if _CALL_OFF not in str(answer):
                    told = _text(answer)
                    continue
                message = int(answer["message"]["id"])
                await self.discord.ask("press", message=message, user=self.players[0], custom_id=_CALL_OFF)
                return
        self.stuck.append(f"no round can be begun in {channel}: {told}")

    async def _play(self, bot: Bot, point: int, *, begin: bool, delete: bool = False) -> bool:
        """Press whatever is shown until all rounds are over; False when the bot dies meanwhile."""
        ready = False
        for _ in range(STEPS):
            if bot.exit_code is not None:
                return False
            if not ready:
                ready = "ready as" in bot.log
            elif begin:
                await asyncio.gather(*(self._begin(bot, channel) for channel in self.channels))
                begin = False
            elif not self._under_way():
                return True
            eager = 0.6 if ready else 0.05  # what is pressed while it is away never reaches it
            pressed = await asyncio.gather(
                *(self._press_some(channel, point, eager) for channel in self.channels)
            )
            if delete and pressed[0]:
                delete = not await self._delete(self.channels[0])
            if ready:
                most = 2.5 if any(pressed) else FREE_AGAIN
                await self.discord.do("move_time", seconds=self.rng.uniform(0.2, most))
            await asyncio.sleep(_POLL)
        raise TimeoutError(f"the rounds did not end:\n{bot.log}")

    async def _delete(self, channel: int) -> bool:
        """A moderator deletes the message that shows a question; whether there was one."""
        shown = await self.discord.do("pressable", channel=channel, custom_id=_ANSWER)
        for message in shown:
            await self.discord.do("delete_message", channel=channel, message=int(message))
            self.deleted.add(int(message))
        return bool(shown)

    async def _begin(self, bot: Bot, channel: int) -> None:
        """Somebody begins a round, and waits for an answer; where one is under way, that says so."""
        sent = await self.discord.do(
            "slash",
            channel=channel,
            user=self.rng.choice(self.players),
            command="trivia start",
            questions=QUESTIONS,
            seconds=SECONDS,
        )
        for _ in range(_PATIENCE):
            if bot.exit_code is not None or await self.discord.do("seen", interaction=sent, count=0):
                return
            await asyncio.sleep(_POLL)

    async def _press_some(self, channel: int, point: int, eager: float) -> bool:
        """Some of those who have not answered press, sometimes one who has; whether there is a question."""
        shown = await self.discord.do("pressable", channel=channel, custom_id=_ANSWER)
        answered = {press.place for press in self.presses}
        for message, buttons in shown.items():
            for user in self.players:
                custom_id = self.rng.choice(buttons)
                round_id, number, choice = map(int, custom_id.removeprefix(_ANSWER).split(":"))
                place = Place(round_id, number, user)
                if self.rng.random() > (eager / 4 if place in answered else eager):
                    continue
                with suppress(Refused):  # the message has just gone on
                    sent = await self.discord.do(
                        "press", message=int(message), user=user, custom_id=custom_id
                    )
                    self.presses.append(Press(place, choice, sent, point))
        return bool(shown)

    async def _hear(self) -> None:
        """What players were told of their presses so far."""
        for press in self.presses:
            if press.interaction not in self.told:
                seen = await self.discord.do("seen", interaction=press.interaction, count=0)
                self.told[press.interaction] = _text(seen[0]) if seen else ""

    def _under_way(self) -> bool:
        rows = _rows(self.folder, "SELECT 1 FROM trivia_rounds WHERE phase <> 'closed'")
        return bool(rows or _rows(self.folder, "SELECT 1 FROM due_work WHERE kind = 'trivia'"))


def _text(seen: dict[str, Any]) -> str:
    found = re.findall(r"'content': (?:'([^']*)'|\"([^\"]*)\")", str(seen.get("data", {}).get("components")))
    return " ".join(one or other for one, other in found)


def _rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    file = folder / "state" / "borahae.sqlite3"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as raw:
        return raw.execute(sql).fetchall()


async def _judge(small: Discord, rounds: _Rounds, tally: Tally) -> None:
    kept = {
        Place(round_id, number, user): (choice, points)
        for round_id, number, user, choice, points in _rows(
            rounds.folder, "SELECT round_id, number, user_id, choice, points FROM trivia_answers"
        )
    }
    spoiled = set[int]()
    acknowledged = set[Place]()
    for press in rounds.presses:
        told = rounds.told[press.interaction]
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
    tally.survived = tally.tried - len(spoiled - {-1})
    if not acknowledged:
        tally.wrong.append("nobody was told that an answer counts")
    tally.wrong += [*rounds.stuck, *_wrong_results(rounds.folder), *await _wrong_messages(small, rounds)]
    tally.wrong += await small.do("violations")


def _wrong_results(folder: Path) -> list[str]:
    """Rounds that are not over, and results that are not the sum over the right answers."""
    found = [f"the round {one} is {phase}" for one, phase in _rows(folder, _NOT_OVER)]
    counted = {tuple(row[:2]): tuple(row[2:]) for row in _rows(folder, _COUNTED)}
    results = {tuple(row[:2]): tuple(row[2:]) for row in _rows(folder, _RESULTS)}
    found += [
        f"round and player {at}: answers {counted.get(at)}, results {results.get(at)}"
        for at in counted.keys() | results.keys()
        if counted.get(at) != results.get(at)
    ]
    ((told, most),) = _rows(folder, _TALLIES)
    if told > most:
        found.append(f"{told} answers were counted for difficulties, there are {most}")
    return found


async def _wrong_messages(small: Discord, rounds: _Rounds) -> list[str]:
    """Messages that still offer an answer, or do not tell how their round ended."""
    offered, ended = set[int](), set[int]()
    for channel in rounds.channels:
        offered |= {int(one) for one in await small.do("pressable", channel=channel, custom_id=_ANSWER)}
        ended |= {int(one) for one in await small.do("pressable", channel=channel, custom_id=_AGAIN)}
    found = [f"the message {one} still offers answers" for one in offered]
    found += [
        f"the message {message} does not tell that its round {round_id} is {ending}"
        for round_id, message, ending in _rows(rounds.folder, _MESSAGES)
        if ending != "cut off" and message not in ended | rounds.deleted
    ]
    return found


_NOT_OVER = "SELECT round_id, phase FROM trivia_rounds WHERE phase <> 'closed'"
_COUNTED = (
    "SELECT a.round_id, a.user_id, SUM(a.points * (a.choice = q.correct)), SUM(a.choice = q.correct), "
    "COUNT(*) FROM trivia_answers AS a JOIN trivia_questions AS q USING (round_id, number) GROUP BY 1, 2"
)
_RESULTS = "SELECT round_id, user_id, points, correct, answered FROM trivia_results"
_TALLIES = "SELECT COALESCE(SUM(answered), 0), (SELECT COUNT(*) FROM trivia_answers) FROM trivia_tallies"
_MESSAGES = "SELECT round_id, message_id, ending FROM trivia_rounds WHERE message_id IS NOT NULL"
