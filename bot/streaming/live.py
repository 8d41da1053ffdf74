"""Goals shown live: a pinned message each, edited at most once a minute in a channel, for months."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.database.interface import Database, Transaction
from bot.delivery import due_store
from bot.delivery.due import DueWork, NotYet
from bot.delivery.due_store import Address, Due
from bot.delivery.model import Intent, Key, Outcome, Post, Step
from bot.delivery.outbound import Priority
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Delivery, Message, MessageGone, Refused, Rejected, Render, Unreachable
from bot.guilds.service import SettingsService
from bot.guilds.settings import GuildSettings
from bot.streaming import board_store, store
from bot.streaming.board_store import LiveBoard
from bot.streaming.book import GoalBook, GoalGone
from bot.streaming.goals import Goal
from bot.streaming.settings import BOARDS

log = logging.getLogger(__name__)

KIND, LEFT = "goal-board", "goal-board-left"
"""Kinds of due work: boards, and those that stand where the server wants none any more (`left_boards`)."""
BETWEEN_EDITS = timedelta(minutes=1)
"""Discord slows down who edits an old message more often (30046)."""
BREATH = timedelta(seconds=5)
"""What comes within so long of each other is one edit."""
QUIET = timedelta(hours=6)
"""A board is edited so often at least: ages, days and the forecast move on by themselves."""
LOOK_AGAIN = timedelta(hours=1)
"""When a channel that cannot be edited in is tried again."""
POSTED_WITHIN = timedelta(days=30)

Drawn = Callable[[Goal, str], Awaitable[Render]]
"""Makes a goal's board; given the mark that its message is known by."""


@dataclass(frozen=True, slots=True)
class LeftBoard:
    """A message that no longer follows its goal."""

    goal_id: int
    number: int
    """Which of the goal's messages it was."""
    channel_id: int
    message_id: int

    @property
    def key(self) -> str:
        """All there is to know, as due work carries it: the board's own row is another message's by then."""
        return f"{self.goal_id} {self.number} {self.channel_id} {self.message_id}"

    @classmethod
    def read(cls, key: str) -> LeftBoard:
        return cls(*map(int, key.split()))


@dataclass(slots=True, eq=False)
class LiveBoards:
    """The boards of every server: what is kept of them, and what is due."""

    _database: Database
    _settings: SettingsService
    _book: GoalBook
    _due: DueWork
    _outbox: Outbox
    _clock: Clock
    _free: dict[int, datetime] = field(default_factory=dict)
    """When a channel may see its next edit."""
    _sender: Delivery = field(init=False)
    _drawn: Drawn = field(init=False)

    def draw_by(self, drawn: Drawn) -> None:
        """Take over how a board is drawn."""
        self._drawn = drawn

    def start(self, sender: Delivery) -> None:
        """Take up where boards are shown. Before the due work is started."""
        self._sender = sender

    async def recompute(self, tx: Transaction, guild_id: int, settings: GuildSettings) -> None:
        """Let boards stand where a server wants them now, in the transaction that changes its settings."""
        known = {board.goal_id: board for board in await board_store.of_guild(tx, guild_id)}
        channel_id = settings[BOARDS]
        if channel_id is None:
            for board in known.values():
                await self._leave(tx, guild_id, board)
                await self._forget(tx, guild_id, board.goal_id)
            return
        for goal in await store.of_guild(tx, guild_id):
            if goal.is_open():
                await self._stand(tx, goal, channel_id, known.get(goal.id))

    async def begin(self, tx: Transaction, goal: Goal) -> None:
        """Give a goal that is open now its board, where the server wants any."""
        channel_id = (await self._settings.current(tx, goal.guild_id))[BOARDS]
        if channel_id is not None:
            await self._stand(tx, goal, channel_id, await board_store.get(tx, goal.id))

    async def touch(self, tx: Transaction, goal: Goal) -> None:
        """Something about a goal has changed: its board follows soon."""
        channel_id = self._settings.of(goal.guild_id)[BOARDS]
        if channel_id is None:
            return
        now, at = self._clock.now(), _address(goal.guild_id, goal.id)
        wanted = max(now + BREATH, self._free.get(channel_id, now))
        waits_for = await due_store.due_at(tx, at)
        if waits_for is None or not now < waits_for <= wanted:
            await self._due.put(tx, at, wanted)

    async def come_due(self, due: Due) -> None:
        """Post a goal's board, or edit it to how the goal stands."""
        guild_id, goal_id = due.at.guild_id, int(due.at.key)
        board = await self._database.read(lambda on: board_store.get(on, goal_id))
        try:
            goal = self._book.get(guild_id, goal_id)
        except GoalGone:
            return
        if board is None:
            return
        if board.message_id is None:
            await self._post(due, goal, board)
        else:
            await self._edit(due, goal, board, board.message_id)

    async def posted(self, tx: Transaction, post: Post, message_id: int) -> None:
        """A board's message stands."""
        guild_id, goal_id = post.at.guild_id, int(post.at.kind.partition("/")[2])
        board = await board_store.get(tx, goal_id)
        if board is not None and str(board.number) == post.at.key:
            await board_store.put(tx, replace(board, message_id=message_id))
            at, quiet_until = _address(guild_id, goal_id), self._clock.now() + QUIET
            waits_for = await due_store.due_at(tx, at)
            if waits_for is None or waits_for > quiet_until:  # else something changed while it was posted
                await self._due.put(tx, at, quiet_until)
        else:
            late = LiveBoard(goal_id, post.intent.channel_id, int(post.at.key), message_id)
            await self._leave(tx, guild_id, late)

    def mark(self, goal: Goal, board_number: int) -> str:
        """What a board's message is known by."""
        return key_of(goal, board_number).mark

    async def _stand(self, tx: Transaction, goal: Goal, channel_id: int, known: LiveBoard | None) -> None:
        if known is None or known.channel_id != channel_id:
            if known is not None:
                await self._leave(tx, goal.guild_id, known)
            number = known.number + 1 if known is not None else 1
            await board_store.put(tx, LiveBoard(goal.id, channel_id, number, None))
        await self._due.put(tx, _address(goal.guild_id, goal.id), self._clock.now())

    async def _leave(self, tx: Transaction, guild_id: int, board: LiveBoard) -> None:
        """A board's message, where it is posted already, follows its goal no longer: let it say so."""
        if board.message_id is not None:
            left = LeftBoard(board.goal_id, board.number, board.channel_id, board.message_id)
            await self._due.put(tx, Address(LEFT, guild_id, left.key), self._clock.now())

    async def _post(self, due: Due, goal: Goal, board: LiveBoard) -> None:
        """Let the outbox post it; where that came to nothing, another message is made for it.

        Raises:
            NotYet: it is on its way, and something has changed meanwhile.
        """
        now = self._clock.now()
        post = await self._outbox.find(key_of(goal, board.number))
        if post is not None and post.outcome is Outcome.PAUSED:
            await self._rest(due, now + LOOK_AGAIN)
            return
        if post is not None and post.settled_at is None:
            raise NotYet("its message is on its way")
        number = board.number + 1 if post is not None and post.settled_at is not None else board.number

        async def put(tx: Transaction) -> None:
            if await board_store.get(tx, goal.id) != board:  # it was posted meanwhile
                await self._due.put(tx, due.at, now)
                return
            if not self._book.get(goal.guild_id, goal.id).is_open():
                await self._forget(tx, goal.guild_id, goal.id)
                return
            await board_store.put(tx, replace(board, number=number))
            await self._outbox.put(
                tx,
                Intent(key_of(goal, number), board.channel_id, now, now + POSTED_WITHIN, steps=(Step.PIN,)),
            )
            await self._due.put(tx, due.at, now + QUIET)

        await self._database.write(put)

    async def _edit(self, due: Due, goal: Goal, board: LiveBoard, message_id: int) -> None:
        now, channel_id = self._clock.now(), board.channel_id
        free = self._free.get(channel_id, now)
        if free > now and goal.is_open():
            await self._rest(due, free)
            return
        self._free = {one: until for one, until in self._free.items() if until > now}
        self._free[channel_id] = now + BETWEEN_EDITS
        shown = await self._drawn(goal, self.mark(goal, board.number))
        message = Message(goal.guild_id, channel_id, message_id)
        try:
            await self._sender.edit(
                Priority.BOARD, message, lambda: shown, spacing=BETWEEN_EDITS.total_seconds()
            )
            if not goal.is_open():
                await self._take_down(goal, board)
        except MessageGone:
            await self._again(goal, board)
        except Refused as refusal:
            log.info("the board of goal %d cannot be edited: %s", goal.id, refusal.trouble)
            await self._rest(due, now + LOOK_AGAIN)
        except Rejected as error:
            log.error("Discord does not take the board of goal %d: %s", goal.id, error)  # noqa: TRY400
            await self._rest(due, now + QUIET)
        except Unreachable as error:
            raise NotYet(str(error)) from error
        else:
            if goal.is_open():
                await self._rest(due, now + QUIET)

    async def _take_down(self, goal: Goal, board: LiveBoard) -> None:
        """A goal is closed, and its board says so: it stays as a message like any other.

        Raises:
            Unreachable: it may still be pinned.
        """
        if board.message_id is not None:
            with suppress(MessageGone, Refused, Rejected):
                await self._sender.unpin(post_of(goal, board.number, board.channel_id, board.message_id))
        await self._database.write(lambda tx: self._forget(tx, goal.guild_id, goal.id))

    async def _again(self, goal: Goal, board: LiveBoard) -> None:
        """Somebody deleted the message: make another, as long as the goal is open."""

        async def begin(tx: Transaction) -> None:
            if not goal.is_open():
                await self._forget(tx, goal.guild_id, goal.id)
                return
            await board_store.put(tx, replace(board, number=board.number + 1, message_id=None))
            await self._due.put(tx, _address(goal.guild_id, goal.id), self._clock.now())

        await self._database.write(begin)

    async def _rest(self, due: Due, until: datetime) -> None:
        """Look at it again then, unless something has changed since it was looked at."""

        async def put(tx: Transaction) -> None:
            waits_for = await due_store.due_at(tx, due.at)
            if waits_for is None or waits_for <= due.due_at:
                await self._due.put(tx, due.at, until)

        await self._database.write(put)

    async def _forget(self, tx: Transaction, guild_id: int, goal_id: int) -> None:
        await board_store.drop(tx, goal_id)
        await self._due.drop(tx, _address(guild_id, goal_id))


def _address(guild_id: int, goal_id: int) -> Address:
    return Address(KIND, guild_id, str(goal_id))


def key_of(goal: Goal, number: int) -> Key:
    """Which post a goal's board is, given how many messages were made for it."""
    return Key(goal.guild_id, f"{KIND}/{goal.id}", str(number))


def post_of(goal: Goal, number: int, channel_id: int, message_id: int) -> Post:
    """A board's message as a post that stands, to be unpinned; its own row is not kept for as long."""
    intent = Intent(key_of(goal, number), channel_id, goal.begun_at, goal.begun_at)
    return replace(Post.of(intent, goal.begun_at), message_id=message_id)
