"""Two bots side by side, each at a small Discord of its own: only one is busy at a time."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.loopback.harness import Bot, Discord, bot_running, discord_running, free_port

OURS, BARE = ("-m", "benchmarks.bots.ours"), ("-m", "benchmarks.bots.bare")
LOOPBACK = ("--no-contract", "--no-limits", "--identify-window", "0.05")
SETTLE = 2.0
"""Seconds in which memory has to stay as it is."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Load:
    """What a round of load came to."""

    answered: int
    per_second: float
    median_ms: float
    bot_us: float
    """The bot's processor time for each, in microseconds."""
    loopback_us: float
    """The loopback's own processor time for each, in microseconds."""
    interactions: tuple[int, ...]
    """Ids of those that were answered."""


@dataclass(slots=True)
class Side:
    """One bot and its Discord."""

    discord: Discord
    folder: Path
    program: tuple[str, ...]
    guild: int
    channels: list[int]
    member: int
    owner: int
    bot: Bot | None = None

    @property
    def channel(self) -> int:
        """Where people are."""
        return self.channels[0]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Bot]:
        """The bot, connected."""
        connections = self.starts + 1
        settings = {
            "SYNC": "1" if connections == 1 else "",
            "LOG_LEVEL": "WARNING",
            "HEALTH_PORT": str(free_port()),  # it measures itself, as it does in earnest
        }
        probe = str(self.folder / "probe.json")
        async with bot_running(
            self.discord, self.folder, program=self.program, PROBE_FILE=probe, **settings
        ) as self.bot:
            await self.discord.do("until", entry="READY 0", times=connections, seconds=60)
            if connections == 1:
                await self.discord.do("until_requests", count=1, method="PUT", path="*/commands")
            yield self.bot

    async def load(
        self, steps: list[dict[str, Any]], *, people: int, seconds: float, users: list[int] | None = None
    ) -> Load:
        """Let people take the steps for a time: a member many times over, or these users in turn."""
        return await self._measured(
            self.discord.load(
                "run",
                steps=steps,
                channel=self.channel,
                users=users or [self.member],
                people=people,
                seconds=seconds,
            )
        )

    async def chat(self, texts: list[str], *, people: int, seconds: float) -> Load:
        """Let people write the texts for a time, each in a channel of their own.

        discord.py sends one message after another in a channel, and Discord takes five in five seconds there.
        """
        channels = self.channels[:people]
        return await self._measured(
            self.discord.chat("run", texts=texts, channels=channels, user=self.member, seconds=seconds)
        )

    async def _measured(self, loading: Awaitable[dict[str, Any]]) -> Load:
        pids = (self._running.pid, self.discord.pid)
        before = [processor_seconds(pid) for pid in pids]
        told = await loading
        after = [processor_seconds(pid) for pid in pids]
        answered = len(told["milliseconds"])
        bot_us, loopback_us = (
            (late - early) / answered * 1_000_000 for early, late in zip(before, after, strict=True)
        )
        return Load(
            answered,
            answered / told["seconds"],
            median(told["milliseconds"]),
            bot_us,
            loopback_us,
            tuple(told.get("answered", ())),
        )

    def resident(self) -> int:
        """The bot's resident memory, in bytes."""
        return resident(self._running.pid)

    async def settled(self) -> int:
        """The same, once it stays as it is."""
        size = -1
        while (now := self.resident()) != size:
            size = now
            await asyncio.sleep(SETTLE)
        return size

    async def held(self) -> dict[str, int]:
        """What the bot holds on to (ours only)."""
        return {
            key: int(value)
            for key, value in (await probed(self._running, self.folder / "probe.json")).items()
        }

    @property
    def starts(self) -> int:
        """How often the bot was started here."""
        return len(list(self.folder.glob("bot-*")))

    @property
    def _running(self) -> Bot:
        if self.bot is None:
            raise RuntimeError("the bot is not running")
        return self.bot


@asynccontextmanager
async def side(
    folder: Path,
    program: tuple[str, ...],
    *options: str,
    channels: int = 1,
) -> AsyncIterator[Side]:
    """A small Discord with one guild, for one bot."""
    folder.mkdir(parents=True)  # noqa: ASYNC240  # a benchmark's own folder
    async with discord_running(folder, *LOOPBACK, *options) as discord:
        made = await discord.do("add_guild", channels=channels)
        yield Side(discord, folder, program, **made)


@asynccontextmanager
async def contest(folder: Path) -> AsyncIterator[tuple[Side, Side]]:
    """Ours and the bare bot, both running."""
    async with AsyncExitStack() as stack:
        sides = []
        for name, program in (("ours", OURS), ("bare", BARE)):
            opened = await stack.enter_async_context(side(folder / name, program))
            await stack.enter_async_context(opened.running())
            sides.append(opened)
        yield sides[0], sides[1]


async def probed(bot: Bot, file: Path) -> dict[str, float]:
    """What a bot writes to its probe's file when it is asked to."""
    file.unlink(missing_ok=True)  # noqa: ASYNC240  # a benchmark's own folder
    bot.send(signal.SIGUSR1)
    async with asyncio.timeout(10):
        while not file.exists():  # noqa: ASYNC110, ASYNC240  # another process writes it
            await asyncio.sleep(0.01)
    told: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))  # noqa: ASYNC240
    return told


def processor_seconds(pid: int) -> float:
    """The processor time a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident(pid: int) -> int:
    """A process's resident memory, in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
