"""The process: how soon it is connected, how large a guild makes it, whether it grows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.contest import BARE, OURS, Side, processor_seconds, side
from benchmarks.figures import Figure, at_most, reported, within
from benchmarks.lengths import Lengths
from benchmarks.steps import lookup, press

GUILD_SIZE = {"channels": 30, "roles": 20}
SAMPLES = 20
_BOTS = (("ours", OURS), ("bare", BARE))
MOST_GROWTH = 1024 * 1024  # bytes over the last half: what the allocator's own noise comes to


async def starts(folder: Path, lengths: Lengths) -> list[Figure]:
    """From the process's start to READY, the commands known already."""
    async with side(folder / "ours", OURS) as ours, side(folder / "bare", BARE) as bare:
        pairs = [(await _start(ours), await _start(bare)) for _ in range(lengths.starts + 1)]
    return [at_most("process start to READY", "s", pairs[1:], 1.5)]


async def _start(of: Side) -> float:
    begun = time.perf_counter()
    async with of.running():
        return time.perf_counter() - begun


@dataclass(frozen=True, slots=True)
class _Seen:
    """A bot that has been started in so many servers and has come to rest."""

    resident: int
    """Bytes."""
    processor: float
    """Seconds of processor time its start took."""


async def guilds(folder: Path, lengths: Lengths) -> list[Figure]:
    """Memory and start by the number of servers: each bot started anew in each; memory's slope."""
    ours, bare = [await _sizes(folder / name, program, lengths) for name, program in _BOTS]
    figures = []
    for count, mine, other in zip(lengths.servers, ours, bare, strict=True):
        figures += [
            reported(
                f"resident memory with {count:,} guilds", "MB", mine.resident / 1e6, other.resident / 1e6
            ).on("memory by servers", count),
            reported(
                f"processor time of a start in {count:,} guilds", "s", mine.processor, other.processor
            ).on("start by servers", count),
        ]
    return [_per_guild(lengths.servers, ours, bare), *figures]


def _per_guild(counts: Sequence[int], ours: Sequence[_Seen], bare: Sequence[_Seen]) -> Figure:
    """The slope from the fewest servers to the most."""
    slopes = [(of[-1].resident - of[0].resident) / (counts[-1] - counts[0]) for of in (ours, bare)]
    name = f"resident memory per guild, {counts[0]:,} to {counts[-1]:,}"
    return at_most(name, "bytes", [(slopes[0], slopes[1])], 1.05)


async def _sizes(folder: Path, program: tuple[str, ...], lengths: Lengths) -> list[_Seen]:
    seen, there = [], 1
    async with side(folder, program) as of:
        for count in lengths.servers:
            await of.discord.do("add_guilds", count=count - there, **GUILD_SIZE)
            there = count
            async with of.running() as bot:
                size = await of.settled()
                seen.append(_Seen(size, processor_seconds(bot.pid)))
    return seen


async def growth(folder: Path, lengths: Lengths) -> list[Figure]:
    """Memory over many replies and presses, private replies, and modals that nobody sends."""
    async with side(folder, OURS) as ours, ours.running():
        page = await _shown(ours, "fact timeline")
        before = await ours.held()
        public = [lookup("butter"), press(page, "fact:v1:timeline:-:-:2")]
        sizes = await _sampled(ours, public, lengths.replies)
        private = [press(page, "fact:v1:open:jin-birthday")]
        await ours.discord.load("times", steps=private, count=lengths.private, **_who(ours))
        dismissed = [press(page, "fact:v1:timeline-jump:-:-")]
        forms = lengths.private // 10
        await ours.discord.load("times", steps=dismissed, count=forms, **_who(ours))
        after = await ours.held()
    left = sum(max(0, after[name] - before[name]) for name in before)
    return [
        within(
            f"growth over the last half of {lengths.replies:,} replies",
            "bytes",
            _slope(sizes),
            MOST_GROWTH,
            sizes[0],
        ),
        within(
            f"left over after {lengths.private:,} private replies, {forms:,} dismissed modals",
            "objects",
            left,
            0,
            None,
        ),
    ]


async def _shown(ours: Side, command: str) -> int:
    """The id of a command's answer."""
    (answer,) = await ours.discord.ask("slash", channel=ours.channel, user=ours.member, command=command)
    return int(answer["message"]["id"])


async def _sampled(ours: Side, steps: list[dict[str, Any]], count: int) -> list[int]:
    sizes = []
    for _ in range(SAMPLES):
        await ours.discord.load("times", steps=steps, count=count // SAMPLES, **_who(ours))
        sizes.append(ours.resident())
    return sizes


def _slope(sizes: list[int]) -> float:
    """The fitted growth over the last half, in bytes."""
    last = sizes[len(sizes) // 2 :]
    middle = (len(last) - 1) / 2
    mean = sum(last) / len(last)
    rise = sum((at - middle) * (size - mean) for at, size in enumerate(last))
    return rise / sum((at - middle) ** 2 for at in range(len(last))) * (len(last) - 1)


def _who(of: Side) -> dict[str, int]:
    return {"channel": of.channel, "user": of.member, "people": 20}
