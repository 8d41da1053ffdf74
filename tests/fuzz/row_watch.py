"""What may change in the database with an interaction, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.privacy.cards import ERASE_FORM
from tests.fuzz.forging import Made
from tests.fuzz.own_data import DECLARED, OwnAct, of_others
from tests.fuzz.rows import Rows, Tables, changed
from tests.fuzz.scene import Side
from tests.fuzz.surface import Door

MODERATED = frozenset(
    {
        "settings",
        "setting_changes",
        "import_drafts",
        "hidden_facts",
        "fact_corrections",
        "trivia_hidden",
        "daily_left_out",
        "goal_drafts",
    }
)
"""The tables that only moderators change."""

OWN = frozenset(
    {
        "reports",
        "trivia_answers",
        "trivia_players",
        "trivia_unlisted",
        "goal_logs",
        "goal_members",
        "goal_unlisted",
        "goal_decisions",
    }
)
"""The tables in which people who are no moderators change what is theirs, and nothing else."""
EVERYWHERE = frozenset(
    name for name, table in DECLARED.items() if table.members and not table.guilds and table.under is None
)
"""The tables with people's rows that are of no server."""


@dataclass(slots=True)
class RowWatch:
    """Compares all rows before and after an interaction."""

    tables: Tables
    sides: Sequence[Side]
    _before: dict[int | None, Rows] = field(default_factory=dict)
    """By server, all rows; those of no server under None."""

    def begin(self) -> None:
        """Remember how everything is before an interaction."""
        places = (*(side.id for side in self.sides), None)
        self._before = {guild_id: self.tables.of(guild_id) for guild_id in places}

    def before(self, side: Side) -> Rows:
        """The rows of a server as they were."""
        return self._before[side.id]

    def faults(self, door: Door, made: Made, *, moderated: bool, refused: bool) -> Iterator[str]:
        """What should not have changed since `begin`, by whether who came had a say there, or was refused."""
        yield from self._elsewhere(door, made)
        if made.side is not None and not moderated:
            yield from self._unauthorised(made, made.side)
        yield from self._of_no_server(door, made, refused=refused)

    def _elsewhere(self, door: Door, made: Made) -> Iterator[str]:
        act = act_of(made)
        for side in self.sides:
            before, after = self._before[side.id], self.tables.of(side.id)
            if act is not None and act.reaches(side.id):
                if tables := act.beyond(before, after):
                    yield f"an act about one's own data changed more of {side.secret}: {', '.join(tables)}"
                continue
            if made.side is side:
                continue
            tables = changed(before, after)
            if door.name == "operator block":  # whoever hosts the bot may shut out any server
                tables = [name for name in tables if name != "limits"]
            if tables:
                yield f"rows of {side.secret} changed from elsewhere: {', '.join(tables)}"

    def _unauthorised(self, made: Made, side: Side) -> Iterator[str]:
        """What only moderators may do, done by others."""
        before, after = self._before[side.id], self.tables.of(side.id)
        if before is after or act_of(made) is not None:  # the latter are looked at row by row
            return
        touched = [name for name in changed(before, after) if name in MODERATED]
        touched += changed(*(of_others(made.person.id, rows, OWN) for rows in (before, after)))
        if touched:
            yield f"{made.person.name}, no moderator, changed {', '.join(sorted(touched))}"

    def _of_no_server(self, door: Door, made: Made, *, refused: bool) -> Iterator[str]:
        """What is of no server: everybody's own, and the table of erasures."""
        before, after = self._before[None], self.tables.of(None)
        if before is after:
            return
        person_id, act = made.person.id, act_of(made)
        if tables := changed(*(of_others(person_id, rows, EVERYWHERE) for rows in (before, after))):
            yield f"{made.person.name} changed what is others': {', '.join(tables)}"
        erases = (act is not None and not act.names_alone) or door.name == ERASE_FORM.address
        entered = len(after["erasures"]) - len(before["erasures"])
        if entered not in {0, 1} or (entered and (not erases or refused)):
            yield f"{entered} erasures more"


def act_of(made: Made) -> OwnAct | None:
    """What somebody does about their own data, if it is that."""
    custom_id = str(made.sent.payload["data"].get("custom_id", ""))
    return OwnAct.read(custom_id, made.person.id, made.side.id if made.side is not None else None)
