"""Drawing facts like cards from a deck: none twice before all were shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random


def draw(pool: Sequence[str], shown: Sequence[str], rng: Random) -> tuple[str, tuple[str, ...]]:
    """Draw one of the pool that was not shown yet, and what has been shown after it, oldest first.

    When all of the pool were shown, it is shuffled anew; what was shown last does not come first then.

    Raises:
        IndexError: the pool is empty.
    """
    seen = set(shown)
    fresh = [fact_id for fact_id in pool if fact_id not in seen]
    if not fresh:
        again = set(pool)
        fresh = [fact_id for fact_id in pool if fact_id not in shown[-1:]] or list(pool)
        shown = [fact_id for fact_id in shown if fact_id not in again]
    drawn = rng.choice(fresh)
    return drawn, (*shown, drawn)
