"""Lookups and keystrokes against the bare bot's pong: throughput, added latency, the knee."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from benchmarks import open_loop
from benchmarks.contest import Load, Side, contest
from benchmarks.figures import Figure, at_least, reported, within
from benchmarks.lengths import Lengths
from benchmarks.steps import LOOKUPS, PANEL, PING, PING_TYPED, Step, keystroke, labelled, lookup

PEOPLE = 50

Rounds = list[tuple[Load, Load]]


async def measure(folder: Path, lengths: Lengths) -> list[Figure]:
    """All figures of interactions."""
    typos = [lookup(query) for query in labelled("typo")]
    titles = labelled("exact", "prefix")
    keystrokes = [keystroke(query[: len(query) // part]) for query in titles for part in (3, 2, 1)]
    async with contest(folder) as sides:
        for warm, step in zip(sides, (LOOKUPS, [PING]), strict=True):
            await warm.load(step, people=PEOPLE, seconds=lengths.seconds)
        found = await _rounds(sides, LOOKUPS, PING, PEOPLE, lengths)
        slipped = await _rounds(sides, typos, PING, PEOPLE, lengths)
        typed = await _rounds(sides, keystrokes, PING_TYPED, PEOPLE, lengths)
        alone = await _rounds(sides, LOOKUPS, PING, 1, lengths)
        opened = await _opened(sides, lengths)
    return [
        at_least("/fact search, exact and prefix queries", "/s", _per_second(found), 0.7),
        at_least("/fact search, queries with slips", "/s", _per_second(slipped), 0.35),
        at_least("autocomplete of /fact search", "/s", _per_second(typed), 0.8),
        _added("/fact search, median latency added", alone, 0.5),
        _added("/settings, median latency added", opened, 3.0),
        reported(
            "the loopback's own cost of an interaction",
            "us",
            median(one.loopback_us for one, _ in found),
            median(other.loopback_us for _, other in found),
        ),
    ]


async def arrivals(folder: Path, lengths: Lengths) -> list[Figure]:
    """Lookups at rising rates, in turn with pings to the bare bot."""
    async with contest(folder) as (ours, bare):
        for warm, step in ((ours, LOOKUPS), (bare, [PING])):
            await warm.load(step, people=PEOPLE, seconds=lengths.seconds)
        crowd = open_loop.Crowd(LOOKUPS, ours.channel, [ours.member])
        lookups, pongs = open_loop.arriving(ours, crowd, lengths), open_loop.pongs(bare, lengths)
        await open_loop.climb((lookups, pongs), lengths)
    return open_loop.figures("lookups", lookups.climb, pongs.climb)


async def _rounds(
    sides: tuple[Side, Side], steps: list[Step], yardstick: Step, people: int, lengths: Lengths
) -> Rounds:
    ours, bare = sides
    return [
        (
            await ours.load(steps, people=people, seconds=lengths.seconds),
            await bare.load([yardstick], people=people, seconds=lengths.seconds),
        )
        for _ in range(lengths.rounds)
    ]


async def _opened(sides: tuple[Side, Side], lengths: Lengths) -> Rounds:
    """The panel, which the owner alone may open."""
    ours, bare = sides
    return [
        (
            await ours.load([PANEL], people=1, seconds=lengths.seconds, users=[ours.owner]),
            await bare.load([PING], people=1, seconds=lengths.seconds, users=[bare.owner]),
        )
        for _ in range(lengths.rounds)
    ]


def _per_second(rounds: Rounds) -> list[tuple[float, float]]:
    return [(ours.per_second, bare.per_second) for ours, bare in rounds]


def _added(name: str, rounds: Rounds, most: float) -> Figure:
    """How many milliseconds ours takes longer, in the median of rounds, beside what the bare bot takes."""
    added = median(ours.median_ms - bare.median_ms for ours, bare in rounds)
    return within(name, "ms", added, most, median(bare.median_ms for _, bare in rounds))
