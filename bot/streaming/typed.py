"""What moderators and members type about goals: milestones, deadlines, lengths, days. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.streaming.amounts import read_amount
from bot.streaming.milestones import Milestones

EVERY = "every:"
"""How a step's suggestion begins."""
_STEP = re.compile(r"(?:every:?\s*(?P<after>.+)|(?P<before>.+?)\s*마다)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:;|、|,\s+)\s*")
_STAMP = re.compile(r"<t:(?P<seconds>-?\d{1,14})(?::[a-zA-Z])?>")
_MOMENT = re.compile(
    r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})\.?"
    r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2}))?"
)
_LENGTH = re.compile(r"(?:(?P<minutes>\d{1,3}):)?(?P<seconds>\d{1,4})")
_NONE = {"", "-", "none", "없음"}


class NotAMoment(UserError):
    message = gettext_noop(
        "I cannot read that date. Type one such as {example}, with a time of day if you like: {longer}."
    )


class NotADay(UserError):
    message = gettext_noop("I cannot read that day. Choose one from the list, or type one such as {example}.")


class NotALength(UserError):
    message = gettext_noop("I cannot read that song length. Type minutes and seconds, such as {example}.")


def read_milestones(typed: str, locale: str) -> Milestones:
    """Totals with semicolons between (`500M; 1B`), or a step (`every 100M`); nothing typed, none.

    Raises:
        UserError: a number cannot be read.
    """
    text = _plain(typed)
    if text.casefold() in _NONE:
        return Milestones()
    if match := _STEP.fullmatch(text):
        return Milestones(step=read_amount(match["after"] or match["before"], locale))
    named = {read_amount(one, locale) for one in _BETWEEN.split(text) if one}
    return Milestones(tuple(sorted(named)))


def read_moment(typed: str, zone: ZoneInfo) -> datetime:
    """An instant: Discord's own `<t:…>`, or a date with or without time on the server's clock.

    A date alone means the end of that day.

    Raises:
        NotAMoment: it is none.
    """
    text = _plain(typed)
    if stamp := _STAMP.fullmatch(text):
        try:
            return datetime.fromtimestamp(int(stamp["seconds"]), UTC)
        except (ValueError, OverflowError, OSError):
            raise _not_a_moment() from None
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise _not_a_moment()
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        if match["hour"] is None:
            return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        return datetime.combine(day, time(int(match["hour"]), int(match["minute"])), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _not_a_moment() from None


def read_deadline(typed: str, zone: ZoneInfo) -> datetime | None:
    """A deadline; None where somebody typed that there is none.

    Raises:
        NotAMoment: it is no instant.
    """
    return None if _plain(typed).casefold() in _NONE else read_moment(typed, zone)


def read_day(typed: str, today: date) -> date:
    """A date, such as `2026-06-12`.

    Raises:
        NotADay: it is none.
    """
    match = _MOMENT.fullmatch(_plain(typed))
    if match is None or match["hour"] is not None:
        raise NotADay(example=today.isoformat())
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise NotADay(example=today.isoformat()) from None


def read_length(typed: str) -> timedelta:
    """A song's length: `3:19`, or seconds.

    Raises:
        NotALength: it is none.
    """
    match = _LENGTH.fullmatch(_plain(typed))
    if match is None or (match["minutes"] is not None and int(match["seconds"]) >= 60):
        raise NotALength(example="3:19")
    return timedelta(minutes=int(match["minutes"] or 0), seconds=int(match["seconds"]))


def _not_a_moment() -> NotAMoment:
    return NotAMoment(example="2026-12-31", longer="2026-12-31 18:00")


def _plain(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed).split())
