"""The outbox at work: what it sends in which order, and what it keeps in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.database.interface import Transaction
from bot.database.sqlite import SqliteDatabase
from bot.delivery.due import AT_ONCE, DueWork
from bot.delivery.due_store import Address, Due
from bot.delivery.model import Intent, Key, Outcome, Post, Step, Trouble
from bot.delivery.outbound import Priority
from bot.delivery.outbox import Outbox
from bot.delivery.post_kind import PostKind
from bot.delivery.sender import Look, Naming, Render
from tests.clocks import StandingClock

KIND = "probe"
SERVERS = 3 * AT_ONCE


@dataclass
class Ledger:
    """A `Sender` that writes down what is asked of it, each thing a moment later than the last."""

    clock: StandingClock
    asked: list[str] = field(default_factory=list)
    threads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def trouble(self, guild_id: int, channel_id: int) -> Trouble | None:
        return None

    def sees(self, guild_id: int, channel_id: int) -> bool:
        return True

    async def post(self, post: Post, render: Render, priority: Priority) -> int:
        self._note("post")
        return len(self.asked)

    async def look(self, post: Post) -> Look:
        self._note("look")
        return Look(None)

    async def publish(self, post: Post) -> None:
        self._note("publish")

    async def open_thread(self, post: Post, name: Naming) -> None:
        self._note("thread")
        self.threads.release()

    async def pin(self, post: Post) -> None:
        self._note("pin")

    async def unpin(self, post: Post) -> None:
        self._note("unpin")

    async def remove_notice(self, post: Post) -> None:
        self._note("remove notice")

    def _note(self, what: str) -> None:
        self.asked.append(what)
        self.clock.move(timedelta(milliseconds=1))


async def _render(_: Post) -> Render:
    return lambda _: None


async def _tell(post: Post, outcome: Outcome, trouble: Trouble | None) -> None:
    raise AssertionError(f"{post.at} is {outcome}: {trouble}")


async def test_a_fan_outs_threads_come_after_its_last_post(
    database: SqliteDatabase, clock: StandingClock
) -> None:
    due = DueWork(database, clock, Random(1))
    outbox, ledger = Outbox(database, due, clock), Ledger(clock)
    outbox.register(KIND, PostKind(_render, thread_name=lambda _: lambda _: "thread"))

    async def make(one: Due) -> None:
        guild_id, ends_at = one.at.guild_id, one.due_at + timedelta(hours=6)
        intent = Intent(Key(guild_id, KIND, "day"), 7, one.due_at, ends_at, steps=(Step.THREAD,))

        async def go_on(tx: Transaction) -> None:
            await outbox.put(tx, intent)
            await due.drop(tx, one.at)

        await database.write(go_on)

    async def all_due(tx: Transaction) -> None:
        for guild_id in range(1, SERVERS + 1):
            await tx.execute(
                "INSERT INTO guilds (guild_id, joined_at) VALUES (:guild_id, 0)", guild_id=guild_id
            )
            await due.put(tx, Address(KIND, guild_id, ""), clock.now())

    due.register(KIND, make)
    await database.write(all_due)
    await outbox.start(ledger, _tell)
    due.start(lambda _: True)
    async with asyncio.timeout(30):
        for _ in range(SERVERS):
            await ledger.threads.acquire()
    await due.stop()

    assert ledger.asked == ["post"] * SERVERS + ["thread"] * SERVERS
