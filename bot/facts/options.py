"""The facts' command options: what is typed, what is suggested, what the command receives."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from discord import app_commands

from bot.facts import cards
from bot.facts.base import FactBase
from bot.facts.labels import CATEGORIES
from bot.facts.lookup import LONGEST_QUERY
from bot.facts.model import Subject
from bot.facts.search import Suggestion
from bot.facts.service import FactService
from bot.i18n.say import Say
from bot.kit.host import Interaction, say_to
from bot.kit.options import Choice, SuggestingOption, choice
from bot.kit.server import guild_id_of

_KEPT = 512  # lists of the latest keystrokes: a community types the same few titles
_CHOICES_KEPT = 2048  # their lines, each once for all lists that show it
_MORE_THAN_ANY_QUERY = LONGEST_QUERY + 1


def _service(interaction: Interaction) -> FactService:
    service: FactService = interaction.client.app.facts
    return service


def forget() -> None:
    """Let go of the lists that were kept: the facts are others now."""
    for kept in (_query_lines, _subject_lines, _choice):
        kept.cache_clear()


@lru_cache(maxsize=_KEPT)
def _query_lines(
    service: FactService, base: FactBase, unseen: frozenset[str], say: Say, typed: str
) -> list[Choice]:
    return [_choice(base, line, say) for line in service.suggest(typed, unseen)]


@lru_cache(maxsize=_KEPT)
def _subject_lines(
    service: FactService, base: FactBase, unseen: frozenset[str], say: Say, typed: str
) -> list[Choice]:
    return [_choice(base, line, say) for line in service.suggest_subjects(typed, unseen)]


@lru_cache(maxsize=_CHOICES_KEPT)
def _choice(base: FactBase, line: Suggestion, say: Say) -> Choice:
    if line.id in base.subjects:
        return choice(cards.subject_label(base.subjects[line.id], line.matched, say), line.id)
    return choice(cards.fact_label(base.facts[line.id], say), line.id)


class _Query(SuggestingOption):
    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        service, begun = _service(interaction), typed[:_MORE_THAN_ANY_QUERY]
        unseen = service.unseen(guild_id_of(interaction))
        return _query_lines(service, service.base, unseen, say_to(interaction), begun)

    async def transform(self, _: Interaction, value: Any, /) -> str:
        return str(value)


class _Subject(SuggestingOption):
    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        service, begun = _service(interaction), typed[:_MORE_THAN_ANY_QUERY]
        unseen = service.unseen(guild_id_of(interaction))
        return _subject_lines(service, service.base, unseen, say_to(interaction), begun)

    async def transform(self, interaction: Interaction, value: Any, /) -> Subject:
        return _service(interaction).subject(str(value))


Query = app_commands.Transform[str, _Query]
SubjectOption = app_commands.Transform[Subject, _Subject]
CATEGORY_CHOICES = [
    app_commands.Choice(name=app_commands.locale_str(label), value=category.value)
    for category, label in CATEGORIES.items()
]
