"""What the bot and its worker say to each other: pickles, each after its length."""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import IO, Any

_LENGTH = struct.Struct("!I")


@dataclass(frozen=True, slots=True)
class Request:
    """A picture to be drawn."""

    painter: str
    """Where the function stands, as `module:function`."""
    arguments: Any


def send(pipe: IO[bytes], message: object) -> None:
    """Write a message."""
    content = pickle.dumps(message)
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read a message.

    Raises:
        EOFError: the other side has ended.
    """
    return pickle.loads(_exactly(pipe, _LENGTH.unpack(_exactly(pipe, _LENGTH.size))[0]))  # noqa: S301  # ours


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content
