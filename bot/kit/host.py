"""What the kit asks of the client it runs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, cast

import discord

from bot.i18n.catalogs import Catalogs
from bot.i18n.say import Say

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Manners:
    """How the bot behaves where an interaction comes from."""

    private: bool = False
    """Whether every answer is for the person alone."""
    locale: str | None = None
    """The language of what everybody reads; None: the one Discord has for the server."""


class Host(Protocol):
    """The client, as far as the kit knows it."""

    @property
    def catalogs(self) -> Catalogs:
        """All languages the bot speaks."""
        ...

    def manners(self, interaction: Interaction) -> Manners:
        """How to behave where an interaction comes from."""
        ...

    def went(self, interaction: Interaction, outcome: str) -> None:
        """An interaction did not go as asked: it was `refused`, `failed` or came too `late`."""
        ...

    @property
    def accent(self) -> int:
        """The fandom's colour, as 0xRRGGBB."""
        ...


def host_of(interaction: Interaction) -> Host:
    return cast("Host", interaction.client)


def say_to(interaction: Interaction) -> Say:
    """The voice for what only this person sees: suggestions, modals, errors."""
    return host_of(interaction).catalogs.say(interaction.locale.value)
