"""One process in many servers: what they cost, how long a start takes, what it digests, how it posts to all.

`SERVERS=1000,20000` chooses the sizes; `PACED=1` posts to all servers at Discord's pace (seven minutes for
20,000), `IDENTIFY_GAP=5` waits between shards as discord.py does.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.contest import probed, processor_seconds, resident
from benchmarks.figures import Figure, at_most, p99, reported, within
from benchmarks.lengths import Lengths
from benchmarks.parts.delivery import amiss
from benchmarks.steps import lookup
from bot.anniversaries.settings import CHANNEL, TIME
from bot.app import build
from bot.caller import Caller
from bot.config import Config
from bot.delivery.outbound import PER_SECOND
from bot.guilds.general import ZONE
from bot.guilds.service import Wish
from tests.loopback.harness import TOKEN, Bot, Discord, bot_running, discord_running, free_port
from tests.loopback.server_before import ServerBefore
from tests.loopback.world_time import WorldTime

SIZES = tuple(int(size) for size in os.environ.get("SERVERS", "1000,5000,10000,20000").split(","))
PER_SHARD = 1000
"""As Discord recommends."""
SIZE = {"channels": 30, "roles": 20}
PROGRAM = ("-m", "benchmarks.bots.many")
GAP = os.environ.get("IDENTIFY_GAP", "0.2")
PACED = bool(os.environ.get("PACED"))
IDENTIFY_GAP = 5.0
"""Seconds between two identifies below 150,000 servers."""
AHEAD, FLOOD = 50, 5.0
EVENTS, COMMANDS, BUSTLE = 1000.0, 50.0, 10.0
"""Events and commands a second, for so many seconds."""
SETTLE = 2.0
_AT_ONCE = 500
_ANSWERING = 3000.0  # milliseconds: Discord takes no answer later
LOOKUP = lookup("dynamite")["data"]


@dataclass(slots=True)
class Seen:
    """What one bot came to at one size."""

    started: float
    """Seconds from its start to the end of `on_ready`."""
    started_cpu: float
    resident: int
    probe: dict[str, float]
    """What it told of its start."""


@dataclass(slots=True)
class Size:
    """All that was seen at one size."""

    servers: int
    bare: Seen
    ours: Seen
    figures: list[Figure] = field(default_factory=list)


async def measure(folder: Path, _lengths: Lengths) -> list[Figure]:
    """All sizes, then what grew more than they did."""
    sizes = [await _measured(folder / str(servers), servers) for servers in SIZES]
    figures = [figure for size in sizes for figure in size.figures]
    if len(sizes) > 1:
        figures += _slopes(sizes[0], sizes[-1])
    return figures


def _slopes(few: Size, many: Size) -> list[Figure]:
    more = (many.servers - few.servers) / PER_SHARD
    ours = (many.ours.resident - few.ours.resident) / more
    bare = (many.bare.resident - few.bare.resident) / more
    start = (many.ours.started_cpu / many.servers, few.ours.started_cpu / few.servers)
    return [
        at_most(f"resident memory a {PER_SHARD:,} servers", "MB", [(ours / 1e6, bare / 1e6)], 1.15),
        reported(
            "processor time of a start a 1,000 servers, most to fewest", "s", *(1000 * s for s in start)
        ),
    ]


async def _measured(folder: Path, servers: int) -> Size:
    folder.mkdir(parents=True)  # noqa: ASYNC240  # a benchmark's own folder
    shards = str(-(-servers // PER_SHARD))
    limits = () if PACED else ("--no-limits",)
    window = str(float(GAP) * 0.9)
    options = ("--no-contract", "--shards", shards, "--identify-window", window, *limits)
    async with discord_running(folder, *options) as small:
        await small.do("add_guilds", count=servers, **SIZE)
        places = await small.crowd("guilds")
        async with _running(small, folder, BARE="1") as (bot, started):
            bare = await _seen(bot, folder, started)
        due_at = await _turn_on(folder, small, places)
        unpaced = {} if PACED else {"UNPACED": "1"}
        async with _running(small, folder, **unpaced) as (bot, started):
            ours = await _seen(bot, folder, started)
            size = Size(servers, bare, ours)
            size.figures += _start_figures(size)
            size.figures += await _event_figures(small, bot, folder, servers)
            size.figures += await _fan_out(small, bot, folder, servers, due_at)
            size.figures.append(
                reported(f"{servers:,}: resident memory in the end", "MB", resident(bot.pid) / 1e6)
            )
    return size


@asynccontextmanager
async def _running(small: Discord, folder: Path, **settings: str) -> AsyncIterator[tuple[Bot, float]]:
    ready = folder / "ready"
    ready.unlink(missing_ok=True)  # a benchmark's own folder
    begun = time.perf_counter()
    async with bot_running(
        small,
        folder,
        program=PROGRAM,
        PROBE_FILE=str(folder / "probe.json"),
        IDENTIFY_GAP=GAP,
        HEALTH_PORT=str(free_port()),
        SYNC="1",
        LOG_LEVEL="WARNING",
        **settings,
    ) as bot:
        while not ready.exists():
            if bot.exit_code is not None:
                raise RuntimeError(bot.log)
            await asyncio.sleep(0.02)
        yield bot, time.perf_counter() - begun


async def _seen(bot: Bot, folder: Path, started: float) -> Seen:
    spent = processor_seconds(bot.pid)
    probe = await probed(bot, folder / "probe.json")
    size, before = resident(bot.pid), -1
    while size != before:
        await asyncio.sleep(SETTLE)
        before, size = size, resident(bot.pid)
    return Seen(started, spent, size, probe)


async def _turn_on(folder: Path, small: Discord, places: list[dict[str, int]]) -> datetime:
    """Set every server's daily post, as its moderators would; when all are due."""
    clock = WorldTime(small.time_file)
    due_at = (clock.now() + timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    config = Config(
        _env_file=None, discord_token=TOKEN, state_dir=folder / "state", discord_api_base=small.api
    )
    async with build(config, clock, Random(1)) as app:

        async def turn_on(number: int, place: dict[str, int]) -> None:
            wishes = [
                Wish(ZONE, "UTC"),
                Wish(TIME, due_at.time()),
                Wish(CHANNEL, place["channel"]),
            ]
            guild = place["guild"]
            await app.presence.joined(guild)
            caller = Caller(place["owner"], guild, manages_server=True)
            await app.settings.change(caller, ServerBefore(guild), wishes, change_id=number)

        for first in range(0, len(places), _AT_ONCE):
            part = enumerate(places[first : first + _AT_ONCE], first + 1)
            await asyncio.gather(*(turn_on(number, place) for number, place in part))
    return due_at


def _start_figures(size: Size) -> list[Figure]:
    ours, bare, name = size.ours, size.bare, f"{size.servers:,}: "
    shards = -(-size.servers // PER_SHARD)
    waits = (shards - 1) * float(GAP)
    at_discord = (shards - 1) * IDENTIFY_GAP
    return [
        reported(f"{name}resident memory", "MB", ours.resident / 1e6, bare.resident / 1e6).on(
            "memory by servers", size.servers
        ),
        reported(f"{name}start to READY of {shards} shards", "s", ours.started, bare.started),
        reported(f"{name}of it between identifies, {GAP} s apart", "s", waits),
        reported(f"{name}that at Discord, 5 s apart", "s", at_discord),
        reported(f"{name}processor time of the start", "s", ours.started_cpu, bare.started_cpu).on(
            "start by servers", size.servers
        ),
        reported(f"{name}opening the database and what is kept in memory", "s", ours.probe["opening"]),
        reported(f"{name}meeting the servers, due work begun", "s", ours.probe["meeting"]),
        reported(f"{name}longest the loop was held up at the start", "ms", *_ms("worst_lag", ours, bare)),
        reported(f"{name}longest look for cycles at the start", "ms", *_ms("worst_collection", ours, bare)),
        reported(f"{name}all looks for cycles at the start", "ms", *_ms("collecting", ours, bare)),
    ]


def _ms(key: str, *of: Seen) -> list[float]:
    return [one.probe.get(key, 0.0) * 1000 for one in of]


async def _event_figures(small: Discord, bot: Bot, folder: Path, servers: int) -> list[Figure]:
    name = f"{servers:,}: "
    await probed(bot, folder / "probe.json")
    cpu = _Spent(bot, small)
    flood = await small.crowd("flood", data=LOOKUP, ahead=AHEAD, seconds=FLOOD)
    flooding = cpu.shares(flood["seconds"])
    per_event = flooding[0] * flood["seconds"] / flood["events"] * 1e6
    await probed(bot, folder / "probe.json")
    cpu = _Spent(bot, small)
    told = await small.crowd("bustle", data=LOOKUP, events=EVENTS, commands=COMMANDS, seconds=BUSTLE)
    bustling = cpu.shares(BUSTLE)
    probe = await probed(bot, folder / "probe.json")
    waits = [wait if wait is not None else _ANSWERING for wait in told["milliseconds"]]
    return [
        reported(f"{name}events digested, all shards full", "/s", flood["events"] / flood["seconds"]),
        reported(f"{name}processor time of an event", "us", per_event),
        reported(f"{name}cores while they are full, the bot; the loopback", "", *flooding),
        reported(
            f"{name}a lookup amid {told['events'] / BUSTLE:,.0f} events/s, median",
            "ms",
            median(waits),
        ),
        within(f"{name}the same, p99", "ms", p99(waits), _ANSWERING / 3, None),
        reported(f"{name}cores amid these events, the bot; the loopback", "", *bustling),
        reported(f"{name}longest the loop was held up amid these", "ms", probe["worst_lag"] * 1000),
        reported(
            f"{name}longest look for cycles amid these", "ms", probe.get("worst_collection", 0.0) * 1000
        ),
    ]


async def _fan_out(small: Discord, bot: Bot, folder: Path, servers: int, due_at: datetime) -> list[Figure]:
    """Every server's daily post due in the same instant."""
    name = f"{servers:,}: "
    now = datetime.fromisoformat(await small.do("move_time", seconds=0))
    before, limited = len(await small.do("paced")), await small.do("limited")
    cpu, begun = _Spent(bot, small), time.monotonic()
    await small.do("move_time", seconds=(due_at - now).total_seconds())
    looking = asyncio.create_task(
        small.crowd(
            "bustle", data=LOOKUP, events=0, commands=10, seconds=servers / PER_SECOND if PACED else 3
        )
    )
    sent = await _sent(small, before, servers)
    took = sent[-1][0] - begun
    shares = cpu.shares(time.monotonic() - begun)
    waits = [wait if wait is not None else _ANSWERING for wait in (await looking)["milliseconds"]]
    probe = await probed(bot, folder / "probe.json")
    pace = (
        within(
            f"{name}the day's posts, paced",
            "s",
            took,
            round(servers / PER_SECOND * 1.05, 1),
            servers / PER_SECOND,
        )
        if PACED
        else reported(f"{name}the day's posts without a limit", "/s", servers / took)
    )
    return [
        pace,
        reported(f"{name}first post after", "ms", (sent[0][0] - begun) * 1000),
        reported(
            f"{name}processor time of a post", "us", shares[0] * (time.monotonic() - begun) / servers * 1e6
        ),
        reported(f"{name}cores while posting, the bot; the loopback", "", *shares),
        within(f"{name}posts missing or twice", "", amiss([path for _, _, path in sent], servers), 0, None),
        within(f"{name}refused (429)", "", await small.do("limited") - limited, 0, None),
        reported(
            f"{name}a lookup while posting, p99; median",
            "ms",
            p99(waits),
            median(waits),
        ),
        reported(f"{name}longest the loop was held up while posting", "ms", probe["worst_lag"] * 1000),
    ]


async def _sent(small: Discord, before: int, servers: int) -> list[tuple[float, str, str]]:
    """What was asked since, once all is there or nothing more comes."""
    sent: list[tuple[float, str, str]] = []
    while not sent or time.monotonic() - sent[-1][0] < (SETTLE if len(sent) >= servers else SETTLE * 5):
        await asyncio.sleep(0.5)
        sent += await small.do("paced", since=before + len(sent))
    return sent


class _Spent:
    """Processor time of the bot and of its Discord."""

    def __init__(self, bot: Bot, small: Discord) -> None:
        self._pids = (bot.pid, small.pid)
        self._before = [processor_seconds(pid) for pid in self._pids]

    def shares(self, seconds: float) -> list[float]:
        """How many cores each had since, in so many seconds."""
        return [
            (processor_seconds(pid) - before) / seconds
            for pid, before in zip(self._pids, self._before, strict=True)
        ]
