"""Rate limits: per route and major parameter with headers, and 50 requests a second for the bot as a whole.

Discord's documentation, Rate Limits. Real limits differ by route and are told by headers only; these are
of the same size. Interaction endpoints count for neither the global limit nor each other's.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from dataclasses import dataclass

GLOBAL_PER_SECOND = 50


@dataclass(slots=True)
class _Window:
    limit: int
    seconds: float
    used: int = 0
    resets_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request passes, and what its answer tells about limits."""

    allowed: bool
    headers: dict[str, str]
    retry_after: float = 0.0
    everywhere: bool = False


SIZES = {
    "POST /channels/{}/messages": (5, 5.0),
    "PATCH /channels/{}/messages/{}": (5, 5.0),
    "DELETE /channels/{}/messages/{}": (5, 1.0),
    "GET /channels/{}/messages": (5, 1.0),
    "POST /channels/{}/messages/{}/crosspost": (10, 3600.0),
    "PUT /applications/{}/commands": (200, 86400.0),
}
_DEFAULT = (50, 1.0)


class Limits:
    """Counts requests in protocol time."""

    def __init__(self, *, enforced: bool = True) -> None:
        self._enforced = enforced
        self._windows: dict[str, _Window] = {}
        self._recent: deque[float] = deque()

    def ask(self, route: str, major: str, *, exempt: bool) -> Verdict:
        """Whether a request may pass now; `exempt` from the global limit are interaction endpoints."""
        if not self._enforced or exempt:
            return Verdict(True, {})
        now = time.monotonic()
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        if len(self._recent) >= GLOBAL_PER_SECOND:
            wait = self._recent[0] + 1.0 - now
            return Verdict(False, {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}, wait, True)
        window = self._window(route, major, now)
        if window.used >= window.limit:
            return Verdict(False, self._headers(route, window, now), window.resets_at - now)
        self._recent.append(now)
        window.used += 1
        return Verdict(True, self._headers(route, window, now))

    def _window(self, route: str, major: str, now: float) -> _Window:
        window = self._windows.setdefault(f"{route} {major}", _Window(*SIZES.get(route, _DEFAULT)))
        if now >= window.resets_at:
            window.used, window.resets_at = 0, now + window.seconds
        return window

    def _headers(self, route: str, window: _Window, now: float) -> dict[str, str]:
        left = window.resets_at - now
        return {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(max(0, window.limit - window.used)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:16],
            "X-RateLimit-Scope": "user",
        }
