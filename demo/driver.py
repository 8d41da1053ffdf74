"""Drives a world: one thing happens at a time, the clock runs, simulated members act, wishes are granted."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import set_or_over
from demo.breaking import BREAKAGES, MENDS_AFTER, Fault
from demo.forms import Impossible
from demo.members import Members
from demo.people import Person
from demo.watch import Watch
from demo.world import World

log = logging.getLogger(__name__)

TICK = 0.25
"""Seconds between two looks at the watch."""
BETWEEN_REFRESHES = 3.0
"""Seconds after which a screen that shows a countdown is shown anew."""
_GLANCE = timedelta(seconds=1)
"""How far time goes at once while members follow a round."""


class Shown(Protocol):
    """A channel that somebody looks at."""

    @property
    def channel_id(self) -> int: ...

    async def refresh(self) -> None:
        """Show what has happened. In one's turn."""
        ...


class Wish(Protocol):
    """What the bot cannot do by itself, because it is about the world around it."""

    async def grant(self, driver: Driver) -> None:
        """Let it come true. In one's turn."""
        ...


@dataclass(frozen=True, slots=True)
class Broken:
    """What waits to be mended, and where that is told in which language."""

    fault: Fault
    mends_at: float
    channel_id: int
    locale: str


@dataclass(frozen=True, slots=True)
class Mend:
    """Let something work again, and say so."""

    broken: Broken

    async def grant(self, driver: Driver) -> None:
        breakage = BREAKAGES[self.broken.fault]
        await breakage.mend_it(driver.world)
        await driver.tell(self.broken.channel_id, self.broken.locale, breakage.mended)


class Driver:
    """Whoever touches a world that is driven takes their turn here.

    `wrist` is the watch on one's wrist, in seconds: what a minute until something mends is measured by.
    Without one it goes with the world.
    """

    def __init__(
        self,
        world: World,
        *,
        members: Members | None = None,
        voice: Person | None = None,
        wrist: Callable[[], float] | None = None,
    ) -> None:
        self.world = world
        self.watch = members.watch if members is not None else Watch(world.env)
        self.members = members or Members(world, self.watch, [], 0)
        self.screen: Shown | None = None
        """What is shown in the browser."""
        self.told: list[str] = []
        """What the demo itself said and nobody has taken out of here."""
        self._voice, self._wrist = voice, wrist or (lambda: world.env.now().timestamp())
        self._lock = asyncio.Lock()
        self._wishes: deque[Wish] = deque()
        self._wished = asyncio.Event()
        self._broken: list[Broken] = []
        self._refreshed_at = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until nothing else happens; nothing happens until this is over."""
        async with self._lock:
            yield

    def wish(self, wish: Wish) -> None:
        """Wish for something. It comes true at the next turn, so that the bot can wish as well."""
        self._wishes.append(wish)
        self._wished.set()

    async def run(self) -> None:
        """Let the world's clock run as the machine's does, until this is cancelled."""
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            await set_or_over(self._wished, TICK)
            async with self.turn():
                now = loop.time()
                try:
                    await self.go_on(timedelta(seconds=now - last))
                    await self.catch_up()
                    await self._show(loop.time())
                except TimeoutError as error:  # the machine is busy; SimCord says what the bot is at
                    log.warning("the bot is taking long: %s", error)
                last = now

    async def travel_to(self, moment: datetime) -> None:
        """Let time pass until a moment, in a turn of one's own.

        Raises:
            Impossible: the moment has passed.
        """
        async with self.turn():
            await self.reach(moment)
            await self.catch_up()

    async def go_on(self, by: timedelta) -> None:
        """Let time pass. In one's turn."""
        await self.reach(self.world.now() + by)

    async def reach(self, moment: datetime) -> None:
        """Let time pass until a moment, and members act on the way. In one's turn.

        Raises:
            Impossible: the moment has passed.
        """
        if moment < self.world.now():
            await self.world.travel_to(moment)
        while True:
            self.members.look()
            await self.members.act()
            now = self.world.now()
            if now >= moment:
                return
            stops = [moment, self.members.next_at() or moment]
            if self.members.attentive:
                stops.append(now + _GLANCE)
            await self.world.travel_to(max(now, min(stops)))

    async def catch_up(self) -> None:
        """Grant what was wished, and mend what has been broken for long enough. In one's turn."""
        self._wished.clear()
        while self._wishes:
            await self._granted(self._wishes.popleft())
        for broken in [broken for broken in self._broken if broken.mends_at <= self._wrist()]:
            self._broken.remove(broken)
            await self._granted(Mend(broken))

    def is_broken(self, fault: Fault) -> bool:
        """Whether something waits to be mended."""
        return any(broken.fault is fault for broken in self._broken)

    async def break_(self, fault: Fault, channel_id: int, locale: str) -> None:
        """Break something for a minute. In one's turn."""
        if not self.is_broken(fault):
            self._broken.append(Broken(fault, self._wrist() + MENDS_AFTER, channel_id, locale))
            await BREAKAGES[fault].break_it(self.world)

    async def _granted(self, wish: Wish) -> None:
        try:
            await wish.grant(self)
        except Impossible as error:  # such as a channel that is gone by now
            log.warning("%s could not be granted: %s", wish, error)

    async def tell(self, channel_id: int, locale: str, sentence: str) -> None:
        """Let the demo itself say something in a channel, or in #general where that is gone.

        In one's turn.
        """
        text = self.world.bot.catalogs.say(locale).plain(sentence)
        self.told.append(text)
        if self._voice is None:
            return
        voice, channels = self._voice, self.world.server.handle.channels.values()
        voice.here = next((one for one in channels if one.id == channel_id), self.world.general)
        try:
            await voice.write(text)
        except Impossible as error:
            log.info("nothing can be said in channel %d: %s", channel_id, error)

    async def _show(self, now: float) -> None:
        if self.screen is None:
            return
        changed = self.watch.take_changed(self.screen.channel_id)
        waited = now - self._refreshed_at >= BETWEEN_REFRESHES
        if changed or (waited and self.watch.counts_down(self.screen.channel_id)):
            self._refreshed_at = now
            await self.screen.refresh()
