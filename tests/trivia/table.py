"""A table people play at: the real services on a real database, a clock that is moved by hand, and a stage
that keeps what was shown and fails on demand. Time passes only when it is told to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from pydantic import SecretStr

from bot.app import App, build
from bot.caller import Caller
from bot.config import Config
from bot.delivery import due_store
from bot.delivery.sender import MessageGone, Unreachable
from bot.trivia import store
from bot.trivia.answers import LockedIn, Pressed
from bot.trivia.course import KIND
from bot.trivia.round import LOBBY, Round
from bot.trivia.service import Wish
from bot.trivia.stage import Scene, Urgency

EXAMPLE = Path(__file__).parents[2] / "docs" / "example" / "facts.json"
START = datetime(2026, 6, 12, 12, tzinfo=UTC)
GUILD = 11
STARTER, MODERATOR = Caller(1, GUILD), Caller(9, GUILD, manages_server=True)
_MOST_TURNS = 200


class HandClock:
    """World time that stands still until it is moved."""

    def __init__(self) -> None:
        self._now = START
        self.idle = asyncio.Event()
        """Set when somebody begins to wait for something that has not happened."""

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by

    async def wait(self, event: asyncio.Event, until: datetime | None) -> None:
        if not event.is_set():
            self.idle.set()
        await event.wait()


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


class Table:
    """One server, its rounds, and everybody who plays."""

    def __init__(self, folder: Path, facts_file: Path = EXAMPLE) -> None:
        self.clock = HandClock()
        self.board = Board(self.clock)
        token = SecretStr("token")
        self._config = Config(_env_file=None, discord_token=token, state_dir=folder, facts_file=facts_file)
        self._rounds = 1000
        self.app: App

    async def open(self) -> None:
        """The bot starts, or starts again."""
        self.app = build(self._config, self.clock, Random(1))
        await self.app.open()
        await self.app.presence.joined(GUILD)
        await self.app.course.resume(self.board)
        self.app.due.start(lambda _: True)

    async def close(self) -> None:
        await self.app.close()

    async def restart(self, down_for: timedelta = timedelta(0)) -> None:
        """The bot is gone for a while; of what was in memory nothing is left."""
        await self.close()
        self.clock.move(down_for)
        await self.open()

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

    async def pass_time(self, by: timedelta) -> None:
        """Let time pass, and what is due on the way happen when it is due."""
        end = self.clock.now() + by
        await self.work()
        while (instant := await self._next_instant()) is not None and instant <= end:
            self.clock.move(instant - self.clock.now())
            await self.work()
        self.clock.move(end - self.clock.now())

    async def work(self) -> None:
        """Let what is due now be done."""
        for _ in range(_MOST_TURNS):
            self.clock.idle.clear()
            self.app.due.look_again()
            await self.clock.idle.wait()
            doing = [task for task in asyncio.all_tasks() if task.get_name() == f"due {KIND}"]
            if not doing:
                return
            await asyncio.wait(doing)
        raise AssertionError("rounds go on and on without any time passing")

    async def get(self, round_id: int) -> Round:
        """A round as the database has it."""
        found = await self.app.database.read(lambda on: store.get(on, round_id))
        assert found is not None
        return found

    async def _next_instant(self) -> datetime | None:
        now = self.clock.now()
        return await self.app.database.read(lambda on: due_store.next_instant(on, KIND, now))
