"""What the bot did not foresee, as its log tells it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Mishaps(logging.Handler):
    """Every error that reached the log: what the bot did not foresee."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def take(self) -> str | None:
        """The mishaps since the last look, one line each; None when there were none."""
        told = "\n".join(record.getMessage() for record in self.records)
        self.records.clear()
        return told or None

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Listen while the world runs."""
        logging.getLogger().addHandler(self)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self)
