"""Starting a small Discord and the bot as processes of their own, and steering both from a test."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
TOKEN = "MTIzNDU2Nzg5.loopback.token"  # noqa: S105  # this Discord's own
_POLL = 0.02  # seconds between looks at a file
_PATIENCE = 30.0  # seconds that a busy machine may take to start a bot, or to end one
WARNINGS = (
    *("-W", "error"),
    *("-W", "ignore:'audioop' is deprecated and slated for removal in Python 3.13"),
    *("-W", "ignore:'count' is passed as positional argument"),  # in discord.py; Python 3.13 warns of it
)
"""A bot in a process of its own fails where it is warned, as the tests do."""


class Refused(Exception):
    """The loopback could not do what a test asked for."""


@dataclass(slots=True)
class Discord:
    """The loopback, from the test's side: the verbs of `control.py`, as in `await discord.do("slash", …)`."""

    api: str
    origin: str
    time_file: Path
    pid: int
    browser: aiohttp.ClientSession

    async def do(self, verb: str, **arguments: Any) -> Any:
        """One verb of the control.

        Raises:
            Refused: with the reason; also when what was waited for did not happen.
        """
        return await self._post("control", verb, arguments)

    async def load(self, verb: str, **arguments: Any) -> Any:
        """One verb of the load generator."""
        return await self._post("load", verb, arguments)

    async def crowd(self, verb: str, **arguments: Any) -> Any:
        """One verb of what all guilds do at once."""
        return await self._post("crowd", verb, arguments)

    async def chat(self, verb: str, **arguments: Any) -> Any:
        """One verb of what people write."""
        return await self._post("chat", verb, arguments)

    async def ask(self, verb: str, /, count: int = 1, **arguments: Any) -> list[dict[str, Any]]:
        """Let a person do something, and wait for what they see."""
        interaction = await self.do(verb, **arguments)
        seen: list[dict[str, Any]] = await self.do("seen", interaction=interaction, count=count)
        return seen

    async def call(
        self, method: str, path: str, body: Any = None, token: str = TOKEN
    ) -> tuple[int, Any, dict[str, str]]:
        """A request of the bot's, made by the test: status, body and headers of the answer."""
        headers = {"Authorization": f"Bot {token}"}
        data = None if body is None else json.dumps(body).encode()
        async with self.browser.request(method, self.api + path, data=data, headers=headers) as answer:
            raw = await answer.read()
            return answer.status, json.loads(raw) if raw else None, dict(answer.headers)

    async def _post(self, half: str, verb: str, arguments: dict[str, Any]) -> Any:
        async with self.browser.post(f"{self.origin}/{half}/{verb}", json=arguments) as answer:
            if answer.status != 200:
                raise Refused(f"{verb} {arguments}: {await answer.text()}")
            return await answer.json()


@asynccontextmanager
async def discord_running(folder: Path, *options: str) -> AsyncIterator[Discord]:
    """A small Discord in a process of its own."""
    time_file = folder / "world-time"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.loopback", "--token", TOKEN, "--time-file", str(time_file), *options),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the loopback has no pipes")
    try:
        where = json.loads(await process.stdout.readline())
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(timeout=timeout) as browser:
            yield Discord(where["api"], where["origin"], time_file, process.pid, browser)
    finally:
        process.stdin.close()
        async with asyncio.timeout(60):
            await process.wait()


class Bot:
    """The bot as a subprocess."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process, self._log = process, log

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def log(self) -> str:
        """What it wrote to standard error so far."""
        return self._log.read_text(encoding="utf-8")

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.returncode

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def wrote(self, text: str, seconds: float = _PATIENCE) -> None:
        """Wait until its log holds a text."""
        async with asyncio.timeout(seconds):
            while text not in self.log:  # noqa: ASYNC110  # another process writes it
                await asyncio.sleep(_POLL)

    async def ended(self, seconds: float = _PATIENCE) -> int:
        """Its exit code, once it ended."""
        async with asyncio.timeout(seconds):
            return await self._process.wait()


@asynccontextmanager
async def bot_running(
    discord: Discord, folder: Path, *, program: tuple[str, ...] = ("-m", "bot", "run"), **settings: str
) -> AsyncIterator[Bot]:
    """The bot, connected to a small Discord; its state lies in `folder` and outlives it."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_BASE": discord.api,
        "STATE_DIR": str(folder / "state"),
        "HEALTH_PORT": "0",
        "WORLD_TIME_FILE": str(discord.time_file),
        **settings,
    }
    async with process_running((sys.executable, *WARNINGS, *program), environment, folder) as bot:
        yield bot


@asynccontextmanager
async def process_running(
    command: tuple[str, ...], environment: dict[str, str], folder: Path
) -> AsyncIterator[Bot]:
    """Any bot's process, killed in the end; what it writes to standard error lies in `folder`."""
    log = folder / f"bot-{len(list(folder.glob('bot-*')))}.log"  # noqa: ASYNC240  # a test's own folder
    with log.open("wb") as lines:
        process = await asyncio.create_subprocess_exec(*command, env=environment, cwd=folder, stderr=lines)
    bot = Bot(process, log)
    try:
        yield bot
    finally:
        if process.returncode is None:
            bot.kill()
            await process.wait()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Shard:
    """A gateway client of a few lines."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def say(self, op: int, told: Any) -> None:
        await self._socket.send_json({"op": op, "d": told})

    async def hear(self) -> Any:
        return await self._socket.receive_json(timeout=5)

    async def identify(self, shard: tuple[int, int] = (0, 1), intents: int = 1, token: str = TOKEN) -> None:
        await self.hear()
        await self.say(2, {"token": token, "intents": intents, "shard": shard, "properties": {}})


async def shard_of(small: Discord, http: aiohttp.ClientSession) -> Shard:
    """A connection to its gateway, which has not said who it is."""
    _, told, _ = await small.call("GET", "/gateway/bot")
    return Shard(await http.ws_connect(told["url"] + "?v=10&encoding=json"))
