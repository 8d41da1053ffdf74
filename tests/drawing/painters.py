"""Painters for tests: each does to its worker what a real one might."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def pid(_: object) -> bytes:
    return str(os.getpid()).encode()


def environment(_: object) -> bytes:
    return "\n".join(os.environ).encode()


def chatty(arguments: object) -> bytes:
    print("not an answer", flush=True)  # noqa: T201
    return repr(arguments).encode()


def broken(_: object) -> bytes:
    raise ValueError("no such colour")


def slow(_: object) -> bytes:
    signal.pause()
    return b""


def large(number: int) -> bytes:
    return bytes([number]) * 3_000_000


def deadly(_: object) -> bytes:
    os._exit(1)


def deadly_once(been_here: str) -> bytes:
    if not Path(been_here).exists():
        Path(been_here).touch()
        os._exit(1)
    return b"drawn"


def counted(tally: str) -> bytes:
    with Path(tally).open("a") as file:
        file.write(".")
    return b"drawn"


def waiting(pipe: str) -> bytes:
    return Path(pipe).read_bytes()
