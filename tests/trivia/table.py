"""A table people play at, with a stage that keeps what was shown and fails on demand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.caller import Caller
from bot.delivery.sender import MessageGone, Unreachable
from bot.trivia import store
from bot.trivia.answers import LockedIn, Pressed
from bot.trivia.course import KIND
from bot.trivia.round import LOBBY, Round
from bot.trivia.service import Wish
from bot.trivia.stage import Scene, Urgency
from tests.by_hand import GUILD, ByHand
from tests.clocks import HandClock
from tests.conftest import EXAMPLE

STARTER, MODERATOR = Caller(1, GUILD), Caller(9, GUILD, manages_server=True)


class Board:
    """Where rounds are shown. Messages that are `gone`, and a Discord that is `unreachable`, raise so."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self.shown: dict[int, Scene] = {}
        self.gone: set[int] = set()
        self.unreachable = False

    async def show(
        self, played: Round, scene: Callable[[], Scene | None], urgency: Urgency
    ) -> datetime | None:
        if self.unreachable:
            raise Unreachable("it is down")
        if played.round_id in self.gone:
            raise MessageGone("it was deleted")
        shown = scene()
        if shown is None:
            return None
        self.shown[played.round_id] = shown
        return self._clock.now()


class Table(ByHand):
    """One server, its rounds, and everybody who plays."""

    kinds = (KIND,)

    def __init__(self, folder: Path, facts_file: Path = EXAMPLE) -> None:
        super().__init__(folder, facts_file)
        self.board = Board(self.clock)
        self._rounds = 1000

    async def _begin(self) -> None:
        await self.app.course.resume(self.board)
        self.app.due.start(lambda _: True)

    async def start(self, user_id: int = 1, channel_id: int = 21, wish: Wish | None = None) -> Round:
        """Somebody starts a round, and Discord answers."""
        self._rounds += 1
        caller, places = Caller(user_id, GUILD), frozenset({channel_id})
        begun = await self.app.trivia.start(caller, places, channel_id, wish or Wish(), self._rounds)
        await self.app.trivia.seat(begun.round_id, begun.round_id + 500)
        return begun

    async def first_question(self, wish: Wish | None = None) -> Round:
        """Somebody starts a round, and its first question is asked."""
        begun = await self.start(wish=wish)
        await self.pass_time(LOBBY)
        return await self.get(begun.round_id)

    async def right(self, played: Round) -> int:
        """The right choice of a round's question."""
        found = await self.app.database.read(lambda on: store.drawn(on, played.round_id, played.number))
        assert found is not None
        return found.asked.right

    async def press(
        self, round_id: int, number: int, user_id: int, choice: int, guild_id: int = GUILD
    ) -> LockedIn:
        """Somebody presses an answer, now."""
        at = self.clock.now()
        return await self.app.answers.answer(
            Pressed(round_id, number, choice, user_id, f"Player {user_id}", at, None, guild_id)
        )

    async def get(self, round_id: int) -> Round:
        """A round as the database has it."""
        found = await self.app.database.read(lambda on: store.get(on, round_id))
        assert found is not None
        return found
