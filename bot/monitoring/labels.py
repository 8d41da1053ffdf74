"""Values of labels: few, whatever comes from outside."""

from __future__ import annotations

MOST_VALUES = 200
"""How many values a label may have that something outside decides on; further ones are `other`."""


class Values:
    """The values of one label, bounded."""

    def __init__(self, most: int = MOST_VALUES) -> None:
        self._most = most
        self._known: set[str] = set()

    def bounded(self, value: str) -> str:
        """The value, or `other` where there are too many already."""
        if value in self._known:
            return value
        if len(self._known) >= self._most:
            return "other"
        self._known.add(value)
        return value
