"""The two forms of a goal: what is to be reached, and how it is counted; and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.i18n.say import Say
from bot.kit.cards import Option
from bot.kit.fields import Field, OneOfField, TextField
from bot.kit.modals import Submission
from bot.streaming.amounts import length_written, read_amount, written
from bot.streaming.goals import LONGEST_NAME, LONGEST_PLATFORM, Kind, Mode, Plan, Unit
from bot.streaming.labels import KINDS, UNITS
from bot.streaming.settings import MODES
from bot.streaming.typed import read_deadline, read_length, read_milestones

NAME, TARGET, DEADLINE, MILESTONES, PLATFORM = "name", "target", "deadline", "milestones", "platform"
UNIT, KIND, MODE, START, LENGTH = "unit", "kind", "mode", "start", "length"
_LONGEST_MILESTONES = 4000
"""Characters, the most that Discord takes: as many milestones as there can be, none of them cut off."""

_E = TypeVar("_E", bound=Enum)


def aim_fields(plan: Plan, zone: ZoneInfo, say: Say, locale: str) -> tuple[Field, ...]:
    """What is to be reached, until when and where."""
    shown = _aim(plan, zone, say, locale)
    return (
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


def read_aim(plan: Plan, form: Submission, zone: ZoneInfo, say: Say, locale: str) -> Plan:
    """A plan as it was changed in that form; what nobody touched stays to the second.

    Raises:
        UserError: something typed cannot be read.
    """
    shown = _aim(plan, zone, say, locale)
    typed = {name: form.texts.get(name, "").strip() for name in shown}
    return replace(
        plan,
        name=" ".join(typed[NAME].split()),
        target=read_amount(typed[TARGET], locale),
        deadline=plan.deadline
        if typed[DEADLINE] == shown[DEADLINE]
        else read_deadline(typed[DEADLINE], zone),
        milestones=plan.milestones
        if typed[MILESTONES] == shown[MILESTONES]
        else read_milestones(typed[MILESTONES], locale),
        platform=typed[PLATFORM],
    )


def counting_fields(plan: Plan, say: Say, locale: str) -> tuple[Field, ...]:
    """What is counted, from where on, and how far members' logs are believed."""
    return (
        OneOfField(UNIT, say.plain("What is counted"), _options(UNITS, say), plan.unit.value),
        OneOfField(KIND, say.plain("Where it stands"), _options(KINDS, say), plan.kind.value),
        OneOfField(MODE, say.plain("What members log"), _options(MODES, say), plan.mode.value),
        TextField(START, say.plain("Start"), most=40, value=written(plan.start, locale)),
        TextField(
            LENGTH,
            say.plain("Song length"),
            most=10,
            required=False,
            value=_length(plan),
            placeholder="3:19",
            description=say.plain("It says how much a day can hold. Empty: what this server has set."),
        ),
    )


def read_counting(plan: Plan, form: Submission, locale: str) -> Plan:
    """A plan as it was changed in that form.

    Raises:
        UserError: something typed cannot be read.
    """
    length = form.texts.get(LENGTH, "").strip()
    return replace(
        plan,
        unit=_chosen(Unit, form, UNIT, plan.unit),
        kind=_chosen(Kind, form, KIND, plan.kind),
        mode=_chosen(Mode, form, MODE, plan.mode),
        start=read_amount(form.texts[START], locale, 0),
        song_length=plan.song_length if length == _length(plan) else read_length(length) if length else None,
    )


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


def _length(plan: Plan) -> str:
    return length_written(plan.song_length) if plan.song_length is not None else ""


def _options(labels: Mapping[_E, str], say: Say) -> tuple[Option, ...]:
    return tuple(Option(say.plain(label), one.value) for one, label in labels.items())


def _chosen(among: type[_E], form: Submission, name: str, before: _E) -> _E:
    """What was chosen; what it was where nothing came back, as from a client that cannot show the choice."""
    chosen = form.chosen.get(name, ())
    return among(chosen[0]) if chosen else before
