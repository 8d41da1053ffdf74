"""How much is measured: what `make bench` does in eight minutes, and `make bench-full` at full length."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lengths:
    """How often, how long, how many. Of several sizes the last is the one at which targets are held."""

    full: bool
    rounds: int
    """Interleaved rounds of a comparison with the bare bot."""
    seconds: float
    """Of each such round."""
    arriving: float
    """Seconds of each step of an open loop."""
    starts: int
    servers: tuple[int, ...]
    """That the bot is in while its memory and its start are looked at."""
    replies: int
    private: int
    """Private replies, of which nothing may be left over."""
    facts: tuple[int, ...]
    series: int
    """Made-up counters of each family, for the forecast."""
    charting: int
    """Times a hundred charts are drawn; the bot's store of pictures is full after three."""
    writing: int
    """Rounds of two hundred writes."""
    rows: tuple[int, ...]
    """Of due work, most of which is not due yet."""
    due: int
    """Servers whose post is due at once."""
    rounds_at_once: int
    """Of trivia, in a multiple of ten."""
    logs: tuple[int, ...]
    """That lie behind when more are written."""


SHORT = Lengths(
    full=False,
    rounds=5,
    seconds=1.0,
    arriving=1.5,
    starts=5,
    servers=(1_000, 5_000),
    replies=20_000,
    private=2_000,
    facts=(1_000, 10_000),
    series=100,
    charting=6,
    writing=10,
    rows=(1_000, 30_000, 1_000_000),
    due=1_000,
    rounds_at_once=50,
    logs=(1_000, 100_000),
)
FULL = Lengths(
    full=True,
    rounds=9,
    seconds=2.0,
    arriving=5.0,
    starts=11,
    servers=(1_000, 2_500, 5_000),
    replies=100_000,
    private=10_000,
    facts=(1_000, 10_000, 100_000),
    series=300,
    charting=10,
    writing=15,
    rows=(1_000, 10_000, 100_000, 1_000_000),
    due=5_000,
    rounds_at_once=200,
    logs=(1_000, 10_000, 100_000, 1_000_000),
)
