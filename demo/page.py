"""The demo in the browser: an index at one fixed address, and one channel at a time beside it.

A channel is SimCord's Preview, which shows one of them: the index's links close what is shown and open the
next one, on the same port, so that a tab of before learns that it is over.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.i18n.say import Say
from demo.forms import Impossible
from demo.lounge import TOPICS, Lounge
from demo.people import Person
from demo.screen import PortTaken, Screen, sees

HOST, PORT = "127.0.0.1", 8613
"""Where the index is; the channel is one port further."""
DM = "dm"
LANGUAGES = {"en-US": "English", "ko": "한국어"}
MARK = "X-Borahae-Demo"
"""The header by which one demo knows another."""
_INDEX = Template(Path(__file__).with_name("index.html").read_text(encoding="utf-8"))
_HEADERS = {
    MARK: "1",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # without one a browser does not say that a form is of this page
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the demo listens: reserved before the world is made, which takes seconds."""

    index: socket.socket
    screen: int

    @property
    def address(self) -> str:
        """Where the index is."""
        return f"http://{HOST}:{self.index.getsockname()[1]}/"


def reserve(port: int) -> Ports:
    """Take the index's port, and see that the next one is free; 0 takes any two.

    Raises:
        PortTaken: one of them is not free; it names which.
    """
    index = _bound(port)
    try:
        with _bound(port and port + 1) as free:
            return Ports(index, free.getsockname()[1])
    except PortTaken:
        index.close()
        raise


async def is_demo(port: int) -> bool:
    """Whether it is a demo that listens on a port."""
    with suppress(ClientError, TimeoutError):
        async with (
            ClientSession(timeout=ClientTimeout(total=2)) as browser,
            browser.get(f"http://{HOST}:{port}/") as index,
        ):
            return MARK in index.headers
    return False


@asynccontextmanager
async def served(lounge: Lounge, ports: Ports) -> AsyncIterator[Site]:
    """Serve the demo, and let its clock run meanwhile."""
    site = Site(lounge, ports)
    runner = web.AppRunner(site.application(), access_log=None)
    await runner.setup()
    driving = asyncio.create_task(lounge.driver.run(), name="the demo's clock")
    try:
        await web.SockSite(runner, ports.index).start()
        site.driving = driving
        yield site
    finally:
        driving.cancel()
        await asyncio.gather(driving, return_exceptions=True)
        await site.hide()
        await runner.cleanup()


class Site:
    """The index, and which channel is shown as whom in which language."""

    driving: asyncio.Task[None]
    """Ends only with an error."""

    def __init__(self, lounge: Lounge, ports: Ports) -> None:
        self._lounge, self._world, self._driver = lounge, lounge.world, lounge.driver
        self._ports = ports
        self._person, self._locale = self._world.member, "en-US"
        self._shown = AsyncExitStack()
        self._swapping = asyncio.Lock()

    @property
    def address(self) -> str:
        """Where the index is."""
        return self._ports.address

    def application(self) -> web.Application:
        """The index and its links."""
        application = web.Application(middlewares=[self._guard])
        application.router.add_get("/", self._index)
        application.router.add_post("/you", self._you)
        application.router.add_get("/{place}", self._open)
        return application

    async def show(self, place: str) -> str:
        """Show a channel by its name, or `dm`, in place of what is shown; the address, which is a secret.

        Raises:
            Impossible: there is no such channel for this person now.
        """
        async with self._swapping:
            await self._hide()
            channel = self._person.in_server.user.dm_channel if place == DM else self._person.channel(place)
            if not sees(self._world, self._person, channel):
                raise Impossible(f"{self._person.name} does not see #{place}")
            people = [self._person, *(one for one in self._people() if one is not self._person)]
            opening = Screen.on(self._driver, channel, people, locale=self._locale, port=self._ports.screen)
            screen = await self._shown.enter_async_context(opening)
            self._driver.screen = screen
            return screen.address

    async def hide(self) -> None:
        """Show no channel."""
        async with self._swapping:
            await self._hide()

    async def be(self, person: Person, locale: str) -> None:
        """Look at channels as somebody, in a language."""
        self._person = person
        if locale != self._locale:
            self._locale = locale
            async with self._driver.turn():
                await self._lounge.speak(locale, self.address)

    async def _hide(self) -> None:
        self._driver.screen = None
        await self._shown.aclose()

    def _people(self) -> tuple[Person, Person]:
        return self._world.member, self._world.moderator

    def _say(self) -> Say:
        return self._world.bot.catalogs.say(self._locale)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Nobody but a browser on this machine, and no other site in it, reaches the world."""
        here = urlsplit(self.address).port
        strange_host = request.host not in {f"{name}:{here}" for name in (HOST, "localhost")}
        if strange_host or request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise web.HTTPForbidden
        if request.method == "POST" and request.headers.get("Origin") != f"http://{request.host}":
            raise web.HTTPForbidden
        return await handler(request)

    async def _index(self, _: web.Request) -> web.Response:
        return self._page()

    async def _you(self, request: web.Request) -> web.Response:
        wanted = await request.post()
        person = next((one for one in self._people() if one.name == wanted.get("person")), None)
        locale = next((tag for tag in LANGUAGES if tag == wanted.get("locale")), None)
        if person is None or locale is None:
            raise web.HTTPBadRequest
        await self.be(person, locale)
        return web.Response(status=303, headers={"Location": "/", **_HEADERS})

    async def _open(self, request: web.Request) -> web.Response:
        place = request.match_info["place"]
        try:
            address = await self.show(place)
        except Impossible:
            notice = self._say().plain("There is no such channel for you at the moment.")
            return self._page(notice, status=404)
        return web.Response(status=303, headers={"Location": address, **_HEADERS})

    def _page(self, notice: str = "", status: int = 200) -> web.Response:
        say = self._say()
        told = {
            "title": say.plain("Borahae, to try out"),
            "about": say.plain("The real bot in a simulated Discord, on your machine alone."),
            "made_up": say.plain(
                "This server and its numbers are made up for the demo; the bot and its facts are real."
            ),
            "where": say.plain("Where to go"),
            "one_at_a_time": say.plain(
                "One channel is open at a time: a tab with another one ends when you open the next."
            ),
            "who": say.plain("Who you are"),
            "person_label": say.plain("Person"),
            "language_label": say.plain("Language"),
            "use": say.plain("Be this person"),
            "clock": say.plain(
                "It is {day:full}, {time}, in this world. Its clock runs; {command} moves it.",
                day=self._world.now().date(),
                time=say.time(self._world.now().time()),
                command="/demo time",
            ),
        }
        filled = {name: escape(text) for name, text in told.items()} | {
            "language": say.tag,
            "notice": f'<p class="notice" role="alert">{escape(notice)}</p>' if notice else "",
            "places": "\n".join(self._places(say)),
            "people": _options(
                [
                    (self._world.member.name, say.plain("{name}, a member", name=self._world.member.name)),
                    (
                        self._world.moderator.name,
                        say.plain("{name}, the moderator", name=self._world.moderator.name),
                    ),
                ],
                self._person.name,
            ),
            "languages": _options(LANGUAGES.items(), self._locale),
        }
        return web.Response(
            text=_INDEX.substitute(filled), status=status, content_type="text/html", headers=_HEADERS
        )

    def _places(self, say: Say) -> list[str]:
        channels = self._world.server.handle.channels
        places = [
            (name, f"#{name}", say.plain(topic))
            for name, topic in TOPICS.items()
            if name in channels and sees(self._world, self._person, channels[name])
        ]
        places.append((DM, say.plain("Direct messages"), say.plain("Alone with the bot")))
        return [
            f'<li><a href="/{name}"><strong>{escape(label)}</strong><small>{escape(topic)}</small></a></li>'
            for name, label, topic in places
        ]


def _options(options: Iterable[tuple[str, str]], chosen: str) -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(label)}</option>'
        for value, label in options
    )


def _bound(port: int) -> socket.socket:
    taking = socket.socket()
    taking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taking.bind((HOST, port))
        taking.listen()
    except OSError as error:
        taking.close()
        raise PortTaken(str(port)) from error
    return taking
