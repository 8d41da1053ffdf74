"""Logging: lines for people or JSON for machines, and never a secret in either."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import Literal

from pythonjsonlogger.json import JsonFormatter

_HIDDEN = "[secret]"


class _Redacting(logging.Formatter):
    """Whatever another formatter makes, tracebacks included, with the secrets taken out."""

    def __init__(self, inner: logging.Formatter, secrets: Sequence[str]) -> None:
        super().__init__()
        self._inner, self._secrets = inner, [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        line = self._inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, _HIDDEN)
        return line


def set_up_logging(level: str, style: Literal["text", "json"], secrets: Sequence[str] = ()) -> None:
    """Send all logging to standard error in the chosen style."""
    inner = (
        JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
        if style == "json"
        else logging.Formatter("{asctime} {levelname:<7} {name}: {message}", style="{")
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(inner, secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # discord.py tells every HTTP exchange at DEBUG and every shard step at INFO
    logging.getLogger("discord").setLevel(max(logging.getLevelName(level), logging.INFO))
