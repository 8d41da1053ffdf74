"""Waiting in world time: for an event, until an instant, an hour at the longest."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import LONGEST_WAIT, Clock, SystemClock, seconds_of_wait
from tests.loopback.world_time import WorldTime

NOW = datetime(2026, 6, 12, tzinfo=UTC)


@pytest.fixture(params=["machine", "world"])
def clock(request: pytest.FixtureRequest, tmp_path: Path) -> Clock:
    return SystemClock() if request.param == "machine" else WorldTime(tmp_path / "time")


@pytest.mark.parametrize(
    ("until", "seconds"),
    [
        (None, LONGEST_WAIT.total_seconds()),
        (NOW + timedelta(seconds=3), 3),
        (NOW + timedelta(days=9), LONGEST_WAIT.total_seconds()),
        (NOW - timedelta(days=9), 0),
    ],
)
def test_how_long_a_wait_is(until: datetime | None, seconds: float) -> None:
    assert seconds_of_wait(NOW, until) == seconds


async def test_an_event_ends_a_wait(clock: Clock) -> None:
    event = asyncio.Event()
    waiting = asyncio.create_task(clock.wait(event, None))
    await asyncio.sleep(0)
    assert not waiting.done()

    event.set()

    async with asyncio.timeout(5):
        await waiting


async def test_an_instant_ends_a_wait(clock: Clock) -> None:
    until = clock.now() + timedelta(milliseconds=20)
    async with asyncio.timeout(5):
        await clock.wait(asyncio.Event(), until)

    assert clock.now() >= until


async def test_a_jump_of_the_worlds_clock_ends_a_wait(tmp_path: Path) -> None:
    clock = WorldTime(tmp_path / "time")
    waiting = asyncio.create_task(clock.wait(asyncio.Event(), clock.now() + timedelta(days=1)))
    await asyncio.sleep(0)

    clock.move(timedelta(days=2))

    async with asyncio.timeout(5):
        await waiting
