"""What people were called last: a name is written down once a day, not with all that somebody does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.clock import Clock
from bot.database.erasing import Person
from bot.privacy.names import NameChoices

LONGEST_NAME = 32
"""Characters, as Discord has them."""
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Called:
    """What somebody is called in a server, on a day of UTC."""

    guild_id: int
    user_id: int
    name: str
    day: date


class LastNames:
    """Knows which names one table has already, from memory. Names not seen for long are deleted there."""

    def __init__(self, choices: NameChoices, clock: Clock) -> None:
        self._choices, self._clock = choices, clock
        self._written: dict[tuple[int, int], Called] = {}

    def to_write(self, guild_id: int, user_id: int, name: str) -> Called | None:
        """What to write down of somebody now; None where it is there already, or they want none kept."""
        called = Called(guild_id, user_id, name[:LONGEST_NAME], self._clock.now().date())
        if self._written.get((guild_id, user_id)) == called or self._choices.withheld(user_id):
            return None
        return called

    def wrote(self, called: Called) -> None:
        """It is there now, durably."""
        if self._choices.withheld(called.user_id):
            return
        if len(self._written) >= _KEPT:
            self._written.clear()
        self._written[called.guild_id, called.user_id] = called

    def forget(self, person: Person) -> None:
        """Somebody's name was deleted."""
        self._keep(lambda at: at[1] != person.user_id or person.guild_id not in {None, at[0]})

    def forget_server(self, guild_id: int) -> None:
        """All of a server's were."""
        self._keep(lambda at: at[0] != guild_id)

    def _keep(self, kept: Callable[[tuple[int, int]], bool]) -> None:
        self._written = {at: called for at, called in self._written.items() if kept(at)}
