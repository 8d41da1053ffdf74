"""What can go wrong in the world around the bot, drawn by a seed: requests, gateway, channels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.campaign.outages import BLOWS

A_TURN = 8
"""How much goes wrong in a turn."""

ROUTES = {
    "sends": ("POST", "/channels/*/messages"),
    "edits": ("PATCH", "/channels/*/messages/*"),
    "deletes": ("DELETE", "/channels/*/messages/[0-9]*"),
    "pins": ("PUT", "/channels/*/pins/*"),
    "unpins": ("DELETE", "/channels/*/pins/*"),
    "threads": ("POST", "/channels/*/threads"),
    "publishing": ("POST", "/channels/*/crosspost"),
    "callbacks": ("POST", "/interactions/*/callback"),
    "follow-ups": ("POST", "/webhooks/*"),
    "answers' edits": ("PATCH", "/webhooks/*/messages/@original"),
    "histories": ("GET", "/channels/*/messages"),
    "channel reads": ("GET", "/channels/*[0-9]"),
    "server reads": ("GET", "/applications/*/guilds/*"),
    "gateway reads": ("GET", "/gateway/bot"),
}
"""What the bot asks of Discord, as on the wire; `*` stands for anything."""
WEIGHTS = {"sends": 5, "edits": 6, "callbacks": 6, "pins": 2, "unpins": 2, "deletes": 2, "histories": 2}
"""How often a route is chosen, the others once: about as often as it is used."""
DAILY_ROUTES = {"deletes", "pins", "unpins", "threads", "publishing"}
"""The day's post uses them."""
ERRANDS = {"follow-ups": "a file", "answers' edits": "health", "server reads": "health"}
"""What somebody has to ask for, for a route to be used."""

OUTAGE = "outage"
GATEWAY = (*BLOWS, OUTAGE)
"""What happens to the gateway, or to the server it tells of."""
PLACES = ("daily", "news", "boards", "round")
LOSSES = ("may not write", "may not see", "deleted")
"""What happens to a channel; it is given back, or a moderator chooses another, before the turn is over."""


@dataclass(frozen=True, slots=True)
class Mishap:
    """One thing that goes wrong."""

    where: str
    """A route, `gateway`, or one of `PLACES`."""
    what: str
    asked: tuple[tuple[str, Any], ...] = ()
    """How the loopback is told of a request's fault."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Turn:
    """Some of what a server does in a while, and what goes wrong meanwhile."""

    mishaps: tuple[Mishap, ...]
    day: bool
    """Whether the next day's post comes due, whatever does before."""
    closes: bool
    """Whether a moderator closes a goal before its time."""

    def of(self, *where: str) -> list[Mishap]:
        return [mishap for mishap in self.mishaps if mishap.where in where]

    @property
    def requests(self) -> list[Mishap]:
        return [mishap for mishap in self.mishaps if mishap.where in ROUTES]

    @property
    def errands(self) -> set[str]:
        return {ERRANDS[mishap.where] for mishap in self.mishaps if mishap.where in ERRANDS}


def turns(count: int, seed: int) -> Iterator[Turn]:
    """As many mishaps, some a turn; the same again for the same seed."""
    rng = Random(seed)
    while count > 0:
        wanted = min(A_TURN, count)
        mishaps = _drawn(rng, wanted)
        places = {mishap.where for mishap in mishaps}
        day = bool(places & {*DAILY_ROUTES, "daily"}) or rng.random() < 0.3
        yield Turn(tuple(mishaps), day, rng.random() < 0.25)
        count -= wanted


def _drawn(rng: Random, wanted: int) -> list[Mishap]:
    """What goes wrong in a turn: mostly with requests, and with one channel at most."""
    found: list[Mishap] = []
    if rng.random() < 0.35:
        place = rng.choice(PLACES)
        # in the rounds' channels nothing is written, but edited
        found.append(Mishap(place, rng.choice(LOSSES[1:] if place == "round" else LOSSES)))
    if rng.random() < 0.6:
        found.append(Mishap("gateway", rng.choice(GATEWAY)))
    while len(found) < wanted:
        route = rng.choices(list(ROUTES), [WEIGHTS.get(route, 1) for route in ROUTES])[0]
        found += _with_what_it_takes(rng, _on(rng, route))[: wanted - len(found)]
    return found


def _with_what_it_takes(rng: Random, mishap: Mishap) -> list[Mishap]:
    """A mishap, after another one without which its route is not used."""
    if mishap.where == "channel reads":  # only what is not found is asked for
        return [request("sends", "reset"), mishap]
    if mishap.where == "gateway reads":
        return [Mishap("gateway", rng.choice(("dropped", "invalid"))), mishap]
    return [mishap]


REQUESTS: dict[str, tuple[dict[str, Any], ...]] = {
    "status": tuple({"status": status} for status in (500, 502, 503, 503, 504)),
    "rate limit": tuple({"retry_after": seconds} for seconds in (0.05, 0.3, 1.0)),
    "reset": ({},),
    "lost answer": ({},),
    "held": tuple({"seconds": seconds} for seconds in (0.2, 1.0, 3.5)),
    "no answer": tuple({"seconds": seconds} for seconds in (0.5, 2.0)),
}
"""What happens to requests, as `tests/loopback/faults.py` knows it, and how."""


def _on(rng: Random, route: str, kind: str = "") -> Mishap:
    kind = kind or rng.choice(("status", *REQUESTS))  # there are more statuses than one
    return request(route, kind, times=rng.choice((1, 1, 2)), **rng.choice(REQUESTS[kind]))


def request(route: str, kind: str, *, times: int = 1, **more: Any) -> Mishap:
    """A fault of the next requests on a route."""
    method, path = ROUTES[route]
    asked = {"method": method, "path": path, "kind": kind, "times": times, **more}
    return Mishap(route, str(more.get("status", kind)), tuple(asked.items()))
