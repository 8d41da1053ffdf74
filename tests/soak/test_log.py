"""Which lines of a log a soak fails for."""

from __future__ import annotations

import json

import pytest

from tests.soak.log import unexplained


def _line(level: str, message: str, exc_info: str = "") -> str:
    return json.dumps({"levelname": level, "name": "bot", "message": message, "exc_info": exc_info})


@pytest.mark.parametrize(
    ("line", "explained"),
    [
        (_line("INFO", "ready as Borahae"), True),
        (_line("WARNING", "Discord is slow"), True),
        (_line("ERROR", "it failed", "discord.errors.DiscordServerError: 502 Bad Gateway: on demand"), True),
        (_line("ERROR", "it failed", "aiohttp.client_exceptions.ServerDisconnectedError"), True),
        (_line("ERROR", "it failed", "KeyError: 1"), False),
        (_line("ERROR", "it failed", "502: on demand\nDuring handling of it:\nKeyError: 1"), False),
        (_line("ERROR", "Task exception was never retrieved", "discord: on demand"), False),
        ("sys:1: RuntimeWarning: coroutine 'x' was never awaited", False),
        ("Traceback (most recent call last):", False),
        ("", True),
    ],
)
def test_what_no_fault_explains(line: str, *, explained: bool) -> None:
    assert list(unexplained(line)) == ([] if explained else [line])
