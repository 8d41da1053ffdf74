"""Killing the bot from within, at a step of its work that is counted, as a power cut would."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

from bot.app import App
from bot.database.interface import Transaction


class Bomb:
    """Counts what is passed, and ends the process at one of them, as a power cut would."""

    def __init__(self, at: int, *, armed: bool) -> None:
        self._left = at
        self.armed = armed

    def passed(self) -> None:
        if self.armed and self._left > 0:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def wrapped(*of: Any, **more: Any) -> Any:
            self.passed()
            result = await function(*of, **more)
            self.passed()
            return result

        return wrapped

    def around_writes(self, app: App) -> None:
        """Before the work, at its end before the COMMIT, and on both sides of the COMMIT itself."""
        write, link = app.database.write, app.database._writer

        async def wrapped(work: Callable[[Transaction], Awaitable[Any]]) -> Any:
            async def inner(tx: Transaction) -> Any:
                result = await work(tx)
                self.passed()
                return result

            return await self.around(write)(inner)

        setattr(app.database, "write", wrapped)  # noqa: B010  # the type checker allows no other way
        setattr(app.database, "change", self.around(app.database.change))  # noqa: B010  # as above
        if link is not None:
            setattr(link, "commit", self.around(link.commit))  # noqa: B010  # as above
