"""The services as a whole: what happens when they are opened, and what when servers are known."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.caller import Caller
from tests.conftest import unopened_app


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
