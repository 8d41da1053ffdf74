"""Loading and validating the shipped fact base, beside plain JSON and plain validation of the same file."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, at_most
from benchmarks.lengths import Lengths
from bot.facts.base import FactBase, content_of, shipped_facts
from bot.facts.faults import read
from bot.facts.model import FactFile

_MOST = 4


def measure(_folder: Path, lengths: Lengths) -> list[Figure]:
    """Read, check every reference, put together; the index is built once connected."""
    path = shipped_facts()
    pairs = []
    for _ in range(3 * lengths.rounds):
        ours = _seconds(lambda: FactBase(read(str(path), content_of(path))))
        plain = _seconds(lambda: FactFile.model_validate(json.loads(path.read_bytes())))
        pairs.append((ours * 1000, plain * 1000))
    return [at_most("loading and validating the fact base", "ms", pairs, _MOST)]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
