"""Members who report facts, moderators who decide, people who have all that is kept of them deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.campaign.evidence import rows
from tests.soak.talk import Seen, Talk
from tests.soak.town import Server
from tests.soak.visitors import QUERIES

THANKS, GONE = "Thank you! This server's moderators will look at it.", "Done. What I kept about you is gone"
REMARK = "remark"
_REPORT, _DECIDE = "review:v1:report:", "review:v1:decide:"


@dataclass(slots=True)
class Reports:
    """What happens to a server's reports, and what its people were told."""

    talk: Talk
    server: Server
    rng: Random
    reported: set[str] = field(default_factory=set)
    """The facts somebody was thanked for reporting."""
    decided: dict[str, str | None] = field(default_factory=dict)
    """By fact, what a moderator was told that was decided last; None where that is not known."""
    gone: set[int] = field(default_factory=set)
    """Who was told that nothing is kept of them any more."""

    async def go_on(self) -> None:
        """Somebody new comes, reports a fact and leaves for good, or stays; a moderator decides on some."""
        small = self.talk.discord
        somebody = await small.do("add_member", guild=self.server.guild, name="Somebody")
        await self._report(somebody)
        if self.rng.random() < 0.5:
            await self._leave(somebody)
        if self.rng.random() < 0.7:
            await self._decide()

    async def _report(self, user: int) -> None:
        found = await self.talk.slash("fact search", self.server.hall, user, query=self.rng.choice(QUERIES))
        custom_id = found.custom_id(_REPORT) if found is not None else None
        if found is None or custom_id is None:
            return
        fact = custom_id.split(":")[4]
        form = await self.talk.press(found, custom_id, user, self.rng)
        if form is None or form.form is None:
            return
        if fact in self.decided:
            self.decided[fact] = None  # it may be in the queue once more
        thanks = await self.talk.submit(found, form, user, **{REMARK: "It was another day"})
        if thanks is not None and THANKS in thanks.text:
            self.reported.add(fact)

    async def _decide(self) -> None:
        """A moderator decides on something in the queue."""
        queue = await self.talk.slash("review", self.server.hall, self.server.owner)
        if queue is None:
            return
        found = [str(part["custom_id"]) for part in queue.parts()]
        waiting = [one for one in found if one.startswith(_DECIDE)]
        if not waiting:
            return
        custom_id = self.rng.choice(waiting)
        fact, verb = custom_id.split(":")[4:6]
        self.decided[fact] = None
        seen = await self.talk.press(queue, custom_id, self.server.owner, self.rng)
        if seen is not None and seen.form is not None:
            seen = await self.talk.submit(queue, seen, self.server.owner)
        if seen is not None and seen.message_id is not None:
            self.decided[fact] = verb

    async def _leave(self, user: int) -> None:
        """Look at what is kept, take it along, have it deleted."""
        hall = self.server.hall
        await self.talk.slash("privacy view", hall, user)
        await self.talk.slash("privacy export", hall, user)
        seen: Seen | None = await self.talk.slash("privacy delete", hall, user)
        for beginning in ("privacy:v1:look:everywhere", "privacy:v1:delete:everywhere"):
            custom_id = seen.custom_id(beginning) if seen is not None else None
            if seen is None or custom_id is None:
                return
            seen = await self.talk.press(seen, custom_id, user, self.rng)
        if seen is not None and GONE in seen.text:
            self.gone.add(user)

    def wrong(self, folder: Path) -> list[str]:
        """What is kept otherwise than people were told."""
        kept = dict(rows(folder, _ITEMS, self.server.guild))
        found = [f"the report of {fact} is not kept" for fact in self.reported - kept.keys()]
        found += [
            f"the report of {fact} was decided to {verb}, kept is {kept.get(fact)}"
            for fact, verb in self.decided.items()
            if verb is not None and kept.get(fact) != verb
        ]
        tables = [name for (name,) in rows(folder, "SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            cells = {cell for row in rows(folder, f'SELECT * FROM "{table}"') for cell in row}  # noqa: S608  # its own name
            found += [f"{table} still tells of {user}" for user in self.gone & cells]
        return found


_ITEMS = "SELECT item_id, decision FROM review_items WHERE kind = 'fact' AND guild_id = ?"
