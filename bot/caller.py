"""Who asks for something, and where: what services know of an interaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import UserError
from bot.i18n.marking import gettext_noop


class ServersOnly(UserError):
    """Asked where there is no server the bot is a member of."""

    message = gettext_noop("That works in servers I am a member of.")


@dataclass(frozen=True, slots=True)
class Caller:
    """A person, where they ask, and what Discord says they may do there."""

    user_id: int
    guild_id: int | None
    """The server; None in direct messages, and where the bot is no member and so keeps no state."""
    manages_server: bool = False
    """Whether they hold Manage Server (or are an administrator, or the owner)."""
    role_ids: frozenset[int] = frozenset()

    @property
    def guild(self) -> int:
        """The server's id, where there has to be one.

        Raises:
            ServersOnly: there is none.
        """
        if self.guild_id is None:
            raise ServersOnly
        return self.guild_id
