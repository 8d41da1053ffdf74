"""Interactions from their arrival to what came of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from bot.monitoring.labels import Values
from bot.monitoring.measures import Measures

TAKEN_FOR_LOST = 15.0
"""Seconds after which nobody answers any more; Discord takes no answer after three."""
_COMMAND, _COMPONENT, _AUTOCOMPLETE, _FORM = 2, 3, 4, 5  # Discord's interaction types
_REFUSED = 400
_SUBCOMMANDS = {1, 2}  # option types


class Interactions:
    """Counts interactions; `now` is a monotonic clock in seconds."""

    def __init__(self, measures: Measures, now: Callable[[], float]) -> None:
        self._measures, self._now = measures, now
        self._count = cache(measures.interactions.labels)  # both labels have few values
        self._asked = Values()
        self._under_way: dict[int, tuple[str, float]] = {}
        self._outcomes: dict[int, str] = {}
        """Of those under way, what the bot knows before Discord has its answer."""

    def arrived(self, data: Mapping[str, Any]) -> None:
        """Discord sent an interaction."""
        now = self._now()
        self._give_up(now - TAKEN_FOR_LOST)
        self._under_way[int(data["id"])] = (self._asked.bounded(asked_in(data)), now)

    def went(self, interaction_id: int, data: Mapping[str, Any], outcome: str) -> None:
        """It did not go as asked: `refused`, `failed` or `late`."""
        if interaction_id in self._under_way and outcome != "late":
            self._outcomes[interaction_id] = outcome
        else:
            asked, _ = self._under_way.pop(interaction_id, (self._asked.bounded(asked_in(data)), 0.0))
            self._count(asked, outcome).inc()

    def answered(self, interaction_id: int, status: int) -> None:
        """Discord has our answer, if the HTTP status says so."""
        if status >= _REFUSED or interaction_id not in self._under_way:
            return
        asked, arrived_at = self._under_way.pop(interaction_id)
        outcome = self._outcomes.pop(interaction_id, "answered")
        self._count(asked, outcome).inc()
        self._measures.acknowledged.observe(self._now() - arrived_at)

    def _give_up(self, before: float) -> None:
        while self._under_way:
            interaction_id, (asked, arrived_at) = next(iter(self._under_way.items()))
            if arrived_at > before:
                return
            del self._under_way[interaction_id]
            self._outcomes.pop(interaction_id, None)
            self._count(asked, "unanswered").inc()


def asked_in(data: Mapping[str, Any]) -> str:
    """What an interaction asks, in words of ours: a command's full name, or what is pressed or submitted."""
    inner, kind = data.get("data") or {}, data.get("type")
    if kind in {_COMMAND, _AUTOCOMPLETE}:
        name = _command_in(inner)
        return f"{name} (typing)" if kind == _AUTOCOMPLETE else name
    if kind in {_COMPONENT, _FORM}:
        feature, _, rest = str(inner.get("custom_id", "")).partition(":")
        verb = rest.partition(":")[2].partition(":")[0]
        return f"{feature}:{verb}" if kind == _COMPONENT else f"{feature}:{verb} (form)"
    return "other"


def _command_in(inner: Mapping[str, Any]) -> str:
    names = [str(inner.get("name", ""))]
    options = inner.get("options") or []
    while options and options[0].get("type") in _SUBCOMMANDS:
        names.append(str(options[0]["name"]))
        options = options[0].get("options") or []
    return f"/{' '.join(names)}"
