"""Lookups and keystrokes against the bare bot's pong: throughput and added latency, round by round."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contest import Load, Side, contest
from benchmarks.figures import Figure, at_least, reported, within

QUERIES = Path(__file__).parents[1] / "tests" / "search_queries.json"
ROUNDS, SECONDS, PEOPLE = 5, 1.5, 50
STRING = 3

Step = dict[str, Any]


def _labelled(*kinds: str) -> list[str]:
    found = json.loads(QUERIES.read_text(encoding="utf-8"))["found"]
    return [labelled["query"] for labelled in found if labelled["kind"] in kinds]


def lookup(query: str) -> Step:
    """`/fact search`."""
    option = {"name": "query", "type": STRING, "value": query}
    search = {"name": "search", "type": 1, "options": [option]}
    return {"kind": "slash", "data": {"id": "1", "name": "fact", "type": 1, "options": [search]}}


def _keystroke(typed: str) -> Step:
    option = {"name": "query", "type": STRING, "value": typed, "focused": True}
    search = {"name": "search", "type": 1, "options": [option]}
    return {"kind": "type", "data": {"id": "1", "name": "fact", "type": 1, "options": [search]}}


_PANEL: Step = {"kind": "slash", "data": {"id": "1", "name": "settings", "type": 1, "options": []}}
PING: Step = {"kind": "slash", "data": {"id": "1", "name": "ping", "type": 1, "options": []}}
_PING_TYPED: Step = {
    "kind": "type",
    "data": {
        "id": "1",
        "name": "ping",
        "type": 1,
        "options": [{"name": "text", "type": STRING, "value": "p", "focused": True}],
    },
}


async def measure(folder: Path) -> list[Figure]:
    """All figures of interactions."""
    lookups = [lookup(query) for query in _labelled("exact", "prefix")]
    typos = [lookup(query) for query in _labelled("typo")]
    titles = _labelled("exact", "prefix")
    keystrokes = [_keystroke(query[: len(query) // part]) for query in titles for part in (3, 2, 1)]
    async with contest(folder) as sides:
        for warm, step in zip(sides, (lookups, [PING]), strict=True):
            await warm.load(step, people=PEOPLE, seconds=SECONDS)
        found = await _rounds(sides, lookups, PING, PEOPLE)
        slipped = await _rounds(sides, typos, PING, PEOPLE)
        typed = await _rounds(sides, keystrokes, _PING_TYPED, PEOPLE)
        alone = await _rounds(sides, lookups, PING, 1)
        opened = [
            (
                await sides[0].load([_PANEL], people=1, seconds=SECONDS, users=[sides[0].owner]),
                await sides[1].load([PING], people=1, seconds=SECONDS, users=[sides[1].owner]),
            )
            for _ in range(ROUNDS)
        ]
    added = _added(alone)
    return [
        at_least("/fact search, exact and prefix queries", "/s", _per_second(found), 0.6),
        at_least("/fact search, queries with slips", "/s", _per_second(slipped), 0.35),
        at_least("autocomplete of /fact search", "/s", _per_second(typed), 0.7),
        within(
            "/fact search, median latency added",
            "ms",
            added,
            0.7,
            median(bare.median_ms for _, bare in alone),
        ),
        within(
            "/settings, median latency added",
            "ms",
            _added(opened),
            3.0,
            median(bare.median_ms for _, bare in opened),
        ),
        reported(
            "the loopback's own cost of an interaction",
            "us",
            median(one.loopback_us for one, _ in found),
            median(other.loopback_us for _, other in found),
        ),
    ]


def _added(rounds: list[tuple[Load, Load]]) -> float:
    """How many milliseconds ours takes longer, in the median of rounds."""
    return median(ours.median_ms - bare.median_ms for ours, bare in rounds)


async def _rounds(
    sides: tuple[Side, Side], steps: list[Step], yardstick: Step, people: int
) -> list[tuple[Load, Load]]:
    ours, bare = sides
    return [
        (
            await ours.load(steps, people=people, seconds=SECONDS),
            await bare.load([yardstick], people=people, seconds=SECONDS),
        )
        for _ in range(ROUNDS)
    ]


def _per_second(rounds: list[tuple[Load, Load]]) -> list[tuple[float, float]]:
    return [(ours.per_second, bare.per_second) for ours, bare in rounds]
