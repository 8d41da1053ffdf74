"""A browser for the whole folder, and for each test a world with its page and an empty profile.

Where there is no browser the tests skip and say why; `make browser` gets one.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage

from demo.browser import NoBrowser, browser
from demo.screen import general
from demo.window import Window
from demo.world import World
from tests.conftest import OpenWorld

HERE = {"127.0.0.1", "localhost", "[::1]"}
DESKTOP, PHONE = (1280, 900), (390, 844)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    try:
        async with browser() as running:
            yield running
    except NoBrowser as error:
        pytest.skip(str(error))


@pytest.fixture
def server_locale() -> str:
    """The server's language, for a test to choose."""
    return "en-US"


@pytest.fixture
def viewport() -> tuple[int, int]:
    """The page's width and height, for a test to choose."""
    return DESKTOP


@pytest_asyncio.fixture(loop_scope="session")
async def world(open_world: OpenWorld, server_locale: str) -> AsyncIterator[World]:
    async with open_world(server_locale=server_locale) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def address(world: World) -> AsyncIterator[str]:
    """Where the page of #general is; how it is served is known here alone."""
    async with general(world) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def window(chromium: Browser, address: str, viewport: tuple[int, int]) -> AsyncIterator[Window]:
    """The page, open; in the end nothing was asked of another machine, and the console is clean."""
    width, height = viewport
    context = await chromium.new_context(viewport={"width": width, "height": height})
    watched = Watched(context)
    opened = Window(await context.new_page())
    await opened.open(address)
    yield opened
    await context.close()
    assert watched.asked > 0
    assert watched.elsewhere == []
    assert watched.complaints == []


class Watched:
    """What a browser asked for, and what it complained about."""

    def __init__(self, context: BrowserContext) -> None:
        self.asked = 0
        self.elsewhere: list[str] = []
        """Addresses on other machines."""
        self.complaints: list[str] = []
        context.on("request", lambda request: self._asks(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self._asks(socket.url)))
        context.on("console", self._complains)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _asks(self, url: str) -> None:
        self.asked += 1
        to = urlsplit(url.removeprefix("blob:"))
        if to.scheme != "data" and (to.hostname or "") not in HERE:
            self.elsewhere.append(url)

    def _complains(self, message: ConsoleMessage) -> None:
        from_favicon = message.location["url"].endswith("/favicon.ico")
        if message.type in {"error", "warning"} and not from_favicon:
            self.complaints.append(message.text)


@pytest.fixture(scope="session")
def _hangul() -> None:
    """Skip where no font of this machine has Hangul."""
    listed = shutil.which("fc-list")
    if listed is None:
        pytest.skip("Without fontconfig nobody can tell which fonts there are; `make browser` installs it.")
    if not subprocess.run([listed, ":lang=ko", "family"], capture_output=True, check=True).stdout.strip():  # noqa: S603  # its path
        pytest.skip("No font here has Hangul; `make browser` installs one.")
