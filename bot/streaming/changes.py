"""What of a goal may change once something stands in its ledgers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.streaming.curve import Reading
from bot.streaming.goals import Kind, Plan


class UnitStands(UserError):
    message = gettext_noop(
        "“{name}” has readings or logs already, and they would be taken for something else. "
        "What is counted stays as it is; begin another goal for that."
    )


class ReadingsStand(UserError):
    message = gettext_noop(
        "Where “{name}” stands comes from its readings, so it stays an official goal. "
        "Withdraw them first, or begin another goal."
    )


class LogsStand(UserError):
    message = gettext_noop(
        "Where “{name}” stands comes from what members have logged, so it stays a community goal. "
        "Begin another goal for the official counter."
    )


class StartAboveReading(UserError):
    message = gettext_noop("The counter stood at {total}, {when}, so the start can be {total} at most.")


@dataclass(frozen=True, slots=True)
class Ledgers:
    """What stands in a goal's two ledgers."""

    readings: Sequence[Reading] = ()
    """Those that hold."""
    counts: bool = False
    """Whether there is a log that counts."""
    waits: bool = False
    """Whether there is one that waits for moderators."""


def check_change(before: Plan, after: Plan, ledgers: Ledgers) -> None:
    """Make sure that what was entered and logged keeps its meaning.

    Raises:
        UserError: it would not; with what to do.
    """
    if after.unit is not before.unit and (ledgers.readings or ledgers.counts or ledgers.waits):
        raise UnitStands(name=before.name)
    if after.kind is not before.kind:
        if before.kind is Kind.OFFICIAL and ledgers.readings:
            raise ReadingsStand(name=before.name)
        if before.kind is Kind.COMMUNITY and ledgers.counts:
            raise LogsStand(name=before.name)
    if after.start != before.start and ledgers.readings:
        lowest = min(ledgers.readings, key=lambda reading: reading.total)
        if after.start > lowest.total:
            raise StartAboveReading(total=lowest.total, when=lowest.at)
