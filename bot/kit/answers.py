"""Answering an interaction: once, with a card, where it belongs and in the right language."""

from __future__ import annotations

from collections.abc import Callable

from discord.utils import MISSING

from bot.gateway import message_wanted
from bot.i18n.say import Say
from bot.kit.cards import Card
from bot.kit.host import Interaction, Manners, host_of

Render = Callable[[Say], Card]
"""A card that waits for a language: whether an answer is private decides whose it speaks."""


async def respond(interaction: Interaction, render: Render, *, private: bool = False) -> None:
    """Answer with a card; after an answer or a deferral, add to it.

    A private answer speaks the person's language, one that everybody reads the server's. Where a server
    wants the bot quiet, every answer is private.
    """
    card, private = _made(interaction, render, private)
    view, files = card.view(host_of(interaction).accent), card.files() or MISSING
    if interaction.response.is_done():
        await interaction.followup.send(view=view, files=files, ephemeral=private)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=private)


async def respond_known(interaction: Interaction, render: Render) -> int | None:
    """Answer with a card that everybody may read, as `respond` does; the id of its message."""
    card, private = _made(interaction, render, private=False)
    token = message_wanted.set(True)
    try:
        answered = await interaction.response.send_message(
            view=card.view(host_of(interaction).accent), files=card.files() or MISSING, ephemeral=private
        )
    finally:
        message_wanted.reset(token)
    if answered.message_id is None:  # what Discord said of it was lost
        return (await interaction.original_response()).id
    return answered.message_id


async def update(interaction: Interaction, render: Render) -> None:
    """Put a card in place of the message whose button was pressed.

    Only for whoever asked for that message: it is theirs to leaf through. Anybody else gets the card
    as a private answer, and the message stays as it is. After a deferral it is put there all the same.
    """
    message, private = interaction.message, _shown_privately(interaction)
    if private or _is_theirs(interaction):
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


def voice(interaction: Interaction) -> Say:
    """The language a coming `respond` or `update` speaks, for what has to be made before it."""
    if interaction.message is not None:
        return _voice(interaction, _shown_privately(interaction) or not _is_theirs(interaction))
    manners = host_of(interaction).manners(interaction)
    return _voice(interaction, manners.private, manners)


def _made(interaction: Interaction, render: Render, private: bool) -> tuple[Card, bool]:
    """A card in its language, and whether only the person may see it."""
    manners = None if private else host_of(interaction).manners(interaction)
    private = manners is None or manners.private
    return render(_voice(interaction, private, manners)), private


def _shown_privately(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _is_theirs(interaction: Interaction) -> bool:
    """Whether the message of a press is the answer to what this person asked."""
    asked = interaction.message.interaction_metadata if interaction.message else None
    return asked is not None and asked.user.id == interaction.user.id


def _voice(interaction: Interaction, private: bool, manners: Manners | None = None) -> Say:
    """The language of an answer; `manners` where they were looked up already."""
    host, theirs = host_of(interaction), interaction.locale.value
    if private:
        return host.catalogs.say(theirs)
    set_here, discords = (manners or host.manners(interaction)).locale, interaction.guild_locale
    return host.catalogs.say(set_here or (discords.value if discords else theirs))
