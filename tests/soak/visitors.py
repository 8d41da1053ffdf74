"""People who look around: they search, type, turn pages, open panels, ask what is kept of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.soak.talk import Seen, Talk, verb_of
from tests.soak.town import Server, Town

_FOUND = json.loads((Path(__file__).parents[1] / "search_queries.json").read_text(encoding="utf-8"))
QUERIES = [one["query"] for one in _FOUND["found"]] + [
    one if isinstance(one, str) else one["query"] for one in _FOUND["nonsense"]
]
SUBJECTS = [one["subject"] for one in _FOUND["found"] if "subject" in one]
_OF_MODERATORS = ("configure", "settings")
FURTHER = 3
"""How far people go on from an answer."""

Options = Callable[[Random], dict[str, Any]]


def _nothing(_: Random) -> dict[str, Any]:
    return {}


EVERYWHERE: dict[str, Options] = {
    "fact search": lambda rng: {"query": rng.choice(QUERIES)},
    "fact about": lambda rng: {"subject": rng.choice(SUBJECTS)},
    "fact random": _nothing,
    "fact timeline": lambda rng: {"year": rng.randint(2013, 2026)},
    "onthisday": _nothing,
    "anniversaries upcoming": lambda rng: {"days": rng.randint(1, 90)},
    "anniversaries month": _nothing,
    "anniversaries export": _nothing,
    "privacy view": _nothing,
    "help": _nothing,
    "about": _nothing,
}
IN_A_SERVER: dict[str, Options] = {
    "trivia leaderboard": lambda rng: {"period": rng.choice(("week", "month", "all"))},
    "trivia profile": _nothing,
    "goal list": _nothing,
    "goal show": _nothing,
    "goal leaderboard": lambda rng: {"period": rng.choice(("day", "week", "all"))},
    "goal export": _nothing,
    "settings": _nothing,
}
TYPED: dict[str, str] = {
    "fact search": "query",
    "fact about": "subject",
    "anniversaries upcoming": "subject",
    "anniversaries month": "month",
    "onthisday": "date",
    "trivia start": "topic",
    "goal log": "goal",
    "goal create": "milestones",
    "configure general": "zone",
}
LOOKS = frozenset(
    {
        *("fact:pick", "fact:source", "fact:another", "fact:about", "fact:timeline"),
        *("anniversaries:day", "anniversaries:upcoming", "anniversaries:month"),
        *("daily:another", "daily:sources", "daily:preview", "daily:week", "daily:recent"),
        *("trivia:standings", "trivia:period", "trivia:listing", "trivia:leaderboard", "trivia:season"),
        *("goals:show", "goals:standings", "goals:list", "goals:listing", "goals:mine", "goals:own-logs"),
        *("settings:area", "settings:back", "settings:history", "settings:health", "settings:export"),
        *("privacy:export", "privacy:look", "privacy:keep"),
    }
)
"""What people press without changing anything."""


@dataclass(slots=True)
class Visitors:
    """Everybody who only looks."""

    talk: Talk
    town: Town
    direct: int
    """A channel of direct messages."""
    rng: Random

    _ahead: list[tuple[str, str]] = field(default_factory=list)

    async def visit(self) -> None:
        """Somebody looks at something, somewhere; everything has its turn before anything has its next."""
        if not self._ahead:
            ways = [("run", one) for one in (*EVERYWHERE, *IN_A_SERVER)] + [("type", one) for one in TYPED]
            self._ahead = self.rng.sample(ways, len(ways))
        way, command = self._ahead.pop()
        server = self.rng.choice(self.town.servers)
        await (self._run(server, command) if way == "run" else self._type(server, command))

    async def _type(self, server: Server, command: str) -> None:
        """Type into an option, letter by letter."""
        whole = self.rng.choice(QUERIES)
        user = _who(server, command)
        for upto in sorted(self.rng.sample(range(len(whole) + 1), min(FURTHER, len(whole) + 1))):
            await self.talk.ask(
                f"/{command} (typing)",
                "type",
                channel=server.hall,
                user=user,
                command=command,
                **{TYPED[command]: whole[:upto]},
            )

    async def _run(self, server: Server, command: str) -> None:
        """Run a command, here or in direct messages, and go on from its answer."""
        direct = command in EVERYWHERE and self.rng.random() < 0.1
        options = (EVERYWHERE | IN_A_SERVER)[command](self.rng)
        user = _who(server, command)
        seen = await self.talk.slash(command, self.direct if direct else server.hall, user, **options)
        await self.look_around(seen, user)

    async def look_around(self, seen: Seen | None, user: int) -> None:
        """Press what changes nothing, some steps far."""
        for _ in range(FURTHER):
            if seen is None:
                return
            found = [str(part["custom_id"]) for part in seen.parts()]
            inviting = [one for one in found if verb_of(one) in LOOKS]
            if not inviting:
                return
            seen = await self.talk.press(seen, self.rng.choice(inviting), user, self.rng)


def _who(server: Server, command: str) -> int:
    return server.owner if command.startswith(_OF_MODERATORS) else server.member
