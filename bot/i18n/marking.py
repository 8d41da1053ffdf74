"""Marking sentences for the catalogs where they are written but not said. Imports nothing."""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """A sentence that is said elsewhere, such as an error's or a label's."""
    return message


class Phrase(str):
    """A label of the catalogs that fills a placeholder: translated where it is said."""

    __slots__ = ()
