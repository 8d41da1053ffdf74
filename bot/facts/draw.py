"""Drawing like cards from a deck: none twice before all were shown. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random


def draw(
    pool: Sequence[str], turns: Mapping[str, int], avoid: Collection[str], rng: Random
) -> tuple[str, int]:
    """Draw one of the pool that is behind the others, and the turn in which it was shown with that.

    One that is new, or that other filters left out, is behind by several turns: being drawn brings it
    up to the others at once, so that it does not come several times in a row.

    `turns` holds the turn in which each was shown last, those that were. Those to `avoid`, such as what was
    shown last of all, are not drawn where there is anything else.

    Raises:
        IndexError: the pool is empty.
    """
    latest = max((turns.get(one, 0) for one in pool), default=0)
    behind = [one for one in pool if turns.get(one, 0) < latest]
    turn, candidates = (latest, behind) if behind else (latest + 1, pool)
    return rng.choice([one for one in candidates if one not in avoid] or candidates), turn
