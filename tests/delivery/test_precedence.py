"""What comes behind a kind of due work: posts are made, then sent, then what follows them is done."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random

import pytest

from bot.database.interface import Transaction
from bot.database.sqlite import SqliteDatabase
from bot.delivery.due import AT_ONCE, DueWork
from bot.delivery.due_store import Address, Due
from tests.clocks import StandingClock

HERE = 1001
MOMENT = timedelta(milliseconds=1)
SERVERS = 3 * AT_ONCE


class Chain:
    """Makers put posts, posts put what follows them; some may be stuck in their work."""

    def __init__(self, database: SqliteDatabase, clock: StandingClock) -> None:
        self.clock = clock
        self.begun: list[str] = []
        """The kinds of what was handed out, in order."""
        self.stuck: dict[Address, asyncio.Event] = {}
        self._database = database
        self._changed = asyncio.Condition()
        self.due = DueWork(database, clock, Random(1))
        self.due.register("follow", self._follow, behind="post")
        self.due.register("post", self._post)
        self.due.register("make", self._make)

    async def put(self, *addresses: Address) -> None:
        async def put_all(tx: Transaction) -> None:
            for at in addresses:
                await self.due.put(tx, at, self.clock.now())

        await self._database.write(put_all)
        self.clock.move(MOMENT)

    async def until(self, **handed_out: int) -> None:
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(lambda: Counter(handed_out) <= Counter(self.begun))

    async def rest(self) -> None:
        """Let everything happen that can."""
        for _ in range(5):
            self.due.look_again()
            await self._database.read(lambda on: on.fetch_all("SELECT 1"))

    async def _make(self, due: Due) -> None:
        await self._begin(due)
        if due.at.key != "nothing":
            await self.put(Address("post", HERE, due.at.key))

    async def _post(self, due: Due) -> None:
        await self._begin(due)
        await self.put(Address("follow", HERE, due.at.key))

    async def _follow(self, due: Due) -> None:
        await self._begin(due)

    async def _begin(self, due: Due) -> None:
        async with self._changed:
            self.begun.append(due.at.kind)
            self._changed.notify_all()
        if due.at in self.stuck:
            await self.stuck[due.at].wait()


@pytest.fixture
async def chain(database: SqliteDatabase, clock: StandingClock) -> AsyncIterator[Chain]:
    made = Chain(database, clock)
    yield made
    for event in made.stuck.values():
        event.set()
    await made.due.stop()


async def test_nothing_that_follows_is_done_before_the_last_post_is_in_work(chain: Chain) -> None:
    await chain.put(*(Address("make", HERE, str(number)) for number in range(SERVERS)))

    chain.due.start(lambda _: True)

    await chain.until(make=SERVERS, post=SERVERS, follow=SERVERS)
    assert "post" not in chain.begun[chain.begun.index("follow") :]


async def test_what_follows_waits_for_a_maker_and_goes_when_it_is_done(chain: Chain) -> None:
    slow = Address("make", HERE, "nothing")
    chain.stuck[slow] = asyncio.Event()
    await chain.put(slow)
    await chain.put(Address("follow", HERE, "earlier"))

    chain.due.start(lambda _: True)
    await chain.until(make=1)
    await chain.rest()
    assert chain.begun == ["make"]

    chain.stuck[slow].set()
    await chain.until(follow=1)


async def test_a_post_that_gets_no_answer_holds_up_nothing(chain: Chain) -> None:
    silent = Address("post", HERE, "silent")
    chain.stuck[silent] = asyncio.Event()
    await chain.put(silent)
    await chain.put(Address("post", HERE, "other"))

    chain.due.start(lambda _: True)

    await chain.until(post=2, follow=1)


async def test_what_came_due_later_holds_up_nothing(chain: Chain) -> None:
    later = Address("make", HERE, "later")
    chain.stuck[later] = asyncio.Event()
    await chain.put(Address("follow", HERE, "earlier"))
    await chain.put(later)

    chain.due.start(lambda _: True)

    await chain.until(make=1, follow=1)


async def test_a_server_that_is_not_served_holds_up_nothing(chain: Chain) -> None:
    await chain.put(Address("make", HERE + 1, "elsewhere"))
    await chain.put(Address("follow", HERE, "here"))

    chain.due.start(lambda guild_id: guild_id == HERE)

    await chain.until(follow=1)


async def test_posts_that_find_no_place_yet_go_first_as_well(chain: Chain) -> None:
    await chain.put(*(Address("post", HERE, str(number)) for number in range(SERVERS)))
    await chain.put(Address("follow", HERE, "later"))

    chain.due.start(lambda _: True)

    await chain.until(post=SERVERS, follow=1)
    assert "post" not in chain.begun[chain.begun.index("follow") :]
