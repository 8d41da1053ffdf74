"""People who ask the bot something, wait as long as people do, and go on from what they see."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.campaign.evidence import text
from tests.loopback.harness import Discord, Refused
from tests.loopback.messages import walk

PATIENCE = 4.0
"""Real seconds: some more than Discord's three."""
DEFERRED = 30.0
"""Real seconds for what was put off; Discord gives fifteen minutes."""
_DEFERRED = {5, 6}
_REMEMBERED = 500  # interactions: forms are sent a while after they were asked for
_SELECT = 3


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody asked and saw nothing."""

    what: str
    at: float
    """Monotonic seconds, when it was asked."""
    struck: bool
    """Whether something was done to an answer on purpose."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw last of an answer."""

    told: dict[str, Any]

    @property
    def text(self) -> str:
        return text({"data": self.message})

    @property
    def message(self) -> dict[str, Any]:
        """The message it is, or what the answer said where it is none."""
        return self.told.get("message") or self.told.get("data") or {}

    @property
    def message_id(self) -> int | None:
        return int(self.message["id"]) if self.told.get("message") else None

    @property
    def form(self) -> str | None:
        """The custom_id of the form it opened, if it is one."""
        custom_id = (self.told.get("data") or {}).get("custom_id")
        return str(custom_id) if custom_id is not None else None

    def parts(self) -> Iterator[dict[str, Any]]:
        """Its buttons and selects."""
        every = walk(self.message.get("components") or ())
        return (part for part in every if part.get("custom_id") and not part.get("disabled"))

    def custom_id(self, beginning: str) -> str | None:
        """The first custom_id that begins so."""
        every = (str(part["custom_id"]) for part in self.parts())
        return next((one for one in every if one.startswith(beginning)), None)


@dataclass(slots=True)
class Talk:
    """All that people ask, and what came of it."""

    discord: Discord
    answered: Counter[str] = field(default_factory=Counter)
    silences: list[Silence] = field(default_factory=list)
    _over: list[int] = field(default_factory=list)

    async def ask(self, what: str, verb: str, /, **asked: Any) -> Seen | None:
        """Do something and wait for an answer; None where there is none, or the server is gone."""
        at = time.monotonic()
        try:
            interaction: int = await self.discord.do(verb, **asked)
        except Refused:  # the message has just gone on, or the server
            return None
        seen: list[dict[str, Any]] = []
        try:
            seen = await self.discord.do("seen", interaction=interaction, seconds=PATIENCE)
            if seen[0].get("type") in _DEFERRED:
                seen = await self.discord.do("seen", interaction=interaction, count=2, seconds=DEFERRED)
        except Refused:
            struck = await self.discord.do("struck", interaction=interaction)
            self.silences.append(Silence(what, at, struck))
            return None
        finally:
            self._over.append(interaction)
        self.answered[what] += 1
        return Seen(seen[-1])

    async def slash(self, command: str, channel: int, user: int, /, **options: Any) -> Seen | None:
        """Run a command."""
        return await self.ask(f"/{command}", "slash", channel=channel, user=user, command=command, **options)

    async def press(self, on: Seen, custom_id: str, user: int, rng: Random) -> Seen | None:
        """Press a button, or choose something in a select."""
        part = next((one for one in on.parts() if one["custom_id"] == custom_id), None)
        if part is None or on.message_id is None:
            return None
        chosen = {"values": [rng.choice(part["options"])["value"]]} if part["type"] == _SELECT else {}
        return await self.ask(
            verb_of(custom_id), "press", message=on.message_id, user=user, custom_id=custom_id, **chosen
        )

    async def submit(self, on: Seen, form: Seen, user: int, **filled: str) -> Seen | None:
        """Send a form that a press on a message opened."""
        if form.form is None or on.message_id is None:
            return None
        what = f"{verb_of(form.form)} (form)"
        return await self.ask(what, "submit", message=on.message_id, user=user, custom_id=form.form, **filled)

    async def forget(self) -> None:
        """Let this Discord forget what is long over, so that it stays as quick as it was."""
        over, self._over = self._over[:-_REMEMBERED], self._over[-_REMEMBERED:]
        await self.discord.do("let_go", interactions=over)


def verb_of(custom_id: str) -> str:
    """Feature and verb of a custom_id: `fact:source`."""
    feature, _, rest = custom_id.partition(":")
    return f"{feature}:{rest.partition(':')[2].partition(':')[0]}"
