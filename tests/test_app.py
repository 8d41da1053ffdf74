"""The services as a whole: what happens when they are opened, and what when servers are known."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.caller import Caller
from bot.database.interface import Transaction
from bot.delivery.model import Intent, Key
from bot.guilds.presence import KEPT_AFTER_LEAVING
from tests.clocks import StandingClock
from tests.conftest import unopened_app
from tests.delivery.probe import KIND, Probe


async def _kept(app: App) -> set[str]:
    rows = await app.database.read(lambda on: on.fetch_all("SELECT command FROM limits"))
    return {row["command"] for row in rows}


async def test_what_is_over_is_swept_away_once_when_the_bot_is_ready(tmp_path: Path) -> None:
    async with unopened_app(tmp_path) as app:
        await app.limits.start(Caller(9, 1), "over", timedelta(0))
        await app.limits.start(Caller(9, 1), "running", timedelta(hours=1))
        await app.limits.block(user_id=5)

    async with unopened_app(tmp_path) as app:
        assert await _kept(app) == {"over", "running", "*"}  # the start does not wait for that
        assert app.limits.is_blocked(5, None)

        await app.meet([1])

        assert await _kept(app) == {"running", "*"}


async def test_of_a_purged_server_nothing_of_its_posts_stays_in_memory(tmp_path: Path) -> None:
    clock = StandingClock()
    async with unopened_app(tmp_path, clock) as app:
        Probe(app).install()
        now, keys = clock.now(), [Key(guild_id, KIND, "day") for guild_id in (1, 2)]

        async def put(tx: Transaction) -> None:
            for key in keys:
                await app.outbox.put(tx, Intent(key, 7, now, now + timedelta(hours=1)))

        for key in keys:
            await app.presence.joined(key.guild_id)
        await app.database.write(put)  # nobody works it off: both servers are in an outage
        app.outbox._paused_in = {1, 2}
        await app.presence.left(1)
        clock.move(KEPT_AFTER_LEAVING)

        await app.sweep()

        assert list(app.outbox._fresh) == [keys[1]]
        assert app.outbox._paused_in == {2}


def test_what_the_start_does_not_need_is_imported_later() -> None:
    later = {"PIL", "bot.database.tables", "icalendar", "rapidfuzz"}
    start = (
        "import importlib, sys, bot.run; from bot.client import FEATURES;"
        "[importlib.import_module(feature) for feature in FEATURES];"
        f"print(*{later!r} & sys.modules.keys())"
    )

    run = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", start], capture_output=True, text=True, timeout=60, check=True
    )

    assert run.stdout == "\n"
