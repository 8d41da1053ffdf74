"""What a goal's chart says: totals, days and shares as short as they can be, and all of it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from math import ceil, floor, log10

from babel.dates import format_skeleton
from babel.numbers import format_compact_decimal, format_percent

from bot.i18n.say import Say
from bot.kit.limits import ALT_TEXT, shorten
from bot.streaming.charted import ChartedGoal, Rival
from bot.streaming.curve import Reading
from bot.streaming.pace import Arrival, Pace
from bot.streaming.ticks import Span

_IN_FULL = 10_000
"""What is less is written in full in every language; Korean has no other way in daily life."""
_MOST_DIGITS = 3
_ALL_DIGITS = 15


class Words:
    """A language's voice, with the clocks of a server's zone."""

    def __init__(self, say: Say, zone: tzinfo) -> None:
        self.say, self._zone = say, zone

    def total(self, total: int) -> str:
        """A total as short as can be, rounded if need be: `1.5M`, `1.5억`, `9,999`."""
        return self._short(total) or self._compact(total, 2)

    def scale(self, totals: Sequence[int]) -> list[str]:
        """Totals along a scale: all short, or else all in full."""
        short = [label for label in map(self._short, totals) if label is not None]
        return short if len(short) == len(totals) else [str(self.say.number(total)) for total in totals]

    def rate(self, per_day: float) -> str:
        """How many a day it takes: rounded up, so that it is enough."""
        digits = floor(log10(per_day)) + 1 if per_day >= 1 else 0
        step = 10 ** max(0, digits - 3)
        return self.total(ceil(per_day / step) * step)

    def share(self, progress: float) -> str:
        """A share of the way in whole percent; not 100 before the end."""
        return format_percent(floor(100 * progress + 1e-9) / 100, locale=self.say.locale)

    def date(self, at: datetime) -> str:
        """The day of an instant in full, such as `June 12, 2026`."""
        return str(self.say.day(at.astimezone(self._zone).date()))

    def instant(self, at: datetime, beside: datetime, *, hours: bool) -> str:
        """The day of an instant, short: with the year where `beside` is of another one."""
        here = at.astimezone(self._zone)
        skeleton = "MMMd" if here.year == beside.astimezone(self._zone).year else "yMMMd"
        day = format_skeleton(skeleton, here.date(), locale=self.say.locale)
        return f"{day}, {self._time(here)}" if hours else day

    def tick(self, at: datetime, span: Span) -> str:
        """The label of a time below the chart."""
        here = at.astimezone(self._zone)
        if span is Span.HOURS and here.hour:
            return self._time(here)
        if span is Span.MONTHS and here.month > 1:
            return str(format_skeleton("MMM", here.date(), locale=self.say.locale))
        skeleton = "MMMd" if span in (Span.HOURS, Span.DAYS) else "y"
        return str(format_skeleton(skeleton, here.date(), locale=self.say.locale))

    def _short(self, total: int) -> str | None:
        """A total in few digits; None where it has more."""
        if abs(total) < _IN_FULL:
            return str(self.say.number(total))
        whole = self._compact(total, _ALL_DIGITS)
        shorter = (self._compact(total, digits) for digits in range(_MOST_DIGITS + 1))
        return next((one for one in shorter if one == whole), None)

    def _time(self, here: datetime) -> str:
        return str(self.say.time(here.time()))

    def _compact(self, total: int, digits: int) -> str:
        return str(format_compact_decimal(total, locale=self.say.locale, fraction_digits=digits))


def alt_text(goal: ChartedGoal, pace: Pace, first: Reading | None, rival: Rival | None, words: Words) -> str:
    """What the chart shows, with the numbers."""
    parts = [*_so_far(goal, pace, first, words), *_to_come(goal, pace, words)]
    if rival is not None and rival.ghost.total is not None:
        parts.append(
            words.say.plain(
                "{name} stood at {total} at the same age.", name=rival.name, total=rival.ghost.total
            )
        )
    return shorten(" ".join(parts), ALT_TEXT)


def _so_far(goal: ChartedGoal, pace: Pace, first: Reading | None, words: Words) -> Iterator[str]:
    say, aim = words.say, goal.aim
    if pace.last is None or first is None:
        yield say.plain(
            "Chart of “{name}”: no readings yet, the target is {target} {unit}.",
            name=goal.name,
            target=aim.target,
            unit=goal.unit,
        )
        return
    yield say.plain(
        "Chart of “{name}”: {total} of {target} {unit} ({share}), as of {day}.",
        name=goal.name,
        total=pace.last.total,
        target=aim.target,
        unit=goal.unit,
        share=words.share(pace.progress),
        day=words.date(pace.last.at),
    )
    if first.at < pace.last.at:
        yield say.plain("The curve begins on {day} at {total}.", day=words.date(first.at), total=first.total)
    coming = [mark for mark in goal.marks if pace.last.total < mark < aim.target]
    if coming:
        yield say.plain("Next milestone: {total}.", total=coming[0])


def _to_come(goal: ChartedGoal, pace: Pace, words: Words) -> Iterator[str]:
    say, deadline = words.say, goal.aim.deadline
    if deadline is not None:
        yield say.plain("The deadline is {day}.", day=words.date(deadline))
    if pace.needed_per_day is not None:
        yield say.plain("It takes {amount} a day from then on.", amount=words.rate(pace.needed_per_day))
    if pace.reached_at is not None:
        yield say.plain("The target was reached on {day}.", day=words.date(pace.reached_at))
    elif pace.arrival is not None:
        yield _arrival(pace.arrival, words)
    elif pace.last is not None:
        yield say.plain("It is too early for a forecast.")


def _arrival(arrival: Arrival, words: Words) -> str:
    earliest, likely, latest = (
        at and words.date(at) for at in (arrival.earliest, arrival.likely, arrival.latest)
    )
    if earliest is None:
        return words.say.plain("At this pace the target is more than ten years away.")
    if likely is None:
        return words.say.plain("It will hardly be reached before {day}.", day=earliest)
    if latest is None:
        return words.say.plain(
            "It is likely reached on {day}, hardly before {earliest}, perhaps much later.",
            day=likely,
            earliest=earliest,
        )
    return words.say.plain(
        "It is likely reached on {day}, in four of five cases between {earliest} and {latest}.",
        day=likely,
        earliest=earliest,
        latest=latest,
    )
