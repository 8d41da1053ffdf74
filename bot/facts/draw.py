"""Drawing facts like cards from a deck: none twice before all were shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random


def draw(pool: Sequence[str], turns: Mapping[str, int], last: str | None, rng: Random) -> tuple[str, int]:
    """Draw one of the pool that is behind the others, and the turn in which it was shown with that.

    A fact that is new, or that other filters left out, is behind by several turns: being drawn brings it
    up to the others at once, so that it does not come several times in a row.

    `turns` holds the turn in which each fact was shown last, those that were; `last` is what was shown
    last of all, and not drawn again where there is anything else.

    Raises:
        IndexError: the pool is empty.
    """
    latest = max((turns.get(fact_id, 0) for fact_id in pool), default=0)
    behind = [fact_id for fact_id in pool if turns.get(fact_id, 0) < latest]
    turn, candidates = (latest, behind) if behind else (latest + 1, pool)
    return rng.choice([fact_id for fact_id in candidates if fact_id != last] or candidates), turn
