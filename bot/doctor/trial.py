"""A start on a copy of the database, as far as it goes without the gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from bot.app import App, build
from bot.client import FanBot
from bot.clock import Clock
from bot.config import Config
from bot.database.backup import back_up


class Patient(FanBot):
    """The bot with all its commands, which tells Discord nothing."""

    async def setup_hook(self) -> None:
        await self.load_features()


@asynccontextmanager
async def trial_start(config: Config, clock: Clock) -> AsyncIterator[App]:
    """The bot's services, over a copy of its database.

    Raises:
        FactsInvalid: the fact base cannot be used.
        DatabaseUnusable: nor the database, or it could not be copied.
    """
    with TemporaryDirectory(prefix="borahae-doctor-") as folder:
        copied = config.model_copy(update={"state_dir": Path(folder)})
        if config.database_file.exists():
            back_up(config.database_file, copied.database_file)
        async with build(copied, clock, SystemRandom()) as app:
            yield app
