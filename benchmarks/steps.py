"""What people do under load: commands, keystrokes and presses, as the loopback's load takes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

QUERIES = Path(__file__).parents[1] / "tests" / "search_queries.json"
STRING = 3

Step = dict[str, Any]
"""`{"kind": "slash" | "type" | "press", "data": ..., "message"?: ...}`"""


def labelled(*kinds: str) -> list[str]:
    """The labelled queries of these kinds."""
    found = json.loads(QUERIES.read_text(encoding="utf-8"))["found"]
    return [one["query"] for one in found if one["kind"] in kinds]


def command(name: str, *options: dict[str, Any]) -> Step:
    return {"kind": "slash", "data": {"id": "1", "name": name, "type": 1, "options": list(options)}}


def lookup(query: str) -> Step:
    option = {"name": "query", "type": STRING, "value": query}
    return command("fact", {"name": "search", "type": 1, "options": [option]})


def keystroke(typed: str) -> Step:
    option = {"name": "query", "type": STRING, "value": typed, "focused": True}
    search = {"name": "search", "type": 1, "options": [option]}
    return {**command("fact", search), "kind": "type"}


def log(goal_id: int, amount: int) -> Step:
    given = {"goal": str(goal_id), "amount": str(amount)}
    options = [{"name": name, "type": STRING, "value": value} for name, value in given.items()]
    return command("goal", {"name": "log", "type": 1, "options": options})


def press(message: int, custom_id: str) -> Step:
    return {
        "kind": "press",
        "message": message,
        "data": {"custom_id": custom_id, "component_type": 2, "id": 1},
    }


LOOKUPS = [lookup(query) for query in labelled("exact", "prefix")]
PANEL = command("settings")
PING = command("ping")
PING_TYPED: Step = {
    **command("ping", {"name": "text", "type": STRING, "value": "p", "focused": True}),
    "kind": "type",
}
