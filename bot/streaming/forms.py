"""The two forms of a goal: what is to be reached, and how it is counted; and how they are read.

A form carries a mark of what each of its fields showed. So what nobody touched is known when it comes back,
and stays what it is by then: somebody else may have changed it meanwhile.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from hashlib import blake2b
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.i18n.say import Say
from bot.kit.blocks import Option
from bot.kit.doors import Outdated
from bot.kit.fields import Field, OneOfField, TextField
from bot.kit.modals import Submission
from bot.kit.paginator import as_choice
from bot.streaming.amounts import length_written, read_amount, written
from bot.streaming.goals import LONGEST_NAME, LONGEST_PLATFORM, Kind, Mode, Plan, Unit
from bot.streaming.labels import KINDS, UNITS
from bot.streaming.settings import MODES
from bot.streaming.typed import read_deadline, read_length, read_milestones

NAME, TARGET, DEADLINE, MILESTONES, PLATFORM = "name", "target", "deadline", "milestones", "platform"
UNIT, KIND, MODE, START, LENGTH = "unit", "kind", "mode", "start", "length"
_LONGEST_MILESTONES = 4000
"""Characters, the most that Discord takes: as many milestones as there can be, none of them cut off."""

_MARK = 8
"""Characters of base64, each of six bits."""

_E = TypeVar("_E", bound=Enum)


Change = Callable[[Plan], Plan]
"""What was changed of a plan, whatever it is by now."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form to fill in."""

    fields: tuple[Field, ...]
    seen: str
    """The marks of what they show, one after the other."""


def ask_aim(plan: Plan, zone: ZoneInfo, say: Say, locale: str) -> Asked:
    """What is to be reached, until when and where."""
    shown = _aim(plan, zone, say, locale)
    fields = (
        TextField(NAME, say.plain("Name"), most=LONGEST_NAME, value=shown[NAME]),
        TextField(TARGET, say.plain("Target"), most=40, value=shown[TARGET]),
        TextField(
            DEADLINE,
            say.plain("Deadline"),
            most=30,
            required=False,
            value=shown[DEADLINE],
            placeholder="2026-12-31 18:00",
            description=say.plain("By this server's clock. Empty: none."),
        ),
        TextField(
            MILESTONES,
            say.plain("Milestones"),
            most=_LONGEST_MILESTONES,
            required=False,
            value=shown[MILESTONES],
            description=say.plain("Totals with semicolons between, or a step: every 100M."),
        ),
        TextField(
            PLATFORM, say.plain("Platform"), most=LONGEST_PLATFORM, required=False, value=shown[PLATFORM]
        ),
    )
    return Asked(fields, _marks(shown))


def read_aim(form: Submission, seen: str | None, zone: ZoneInfo, locale: str) -> Change:
    """What was changed in that form.

    Raises:
        UserError: something typed cannot be read.
        Outdated: it is no form of today's.
    """
    typed = _touched(form, (NAME, TARGET, DEADLINE, MILESTONES, PLATFORM), seen)
    changed: dict[str, Any] = {}
    if NAME in typed:
        changed["name"] = " ".join(typed[NAME].split())
    if TARGET in typed:
        changed["target"] = read_amount(typed[TARGET], locale)
    if DEADLINE in typed:
        changed["deadline"] = read_deadline(typed[DEADLINE], zone)
    if MILESTONES in typed:
        changed["milestones"] = read_milestones(typed[MILESTONES], locale)
    if PLATFORM in typed:
        changed["platform"] = typed[PLATFORM]
    return partial(replace, **changed)


def ask_counting(plan: Plan, say: Say, locale: str) -> Asked:
    """What is counted, from where on, and how far members' logs are believed."""
    shown = _counting(plan, locale)
    fields = (
        OneOfField(UNIT, say.plain("What is counted"), _options(UNITS, say), shown[UNIT]),
        OneOfField(KIND, say.plain("Where it stands"), _options(KINDS, say), shown[KIND]),
        OneOfField(MODE, say.plain("What members log"), _options(MODES, say), shown[MODE]),
        TextField(START, say.plain("Start"), most=40, value=shown[START]),
        TextField(
            LENGTH,
            say.plain("Song length"),
            most=10,
            required=False,
            value=shown[LENGTH],
            placeholder="3:19",
            description=say.plain("It says how much a day can hold. Empty: what this server has set."),
        ),
    )
    return Asked(fields, _marks(shown))


def read_counting(form: Submission, seen: str | None, locale: str) -> Change:
    """What was changed in that form.

    Raises:
        UserError: something typed cannot be read.
        Outdated: it is no form of today's.
    """
    given = _touched(form, (UNIT, KIND, MODE, START, LENGTH), seen)
    changed: dict[str, Any] = {}
    for name, among in ((UNIT, Unit), (KIND, Kind), (MODE, Mode)):
        if name in given:
            changed[name] = as_choice(among, given[name])
    if START in given:
        changed["start"] = read_amount(given[START], locale, 0)
    if LENGTH in given:
        changed["song_length"] = read_length(given[LENGTH]) if given[LENGTH] else None
    return partial(replace, **changed)


def _aim(plan: Plan, zone: ZoneInfo, say: Say, locale: str) -> dict[str, str]:
    """A plan as it stands in the form, numbers as they are read there."""
    marks = plan.milestones
    step = say.plain("every {step}", step=str(marks.step)) if marks.step is not None else ""
    return {
        NAME: plan.name,
        TARGET: written(plan.target, locale),
        DEADLINE: f"{plan.deadline.astimezone(zone):%Y-%m-%d %H:%M}" if plan.deadline is not None else "",
        MILESTONES: step or "; ".join(str(one) for one in marks.named),
        PLATFORM: plan.platform,
    }


def _counting(plan: Plan, locale: str) -> dict[str, str]:
    """The same of how it is counted."""
    return {
        UNIT: plan.unit.value,
        KIND: plan.kind.value,
        MODE: plan.mode.value,
        START: written(plan.start, locale),
        LENGTH: _length(plan),
    }


def _length(plan: Plan) -> str:
    return length_written(plan.song_length) if plan.song_length is not None else ""


def _options(labels: Mapping[_E, str], say: Say) -> tuple[Option, ...]:
    return tuple(Option(say.plain(label), one.value) for one, label in labels.items())


def _touched(form: Submission, names: tuple[str, ...], seen: str | None) -> dict[str, str]:
    """What came back otherwise than it stood there; nothing does where a client cannot show a choice."""
    if seen is None or len(seen) != _MARK * len(names):
        raise Outdated
    touched = {}
    for number, name in enumerate(names):
        chosen, mark = form.chosen.get(name, ()), seen[number * _MARK : (number + 1) * _MARK]
        given = chosen[0] if chosen else form.texts.get(name)
        if given is not None and _mark(given.strip()) != mark:
            touched[name] = given.strip()
    return touched


def _marks(shown: Mapping[str, str]) -> str:
    return "".join(_mark(text.strip()) for text in shown.values())


def _mark(text: str) -> str:
    """Eight characters for a text: five of them fit a custom_id, where what they stand for does not."""
    return urlsafe_b64encode(blake2b(text.encode(), digest_size=_MARK * 6 // 8).digest()).decode()
