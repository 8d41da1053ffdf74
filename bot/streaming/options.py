"""The options of goal commands: what is typed, what is suggested, what the command receives."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from discord import app_commands

from bot.errors import UserError
from bot.facts.cards import subject_label
from bot.facts.vocabulary import SubjectKind
from bot.folding import key
from bot.kit.host import Interaction, say_to
from bot.kit.options import Choice, SuggestingOption, choice
from bot.kit.server import expected_guild_id, guild_id_of
from bot.streaming.amounts import MOST, read_amount
from bot.streaming.goals import Goal, Kind
from bot.streaming.labels import KINDS, PERIODS, PLATFORMS, UNITS
from bot.streaming.logs import days_to_log
from bot.streaming.milestones import Milestones
from bot.streaming.parts import Goals
from bot.streaming.typed import EVERY, read_day, read_length, read_milestones, read_moment

_WORKS = frozenset({SubjectKind.SONG, SubjectKind.ALBUM, SubjectKind.VIDEO})


class _Goal(SuggestingOption):
    """A goal of this server; what is suggested are those that the command can do something with."""

    def __init__(self, *, closed: bool = False, opened: bool = True, kind: Kind | None = None) -> None:
        self._closed, self._opened, self._kind = closed, opened, kind
        super().__init__()

    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        wanted = key(typed)
        return [
            choice(goal.plan.name, str(goal.id))
            for goal in _goals(interaction).book.of(guild_id_of(interaction))
            if (self._opened if goal.is_open() else self._closed)
            and self._kind in {None, goal.plan.kind}
            and wanted in key(goal.plan.name)
        ]

    async def transform(self, interaction: Interaction, value: Any, /) -> Goal:
        return _goals(interaction).book.find(expected_guild_id(interaction), str(value))


class _Work(SuggestingOption):
    """What a goal is about: a song or album, or a name of one's own."""

    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        facts, say = interaction.client.app.facts, say_to(interaction)
        found = facts.suggest_subjects(typed, facts.unseen(guild_id_of(interaction)))
        return [
            choice(subject_label(facts.base.subjects[line.id], line.matched, say), line.id)
            for line in found
            if facts.base.subjects[line.id].kind in _WORKS
        ]

    async def transform(self, interaction: Interaction, value: Any, /) -> str:
        subject = interaction.client.app.facts.base.subjects.get(str(value))
        return subject.name if subject is not None else " ".join(str(value).split())


class _Amount(app_commands.Transformer):
    """A whole number, as people write it in their language."""

    def __init__(self, least: int) -> None:
        self._least = least

    async def transform(self, interaction: Interaction, value: Any, /) -> int:
        return read_amount(str(value), interaction.locale.value, self._least, MOST)


class _Milestones(SuggestingOption):
    """Totals with semicolons between, or a step."""

    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        try:
            step = read_amount(typed.strip(), interaction.locale.value)
        except UserError:  # half a number, or several
            return []
        say = say_to(interaction)
        return [
            choice(say.plain("Every {number}", number=step), f"{EVERY}{step}"),
            choice(say.plain("At {number} alone", number=step), str(step)),
        ]

    async def transform(self, interaction: Interaction, value: Any, /) -> Milestones:
        return read_milestones(str(value), interaction.locale.value)


class _Platform(SuggestingOption):
    """Where it is counted: anything, with suggestions."""

    async def suggest(self, _: Interaction, typed: str) -> list[Choice]:
        return [choice(name, name) for name in PLATFORMS if key(typed) in key(name)]

    async def transform(self, _: Interaction, value: Any, /) -> str:
        return " ".join(str(value).split())


class _Day(SuggestingOption):
    """One of the days that can be logged for: for the goal that is chosen, or else for any that is open."""

    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        book, guild_id = _goals(interaction).book, expected_guild_id(interaction)
        named = interaction.namespace.goal
        goals = (book.find(guild_id, str(named)),) if named else book.open_in(guild_id)
        now, zone, today = interaction.client.app.clock.now(), book.zone(guild_id), _today(interaction)
        say, wanted = say_to(interaction), key(typed)
        days = {day for goal in goals for day in days_to_log(goal, now, zone)}
        near = {today: say.plain("Today"), today - timedelta(days=1): say.plain("Yesterday")}
        labelled = [(near.get(day) or say.day(day), day.isoformat()) for day in sorted(days, reverse=True)]
        return [choice(label, day) for label, day in labelled if wanted in key(label) or wanted in day]

    async def transform(self, interaction: Interaction, value: Any, /) -> date:
        say, today, typed = say_to(interaction), _today(interaction), key(str(value))
        for back, label in enumerate((say.plain("Today"), say.plain("Yesterday"))):
            if typed == key(label):
                return today - timedelta(days=back)
        return read_day(str(value), today)


class _Moment(app_commands.Transformer):
    """An instant: Discord's own timestamps, or a date on the server's clock."""

    async def transform(self, interaction: Interaction, value: Any, /) -> datetime:
        return read_moment(str(value), _goals(interaction).book.zone(expected_guild_id(interaction)))


class _Length(app_commands.Transformer):
    """A song's length."""

    async def transform(self, _: Interaction, value: Any, /) -> timedelta:
        return read_length(str(value))


def _goals(interaction: Interaction) -> Goals:
    goals: Goals = interaction.client.app.goals
    return goals


def _today(interaction: Interaction) -> date:
    now: datetime = interaction.client.app.clock.now()
    return now.astimezone(_goals(interaction).book.zone(expected_guild_id(interaction))).date()


OpenGoal = app_commands.Transform[Goal, _Goal()]
OfficialGoal = app_commands.Transform[Goal, _Goal(kind=Kind.OFFICIAL)]
ClosedGoal = app_commands.Transform[Goal, _Goal(closed=True, opened=False)]
AnyGoal = app_commands.Transform[Goal, _Goal(closed=True)]
WorkOption = app_commands.Transform[str, _Work]
Amount = app_commands.Transform[int, _Amount(1)]
Total = app_commands.Transform[int, _Amount(0)]
MilestonesOption = app_commands.Transform[Milestones, _Milestones]
PlatformOption = app_commands.Transform[str, _Platform]
DayOption = app_commands.Transform[date, _Day]
Moment = app_commands.Transform[datetime, _Moment]
Length = app_commands.Transform[timedelta, _Length]
UNIT_CHOICES = [
    app_commands.Choice(name=app_commands.locale_str(label), value=unit.value)
    for unit, label in UNITS.items()
]
KIND_CHOICES = [
    app_commands.Choice(name=app_commands.locale_str(label), value=kind.value)
    for kind, label in KINDS.items()
]
PERIOD_CHOICES = [
    app_commands.Choice(name=app_commands.locale_str(label), value=period.value)
    for period, label in PERIODS.items()
]
