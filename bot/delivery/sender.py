"""What the outbox asks of Discord, and how Discord's answers reach it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from bot.delivery.model import Post, Trouble
from bot.delivery.outbound import Priority
from bot.i18n.say import Say

Render = Callable[[Say], Any]
"""A card that waits for a language, to those who know no card: the kit's `Render` is one."""
Naming = Callable[[Say], str]
"""A name that waits for a language."""


class Message(NamedTuple):
    """Where a message stands."""

    guild_id: int
    channel_id: int
    message_id: int


class Refused(Exception):
    """Discord did nothing, for a reason moderators can put right."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


class Rejected(Exception):
    """Discord did nothing, and will not at another try: the request is wrong."""


class Unreachable(Exception):
    """There was no answer, or one that says nothing: it may have been done or not."""


class MessageGone(Exception):
    """The message was deleted."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found when a post was looked for."""

    message_id: int | None
    sure: bool = True
    """Whether a post that was not found was not made."""


class Sender(Protocol):
    """Discord, as far as posts know it. Each request waits for its turn.

    Requests raise `Refused`, `Rejected` and `Unreachable`; those about a message `MessageGone` too.
    """

    def trouble(self, guild_id: int, channel_id: int) -> Trouble | None:
        """What is known, without asking, to keep posts out of a channel."""
        ...

    def sees(self, guild_id: int, channel_id: int) -> bool:
        """Whether it is known, without asking, that a channel can be posted to."""
        ...

    async def post(self, post: Post, render: Render, priority: Priority) -> int:
        """Make a post; its message's id. Twice within minutes makes one message."""
        ...

    async def look(self, post: Post) -> Look:
        """Look for a post among the bot's own messages since it was to be made."""
        ...

    async def publish(self, post: Post) -> None: ...

    async def open_thread(self, post: Post, name: Naming) -> None: ...

    async def pin(self, post: Post) -> None: ...

    async def unpin(self, post: Post) -> None: ...

    async def remove_notice(self, post: Post) -> None:
        """Remove Discord's message that a post was pinned, where there is one."""
        ...


class Editor(Protocol):
    """Discord, as far as messages that change know it. Raises as `Sender` does."""

    async def edit(
        self,
        priority: Priority,
        message: Message,
        render: Callable[[], Render | None],
        *,
        spacing: float = 0.0,
    ) -> datetime | None:
        """Edit a message to what it is to show when its turn comes; when Discord did, by Discord's clock.

        None when a newer edit took the place, or `render` has nothing to show any more. `spacing` is how
        many seconds lie at least between such edits in the channel.
        """
        ...


class Delivery(Sender, Editor, Protocol):
    """Both: all that is asked of Discord unasked."""
