"""Rounds of trivia, and a kill amid them: seeded points around what is shown, pressed and answered."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign.evidence import rows, text
from tests.campaign.rounds_judge import ANSWER, Place, Played, Press, judge
from tests.campaign.tally import Tally
from tests.loopback.harness import Bot, Discord, Refused, bot_running, discord_running

PROGRAM = ("-m", "tests.loopback.bot_with_rounds")
CHANNELS, PLAYERS = 3, 5
QUESTIONS, SECONDS = 2, 10
CROSSINGS = 80
"""Rather more than a point's rounds pass: some points are not reached, which kills it when it is idle."""
STEPS = 600
"""Looks at a point's rounds until they have to be over."""
PATIENT = 0.7
"""How often people wait for what they are told."""
FREE_AGAIN = 12.0
"""How many seconds of the world a step takes at most when nobody has anything to press."""
_POLL = 0.03
_PATIENCE = 120  # looks for an answer: some more than Discord's three seconds
_CALL_OFF = "trivia:v1:call-off"
_AWAY = 700.0
_EDIT, _CALLBACK = "/channels/*/messages/*", "/interactions/*/callback"
_BEHIND = "SELECT 1 FROM due_work WHERE kind = 'trivia' AND due_at <= ?"
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
        played = Played(folder, made["channels"])
        rounds = Rounds(small, played, players, Random(seed))
        for number, point in enumerate(chosen):
            tally.met += await rounds.one(number, point)
        await rounds.last()
        tally.survived = tally.tried - len(await judge(small, played, tally))
    return tally


@dataclass(slots=True)
class Rounds:
    """Players in some channels."""

    discord: Discord
    played: Played
    players: list[int]
    rng: Random

    async def one(self, number: int, point: Point) -> bool:
        """The bot starts, goes on with what was left, plays new rounds, and dies; whether by itself."""
        settings = {"KILL_AT": str(point.crossing), "KILL_FROM": point.since}
        async with bot_running(self.discord, self.played.folder, program=PROGRAM, **settings) as bot:
            if point.fault is not None:
                await self.discord.do("fail", times=self.rng.randint(1, 3), **point.fault)
            died = not await self.play(bot, number, begin=True, delete=point.deleted)
        await self.hear()
        await self.discord.do("mend")
        await self.discord.do("move_time", seconds=point.away)
        return died

    async def last(self) -> None:
        """A start without a kill: everything left comes to its end, and each channel can be played in."""
        async with bot_running(self.discord, self.played.folder, program=PROGRAM) as bot:
            if not await self.play(bot, -1, begin=False):
                raise RuntimeError(f"the bot ended by itself:\n{bot.log}")
            for channel in self.played.open_channels:
                await self.call_off(channel)
            if not await self.play(bot, -1, begin=False):
                raise RuntimeError(f"the bot ended by itself:\n{bot.log}")
        await self.hear()

    async def call_off(self, channel: int) -> None:
        """Begin a round and call it off, to see that a channel is free; asked again where no answer comes."""
        told = "there was no answer"
        for _ in range(3):
            with suppress(Refused):
                (answer,) = await self.discord.ask(
                    "slash", channel=channel, user=self.players[0], command="trivia start"
                )
                if _CALL_OFF not in str(answer):
                    told = text(answer)
                    continue
                message = int(answer["message"]["id"])
                await self.discord.ask("press", message=message, user=self.players[0], custom_id=_CALL_OFF)
                return
        self.played.stuck.append(f"no round can be begun in {channel}: {told}")

    async def play(self, bot: Bot, point: int, *, begin: bool, delete: bool = False) -> bool:
        """Press whatever is shown until all rounds are over; False when the bot dies meanwhile."""
        ready = False
        for _ in range(STEPS):
            if bot.exit_code is not None:
                return False
            if not ready:
                ready = "ready as" in bot.log
            elif begin:
                await asyncio.gather(*(self._begin(bot, channel) for channel in self.played.open_channels))
                begin = False
            elif not self._under_way():
                return True
            eager = 0.6 if ready else 0.05  # what is pressed while it is away never reaches it
            pressed = await asyncio.gather(
                *(
                    self._press_some(bot if ready else None, channel, point, eager)
                    for channel in self.played.open_channels
                )
            )
            if delete and pressed[0]:
                delete = not await self._delete(self.played.channels[0])
            if ready and not await self._is_behind():
                most = 2.5 if any(pressed) else FREE_AGAIN
                await self.discord.do("move_time", seconds=self.rng.uniform(0.2, most))
            await asyncio.sleep(_POLL)
        raise TimeoutError(f"the rounds did not end:\n{bot.log}")

    async def _delete(self, channel: int) -> bool:
        """A moderator deletes the message that shows a question; whether there was one."""
        shown = await self.discord.do("pressable", channel=channel, custom_id=ANSWER)
        for message in shown:
            await self.discord.do("delete_message", channel=channel, message=int(message))
            self.played.deleted.add(int(message))
        return bool(shown)

    async def _begin(self, bot: Bot, channel: int) -> None:
        """Somebody begins a round, and again where no answer comes; where one is under way, that says so.

        Of a bot that has just started, the first answer comes too late on a busy machine.
        """
        user = self.rng.choice(self.players)
        asked = {"command": "trivia start", "questions": QUESTIONS, "seconds": SECONDS}
        for _ in range(3):
            sent = await self.discord.do("slash", channel=channel, user=user, **asked)
            if await self._answered(bot, sent):
                return

    async def _press_some(self, bot: Bot | None, channel: int, point: int, eager: float) -> bool:
        """Some of those who have not answered press, sometimes one who has; whether there is a question.

        Mostly they see what they are told before time goes on, however busy the machine is; where there is a
        bot to tell them.
        """
        first = len(self.played.presses)
        shown = await self.discord.do("pressable", channel=channel, custom_id=ANSWER)
        answered = {press.place for press in self.played.presses}
        for message, buttons in shown.items():
            for user in self.players:
                custom_id = self.rng.choice(buttons)
                round_id, number, choice = map(int, custom_id.removeprefix(ANSWER).split(":"))
                place = Place(round_id, number, user)
                if self.rng.random() > (eager / 4 if place in answered else eager):
                    continue
                with suppress(Refused):  # the message has just gone on
                    sent = await self.discord.do(
                        "press", message=int(message), user=user, custom_id=custom_id
                    )
                    self.played.presses.append(Press(place, choice, sent, point))
        if bot is not None and self.rng.random() < PATIENT:
            pressed = self.played.presses[first:]
            await asyncio.gather(*(self._answered(bot, press.interaction) for press in pressed))
        return bool(shown)

    async def _answered(self, bot: Bot, interaction: int) -> bool:
        """Whether somebody is told something in time, or the bot is gone."""
        for _ in range(_PATIENCE):
            if bot.exit_code is not None or await self.discord.do("seen", interaction=interaction, count=0):
                return True
            await asyncio.sleep(_POLL)
        return False

    async def hear(self) -> None:
        """What players were told of their presses so far."""
        for press in self.played.presses:
            if press.interaction not in self.played.told:
                seen = await self.discord.do("seen", interaction=press.interaction, count=0)
                self.played.told[press.interaction] = text(seen[0]) if seen else ""

    async def _is_behind(self) -> bool:
        """Whether a scene's time is over and the bot still at it: no round is lost to a busy machine."""
        now = datetime.fromisoformat(await self.discord.do("move_time", seconds=0))
        return bool(rows(self.played.folder, _BEHIND, int(now.timestamp() * 1000)))

    def _under_way(self) -> bool:
        folder = self.played.folder
        unfinished = rows(folder, "SELECT 1 FROM trivia_rounds WHERE phase <> 'closed'")
        return bool(unfinished or rows(folder, "SELECT 1 FROM due_work WHERE kind = 'trivia'"))
