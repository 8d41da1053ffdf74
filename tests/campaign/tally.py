"""What came of a campaign's points."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """What came of the points."""

    tried: int = 0
    killed: int = 0
    """How often it died by itself; else it was killed when it was idle."""
    survived: int = 0
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
        self.killed += other.killed
        self.survived += other.survived
        self.lost += other.lost
        self.doubled += other.doubled
        self.wrong += other.wrong
