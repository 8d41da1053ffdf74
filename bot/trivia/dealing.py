"""Dealing questions for a round: none again before all that fit were asked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from bot.trivia.question import Entry

APART = 2
"""So many questions of other kinds lie between two of one kind."""


def deal(
    fitting: Sequence[str], turns: Mapping[str, int], entries: Mapping[str, Entry], most: int, rng: Random
) -> list[tuple[str, int]]:
    """Questions in the order they are asked, each with the turn in which it is asked by that.

    A turn is over when all that fit were asked in it; `turns` holds the one in which each was asked last, of
    those that were. What other filters left out is behind by several turns: being asked brings it up to the
    others at once. Two of one fact, which may tell each other's answer, and one of a kind that has just been
    asked, come only where nothing else is left in the turn.
    """
    latest = max((turns.get(one, 0) for one in fitting), default=0)
    behind = [one for one in fitting if turns.get(one, 0) < latest]
    asked_in_it = [one for one in fitting if turns.get(one, 0) == latest]
    dealt: list[tuple[str, int]] = []
    for turn, pool in ((latest, behind), (latest + 1, asked_in_it)):
        rng.shuffle(pool)
        dealt += [(one, turn) for one in _apart(pool, [one for one, _ in dealt], entries, most - len(dealt))]
    return dealt


def _apart(pool: list[str], before: list[str], entries: Mapping[str, Entry], most: int) -> Iterator[str]:
    """Those of the pool that lie apart from what was asked before, then the others."""
    asked = list(before)
    told = {entries[one].fact_id for one in asked}
    while pool and len(asked) < len(before) + most:
        lately = {entries[one].template for one in asked[-APART:]}
        fresh = (one for one in pool if entries[one].fact_id not in told)
        chosen = next((one for one in fresh if entries[one].template not in lately), None)
        chosen = chosen or next((one for one in pool if entries[one].fact_id not in told), pool[0])
        pool.remove(chosen)
        asked.append(chosen)
        told.add(entries[chosen].fact_id)
        yield chosen
