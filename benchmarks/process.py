"""The process: how soon it is connected, how large a guild makes it, whether it grows."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks.contest import BARE, OURS, Side, side
from benchmarks.figures import Figure, at_most, reported, within

STARTS = 5
GUILD_SIZE = {"channels": 30, "roles": 20}
FEW, MANY = 1000, 5000
REPLIES, EPHEMERAL, MODALS = 100_000, 10_000, 1_000
SAMPLES = 20
MOST_GROWTH = 1024 * 1024  # bytes over the last half: what the allocator's own noise comes to


async def starts(folder: Path) -> list[Figure]:
    """From the process's start to READY, the commands known already."""
    async with side(folder / "ours", OURS) as ours, side(folder / "bare", BARE) as bare:
        pairs = [(await _start(ours), await _start(bare)) for _ in range(STARTS + 1)]
    return [at_most("process start to READY", "s", pairs[1:], 1.5)]


async def _start(of: Side) -> float:
    begun = time.perf_counter()
    async with of.running():
        return time.perf_counter() - begun


async def guilds(folder: Path) -> list[Figure]:
    """Resident memory per guild, as the slope between few and many."""
    slopes: list[float] = []
    sizes: list[float] = []
    for name, program in (("ours", OURS), ("bare", BARE)):
        async with side(folder / name, program) as of:
            await of.discord.do("add_guilds", count=FEW - 1, **GUILD_SIZE)
            async with of.running():
                few = await of.settled()
                await of.discord.do("add_guilds", count=MANY - FEW, **GUILD_SIZE)
                many = await of.settled()
        slopes.append((many - few) / (MANY - FEW))
        sizes.append(few)
    return [
        at_most("resident memory per guild", "bytes", [(slopes[0], slopes[1])], 1.1),
        reported(f"resident memory with {FEW} guilds", "bytes", sizes[0], sizes[1]),
    ]


async def growth(folder: Path) -> list[Figure]:
    """Memory over many replies and presses, private replies, and modals that nobody sends."""
    async with side(folder, OURS) as ours, ours.running():
        page = await _shown(ours, "fact timeline")
        before = await ours.held()
        public = [_slash("butter"), _press(page, "fact:v1:timeline:-:-:2")]
        sizes = await _sampled(ours, public, REPLIES)
        private = [_press(page, "fact:v1:open:jin-birthday")]
        await ours.discord.load("times", steps=private, count=EPHEMERAL, **_who(ours))
        dismissed = [_press(page, "fact:v1:timeline-jump:-:-")]
        await ours.discord.load("times", steps=dismissed, count=MODALS, **_who(ours))
        after = await ours.held()
    left = sum(max(0, after[name] - before[name]) for name in before)
    return [
        within(
            f"growth over the last half of {REPLIES:,} replies", "bytes", _slope(sizes), MOST_GROWTH, sizes[0]
        ),
        within(
            f"left over after {EPHEMERAL:,} private replies, {MODALS:,} dismissed modals",
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


def _slash(query: str) -> dict[str, Any]:
    option = {"name": "query", "type": 3, "value": query}
    search = {"name": "search", "type": 1, "options": [option]}
    return {"kind": "slash", "data": {"id": "1", "name": "fact", "type": 1, "options": [search]}}


def _press(message: int, custom_id: str) -> dict[str, Any]:
    return {
        "kind": "press",
        "message": message,
        "data": {"custom_id": custom_id, "component_type": 2, "id": 1},
    }
