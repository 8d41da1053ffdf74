"""The options of trivia commands: what is typed, what is suggested, what the command receives."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.facts.cards import subject_label
from bot.facts.labels import CATEGORIES
from bot.facts.service import FactService
from bot.folding import key
from bot.kit.host import Interaction, say_to
from bot.kit.options import Choice, SuggestingOption, choice
from bot.kit.server import guild_id_of
from bot.trivia.labels import DIFFICULTIES, PERIODS
from bot.trivia.service import Topic

_CATEGORY = "category:"


class _Topic(SuggestingOption):
    """A kind of facts, or anything facts are about."""

    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        facts, say, begun = _facts(interaction), say_to(interaction), key(typed)
        kinds = {say.plain(label): category for category, label in CATEGORIES.items()}
        lines = [
            choice(label, f"{_CATEGORY}{category.value}")
            for label, category in kinds.items()
            if begun in key(label)
        ]
        unseen = facts.unseen(guild_id_of(interaction))
        subjects = facts.suggest_subjects(typed, unseen) if begun else []
        return lines + [
            choice(subject_label(facts.base.subjects[line.id], line.matched, say), line.id)
            for line in subjects
        ]

    async def transform(self, interaction: Interaction, value: Any, /) -> Topic:
        typed, say = str(value), say_to(interaction)
        for category, label in CATEGORIES.items():
            if typed == f"{_CATEGORY}{category.value}" or key(typed) in {key(label), key(say.plain(label))}:
                return Topic(category=category.value)
        return Topic(subject_id=_facts(interaction).subject(typed).id)


def _facts(interaction: Interaction) -> FactService:
    service: FactService = interaction.client.app.facts
    return service


TopicOption = app_commands.Transform[Topic, _Topic]
DIFFICULTY_CHOICES = [
    app_commands.Choice(name=app_commands.locale_str(label), value=level)
    for level, label in DIFFICULTIES.items()
]
PERIOD_CHOICES = [
    app_commands.Choice(name=app_commands.locale_str(label), value=period.value)
    for period, label in PERIODS.items()
]
