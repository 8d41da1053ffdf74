"""Red-DiscordBot beside ours on the same loopback: start, memory, a custom command against `/fact`.

Ours answers an interaction, Red a text message; the bare bot does both. `make bench-peers` installs Red in a
virtual environment of its own.
"""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.contest import BARE, OURS, Load, Side, side
from benchmarks.figures import Figure, reported
from benchmarks.lengths import Lengths
from benchmarks.parts.process import GUILD_SIZE
from benchmarks.peers.red import PREFIX, red_side
from benchmarks.steps import PING, QUERIES, Step, lookup
from tests.loopback.harness import ROOT, Refused

FACTS = ROOT / "data" / "facts.json"
BARE_TEXT = ("-m", "benchmarks.peers.bare")
STARTS, ROUNDS, SECONDS, PEOPLE = 3, 5, 1.5, 50
SERVERS, MEMBERS = 1000, 100

Ask = Callable[[Side], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one start came to."""

    ready: float
    """Seconds from the process's start to READY."""
    answering: float
    """Seconds from the same moment to the answer to a lookup that is sent at READY."""
    resident: int


async def measure(folder: Path, _lengths: Lengths) -> list[Figure]:
    """Starts and memory in one server and in many, lookups by many people and by one."""
    subjects = _looked_up()
    lookups = [lookup(query) for query in subjects]
    commands = _commands(set(subjects.values()))
    texts = [PREFIX + subject for subject in subjects.values()]
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(side(folder / "ours", OURS, channels=PEOPLE))
        bare = await stack.enter_async_context(side(folder / "bare", BARE, channels=PEOPLE))
        red = await stack.enter_async_context(red_side(folder / "red", commands, channels=PEOPLE))
        sides: list[tuple[Side, Ask]] = [
            (ours, _typing("fact search", query=next(iter(subjects)))),
            (bare, _typing("ping")),
            (red, lambda _: red.ask(red.member, next(iter(commands)))),
        ]
        for of, ask in sides:
            await _start(of, ask, settle=False)  # the first makes files, and tells of commands
        figures = await _starts("1 server", sides, STARTS)
        figures += await _lookups(folder, (ours, bare, red), lookups, texts)
        for of, _ in sides:
            await of.discord.do("add_guilds", count=SERVERS - 1, **GUILD_SIZE)
        figures += await _starts(f"{SERVERS:,} servers", sides, STARTS)
        for of, _ in sides:
            for place in await of.discord.crowd("guilds"):
                await of.discord.do("add_members", guild=place["guild"], count=MEMBERS - 3)
        figures += await _starts(f"{SERVERS:,} servers of {MEMBERS} members", sides, 1)
    return figures


def _typing(command: str, **options: str) -> Ask:
    """A person asks, and again whenever three seconds brought nothing: Discord takes no answer later."""

    async def ask(of: Side) -> None:
        while True:
            asked = await of.discord.do(
                "slash", channel=of.channel, user=of.member, command=command, **options
            )
            with suppress(Refused):
                await of.discord.do("seen", interaction=asked, seconds=3)
                return

    return ask


async def _starts(where: str, sides: list[tuple[Side, Ask]], times: int) -> list[Figure]:
    """Each in turn, so many times; memory as the last start leaves it."""
    rounds = [
        [await _start(of, ask, settle=turn == times) for of, ask in sides] for turn in range(1, times + 1)
    ]
    ours, bare, red = ([told[at] for told in rounds] for at in range(3))
    return [
        reported(f"{where}: {name}, {what}", unit, number(of), number(bare))
        for what, unit, number in (
            ("start to READY", "s", _median_ready),
            ("start to the first answer", "s", _median_answering),
            ("resident memory", "MB", _resident),
        )
        for name, of in (("ours", ours), ("Red", red))
    ]


async def _start(of: Side, ask: Ask, *, settle: bool) -> Seen:
    begun = time.perf_counter()
    async with of.running():
        ready = time.perf_counter() - begun
        await ask(of)
        answering = time.perf_counter() - begun
        return Seen(ready, answering, await of.settled() if settle else 0)


def _median_ready(starts: list[Seen]) -> float:
    return median(start.ready for start in starts)


def _median_answering(starts: list[Seen]) -> float:
    return median(start.answering for start in starts)


def _resident(starts: list[Seen]) -> float:
    return starts[-1].resident / 1e6


async def _lookups(
    folder: Path, sides: tuple[Side, Side, Side], lookups: list[Step], texts: list[str]
) -> list[Figure]:
    """Each beside the bare bot, which is asked in the same way."""
    ours, bare, red = sides
    async with (
        side(folder / "text", BARE_TEXT, "--privileged", channels=PEOPLE) as text,
        ours.running(),
        bare.running(),
        red.running(),
        text.running(),
    ):
        measured: list[Callable[[int], Awaitable[Load]]] = [
            lambda people: ours.load(lookups, people=people, seconds=SECONDS),
            lambda people: bare.load([PING], people=people, seconds=SECONDS),
            lambda people: red.chat(texts, people=people, seconds=SECONDS),
            lambda people: text.chat([f"{PREFIX}ping"], people=people, seconds=SECONDS),
        ]
        many, one = await _rounds(measured, PEOPLE), await _rounds(measured, 1)
    return [
        *_beside("lookups by fifty people", "/s", many, lambda load: load.per_second),
        *_beside("the bot's processor time for one", "us", many, lambda load: load.bot_us),
        *_beside("the loopback's own", "us", many, lambda load: load.loopback_us),
        *_beside("lookups by fifty people, median latency", "ms", many, lambda load: load.median_ms),
        *_beside("lookups one at a time, median latency", "ms", one, lambda load: load.median_ms),
    ]


async def _rounds(measured: list[Callable[[int], Awaitable[Load]]], people: int) -> list[list[Load]]:
    """By round each bot's load, after one that is not counted."""
    return [[await load(people) for load in measured] for _ in range(ROUNDS + 1)][1:]


def _beside(what: str, unit: str, rounds: list[list[Load]], number: Callable[[Load], float]) -> list[Figure]:
    ours, bare, red, text = (median(number(told[at]) for told in rounds) for at in range(4))
    return [
        reported(f"{what}: ours, /fact search", unit, ours, bare),
        reported(f"{what}: Red, custom command", unit, red, text),
    ]


def _looked_up() -> dict[str, str]:
    """The labelled queries that hit one subject exactly or by its beginning, and this subject."""
    found = json.loads(QUERIES.read_text(encoding="utf-8"))["found"]
    hits = (one for one in found if one["kind"] in {"exact", "prefix"} and "subject" in one)
    return {one["query"]: one["subject"] for one in hits}


def _commands(subjects: set[str]) -> dict[str, str]:
    """For each subject the text of its first fact."""
    facts = json.loads(FACTS.read_text(encoding="utf-8"))["facts"]
    return {of: next(fact["text"] for fact in facts if of in fact["subjects"]) for of in sorted(subjects)}
