"""A simulated Discord with the real bot in it. One of the places that know SimCord, and the first of them.

SimCord is kinder or stricter than Discord in a few places, each put right here:

- every interaction arrives in English: a person's and a server's locale are set on the way to the bot;
- the bot's role and everyone's get nearly all permissions: here the bot has exactly those its invite link
  asks for, and members have theirs by a role;
- a polite answer to a refused command counts as a crash: the tree's own handler is put back after each
  start, and what is unexpected is known by the error log;
- protocol time stands still, and a bot that waits for it counts as stuck: requests are not paced;
- it looks up every 50 ms only when the bot waits for its database, which is most of what a day costs;
- a form's fields stand empty and a picker takes any channel: `forms.py` sends what stands there when nobody
  touches it, and offers what Discord would;
- it sends what is chosen in a list each time: `people.py` chooses the same a second time only once the
  message was edited, as Discord's clients do (discord-api-docs, issues 3441 and 4801);
- the bot is a member of every server: a server's GUILD_CREATE can be held back, for user installs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord.ext import commands
from pydantic import SecretStr
from simcord.builders import ChannelHandle

from bot.app import App, build
from bot.client import PERMISSIONS, FanBot
from bot.config import Config
from bot.delivery.outbound import Outbound
from demo import routes as _routes  # noqa: F401  # registers them
from demo.clock import BusyEnv, WorldClock
from demo.forms import Impossible
from demo.gateway import Gateway
from demo.mishaps import Mishaps
from demo.people import Person, Reply
from demo.reading import Reader
from demo.server import Server

HOME = ZoneInfo("Asia/Seoul")
START = datetime(2026, 6, 12, 20, 55, tzinfo=HOME)
"""The evening before the anniversary of the debut."""
SEED = 7
_DAY = timedelta(days=1)
_PATIENCE = 30.0
"""Seconds until the bot is taken to be stuck; it gives a picture ten, and busy machines need them."""

Furnish = Callable[[FanBot], commands.Cog]
"""Makes a cog that is no part of the bot."""


class World:
    """One server with #general, a member, a moderator, and the bot."""

    def __init__(  # noqa: PLR0913  # what `open` is given
        self,
        state_dir: Path,
        *,
        facts_file: Path | None,
        server_locale: str,
        joined: bool,
        extend: Callable[[App], None] | None,
        start: datetime,
    ) -> None:
        self._extend = extend
        self._furnishings: list[Furnish] = []
        settings: dict[str, Any] = {"facts_file": facts_file} if facts_file is not None else {}
        self._config = Config(
            _env_file=None,
            discord_token=SecretStr("simulated"),
            state_dir=state_dir,
            shard_count=1,
            backup_keep=0,
            **settings,
        )
        self._clock = WorldClock(START)
        self._people: dict[int, Person] = {}
        self.mishaps = Mishaps()
        self.bot = self._make_bot()
        self.env = self._clock.env = BusyEnv(self.bot, check_errors=False, settle_timeout=_PATIENCE)
        backend = self.env.backend
        self._servers: dict[int, Server] = {}
        backend.subscribers = Gateway(self._people, self._servers)
        backend.advance_clock((start - self.env.now()).total_seconds())
        backend.bot_user.name = "Borahae"
        self.server = Server(self.env, locale=server_locale, permissions=PERMISSIONS, joined=joined)
        self._servers[self.server.id] = self.server
        self.general = self.server.general
        self.member = self.person("Minji")
        self.moderator = self.person("Haru", "Moderators", discord.Permissions(manage_guild=True))

    @classmethod
    @asynccontextmanager
    async def open(  # noqa: PLR0913  # each an option of the world
        cls,
        *,
        state_dir: Path | None = None,
        facts_file: Path | None = None,
        server_locale: str = "en-US",
        joined: bool = True,
        extend: Callable[[App], None] | None = None,
        start: datetime = START,
    ) -> AsyncIterator[World]:
        """A running world; with `joined=False` the bot is no member of its server, only brought along.

        `extend` adds to the bot's services each time they are put together. A world may begin before `START`,
        and not before 2026.
        """
        with TemporaryDirectory(prefix="borahae-") as folder:
            world = cls(
                state_dir or Path(folder),
                facts_file=facts_file,
                server_locale=server_locale,
                joined=joined,
                extend=extend,
                start=start,
            )
            with world.mishaps.watched():
                await world.bot.app.open()
                try:
                    await world.env.start()
                    world._put_error_door_back()
                    yield world
                finally:
                    await world.env.shutdown()
                    await world.bot.app.close()

    def now(self) -> datetime:
        """What time it is, at the fandom's home."""
        return self.env.now().astimezone(HOME)

    def another_server(self, name: str, locale: str = "en-US") -> Server:
        """One more server that the bot is a member of."""
        made = Server(self.env, locale=locale, permissions=PERMISSIONS, joined=True, name=name)
        self._servers[made.id] = made
        return made

    def person(
        self,
        name: str,
        role: str | None = None,
        permissions: discord.Permissions | None = None,
        *,
        server: Server | None = None,
    ) -> Person:
        """Someone joins the server, or another one, perhaps with a role of these permissions."""
        joined = server or self.server
        roles = [joined.members]
        roles += [joined.handle.create_role(role, permissions=permissions)] if role else []
        actor = joined.handle.add_member(self.env.create_user(name), roles=roles)
        newcomer = self._people[actor.id] = Person(actor, joined.general, self._reader)
        return newcomer

    def people(self) -> tuple[Person, ...]:
        """Everybody in the server but the bot."""
        return tuple(self._people.values())

    async def travel(self, by: timedelta) -> None:
        """Let time pass, a day at most at a time so that what is due on the way happens on its day."""
        await self.travel_to(self.now() + by)

    async def travel_to(self, moment: datetime) -> None:
        """Let time pass until a moment.

        Raises:
            Impossible: the moment has passed.
        """
        if moment < self.now():
            raise Impossible(f"time goes forward only; it is {self.now():%Y-%m-%dT%H:%M%z} already")
        while (left := moment - self.now()) > timedelta(0):
            await self.env.advance_time(min(left, _DAY).total_seconds())

    async def restart(self, *, after: timedelta = timedelta(0), **settings: Any) -> None:
        """Stop the bot and start it anew, perhaps later or with other settings; Discord stays."""
        await self.bot.app.close()
        self.env.backend.advance_clock(after.total_seconds())
        self.bot = self._make_bot(**settings)
        await self.bot.app.open()
        await self.env.restart_bot(self.bot)
        self._put_error_door_back()
        for furnish in self._furnishings:
            await self.add(furnish(self.bot))

    def fail(self, method: str, path: str, *, status: int, code: int = 0, times: int | None = 1) -> None:
        """Let Discord answer matching requests with an error, so often or until `mend`.

        `path` may hold `*`.
        """
        self.env.inject_error(method, path, status=status, code=code, times=times)

    def requests(self, method: str, path_end: str) -> list[Any]:
        """The bodies of the requests the bot made so far, of one kind."""
        return [
            request.json
            for request in self.env.http_requests
            if request.method == method and request.path.endswith(path_end)
        ]

    def history(self) -> list[str]:
        """What stands in #general, oldest first, as `author: text`."""
        return [f"{message.author.name}: {message.content}" for message in self.general.history()]

    async def furnish(self, furnish: Furnish) -> None:
        """Load a cog into the running bot, and into each that is started later."""
        self._furnishings.append(furnish)
        await self.add(furnish(self.bot))

    async def add(self, cog: commands.Cog) -> None:
        """Load a cog into the running bot, and let Discord know its commands."""
        await self.bot.add_cog(cog)
        await self.bot.command_book.sync()

    def posted(self, channel: ChannelHandle) -> list[Reply]:
        """The cards in a channel, oldest first, as everybody sees them."""
        return self.server.posted(channel, self._reader())

    def card(self, channel_id: int, message_id: int) -> Reply | None:
        """A message as everybody sees it now; None when it is gone."""
        return self.server.card(channel_id, message_id, self._reader())

    def mend(self) -> None:
        """Let Discord answer as it should again."""
        self.env.backend.faults.clear()

    def _reader(self) -> Reader:
        """What everything is called, as everybody in the server sees it."""
        people = {f"<@{person.id}>": f"@{person.name}" for person in self._people.values()}
        return Reader(self.now(), HOME, self.server.names() | people)

    def _make_bot(self, **settings: Any) -> FanBot:
        app = build(self._config.model_copy(update=settings), self._clock, Random(SEED))
        if self._extend is not None:
            self._extend(app)
        return FanBot(app, Outbound(per_second=None))

    def _put_error_door_back(self) -> None:
        vars(self.bot.tree).pop("on_error", None)
