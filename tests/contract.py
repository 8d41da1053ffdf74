"""Discord's own description of its HTTP API, as a contract for requests and responses.

The file stands beside the project (`../shared/discord/openapi.json`); where it is absent, the run says
so once and nothing is validated. Bodies are held against it as a closed world: a field the description
does not know is a fault, although JSON Schema would let it pass.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs

DESCRIPTION = Path(__file__).parents[2] / "shared" / "discord" / "openapi.json"
MESSAGE_CONTENT = 2000
"""Characters a bot's message may have; the description says 4,000, which holds for people with Nitro."""

_SENT_BY_DISCORD_PY = {
    "nsfw": "documented for application commands (age-restricted), missing in the description",
    "tts": "sent with every message body, edits included, where the description has it for creates only",
}


_IDS_AS_NUMBERS = {"roles", "users"}
"""Lists in allowed_mentions that discord.py sends as numbers; Discord reads both."""


@dataclass(slots=True)
class _Operation:
    pattern: re.Pattern[str]
    description: dict[str, Any]
    validators: dict[str, Any] = field(default_factory=dict)


class Contract:
    """Validates by method and path as they are on the wire, without the version's prefix."""

    def __init__(self, description: dict[str, Any]) -> None:
        self._components = copy.deepcopy(description["components"])
        _close(self._components)
        self._operations: dict[str, list[_Operation]] = {}
        for path, item in description["paths"].items():
            pattern = re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)) + r"\Z")
            for method, operation in item.items():
                if method != "parameters":
                    self._operations.setdefault(method.upper(), []).append(_Operation(pattern, operation))

    @classmethod
    def load(cls) -> Contract | None:
        """The contract; None where the description is absent."""
        if not DESCRIPTION.exists():
            return None
        return cls(json.loads(DESCRIPTION.read_text(encoding="utf-8")))

    def request_faults(self, method: str, path: str, body: Any) -> list[str]:
        """What is wrong with a request; nothing is as it should be."""
        operation = self._find(method, path)
        if operation is None:
            return [f"{method} {path}: Discord has no such route"]
        schema = _json_schema(operation.description.get("requestBody", {}))
        if schema is None:
            return [] if body is None else [f"{method} {path}: takes no body"]
        faults = self._faults(operation, "request", schema, _without_known_extras(body))
        return [f"{method} {path}: {fault}" for fault in (*faults, *_too_long(body))]

    def response_faults(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What is wrong with a response."""
        operation = self._find(method, path)
        if operation is None:
            return [f"{method} {path}: Discord has no such route"]
        responses = operation.description["responses"]
        described = responses.get(str(status)) or responses.get(f"{status // 100}XX")
        if described is None:
            return [f"{method} {path}: Discord does not answer {status}; it answers {', '.join(responses)}"]
        schema = _json_schema(described)
        if schema is None:
            return [] if body is None else [f"{method} {path}: {status} has no body"]
        return [
            f"{method} {path} {status}: {fault}"
            for fault in self._faults(operation, f"response {status}", schema, body)
        ]

    def _find(self, method: str, path: str) -> _Operation | None:
        candidates = [op for op in self._operations.get(method, ()) if op.pattern.match(path)]
        # `/users/@me` fits `/users/{user_id}` too: the one with the fewest blanks is meant
        return min(candidates, key=lambda op: op.pattern.pattern.count("[^/]+"), default=None)

    def _faults(self, operation: _Operation, which: str, schema: Any, body: Any) -> Iterator[str]:
        if which not in operation.validators:
            closed = copy.deepcopy(schema)
            _close(closed)
            operation.validators[which] = jsonschema_rs.validator_for(
                {**closed, "components": self._components}
            )
        plain = json.loads(json.dumps(body))
        if operation.validators[which].is_valid(plain):
            return
        for error in operation.validators[which].iter_errors(plain):
            place = ".".join(str(part) for part in error.instance_path) or "the body"
            yield f"{place}: {error.message[:400]}"


def _json_schema(described: dict[str, Any]) -> Any:
    return described.get("content", {}).get("application/json", {}).get("schema")


def _close(node: Any) -> None:
    """Let objects have the described fields only; those composed of others stay as they are."""
    if isinstance(node, dict):
        if "properties" in node and "additionalProperties" not in node and "allOf" not in node:
            node["additionalProperties"] = False
        for value in node.values():
            _close(value)
    elif isinstance(node, list):
        for value in node:
            _close(value)


def _without_known_extras(node: Any, name: str = "") -> Any:
    if isinstance(node, dict):
        if isinstance(node.get("id"), int) and "filename" in node:
            # a file's number within its request, which the documentation (Uploading Files) writes as one
            node = {**node, "id": str(node["id"])}
        return {
            inner: _without_known_extras(value, inner)
            for inner, value in node.items()
            if inner not in _SENT_BY_DISCORD_PY
        }
    if isinstance(node, list | tuple):
        if name in _IDS_AS_NUMBERS:
            return [str(value) for value in node]
        return [_without_known_extras(value) for value in node]
    return node


def _too_long(body: Any) -> Iterator[str]:
    message = body.get("data", body) if isinstance(body, dict) else {}
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, str) and len(content) > MESSAGE_CONTENT:
        yield f"content: {len(content)} characters of {MESSAGE_CONTENT}"
