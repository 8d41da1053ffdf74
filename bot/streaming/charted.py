"""What a goal's chart is made of: plain values, from whoever knows the goal. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.streaming.ghost import Ghost
from bot.streaming.pace import Aim


@dataclass(frozen=True, slots=True)
class ChartedGoal:
    """A goal as far as a chart shows it."""

    name: str
    unit: str
    """What is counted, in the reader's language, as it stands after a number: `streams`."""
    aim: Aim
    marks: tuple[int, ...]
    """The totals that are celebrated, upwards; the target may be among them."""
    begun_at: datetime
    """Where the chart begins, unless a reading is older."""
    zone: tzinfo
    """By whose clocks days begin."""
    accent: int
    """The fandom's colour, as 0xRRGGBB."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another goal, laid over this one from `begun_at` on."""

    name: str
    ghost: Ghost
