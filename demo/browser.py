"""A real browser for the page: Debian's Chromium, driven by Playwright.

Only the tests in a browser and the pictures need it; neither the demo nor the bot does.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Nothing but the page: Chromium asks nobody for updates, and remembers nothing."""


class NoBrowser(Exception):
    """There is no browser, or nothing to drive it with; the message says what to do."""


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """A running browser; each of its contexts is an empty profile.

    Raises:
        NoBrowser: Playwright or Chromium is not installed.
    """
    try:
        from playwright.async_api import async_playwright  # noqa: PLC0415  # the demo alone does without
    except ImportError as error:
        raise NoBrowser("There is no Playwright; `make venv` installs it.") from error
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowser("There is no Chromium; `make browser` installs it on Debian and Ubuntu.")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=found, args=[*_QUIET])
        try:
            yield running
        finally:
            await running.close()
