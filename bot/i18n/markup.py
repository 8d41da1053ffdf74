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
