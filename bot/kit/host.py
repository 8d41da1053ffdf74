"""What the kit asks of the client it runs in."""

from __future__ import annotations

from typing import Any, Protocol, cast

import discord

from bot.i18n.catalogs import Catalogs
from bot.i18n.say import Say

Interaction = discord.Interaction[Any]


class Host(Protocol):
    """The client, as far as the kit knows it."""

    @property
    def catalogs(self) -> Catalogs:
        """All languages the bot speaks."""
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


def scope_of(interaction: Interaction) -> int:
    """Whom an answer's memory belongs to: the guild the bot is a member of, else the person.

    Where a person brought the bot along by a user install, the guild is not the bot's to remember
    anything of.
    """
    guild_id = interaction.guild_id
    if guild_id is not None and interaction.client.get_guild(guild_id) is not None:
        return guild_id
    return interaction.user.id
