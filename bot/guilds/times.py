"""Times of day as people type them. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import time

from bot.errors import UserError
from bot.i18n.marking import gettext_noop

_EXAMPLE = "21:30"
_REPEATED = 12  # characters; what is longer is not repeated
_NAMED = {"noon": time(12), "정오": time(12), "midnight": time(0), "자정": time(0)}
_AFTER_NOON = {"pm", "오후"}
_TIME = re.compile(
    r"(?P<before>am|pm|오전|오후)?(?P<hour>[0-9]{1,2})"
    r"(?:[:.](?P<colon>[0-9]{2})|h(?P<h>[0-9]{2})?|(?<=[0-9]{2})(?P<bare>[0-9]{2})"
    r"|시(?:(?P<korean>[0-9]{1,2})분|(?P<half>반))?)?"
    r"(?P<after>am|pm)?"
)


class NotATime(UserError):
    """What was typed is no time of day."""

    message = gettext_noop("That is not a time of day. Type one such as {example}.")


class NoSuchTime(NotATime):
    """Likewise, and short enough to say so."""

    message = gettext_noop("“{typed}” is not a time of day. Type one such as {example}.")


def time_of_day(typed: str) -> time:
    """A typed time of day: `9`, `09:30`, `9.30`, `9pm`, `21h`, `오후 9시 30분`, `noon`.

    Raises:
        NotATime: it is none.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed).casefold())
    if text in _NAMED:
        return _NAMED[text]
    match = _TIME.fullmatch(re.sub(r"([ap])\.m\.?", r"\1m", text))
    read = _read(match) if match else None
    if read is None:
        shown = " ".join(typed.split())
        raise (
            NoSuchTime(typed=shown, example=_EXAMPLE)
            if 0 < len(shown) <= _REPEATED
            else NotATime(example=_EXAMPLE)
        )
    return read


def _read(match: re.Match[str]) -> time | None:
    written = match["colon"] or match["h"] or match["bare"] or match["korean"] or "0"
    hour, minute = int(match["hour"]), 30 if match["half"] else int(written)
    half = match["before"] or match["after"]
    if (match["before"] and match["after"]) or hour > (12 if half else 23) or minute > 59:
        return None
    if half in _AFTER_NOON:
        return time(hour % 12 + 12, minute) if hour else None
    return time(hour % 12 if half else hour, minute)
