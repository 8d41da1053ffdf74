"""Red-DiscordBot at a small Discord: set up as its owner would, without a prompt, below a folder of its own.

Red is under the GPL-3: it is only run, from a virtual environment of its own (`make bench-peers`).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.contest import LOOPBACK, Side
from tests.loopback.harness import ROOT, TOKEN, Bot, discord_running, process_running

PYTHON = ROOT / "build" / "peers" / ".venv" / "bin" / "python"
LAUNCH = Path(__file__).with_name("launch.py")
PREFIX = "!"
_NAME = "peer"


class RedSide(Side):
    """Red, and its Discord."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Bot]:
        """Red, connected; until its `on_ready` is through it keeps commands waiting."""
        starts = self.starts + 1
        options = (_NAME, "--no-prompt", "--prefix", PREFIX, "--owner", str(self.owner))
        environment = {**_environment(self.folder), "RED_TOKEN": TOKEN, "DISCORD_API_BASE": self.discord.api}
        command = (str(PYTHON), str(LAUNCH), *options)
        async with process_running(command, environment, self.folder) as self.bot:
            await self.discord.do("until", entry="READY 0", times=starts, seconds=60)
            yield self.bot

    async def ask(self, user: int, text: str) -> str:
        """What Red says to a text."""
        said = await self.discord.chat("ask", channel=self.channel, user=user, text=PREFIX + text, seconds=60)
        return str(said)


@asynccontextmanager
async def red_side(folder: Path, commands: dict[str, str], *, channels: int) -> AsyncIterator[RedSide]:
    """Red with custom commands, by their names; not running.

    Raises:
        RuntimeError: Red is not installed, or did not take a command.
    """
    if not PYTHON.exists():
        raise RuntimeError("Red-DiscordBot is not installed: make bench-peers does that")
    folder.mkdir(parents=True)  # noqa: ASYNC240  # a benchmark's own folder
    await _set_up(folder)
    async with discord_running(folder, *LOOPBACK, "--privileged") as discord:
        red = RedSide(discord, folder, (), **await discord.do("add_guild", channels=channels))
        async with red.running():
            await _told(red, "load customcom", "loaded")
            for name, text in commands.items():
                await _told(red, f"customcom create simple {name} {text}", "successfully added")
                await _told(red, name, text.lower())
        yield red


async def _set_up(folder: Path) -> None:
    where = ("--instance-name", _NAME, "--data-path", str(folder / "red"), "--backend", "json")
    process = await asyncio.create_subprocess_exec(
        *(str(PYTHON), "-m", "redbot.setup", "--no-prompt", *where),
        env=_environment(folder),
        stdout=asyncio.subprocess.DEVNULL,
    )
    if code := await process.wait():
        raise RuntimeError(f"redbot-setup ended with {code}")


async def _told(red: RedSide, text: str, expected: str) -> None:
    said = await red.ask(red.owner, text)
    if expected not in said.lower():
        raise RuntimeError(f"Red said to {text!r}: {said!r}")


def _environment(folder: Path) -> dict[str, str]:
    """Red keeps the list of its instances in the user's own folders: here, in this one."""
    folders = {name: str(folder / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    return {"PATH": os.environ["PATH"], **folders}
