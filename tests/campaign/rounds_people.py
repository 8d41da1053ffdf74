"""What people do in rounds of trivia: begin, press, press again, delete, call off."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from tests.campaign.evidence import text
from tests.campaign.rounds_judge import ANSWER, Place, Played, Press
from tests.loopback.harness import Bot, Discord, Refused

QUESTIONS, SECONDS = 2, 10
PATIENT = 0.7
"""How often people wait for what they are told."""
_POLL = 0.03
_PATIENCE = 120  # looks for an answer: some more than Discord's three seconds
_CALL_OFF = "trivia:v1:call-off"


@dataclass(slots=True)
class Players:
    """Those who play in a server's channels."""

    discord: Discord
    played: Played
    players: list[int]
    rng: Random

    async def begin(self, bot: Bot, channel: int) -> None:
        """Somebody begins a round, and again where no answer comes; where one is under way, that says so.

        Of a bot that has just started, the first answer comes too late on a busy machine.
        """
        user = self.rng.choice(self.players)
        asked = {"command": "trivia start", "questions": QUESTIONS, "seconds": SECONDS}
        for _ in range(3):
            sent = await self.discord.do("slash", channel=channel, user=user, **asked)
            if await self._answered(bot, sent):
                return

    async def press_some(self, bot: Bot | None, channel: int, point: int, eager: float) -> bool:
        """Some of those who have not answered press, sometimes one who has; whether there is a question.

        Where there is a bot to tell them, they mostly see what they are told before time goes on, however
        busy the machine is.
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

    async def delete(self, channel: int) -> bool:
        """A moderator deletes the message that shows a question; whether there was one."""
        shown = await self.discord.do("pressable", channel=channel, custom_id=ANSWER)
        for message in shown:
            await self.discord.do("delete_message", channel=channel, message=int(message))
            self.played.deleted.add(int(message))
        return bool(shown)

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

    async def hear(self) -> None:
        """What players were told of their presses so far."""
        for press in self.played.presses:
            if press.interaction not in self.played.told:
                seen = await self.discord.do("seen", interaction=press.interaction, count=0)
                self.played.told[press.interaction] = text(seen[0]) if seen else ""

    async def _answered(self, bot: Bot, interaction: int) -> bool:
        """Whether somebody is told something in time, or the bot is gone."""
        for _ in range(_PATIENCE):
            if bot.exit_code is not None or await self.discord.do("seen", interaction=interaction, count=0):
                return True
            await asyncio.sleep(_POLL)
        return False
