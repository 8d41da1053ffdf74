"""What follows from a fandom's colour: a light page and what can be read on it.

Imported by the worker alone.
"""

from __future__ import annotations

from bot.drawing.canvas import WHITE, Colour, mixed, readable

INK: Colour = (38, 33, 54)


class Palette:
    """The colours of a page, each to be read on the ground it is for."""

    def __init__(self, accent: Colour) -> None:
        self.accent = accent
        self.ground = mixed(accent, WHITE, 0.88)
        self.empty = mixed(accent, WHITE, 0.94)
        self.tinted = mixed(accent, WHITE, 0.76)
        self.line = mixed(accent, WHITE, 0.35)
        self.ink = mixed(INK, accent, 0.06)
        self.quiet = readable(mixed(INK, self.ground, 0.45), self.ground)
        self.strong = readable(mixed(accent, INK, 0.1), self.ground)
        self.solid = readable(accent, WHITE)
