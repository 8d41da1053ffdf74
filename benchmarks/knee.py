"""Where answers stop keeping up with arrivals: steps of an open loop, up to the knee.

A step sends at even intervals for some seconds and never waits for answers; each answer's time runs from when
its interaction *should* have been sent, so that a stall counts for everybody who came in it.

The rule. A step is *beyond the knee* when some arrivals were left without an answer, or p99 is more than
ten times that of the first, easy step, or more than a second. It is *not measurable* when the sender was so
late itself (at p99) that this is more than a quarter of the answers' p99, and more than what timers are off
by, or gave up: then the figure would tell of the sender. It is counted neither way: the next rate is tried,
and the first step that can be measured is the easy one. What does not hold is tried again, as a noisy
moment says nothing of the bot. The climb ends beyond the knee, or where two rates in a row cannot be
measured; the knee lies above the last step that held.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import median as middle
from typing import Any

from benchmarks.figures import p99

RATES = (100, 300, 1_000, 1_400, 2_000, 2_800, 4_000, 5_600, 8_000)
"""Arrivals a second; from a thousand on each is some 1.4 times the last."""
WORSE, LONGEST = 10, 1_000.0
"""So many times the first step's p99, and milliseconds."""
TIME_TO_ANSWER = 3000.0  # milliseconds Discord gives
_SHARE = 0.25
_TIMERS = 2.0  # milliseconds a timer may fire late on an idle machine


class Verdict(Enum):
    HOLDS = "holds"
    BEYOND = "beyond the knee"
    NOT_MEASURABLE = "not measurable"


@dataclass(frozen=True, slots=True)
class Step:
    """What came of arrivals at one rate; times in milliseconds."""

    per_second: int
    wanted: int
    """Arrivals there should have been."""
    arrivals: int
    unanswered: int
    median: float
    p99: float
    late: float
    """By how much they were sent late, at p99."""

    @classmethod
    def of(cls, per_second: int, wanted: int, arrived: Sequence[dict[str, Any]]) -> Step:
        """From what the loopback tells of each arrival: `{"milliseconds": float | None, "late": float}`.

        One without an answer waited for as long as Discord takes answers.
        """
        waits = [TIME_TO_ANSWER if one["milliseconds"] is None else one["milliseconds"] for one in arrived]
        unanswered = sum(one["milliseconds"] is None for one in arrived)
        late = p99([one["late"] for one in arrived])
        return cls(per_second, wanted, len(arrived), unanswered, middle(waits), p99(waits), late)

    @property
    def measurable(self) -> bool:
        """Whether it tells of the bot, and not of the sender."""
        return self.arrivals == self.wanted and self.late <= max(_TIMERS, _SHARE * self.p99)

    def verdict(self, easy: Step) -> Verdict:
        """What it says, beside the easy step."""
        if not self.measurable:
            return Verdict.NOT_MEASURABLE
        if self.unanswered or self.p99 > min(WORSE * easy.p99, LONGEST):
            return Verdict.BEYOND
        return Verdict.HOLDS


@dataclass(slots=True)
class Climb:
    """Steps of one bot, each rate tried up to so many times."""

    tries: int
    steps: list[Step] = field(default_factory=list)
    """Of each rate the one that counts: the first that held, or else the last."""
    _tried: int = 0

    def add(self, step: Step) -> None:
        """What came of a try."""
        if self.steps and self.steps[-1].per_second == step.per_second:
            self.steps.pop()
        else:
            self._tried = 0
        self.steps.append(step)
        self._tried += 1

    def verdict(self, step: Step) -> Verdict:
        """What one of the steps says."""
        return step.verdict(next((one for one in self.steps if one.measurable), step))

    @property
    def tries_again(self) -> bool:
        """Whether the last rate shall be tried once more."""
        return self._tried < self.tries and self.verdict(self.steps[-1]) is not Verdict.HOLDS

    @property
    def ended(self) -> bool:
        """Whether no higher rate shall be tried."""
        if not self.steps or self.tries_again:
            return False
        *_, before, last = None, *map(self.verdict, self.steps)
        return last is Verdict.BEYOND or before is last is Verdict.NOT_MEASURABLE

    @property
    def knee(self) -> int:
        """The last rate that held; 0 where not even the first did."""
        return max((one.per_second for one in self.steps if self.verdict(one) is Verdict.HOLDS), default=0)

    def at(self, per_second: int) -> Step | None:
        """The step of a rate, if it came so far."""
        return next((step for step in self.steps if step.per_second == per_second), None)

    @property
    def told(self) -> str:
        """Why it went no further, in a few words."""
        last = self.steps[-1]
        match self.verdict(last):
            case Verdict.HOLDS:
                return f"no knee up to {last.per_second:,}/s"
            case Verdict.NOT_MEASURABLE:
                sent = "" if last.arrivals == last.wanted else f"{last.arrivals:,} of {last.wanted:,} "
                return f"{last.per_second:,}/s not measurable: {sent}sent {last.late:.0f} ms late"
            case Verdict.BEYOND if last.unanswered:
                return f"at {last.per_second:,}/s {last.unanswered:,} of {last.arrivals:,} unanswered"
            case _:
                return f"at {last.per_second:,}/s p99 {last.p99:,.0f} ms"
