"""What came of a campaign's points."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """What came of the points."""

    tried: int = 0
    met: int = 0
    """How often it died amid its work, else it was killed when idle; how many faults were run into."""
    survived: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    """Of faults, how often each was met."""
    unmet: Counter[str] = field(default_factory=Counter)
    """Of faults, how often each was to come, and nothing ran into it: it was not tried."""
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What else is not as it should be."""

    @property
    def failed(self) -> int:
        return max(self.tried - self.survived, len(self.lost) + len(self.doubled)) + len(self.wrong)

    def add(self, other: Tally) -> None:
        """Count another's points as well."""
        self.tried += other.tried
        self.met += other.met
        self.survived += other.survived
        self.kinds += other.kinds
        self.unmet += other.unmet
        self.lost += other.lost
        self.doubled += other.doubled
        self.wrong += other.wrong
