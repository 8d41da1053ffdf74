"""A race against another goal's own curve, at the same age. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.streaming.curve import Curve, Reading


@dataclass(frozen=True, slots=True)
class Ghost:
    """How an earlier counter ran, laid over the present one."""

    points: tuple[Reading, ...]
    """Its readings, moved to the present one's begin; those from before its own begin are left out."""
    total: int | None
    """Where it stood at the age of the present one's last reading; None where its readings do not tell."""
    lead: int | None
    """By how much the present one is above it; negative: below."""


def ghost(
    readings: Iterable[Reading], begun_at: datetime, other: Iterable[Reading], other_begun_at: datetime
) -> Ghost | None:
    """Lay another counter over this one, ages counted from each one's begin (its release, say).

    None where one of them has no reading since its begin.
    """
    own = [reading for reading in readings if reading.at >= begun_at]
    others = [reading for reading in other if reading.at >= other_begun_at]
    if not own or not others:
        return None
    here, there = Curve(own).last, Curve(others)
    shift = begun_at - other_begun_at
    points = tuple(Reading(at + shift, total) for at, total in zip(there.instants, there.totals, strict=True))
    same_age = here.at - shift
    known = there.first.at <= same_age <= there.last.at
    total = round(there.total_at(same_age)) if known else None
    return Ghost(points, total, None if total is None else here.total - total)
