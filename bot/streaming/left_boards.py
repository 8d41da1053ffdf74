"""Live boards that stand where a server wants none any more: they say so, and are no longer pinned."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import Clock
from bot.database.interface import Database
from bot.delivery.due import DueWork
from bot.delivery.due_store import Due
from bot.delivery.model import Trouble
from bot.delivery.outbound import Priority
from bot.delivery.outbox import Outbox
from bot.delivery.sender import Delivery, Message, MessageGone, Refused, Rejected, Render, Unreachable
from bot.streaming import board_store
from bot.streaming.book import GoalBook, GoalGone
from bot.streaming.goals import Goal
from bot.streaming.live import BETWEEN_EDITS, LeftBoard, key_of, post_of

log = logging.getLogger(__name__)

FIRST_REST, MOST_TRIES = timedelta(hours=1), 8
"""A message that cannot be edited is tried again after so long, then twice as long, ten days in all."""

Told = Callable[[Goal, int | None], Render]
"""What a left message says, given the channel its goal is shown in now, if any."""


@dataclass(slots=True, eq=False)
class LeftBoards:
    """Messages to be told off, each until that is done or cannot be."""

    _database: Database
    _book: GoalBook
    _due: DueWork
    _outbox: Outbox
    _clock: Clock
    _sender: Delivery = field(init=False)
    _told: Told = field(init=False)

    def tell_by(self, told: Told) -> None:
        """Take over what such a message says."""
        self._told = told

    def start(self, sender: Delivery) -> None:
        """Take up where boards are shown. Before the due work is started."""
        self._sender = sender

    async def come_due(self, due: Due) -> None:
        """Edit a message a last time, and unpin it."""
        left = LeftBoard.read(due.at.key)
        try:
            goal = self._book.get(due.at.guild_id, left.goal_id)
        except GoalGone:
            return
        post = await self._outbox.find(key_of(goal, left.number))
        if post is not None and post.open_steps:
            await self._rest(due, BETWEEN_EDITS, due.failures)  # or it would be pinned after it was unpinned
            return
        try:
            await self._tell_off(goal, left)
            with suppress(MessageGone, Refused, Rejected):
                await self._sender.unpin(post_of(goal, left.number, left.channel_id, left.message_id))
        except MessageGone:
            return
        except Rejected as error:
            log.error("Discord does not take a board of goal %d that was left: %s", goal.id, error)  # noqa: TRY400
        except Refused as refusal:
            if refusal.trouble is not Trouble.CHANNEL_GONE:
                await self._try_again(due, refusal)
        except Unreachable as error:
            await self._try_again(due, error)

    async def _tell_off(self, goal: Goal, left: LeftBoard) -> None:
        board = await self._database.read(lambda on: board_store.get(on, goal.id))
        shown = self._told(goal, board.channel_id if board is not None else None)
        message = Message(goal.guild_id, left.channel_id, left.message_id)
        await self._sender.edit(Priority.BOARD, message, lambda: shown, spacing=BETWEEN_EDITS.total_seconds())

    async def _try_again(self, due: Due, error: Exception) -> None:
        if due.failures + 1 < MOST_TRIES:
            await self._rest(due, FIRST_REST * 2**due.failures, due.failures + 1)
        else:
            log.info("the board left in server %d stays as it is: %s", due.at.guild_id, error)

    async def _rest(self, due: Due, pause: timedelta, failures: int) -> None:
        until = self._clock.now() + pause
        await self._database.write(lambda tx: self._due.put(tx, due.at, until, failures=failures))
