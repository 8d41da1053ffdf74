"""A server in a small Discord, and the bot as a process in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.harness import Bot, Discord, bot_running, discord_running

SHORT_WINDOW = ("--identify-window", "0.2")  # Discord's five seconds would only make each restart wait


@dataclass(slots=True)
class Place:
    """A server with a channel and a member, in a small Discord."""

    discord: Discord
    folder: Path
    guild: int
    channel: int
    member: int
    owner: int

    async def search(self, query: str = "dynamite", count: int = 1) -> list[dict[str, Any]]:
        """The member looks something up."""
        return await self.discord.ask(
            "slash", count, channel=self.channel, user=self.member, command="fact search", query=query
        )

    async def press(self, answer: dict[str, Any], custom_id: str) -> dict[str, Any]:
        seen = await self.discord.ask(
            "press", message=int(answer["message"]["id"]), user=self.member, custom_id=custom_id
        )
        return seen[0]

    @asynccontextmanager
    async def bot(self, *, connections: int = 1) -> AsyncIterator[Bot]:
        """The bot, started and ready."""
        async with bot_running(self.discord, self.folder) as bot:
            await self.discord.do("until", entry="READY 0", times=connections)
            yield bot


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with discord_running(tmp_path, *SHORT_WINDOW) as discord:
        made = await discord.do("add_guild")
        yield Place(discord, tmp_path, made["guild"], made["channels"][0], made["member"], made["owner"])
        assert await discord.do("violations") == []
