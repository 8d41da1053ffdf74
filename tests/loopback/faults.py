"""What goes wrong on demand: by route and count for requests, by name and count for events."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Literal

Kind = Literal["status", "rate limit", "held", "no answer", "lost answer", "reset"]
"""status: refused with it. rate limit: a 429. held: done and answered once all is mended, or after `seconds`.
no answer: silence, nothing done, until the connection breaks. lost answer: done, then the connection breaks.
reset: the connection breaks, nothing done."""


@dataclass(slots=True)
class Fault:
    method: str
    path: str
    """As on the wire, without the version; may hold `*`."""
    kind: Kind
    times: int
    status: int = 500
    code: int = 0
    retry_after: float = 0.1
    seconds: float = 3600.0
    """How long what is held waits at most, and how long silence lasts."""
    name: str = ""
    """What whoever placed it knows it by."""


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._requests: list[Fault] = []
        self._events: dict[str, int] = {}
        self.met: list[tuple[str, str]] = []
        """Each request that ran into a fault: its name, and the request's path."""
        self.let_go = asyncio.Event()
        """Set once held requests go on."""

    def add(self, fault: Fault) -> None:
        self._requests.append(fault)
        if fault.kind == "held":
            self.let_go.clear()

    def lose(self, event: str, times: int) -> None:
        """Let the next events of that name never arrive."""
        self._events[event] = self._events.get(event, 0) + times

    def clear(self) -> None:
        self._requests.clear()
        self._events.clear()
        self.let_go.set()

    def of_request(self, method: str, path: str) -> Fault | None:
        """The fault a request runs into, counted down."""
        for fault in self._requests:
            if fault.times > 0 and fnmatch(method, fault.method) and fnmatch(path, fault.path):
                fault.times -= 1
                self.met.append((fault.name, path))
                return fault
        return None

    def takes_event(self, event: str) -> bool:
        """Whether an event is lost, counted down."""
        left = self._events.get(event, 0)
        self._events[event] = max(0, left - 1)
        return left > 0
