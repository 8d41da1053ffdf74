"""What every test here ends with would notice what it is there for."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.browser.conftest import Watched

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCRIPT = "new Image().src = 'https://cdn.example/pixel.png'; throw Error('not foreseen')"


async def test_a_foreign_address_and_a_mishap_are_noticed(chromium: Browser) -> None:
    context = await chromium.new_context()
    await context.route(
        "**/*", lambda route: route.fulfill(content_type="text/html", body=f"<script>{SCRIPT}</script>")
    )
    watched = Watched(context)
    page = await context.new_page()
    await page.goto("http://127.0.0.1/", wait_until="networkidle")
    await context.close()

    assert watched.elsewhere == ["https://cdn.example/pixel.png"]
    assert any("not foreseen" in complaint for complaint in watched.complaints)
