"""Proofs that moderators see: what became of a log takes its picture away, whoever decided and wherever."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from bot.clock import Clock
from bot.database.interface import Database, Reader, Transaction
from bot.delivery.due import DueWork, NotYet
from bot.delivery.due_store import Address, Due
from bot.delivery.model import Trouble
from bot.delivery.outbound import Priority
from bot.delivery.sender import Editor, Message, MessageGone, Refused, Rejected, Render, Unreachable
from bot.guilds.general import NOTICE_CHANNEL
from bot.guilds.service import SettingsService
from bot.streaming import log_store, store
from bot.streaming.goals import Goal
from bot.streaming.logs import Log

log = logging.getLogger(__name__)

KIND = "goal-proof"
"""Due work: let a picture go. Its key is a log's id, or for nobody's log a channel's and a message's."""
LOOK_AGAIN = timedelta(hours=1)
"""When a channel that cannot be edited in is tried again."""

ROOMS = 5
"""Channels in which a proof is looked for, at most: a message is told by its id alone."""

Drawn = Callable[[Goal, Log], Render]
"""Makes what stands in a proof's place."""


class Done(Enum):
    """What became of an attempt to put something in a proof's place."""

    REPLACED = "replaced"
    NOT_THERE = "not there"
    LATER = "tried again later"


@dataclass(slots=True, eq=False)
class ShownProofs:
    """The messages that show proofs. Of each nothing is kept but its id, and that until it is decided on."""

    _database: Database
    _settings: SettingsService
    _due: DueWork
    _clock: Clock
    _sender: Editor = field(init=False)
    _drawn: Drawn = field(init=False)
    _gone: Render = field(init=False)

    def draw_by(self, drawn: Drawn, gone: Render) -> None:
        """Take over how a decision is drawn, and what stands where the picture of nobody stood."""
        self._drawn, self._gone = drawn, gone

    def start(self, sender: Editor) -> None:
        """Take up where proofs are shown. Before the due work is started."""
        self._sender = sender

    async def shown(self, guild_id: int, logged: Log, message_id: int) -> None:
        """A log's proof stands in a message; the log may have become something else meanwhile."""

        async def write(tx: Transaction) -> None:
            await log_store.put_proof(tx, logged.id, message_id)
            current = await log_store.get(tx, guild_id, logged.id)
            if current is None or current.state is not logged.state:
                await self.decided(tx, guild_id, logged.id)

        await self._database.write(write)

    async def decided(self, tx: Transaction, guild_id: int, log_id: int) -> None:
        """It is decided on a log: if it has a proof, that is to go."""
        if await log_store.proof_of(tx, log_id) is not None:
            await self._due.put(tx, Address(KIND, guild_id, str(log_id)), self._clock.now())

    async def left(self, tx: Transaction, guild_id: int, message_id: int) -> None:
        """Somebody is erased, and their log tells of no proof any more: the picture is to go all the same."""
        for channel_id in await self._rooms(tx, guild_id):
            await self._due.put(tx, Address(KIND, guild_id, f"{channel_id} {message_id}"), self._clock.now())

    async def come_due(self, due: Due) -> None:
        """Let a decision stand where a proof stood, or that its member is erased."""
        channel_id, _, message_id = due.at.key.partition(" ")
        if message_id:
            await self._replace(due, Message(due.at.guild_id, int(channel_id), int(message_id)), self._gone)
        else:
            await self._decide(due, int(due.at.key))

    async def _decide(self, due: Due, log_id: int) -> None:
        guild_id = due.at.guild_id

        async def look(on: Reader) -> tuple[Goal | None, Log | None, int | None, list[int]]:
            logged = await log_store.get(on, guild_id, log_id)
            goal = await store.get(on, logged.goal_id) if logged is not None else None
            return goal, logged, await log_store.proof_of(on, log_id), await self._rooms(on, guild_id)

        goal, logged, message_id, rooms = await self._database.read(look)
        if goal is None or logged is None or message_id is None or not rooms:
            return
        for channel_id in rooms:
            message = Message(guild_id, channel_id, message_id)
            done = await self._replace(due, message, self._drawn(goal, logged))
            if done is Done.LATER:
                return
            if done is Done.REPLACED:
                break
        await self._database.write(lambda tx: log_store.put_proof(tx, log_id, None))

    async def _rooms(self, on: Reader, guild_id: int) -> list[int]:
        """Where a proof may stand: the moderators' channel, and then those that were it before."""
        known = await self._settings.lately(on, guild_id, NOTICE_CHANNEL)
        return [channel_id for channel_id in known if channel_id is not None][:ROOMS]

    async def _replace(self, due: Due, message: Message, shown: Render) -> Done:
        """Put something in a proof's place, if it stands there."""
        try:
            await self._sender.edit(Priority.FOLLOW_UP, message, lambda: shown)
        except (MessageGone, Rejected) as error:
            log.info("the proof %d is not replaced: %s", message.message_id, error)
            return Done.NOT_THERE
        except Refused as refusal:
            log.info("the proof %d cannot be replaced: %s", message.message_id, refusal.trouble)
            room = self._settings.of(message.guild_id)[NOTICE_CHANNEL]
            if refusal.trouble is Trouble.CHANNEL_GONE or message.channel_id != room:
                return Done.NOT_THERE
            again = self._clock.now() + LOOK_AGAIN
            await self._database.write(lambda tx: self._due.put(tx, due.at, again))
            return Done.LATER
        except Unreachable as error:
            raise NotYet(str(error)) from error
        return Done.REPLACED
