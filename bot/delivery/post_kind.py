"""What features say of their posts, for delivery to make them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.database.interface import Transaction
from bot.delivery.model import Post
from bot.delivery.outbound import Priority
from bot.delivery.sender import Naming, Render


@dataclass(frozen=True, slots=True)
class PostKind:
    """How a feature's posts of one kind are made."""

    render: Callable[[Post], Awaitable[Render]]
    """The card. One of its buttons carries `post.at.mark` in its custom_id: it is recognised by that."""
    thread_name: Callable[[Post], Naming] | None = None
    priority: Priority = Priority.POST
    posted: Callable[[Transaction, Post, int], Awaitable[None]] | None = None
    """What else is recorded with a message's id, in the same transaction."""
    goes_to: Callable[[int], int | None] | None = None
    """The channel a server wants such posts in now, if any; asked when one cannot be posted."""
