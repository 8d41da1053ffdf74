"""What somebody's acts about their own data may change, in whatever server: their own rows, as declared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from bot.database.tables import Member, declared_tables
from bot.guilds.general import NOTICE_CHANNEL
from bot.kit.items import read_custom_id
from bot.privacy import cards
from bot.streaming import live, shown_proofs
from tests.fuzz.rows import Row, Rows

DECLARED = declared_tables()
_FOLLOWS = "due_work"
"""The one table with nobody's rows that an erasure changes: boards and pictures follow it."""


@dataclass(frozen=True, slots=True)
class OwnAct:
    """Somebody has themselves erased, or their name."""

    user_id: int
    guild_id: int | None
    """Where; None: in every server, which is meant."""
    names_alone: bool = False

    @classmethod
    def read(cls, custom_id: str, user_id: int, guild_id: int | None) -> Self | None:
        """The act a press is; None where it is none."""
        match read_custom_id(custom_id):
            case (cards.DELETE, (cards.EVERYWHERE,)):
                return cls(user_id, None)
            case (cards.DELETE, (cards.HERE,)):
                return cls(user_id, guild_id) if guild_id is not None else None
            case (cards.NAME, ()):
                return cls(user_id, None, names_alone=True)
        return None

    def reaches(self, guild_id: int) -> bool:
        """Whether it is meant to reach a server."""
        return self.guild_id in {None, guild_id}

    def beyond(self, before: Rows, after: Rows) -> list[str]:
        """The tables of a server in which something else changed than what the act is for."""
        follows = frozenset(self._follow(before))
        return [
            name
            for name in after
            if self._of_others(name, before[name], follows) != self._of_others(name, after[name], follows)
            or self._theirs(name, after[name]) - self._theirs(name, before[name])
        ]

    def proofs(self, before: Rows) -> set[str]:
        """The messages with this person's pictures, which go."""
        shown = {str(log["proof_message_id"]) for log in self._logs(before)} - {"None"}
        return set() if self.names_alone else shown

    def _of_others(
        self, name: str, found: tuple[Row, ...], follows: frozenset[tuple[str, str]]
    ) -> Counter[tuple[object, ...]]:
        """Rows without what is this person's: left out, or with what tells of them taken out."""
        left: Counter[tuple[object, ...]] = Counter()
        for row in found:
            told = dict(zip(row.keys(), row, strict=True))
            if name == _FOLLOWS and (told["kind"], told["key"]) in follows:
                continue
            for column, member in self._columns(name):
                if row[column] == self.user_id and member.erase == "anonymise":
                    told.update(dict.fromkeys((column, *member.clears)))
            if not self._goes(name, row):
                left[tuple(told.values())] += 1
        return left

    def _theirs(self, name: str, found: tuple[Row, ...]) -> Counter[tuple[object, ...]]:
        """Rows of this person's that are to go: none may come."""
        return Counter(tuple(row) for row in found if self._goes(name, row))

    def _goes(self, name: str, row: Row) -> bool:
        return any(
            row[column] == self.user_id and (member.where is None or row["until_at"] is not None)
            for column, member in self._columns(name)
            if member.erase == "delete"
        )

    def _columns(self, name: str) -> list[tuple[str, Member]]:
        table = DECLARED[name]
        return list(table.members.items()) if table.names or not self.names_alone else []

    def _follow(self, before: Rows) -> Iterator[tuple[str, str]]:
        """The due work that follows an erasure: boards that show this person, and their pictures."""
        if self.names_alone:
            return
        proofs = self.proofs(before)
        yield from ((live.KIND, str(log["goal_id"])) for log in self._logs(before))
        rooms = [row["value"] for row in before["settings"] if row["key"] == NOTICE_CHANNEL.key]
        changes = [row for row in before["setting_changes"] if row["key"] == NOTICE_CHANNEL.key]
        rooms += [
            text for row in changes for text in (row["old_value"], row["new_value"]) if text is not None
        ]
        for room in map(json.loads, set(rooms)):
            yield from ((shown_proofs.KIND, f"{room} {proof}") for proof in proofs)

    def _logs(self, before: Rows) -> list[Row]:
        return [row for row in before["goal_logs"] if row["user_id"] == self.user_id]


def of_others(user_id: int, found: Rows, tables: frozenset[str]) -> Rows:
    """The rows of these tables that do not name somebody."""
    return {
        name: tuple(
            row for row in found[name] if all(row[column] != user_id for column in DECLARED[name].members)
        )
        for name in tables
    }
