"""Files that people send, fetched from Discord."""

from __future__ import annotations

import discord

from bot.errors import UserError
from bot.i18n.marking import gettext_noop
from bot.kit.failures import NO_ANSWER


class FileNotFetched(UserError):
    message = gettext_noop("I could not fetch that file. Send it again.")


async def fetched(file: discord.Attachment) -> bytes:
    """What is in a file somebody sent.

    Raises:
        FileNotFetched: Discord does not hand it over, or no longer.
    """
    try:
        return await file.read()
    except NO_ANSWER as error:
        raise FileNotFetched from error
