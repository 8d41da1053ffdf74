"""The ledger of official readings: what may be entered, and which of it holds. Pure.

Nothing is ever changed in it: a correction is a reading of its own that names the one it takes the place of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.streaming.amounts import MOST
from bot.streaming.curve import Reading

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""From when on there can be readings: before any of today's platforms. A slip of the year would make every
forecast and chart reach over centuries."""


class ReadingAhead(UserError):
    message = gettext_noop("That moment is still to come: {when}. Enter what the counter shows now.")


class ReadingTooOld(UserError):
    message = gettext_noop("No counter is that old: {when:D}. Enter what one showed {first:D} or later.")


class TotalOutOfBounds(UserError):
    message = gettext_noop("A total must be from 0 to {most}.")


class TotalFell(UserError):
    message = gettext_noop(
        "The counter stood at {total} already, {when}. "
        "Correct that reading if it is wrong, or say that the platform has counted anew."
    )


class TotalAboveLater(UserError):
    message = gettext_noop(
        "The counter stood at {total} only, later, {when}. "
        "Correct that reading if it is wrong, or say that the platform has counted anew."
    )


class NothingToCorrect(UserError):
    message = gettext_noop("That reading has been corrected or withdrawn already.")


@dataclass(frozen=True, slots=True)
class OfficialReading:
    """An entry: what the counter showed at a moment, who said so and when."""

    id: int
    reading: Reading
    user_id: int | None
    entered_at: datetime
    note: str = ""
    recount: bool = False
    """Whether the platform had counted anew, so that the total may be less than before."""
    corrects: int | None = None
    """The entry it takes the place of."""
    withdrawn_at: datetime | None = None


def holding(entries: Iterable[OfficialReading]) -> tuple[OfficialReading, ...]:
    """Those that were neither withdrawn nor corrected, in order of their moments.

    A correction that is withdrawn takes what it corrected with it: that was wrong all the same.
    """
    known = tuple(entries)
    corrected = {entry.corrects for entry in known}
    holds = (entry for entry in known if entry.withdrawn_at is None and entry.id not in corrected)
    return tuple(sorted(holds, key=lambda entry: (entry.reading.at, entry.reading.total, entry.id)))


def check(new: OfficialReading, entries: Iterable[OfficialReading], now: datetime) -> None:
    """Make sure that an entry fits among those that hold.

    Raises:
        UserError: with what to do about it.
    """
    holds = holding(entries)
    if new.reading.at > now:
        raise ReadingAhead(when=new.reading.at)
    if new.reading.at < EARLIEST:
        raise ReadingTooOld(when=new.reading.at, first=EARLIEST)
    if not 0 <= new.reading.total <= MOST:
        raise TotalOutOfBounds(most=MOST)
    if new.corrects is not None and new.corrects not in {entry.id for entry in holds}:
        raise NothingToCorrect
    if not new.recount:
        _check_neighbours(new.reading, [entry for entry in holds if entry.id != new.corrects])


def _check_neighbours(reading: Reading, holds: Sequence[OfficialReading]) -> None:
    before = [entry.reading for entry in holds if entry.reading.at <= reading.at]
    if before and before[-1].total > reading.total:
        raise TotalFell(total=before[-1].total, when=before[-1].at)
    following = next((entry for entry in holds if entry.reading.at > reading.at), None)
    if following is not None and not following.recount and following.reading.total < reading.total:
        raise TotalAboveLater(total=following.reading.total, when=following.reading.at)
