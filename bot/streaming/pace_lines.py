"""A goal's pace in words."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, bold, joined
from bot.i18n.say import Say
from bot.streaming.curve import Gain
from bot.streaming.goals import Kind
from bot.streaming.labels import counted
from bot.streaming.overview import Race, View
from bot.streaming.pace import EVEN, SURE, Arrival, Lift, Pace, Status

_DAY = timedelta(days=1)
_BAR = 12  # signs
_DIGITS = 3  # of an estimate


def percent(total: int, start: int, target: int) -> int:
    """How much of the way is done, rounded down: 100 is only said of what is reached."""
    return min(100, max(0, 100 * (total - start) // (target - start)))


def standing(view: View, say: Say) -> Markup:
    """Where a goal stands, as of when, and what was gained lately."""
    plan, pace = view.goal.plan, view.pace
    done = percent(view.total, plan.start, plan.target)
    full = max(done * _BAR // 100, 1 if view.total > plan.start else 0)
    total = say(
        "{total} of {target}", total=bold(say.number(view.total)), target=counted(plan.unit, plan.target, say)
    )
    share = say("{percent} %", percent=done)
    bar = Markup(f"{'▰' * full}{'▱' * (_BAR - full)} {share}")
    return joined("\n", (total, bar, _as_of(view, say), _gained(pace, say)))


def outlook(view: View, say: Say) -> Markup:
    """Whether it will be made, and what it would take."""
    plan, pace = view.goal.plan, view.pace
    deadline = None
    if plan.deadline is not None:
        deadline = say("Deadline: {when:f} ({when:R})", when=plan.deadline)
    if not view.goal.is_open():
        return joined("\n", (deadline, _ended(pace, say)))
    return joined(
        "\n",
        (
            deadline,
            _early(view, say) if pace.status is Status.TOO_FEW else bold(status(pace, say)),
            _rates(pace, say),
            _arrival(pace.arrival, say) if pace.arrival is not None else None,
            _chance(pace, say),
            _lift(pace.lift, say) if pace.lift is not None else None,
        ),
    )


_STATUS = {
    Status.REACHED: gettext_noop("Reached!"),
    Status.OVER: gettext_noop("The deadline has passed."),
    Status.TOO_FEW: gettext_noop("It is too early for a forecast."),
    Status.OPEN: gettext_noop("On the way"),
    Status.AHEAD: gettext_noop("Ahead"),
    Status.ON_COURSE: gettext_noop("On course"),
    Status.BEHIND: gettext_noop("Behind"),
}


_LIFTS = {
    EVEN: gettext_noop("About {number} more a day would put it on course."),
    SURE: gettext_noop("About {number} more a day would make it all but certain."),
}


def about(number: float) -> int:
    """An estimate, to three digits: more would claim to know more than it does."""
    step = _step(round(number))
    return round(number / step) * step


def at_least(number: float) -> int:
    """Likewise, of what has to be done: never less than it."""
    step = _step(ceil(number))
    return ceil(number / step) * step


def _step(number: int) -> int:
    """What the last of the digits that are told stands for."""
    return int("1".ljust(len(str(number)) - _DIGITS + 1, "0"))


def status(pace: Pace, say: Say) -> Markup:
    """What to say first."""
    behind = -(pace.margin // _DAY) if pace.margin is not None else 0
    if pace.status is Status.BEHIND and behind >= 1:
        return say.count("Behind by about {number} day", "Behind by about {number} days", behind)
    return say(_STATUS[pace.status])


def race(running: Race, say: Say) -> Markup:
    """How a goal runs against another one, at the same age."""
    ghost, name = running.ghost, running.against.plan.name
    if ghost is None or ghost.lead is None:
        return say("Beside “{goal}”: nothing can be said of it at this age.", goal=name)
    if ghost.lead >= 0:
        return say("Beside “{goal}” at the same age: {number} ahead", goal=name, number=ghost.lead)
    return say("Beside “{goal}” at the same age: {number} behind", goal=name, number=-ghost.lead)


def _as_of(view: View, say: Say) -> Markup:
    if view.goal.plan.kind is Kind.COMMUNITY:
        told = say("What members have logged here.")
    elif view.pace.last is None:
        told = say("Nobody has entered what the counter shows yet.")
    else:
        told = say("Read off {when:R}", when=view.pace.last.at)
    return Markup(f"-# {told}")


def _gained(pace: Pace, say: Say) -> Markup | None:
    told = [
        say("{gain} in 24 hours", gain=_gain(pace.gained_in_day, say)) if pace.gained_in_day else None,
        say("{gain} in 7 days", gain=_gain(pace.gained_in_week, say)) if pace.gained_in_week else None,
    ]
    return joined(" · ", told) or None


def _gain(gain: Gain, say: Say) -> Markup:
    if gain.interpolated:
        return say("about +{number}", number=gain.amount)
    return Markup(f"+{say.number(gain.amount)}")


def _rates(pace: Pace, say: Say) -> Markup | None:
    per_day = say("now about {number} a day", number=about(pace.per_day)) if pace.per_day else None
    needed = None
    if pace.needed_per_day is not None:
        needed = say("{number} a day are needed", number=at_least(pace.needed_per_day))
    return joined(" · ", (per_day, needed)) or None


def _arrival(arrival: Arrival, say: Say) -> Markup:
    """The range that holds in four of five cases."""
    if arrival.earliest is None:
        return say("As things stand it is not reached within ten years.")
    if arrival.latest is None:
        return say("Reached {when:D} at the earliest, perhaps never as things stand.", when=arrival.earliest)
    if arrival.latest - arrival.earliest < _DAY:
        return say("Likely reached {when:f}.", when=arrival.likely or arrival.latest)
    return say("Likely reached between {first:D} and {last:D}.", first=arrival.earliest, last=arrival.latest)


def _chance(pace: Pace, say: Say) -> Markup | None:
    if pace.chance is None or pace.status in {Status.REACHED, Status.OVER}:
        return None
    share = min(99, max(1, round(100 * pace.chance)))
    return say("Chance to make it in time: about {percent} %", percent=share)


def _lift(lift: Lift, say: Say) -> Markup:
    told = say(_LIFTS[lift.chance], number=at_least(lift.per_day))
    if lift.per_member is None:
        return told
    each = say("For each active member that is some {number}.", number=at_least(lift.per_member))
    return joined(" ", (told, each))


def _early(view: View, say: Say) -> Markup:
    """That there is no forecast yet, and when there is one."""
    missing, official = view.pace.missing, view.goal.plan.kind is Kind.OFFICIAL
    told = bold(status(view.pace, say))
    if missing is None:
        return told
    later = missing.not_before if missing.not_before and missing.not_before > view.now else None
    if not official:
        return joined("\n", (told, say("There is one {when:R}.", when=later) if later else None))
    more = say.count("{number} more reading", "{number} more readings", missing.readings)
    if later is not None:
        return joined(
            "\n", (told, say("It takes {readings}, the last {when:R} or later.", readings=more, when=later))
        )
    return joined("\n", (told, say("It takes {readings}.", readings=more)))


def _ended(pace: Pace, say: Say) -> Markup:
    if pace.reached_at is not None:
        return bold(say("Reached {when:D}!", when=pace.reached_at))
    return bold(say.count("{number} short of the target", "{number} short of the target", pace.remaining))
