"""Command options that suggest while a person types."""

from __future__ import annotations

import logging
from abc import abstractmethod
from typing import Any

from discord import app_commands

from bot.errors import UserError
from bot.kit import limits
from bot.kit.host import Interaction
from bot.kit.limits import shorten

log = logging.getLogger(__name__)

Choice = app_commands.Choice[str]


def choice(label: str, value: str) -> Choice:
    """A line of an autocomplete list; a label too long for Discord is shortened."""
    return app_commands.Choice(name=shorten(label, limits.CHOICE_NAME), value=value)


class SuggestingOption(app_commands.Transformer):
    """An option with autocomplete. Shared by every command that asks for the same kind of thing.

    discord.py runs no checks for autocomplete and only logs its exceptions, leaving the person with
    "loading options failed"; this is the door that answers with nothing instead.
    """

    @abstractmethod
    async def suggest(self, interaction: Interaction, typed: str) -> list[Choice]:
        """The lines to offer, best first. No I/O: a keystroke is answered at once."""

    async def autocomplete(self, interaction: Interaction, value: Any, /) -> list[Choice]:  # type: ignore[override]
        try:
            return (await self.suggest(interaction, str(value)))[: limits.CHOICES]
        except UserError:  # where the command would say no, there is nothing to offer
            return []
        except Exception:
            log.exception("autocomplete failed (interaction %s)", interaction.id)
            return []
