"""The bot in world time that runs faster than the machine's; where `LEAK` says so it leaks, to be caught.

`PACE` says how much faster: what rests in both times rests that much less. `LEAK` is `memory`, `tasks` or
`handles`; each interaction that arrives loses a little of it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli import run_bot
from bot.gateway import GatewayState
from bot.streaming import live
from tests.loopback.world_time import WorldTime

BYTES = 2048
"""What an interaction loses where memory leaks."""
SELDOM = 50
"""Of how many interactions one loses a task or a handle."""


class Leak:
    """Holds on to something for good, whenever it is told."""

    def __init__(self, kind: str) -> None:
        self._lose: Callable[[], object] = {
            "memory": lambda: bytearray(os.urandom(BYTES)),
            "tasks": lambda: asyncio.get_running_loop().create_task(asyncio.Event().wait()),
            "handles": lambda: os.open(os.devnull, os.O_RDONLY),
        }[kind]
        self._often = 1 if kind == "memory" else SELDOM
        self._told = 0
        self._kept: list[object] = []

    def spring(self) -> None:
        """Lose something with each interaction from now on."""
        parse = GatewayState.parse_interaction_create

        def leaking(state: GatewayState, data: Any) -> None:
            self._told += 1
            if self._told % self._often == 0:
                self._kept.append(self._lose())
            parse(state, data)

        setattr(GatewayState, "parse_interaction_create", leaking)  # noqa: B010  # the type checker allows no other way


def main() -> int:
    if kind := os.environ.get("LEAK"):
        Leak(kind).spring()
    live.BETWEEN_EDITS /= float(os.environ["PACE"])
    return run_bot(WorldTime(Path(os.environ["WORLD_TIME_FILE"])))


if __name__ == "__main__":
    sys.exit(main())
