"""Finding strings within a few typing slips without comparing them all. Pure.

Candidates come from an index of three-letter pieces. A slip (a letter left out, added, changed, or two
swapped) touches at most four of a string's pieces, so of any 4k + 1 pieces one survives k slips: it is
enough to look up the rarest 4k + 1 (the prefix filter of Chaudhuri et al., "A Primitive Operator for
Similarity Joins in Data Cleaning", ICDE 2006). Only those candidates are measured.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

_PIECES_PER_SLIP = 4
_START, _END = "\x02", "\x03"


def slips_allowed(length: int) -> int:
    """How many slips a typed string of this length may hold and still be read as another."""
    if length < 3:
        return 0
    if length < 6:
        return 1
    return 2 if length < 12 else 3


@dataclass(frozen=True, slots=True)
class Near:
    """A string of the index close to the typed one."""

    position: int
    slips: int


class GramIndex:
    """An index over folded strings, addressed by their position in `strings`."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = strings
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for position, text in enumerate(strings):
            for piece in _pieces(text):
                postings[piece].append(position)
        self._postings = dict(postings)

    def near(self, typed: str) -> list[Near]:
        """The strings within the slips its length allows, closest first."""
        allowed = slips_allowed(len(typed))
        distance = _distance()
        found = []
        for position in self._candidates(_pieces(typed), allowed):
            text = self._strings[position]
            if abs(len(text) - len(typed)) <= allowed:
                slips = distance(typed, text, score_cutoff=allowed)
                if slips <= allowed:
                    found.append(Near(position, slips))
        return sorted(found, key=lambda near: (near.slips, near.position))

    def near_start(self, typed: str) -> list[Near]:
        """The strings that begin like `typed`, slips allowed, closest first: for a title half typed."""
        allowed = min(slips_allowed(len(typed)), 2)
        distance = _distance()
        found = []
        for position in self._candidates(_pieces(typed, ended=False), allowed):
            text = self._strings[position]
            ends = range(max(1, len(typed) - allowed), min(len(text), len(typed) + allowed) + 1)
            slips = min(
                (distance(typed, text[:end], score_cutoff=allowed) for end in ends),
                default=allowed + 1,
            )
            if slips <= allowed:
                found.append(Near(position, slips))
        return sorted(found, key=lambda near: (near.slips, near.position))

    def closest(self, typed: str, most: int) -> list[int]:
        """The positions that share the largest part of their pieces with `typed`, however far off."""
        pieces = _pieces(typed)
        shared: Counter[int] = Counter(chain.from_iterable(self._postings.get(piece, ()) for piece in pieces))
        ranked = sorted(
            shared.items(),
            key=lambda item: (-item[1] / (len(pieces) + len(self._strings[item[0]]) + 2), item[0]),
        )
        return [position for position, _ in ranked[:most]]

    def _candidates(self, pieces: set[str], slips: int) -> set[int]:
        if not slips:
            return set()
        rarest = sorted((self._postings.get(piece, ()) for piece in pieces), key=len)
        return set(chain.from_iterable(rarest[: _PIECES_PER_SLIP * slips + 1]))


def _distance() -> Callable[..., int]:
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # ten milliseconds that a start can do without

    return OSA.distance


def _pieces(text: str, *, ended: bool = True) -> set[str]:
    padded = _START * 2 + text + (_END * 2 if ended else "")
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
