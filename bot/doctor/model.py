"""What a look found. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    """How bad it is."""

    FINE = "fine"
    NOTE = "note"
    """It runs; sooner or later somebody should look at it."""
    PROBLEM = "problem"
    """It does not run, or not all of it does."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    area: str
    grade: Grade
    told: str
    """What is so, in a sentence."""
    remedy: str | None = None
    """What to do about it."""


def fine(area: str, told: str) -> Finding:
    return Finding(area, Grade.FINE, told)


def note(area: str, told: str, remedy: str | None = None) -> Finding:
    return Finding(area, Grade.NOTE, told, remedy)


def problem(area: str, told: str, remedy: str | None = None) -> Finding:
    return Finding(area, Grade.PROBLEM, told, remedy)


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing keeps the bot from running."""
    return all(finding.grade is not Grade.PROBLEM for finding in findings)
