"""Text that Discord reads as markup, kept apart from text that people typed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from discord.utils import escape_markdown


class Markup(str):
    """Text in Discord's markup. Blocks of a card take nothing else, so that plain text gets escaped."""

    __slots__ = ()


@lru_cache(maxsize=8192)
def escape(text: str) -> Markup:
    """Plain text shown letter by letter: no formatting, no mention, no link."""
    plain = escape_markdown(text, ignore_links=False)
    return Markup(plain.replace("<", "\\<").replace("@", "@\u200b").replace("://", ":\u200b//"))


def bold(text: Markup) -> Markup:
    return Markup(f"**{text}**")


def joined(separator: str, parts: Iterable[Markup | None]) -> Markup:
    """The parts that are there, with a separator between them."""
    return Markup(separator.join(part for part in parts if part))


def linked(text: Markup, address: str) -> Markup:
    """Text that opens an address."""
    return Markup(f"[{text}](<{address}>)")


def channel_mention(channel_id: int) -> Markup:
    """A channel by the name it has, to tap on."""
    return Markup(f"<#{channel_id}>")


def role_mention(role_id: int) -> Markup:
    """A role by the name it has; whether it rings is decided where it is sent."""
    return Markup(f"<@&{role_id}>")


def user_mention(user_id: int) -> Markup:
    """A person, as Discord shows them to each reader; nobody rings."""
    return Markup(f"<@{user_id}>")


def message_link(guild_id: int, channel_id: int, message_id: int) -> Markup:
    """A message of a server, to tap on."""
    return Markup(f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}")
