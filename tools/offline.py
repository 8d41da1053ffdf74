"""The bot with all its features loaded, connected to nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.app import build
from bot.client import FEATURES, FanBot
from bot.clock import SystemClock
from bot.config import Config
from bot.i18n.translator import CommandTranslator


@asynccontextmanager
async def offline_bot(operator_guild_id: int | None = None) -> AsyncIterator[FanBot]:
    """A bot to ask about its commands; with `operator_guild_id` it has those of whoever hosts it, too."""
    with TemporaryDirectory() as folder:
        config = Config(
            _env_file=None,
            discord_token=SecretStr("none"),
            state_dir=Path(folder),
            operator_guild_id=operator_guild_id,
        )
        bot = FanBot(build(config, SystemClock(), Random(0)))
        await bot.tree.set_translator(CommandTranslator(bot.catalogs))
        for feature in FEATURES:
            await bot.load_extension(feature)
        yield bot
