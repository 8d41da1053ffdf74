"""Health and measures of a running bot, asked over its port."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from tests.lifecycle.conftest import SHORT_WINDOW, Place
from tests.loopback.harness import TOKEN, bot_running, discord_running, free_port

CALLBACK = {"method": "POST", "path": "/interactions/*/callback"}
SERVED = "health and measures on"


@pytest.fixture
def port() -> int:
    return free_port()


async def _get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


def _sample(page: str, line: str) -> float:
    """What a sample of the page says; the line is its name and labels."""
    match = re.search(rf"^{re.escape(line)} (\S+)$", page, re.MULTILINE)
    assert match, f"{line} is not among\n{page}"
    return float(match[1])


async def test_a_running_bot_is_ready_and_tells_what_it_did(place: Place, port: int) -> None:
    async with bot_running(place.discord, place.folder, HEALTH_PORT=str(port)) as bot:
        await bot.wrote(SERVED)
        (answer,) = await place.search()
        await place.press(answer, "fact:v1:source:dynamite-release")
        await place.discord.ask(
            "slash",
            channel=place.channel,
            user=place.member,
            command="fact timeline",
            subject="nobody at all",
        )
        await place.discord.do("fail", **CALLBACK, kind="rate limit", retry_after=0.05, times=1)
        await place.search("butter")
        await place.discord.do("fail", **CALLBACK, kind="reset", times=1)
        await place.search("euphoria")

        assert await _get(port, "/healthz") == (200, '{"alive": true}')
        assert await _get(port, "/readyz") == (200, '{"ready": true, "troubles": {}}')
        status, page = await _get(port, "/metrics")

    assert status == 200
    assert _sample(page, 'borahae_interactions_total{asked="/fact search",outcome="answered"}') == 3
    assert _sample(page, 'borahae_interactions_total{asked="fact:source",outcome="answered"}') == 1
    assert _sample(page, 'borahae_interactions_total{asked="/fact timeline",outcome="refused"}') == 1
    assert _sample(page, "borahae_acknowledge_seconds_count") == 5
    callback = 'method="POST",route="/interactions/{id}/{token}/callback"'
    assert _sample(page, f'borahae_http_requests_total{{{callback},status="204"}}') == 5
    assert _sample(page, f'borahae_http_requests_total{{{callback},status="error"}}') == 1
    assert _sample(page, f'borahae_http_requests_total{{{callback},status="429"}}') == 1
    assert _sample(page, "borahae_rate_limit_wait_seconds_total") == pytest.approx(0.05)
    assert _sample(page, 'borahae_shards{state="connected"}') == 1
    assert _sample(page, "borahae_guilds") == 1
    assert _sample(page, 'borahae_due_work{kind="sweep"}') == 1
    assert 3 < _sample(page, "borahae_tasks") < 50
    assert _sample(page, "process_open_fds") > 0
    assert not re.search(r"\d{15,}", re.sub(r" \S+$", "", page, flags=re.MULTILINE)), "a label holds an id"
    assert TOKEN not in page


async def test_without_discord_it_lives_and_is_not_ready(tmp_path: Path, port: int) -> None:
    async with AsyncExitStack() as world, AsyncExitStack() as machine:
        discord = await world.enter_async_context(discord_running(tmp_path, *SHORT_WINDOW))
        bot = await machine.enter_async_context(bot_running(discord, tmp_path, HEALTH_PORT=str(port)))
        await bot.wrote(SERVED)
        await world.aclose()

        async with asyncio.timeout(10):
            while (await _get(port, "/readyz"))[0] == 200:  # the bot notices in its own time
                pass
        assert (await _get(port, "/healthz"))[0] == 200
        assert "gateway" in (await _get(port, "/readyz"))[1]
        assert (await _get(port, "/metrics"))[0] == 200
        bot.send(signal.SIGTERM)
        assert await bot.ended() == 0


async def test_a_taken_port_is_told_and_the_bot_runs_without(place: Place, port: int) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", port))
        held.listen()
        async with bot_running(place.discord, place.folder, HEALTH_PORT=str(port)) as bot:
            await bot.wrote(f"health and measures are not served: port {port} of 127.0.0.1")
            await place.search()
            bot.send(signal.SIGTERM)
            assert await bot.ended() == 0
