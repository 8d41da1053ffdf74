"""Answering an interaction: once, with a card, where it belongs and in the right language."""

from __future__ import annotations

from collections.abc import Callable

from discord.utils import MISSING

from bot.i18n.say import Say
from bot.kit.cards import Card
from bot.kit.host import Interaction, host_of

Render = Callable[[Say], Card]
"""A card that waits for a language: whether an answer is private decides whose it speaks."""


async def respond(interaction: Interaction, render: Render, *, private: bool = False) -> None:
    """Answer with a card; after an answer or a deferral, add to it.

    A private answer speaks the person's language, one that everybody reads the server's. Where a server
    wants the bot quiet, every answer is private.
    """
    private = private or host_of(interaction).manners(interaction).private
    card = render(_voice(interaction, private))
    view, files = card.view(host_of(interaction).accent), card.files() or MISSING
    if interaction.response.is_done():
        await interaction.followup.send(view=view, files=files, ephemeral=private)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=private)


async def update(interaction: Interaction, render: Render) -> None:
    """Put a card in place of the message whose button was pressed.

    Only for whoever asked for that message: it is theirs to leaf through. Anybody else gets the card
    as a private answer, and the message stays as it is. After a deferral it is put there all the same.
    """
    message = interaction.message
    asked = message.interaction_metadata if message else None
    private = message is not None and message.flags.ephemeral
    if private or (asked is not None and asked.user.id == interaction.user.id):
        card = render(_voice(interaction, private))
        # files of the card before go with it: Discord keeps those that an edit says nothing of
        replaced = message is not None and bool(message.attachments)
        files = card.files() if replaced else card.files() or MISSING
        view = card.view(host_of(interaction).accent)
        if interaction.response.is_done():
            await interaction.edit_original_response(view=view, attachments=files)
        else:
            await interaction.response.edit_message(view=view, attachments=files)
    else:
        await respond(interaction, render, private=True)


def _voice(interaction: Interaction, private: bool) -> Say:
    host, theirs = host_of(interaction), interaction.locale.value
    if private:
        return host.catalogs.say(theirs)
    set_here, discords = host.manners(interaction).locale, interaction.guild_locale
    return host.catalogs.say(set_here or (discords.value if discords else theirs))
