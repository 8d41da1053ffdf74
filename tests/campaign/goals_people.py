"""What people do about goals, each at their own pace: begin, log, take back, read off, decide, close."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.campaign.evidence import custom_ids
from tests.campaign.goals_record import Act, Record, Verb
from tests.loopback.harness import Bot, Discord, Refused

MOST_ACTS = 3
DAY_HOLDS = 1000
"""What a member logs beyond that waits for moderators."""
STEP = {"official": 1000, "community": 400}
TARGET = {kind: 100 * step for kind, step in STEP.items()}
"""As many milestones as there can be: no goal comes so far."""
LIVES = (timedelta(days=7, hours=1), timedelta(hours=25), timedelta(hours=4))
"""How long before its deadline a goal begins: an hour before one of the notices."""
_POLL = 0.03
_PATIENCE = 120  # looks for an answer: some more than Discord's three seconds


@dataclass(slots=True)
class People:
    """A server's members, and one moderator."""

    discord: Discord
    record: Record
    hall: int
    """The channel they type in."""
    moderator: int
    members: list[int]
    rng: Random
    lives: tuple[timedelta, ...] = LIVES
    longest_pause: float = 2.0
    """Seconds of the world that pass by themselves after something was done."""

    wanted: int = 0
    """How many goals somebody wanted to begin."""
    entered: dict[int, int] = field(default_factory=dict)
    """By member, how often they have logged: no two of their logs are of one amount."""

    async def go_on(self, bot: Bot) -> None:
        """Everybody does something at the same time."""
        await asyncio.gather(
            *(self.member(bot, member) for member in self.members), self.read(bot), self.decide(bot)
        )

    async def now(self) -> datetime:
        return datetime.fromisoformat(await self.discord.do("move_time", seconds=0))

    async def begin(self, bot: Bot, kind: str) -> None:
        """A moderator begins a goal of a kind, where none is open."""
        if any(goal.open and goal.kind == kind for goal in self.record.goals()):
            return
        self.wanted += 1
        deadline = await self.now() + self.rng.choice(self.lives)
        seen = await self._do(
            bot,
            Act.by(self.moderator, Verb.BEGIN),
            "slash",
            channel=self.hall,
            command="goal create",
            what=f"Song {self.wanted}",
            target=str(TARGET[kind]),
            unit="streams",
            kind=kind,
            milestones=f"every {STEP[kind]}",
            deadline=f"<t:{int(deadline.timestamp())}>",
        )
        await self._press(bot, Act.by(self.moderator, Verb.BEGIN), seen, "goals:v1:create:")

    async def try_each(self, bot: Bot) -> None:
        """A reading, a log, and that log taken back: each is known to work, whatever chance has chosen."""
        await self.read(bot)
        await self._log(bot, self.members[0])
        await self._undo(bot, self.members[0])

    async def member(self, bot: Bot, member: int) -> None:
        """A member logs, more than a day holds at times, and takes back at times."""
        for _ in range(self.rng.randint(1, MOST_ACTS)):
            if self.rng.random() < 0.25:
                await self._undo(bot, member)
            else:
                await self._log(bot, member)

    async def _log(self, bot: Bot, member: int) -> None:
        goals = [goal.id for goal in self.record.goals() if goal.open]
        if not goals or bot.exit_code is not None:
            return
        number = self.entered[member] = self.entered.get(member, 0) + 1
        act = Act(member, Verb.LOG, self.rng.choice(goals), number + (self.rng.random() < 0.2) * DAY_HOLDS)
        told = {"goal": str(act.goal), "amount": str(act.amount)}
        await self._do(bot, act, "slash", channel=self.hall, command="goal log", **told)

    async def _undo(self, bot: Bot, member: int) -> None:
        act = Act.by(member, Verb.UNDO)
        await self._do(bot, act, "slash", channel=self.hall, command="goal undo")

    async def read(self, bot: Bot) -> None:
        """A moderator enters a total two milestones on; at times corrects it down, then up again."""
        for goal in [goal for goal in self.record.goals() if goal.open and goal.kind == "official"]:
            total = self.record.highest(goal.id) + self.rng.randint(2 * STEP[goal.kind], 3 * STEP[goal.kind])
            act = Act(self.moderator, Verb.READ, goal.id, total)
            told = {"goal": str(goal.id), "total": str(total)}
            seen = await self._do(bot, act, "slash", channel=self.hall, command="goal reading", **told)
            if self.rng.random() < 0.5:
                for correction in (total - STEP[goal.kind] * 3 // 2, total + STEP[goal.kind]):
                    seen = await self._correct(bot, seen, goal.id, correction)

    async def _correct(
        self, bot: Bot, seen: list[dict[str, Any]], goal: int, total: int
    ) -> list[dict[str, Any]]:
        asked = await self._press(bot, Act.by(self.moderator, Verb.LOOK), seen, "goals:v1:correct:")
        if not asked or "custom_id" not in asked[0]["data"]:
            return []
        message, form = int(seen[0]["message"]["id"]), asked[0]["data"]["custom_id"]
        act = Act(self.moderator, Verb.READ, goal, total)
        return await self._do(bot, act, "submit", message=message, custom_id=form, total=str(total))

    async def decide(self, bot: Bot) -> None:
        """A moderator decides on the first log that waits, at times both ways at once."""
        act = Act.by(self.moderator, Verb.LOOK)
        seen = await self._do(bot, act, "slash", channel=self.hall, command="review")
        waiting = custom_ids(seen[0]["data"], "review:v1:decide:goal-log:") if seen else []
        if not waiting:
            return
        decisions = waiting[:2] if self.rng.random() < 0.3 else [self.rng.choice(waiting[:2])]
        presses = []
        for decision in decisions:
            _, _, _, _, log, verb, _ = decision.split(":")
            act = Act(self.moderator, Verb(verb), log=int(log))
            presses.append(self._decide_on(bot, act, seen, decision))
        await asyncio.gather(*presses)

    async def _decide_on(self, bot: Bot, act: Act, seen: list[dict[str, Any]], decision: str) -> None:
        """Accept by a press; decline with a reason, which a form asks for."""
        if act.verb is Verb.ACCEPT:
            await self._press(bot, act, seen, decision)
            return
        asked = await self._press(bot, Act.by(self.moderator, Verb.LOOK), seen, decision)
        if asked and "custom_id" in asked[0]["data"]:
            message, form = int(seen[0]["message"]["id"]), asked[0]["data"]["custom_id"]
            await self._do(bot, act, "submit", message=message, custom_id=form, said="too many")

    async def close(self, bot: Bot) -> None:
        """A moderator closes a goal before its time."""
        for goal in [goal for goal in self.record.goals() if goal.open][:1]:
            act = Act(self.moderator, Verb.CLOSE, goal.id)
            await self._do(bot, act, "slash", channel=self.hall, command="goal close", goal=str(goal.id))

    async def _press(
        self, bot: Bot, act: Act, seen: list[dict[str, Any]], beginning: str
    ) -> list[dict[str, Any]]:
        """Press the first button of an answer whose custom_id begins so, if there is one."""
        buttons = custom_ids(seen[0]["data"], beginning) if seen else []
        if not buttons or not seen[0].get("message"):
            return []
        message = int(seen[0]["message"]["id"])
        return await self._do(bot, act, "press", message=message, custom_id=buttons[0])

    async def _do(self, bot: Bot, act: Act, verb: str, **asked: Any) -> list[dict[str, Any]]:
        """Somebody does something, and waits for what they see; at times the bot hears of it twice."""
        if bot.exit_code is not None:
            return []
        try:
            act.interaction = await self.discord.do(verb, user=act.user, **asked)
        except Refused:  # the message has just gone on
            return []
        act.point = len(self.record.begun) - 1
        self.record.acts.append(act)
        twice = self.rng.choice(("at once", "later", None, None, None))
        if twice == "at once":
            await self.discord.do("redeliver", interaction=act.interaction)
        seen = await self._answered(bot, act)
        if self.longest_pause:
            await self.discord.do("move_time", seconds=self.rng.uniform(0.1, self.longest_pause))
        if twice == "later":
            await self.discord.do("redeliver", interaction=act.interaction)
        return seen

    async def _answered(self, bot: Bot, act: Act) -> list[dict[str, Any]]:
        for _ in range(_PATIENCE):
            seen: list[dict[str, Any]] = await self.discord.do("seen", interaction=act.interaction, count=0)
            if seen or bot.exit_code is not None:
                return seen
            await asyncio.sleep(_POLL)
        return []
