"""What a message the bot sends may hold: whom it pings, and what in it somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from simcord.types import HttpLogEntry

from demo.reading import walk
from tests.fuzz.attempts import CANARY, GHOST

_TEXT = 10
_UNESCAPED = {
    "a ping of everybody": re.compile(r"@(?:everyone|here)\b"),
    "a mention that was typed": re.compile(rf"(?<!\\)<[^\s<>]*{GHOST}>"),
    "a link that was typed": re.compile(r"://canary\.invalid"),
    "formatting that was typed": re.compile(rf"(?<!\\)(?:\*\*|__|~~|\|\||`){CANARY}"),
    "a heading that was typed": re.compile(rf"(?m)^(?:#{{1,3}}|-#|>|-) {CANARY}"),
}


def pings(request: HttpLogEntry, roles: set[str]) -> Iterator[str]:
    """Whom a message may ping, besides these roles."""
    message = _message_of(request)
    creates = request.method == "POST" and ("components" in message or "content" in message)
    if not creates or "custom_id" in message:  # a form pings nobody
        return
    allowed = message.get("allowed_mentions")
    if allowed is None or allowed.get("parse") or allowed.get("users") or allowed.get("replied_user"):
        yield f"may ping: {allowed}"
    elif extra := {str(role) for role in allowed.get("roles", ())} - roles:
        yield f"may ping the roles {extra}"


def typed(request: HttpLogEntry) -> Iterator[str]:
    """What was typed and is repeated as markup, in the bot's own message."""
    message = _message_of(request)
    shown = [part["content"] for part in walk(message.get("components", ())) if part.get("type") == _TEXT]
    for text in (*shown, str(message.get("content") or "")):
        for what, pattern in _UNESCAPED.items():
            if pattern.search(text):
                yield f"{what}: {text[:600]!r}"


def _message_of(request: HttpLogEntry) -> dict[str, Any]:
    body = request.json if isinstance(request.json, dict) else {}
    inner = body.get("data", body)
    return inner if isinstance(inner, dict) else {}
