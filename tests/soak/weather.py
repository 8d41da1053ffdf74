"""What goes wrong, from a seed: requests refused, broken, answered late or never; the gateway lost."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.campaign.outages import strike
from tests.loopback.harness import Bot, Discord
from tests.soak.talk import PATIENCE

_SEND, _EDIT = "/channels/*/messages", "/channels/*/messages/*"
ROUTES = (
    ("POST", _SEND),
    ("PATCH", _EDIT),
    ("POST", "/interactions/*/callback"),
    ("PATCH", "/webhooks/*"),
    ("GET", _SEND),
    ("POST", "/channels/*/threads"),
    ("PUT", "/channels/*/pins/*"),
)
KINDS: tuple[dict[str, Any], ...] = (
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 500},
    {"kind": "reset"},
    {"kind": "lost answer"},
    {"kind": "rate limit", "retry_after": 0.2},
    {"kind": "held"},
)
BLOWS = ("dropped", "asked to reconnect", "invalid, to be resumed", "invalid")
"""What happens to the gateway; silence would take three heartbeats to be noticed."""
BETWEEN = (3.0, 15.0)
"""Seconds of the world from one fault of requests to the next."""
GATEWAY_BETWEEN = (1 / 60, 1 / 20)
"""Which part of a soak it is from one fault of the gateway to the next: of two hours, two to six minutes."""
LONGEST_HELD = 2.0
"""Real seconds that an answer is kept back."""
READY_WITHIN = 60.0
"""Real seconds in which the bot has to be connected again."""
_AFTER = 1.0
"""Real seconds in which what was asked while it was away is heard."""


@dataclass(slots=True)
class Weather:
    """The faults of one soak."""

    discord: Discord
    lasts: float
    """Seconds of the world."""
    pace: float
    rng: Random
    done: Counter[str] = field(default_factory=Counter)
    away: list[tuple[float, float]] = field(default_factory=list)
    """When the gateway was lost and back, in monotonic seconds."""

    async def of_requests(self) -> None:
        """One more fault of requests."""
        await asyncio.sleep(self.rng.uniform(*BETWEEN) / self.pace)
        method, path = self.rng.choice(ROUTES)
        fault = self.rng.choice(KINDS)
        self.done[str(fault.get("status", fault["kind"]))] += 1
        await self.discord.do("fail", method=method, path=path, times=self.rng.randint(1, 2), **fault)
        if fault["kind"] == "held":
            await asyncio.sleep(self.rng.uniform(0.2, LONGEST_HELD))
            await self.discord.do("mend")

    async def of_the_gateway(self, bot: Bot) -> None:
        """The connection breaks, is given up, or the session with it; until the bot is back."""
        await asyncio.sleep(self.rng.uniform(*GATEWAY_BETWEEN) * self.lasts / self.pace)
        what = self.rng.choice(BLOWS)
        at = time.monotonic()
        await strike(self.discord, bot, what, READY_WITHIN)
        self.away.append((at, time.monotonic()))
        self.done[f"gateway {what}"] += 1

    def explains(self, at: float) -> bool:
        """Whether the bot was away when somebody asked something at an instant, or went away just then."""
        return any(gone - PATIENCE < at < back + _AFTER for gone, back in self.away)

    async def clear(self) -> None:
        """Nothing goes wrong any more."""
        await self.discord.do("mend")
