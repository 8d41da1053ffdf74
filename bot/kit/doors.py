"""The doors for errors: whatever goes wrong, the person gets one polite answer and the log the rest.

There are five, and all lead to `answer_error`: the command tree's `on_error`; autocomplete, which can only
answer with nothing; and, all three by way of the client's `on_interaction`, what is pressed, what is
submitted, and what nobody owns any more.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import discord
from discord import app_commands
from discord.utils import utcnow

from bot.errors import UserError
from bot.i18n.marking import Phrase, gettext_noop
from bot.i18n.markup import Markup
from bot.i18n.say import Say
from bot.kit.answers import respond
from bot.kit.blocks import Text
from bot.kit.cards import Card
from bot.kit.failures import NO_ANSWER
from bot.kit.host import Interaction, host_of
from bot.permissions import NAMES

log = logging.getLogger(__name__)

Sentence = Callable[[Say], Markup]

UNKNOWN_INTERACTION = 10062


class Outdated(UserError):
    """A button, modal or command of an earlier version, or of a feature that is gone."""

    message = gettext_noop("That is from before my last update and no longer works. Please ask again.")


async def guarded(interaction: Interaction, work: Awaitable[None]) -> None:
    """Do what was asked; answer for whatever goes wrong."""
    try:
        await work
    except Exception as error:  # noqa: BLE001  # a border: nothing may pass it unanswered
        await answer_error(interaction, error)


async def answer_error(interaction: Interaction, error: BaseException) -> None:
    """Tell the person what happened in their language, privately; log what they cannot put right."""
    cause = _cause(error)
    if isinstance(cause, discord.NotFound) and cause.code == UNKNOWN_INTERACTION:
        log.warning("%s came too late for an answer", _name(interaction))
        host_of(interaction).went(interaction, "late")
        return
    reference = format(interaction.id % 16**8, "08X")
    sentence = _foreseen(cause)
    host_of(interaction).went(interaction, "failed" if sentence is None else "refused")
    if sentence is None:
        log.error("%s failed, reference %s", _name(interaction), reference, exc_info=cause)
        sentence = _apology(reference)
    try:
        if interaction.type is discord.InteractionType.autocomplete:
            await interaction.response.autocomplete([])
        else:
            told = sentence
            await respond(interaction, lambda say: Card(Text(told(say))), private=True)
    except (*NO_ANSWER, discord.InteractionResponded) as failure:
        log.warning("%s could not be told of an error: %s", _name(interaction), failure)


def late_is_no_error(record: logging.LogRecord) -> bool:
    """Let discord.py's tree tell of suggestions that came too late as what they are: the person typed on."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, discord.NotFound) and error.code == UNKNOWN_INTERACTION:
        record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        record.exc_info = None
    return True


def _cause(error: BaseException) -> BaseException:
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and error.__cause__ is not None:
        return error.__cause__
    return error


def _foreseen(cause: BaseException) -> Sentence | None:
    """What a person is told of an error that has a reason they can do something about."""
    match cause:
        case UserError():
            return lambda say: say(cause.message, **cause.values)
        case app_commands.CommandOnCooldown():
            when = utcnow() + timedelta(seconds=cause.retry_after)
            return lambda say: say("That was quick! Try again {when:R}.", when=when)
        case app_commands.MissingPermissions():
            missing = cause.missing_permissions
            return lambda say: say("You need {permissions} for that.", permissions=_named(missing))
        case app_commands.BotMissingPermissions():
            missing = cause.missing_permissions
            return lambda say: say(
                "I need {permissions} in this channel for that.", permissions=_named(missing)
            )
        case app_commands.NoPrivateMessage():
            return lambda say: say("That works in servers only.")
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return lambda say: say(Outdated.message)
        case app_commands.TransformerError():
            return lambda say: say("I could not read that option. Pick one from the list, or type it anew.")
        case app_commands.CheckFailure():
            return lambda say: say("You cannot do that here.")
        case _:
            return None


def _apology(reference: str) -> Sentence:
    return lambda say: say(
        "Sorry, something went wrong on my side. If it happens again, tell whoever hosts me: reference"
        " {reference}.",
        reference=reference,
    )


def _named(permissions: list[str]) -> list[str]:
    return [Phrase(NAMES.get(name) or name.replace("_", " ").title()) for name in permissions]


def _name(interaction: Interaction) -> str:
    """What was asked, for the log: ids and names of ours, never what a person typed."""
    if interaction.command is not None:
        asked = f"/{interaction.command.qualified_name}"
    else:
        asked = str(interaction.custom_id or interaction.type.name)
    return f"{asked} (interaction {interaction.id}, guild {interaction.guild_id}, user {interaction.user.id})"
