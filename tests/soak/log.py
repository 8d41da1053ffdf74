"""What stands in the log that no fault explains."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

NEVER = (
    "was never retrieved",
    "was never awaited",
    "Exception ignored in",
    "was destroyed but it is pending",
)
"""What the interpreter says of what was let go of by mistake."""
_BAD = {"ERROR", "CRITICAL"}
EXPLAINED = (
    "on demand",
    "ServerDisconnectedError",
    "ClientOSError",
    "ConnectionResetError",
)
"""What an error tells that comes of a fault that was made: Discord's refusal, or a connection cut."""


def unexplained(log: str) -> Iterator[str]:
    """The lines of a log, written as JSON, that tell of something wrong with the bot itself.

    What is no JSON was not logged: a warning of the interpreter's, or a traceback that nobody caught.
    """
    for line in log.splitlines():
        told = _told(line)
        if any(one in line for one in NEVER) or (line.strip() and told is None):
            yield line
        elif told is not None and told.get("levelname") in _BAD:
            what = str(told.get("exc_info") or told.get("message"))
            if not any(one in what.strip().splitlines()[-1] for one in EXPLAINED):
                yield line


def _told(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
