"""Pins, threads, publishing and channels of the loopback: what Discord refuses, it refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from tests.loopback.harness import Discord

PIN = discord.Permissions(pin_messages=True).value
THREAD = discord.Permissions(create_public_threads=True).value
ANNOUNCEMENT, NOTICE = 5, 6


@pytest.fixture
async def small(small: Discord) -> AsyncIterator[Discord]:
    yield small
    assert await small.do("violations") == []


async def _ask(small: Discord, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    status, told, _ = await small.call(method, path, body)
    return status, told


async def _message(small: Discord, **guild: Any) -> tuple[str, str]:
    """The paths of a channel and a message in it."""
    (channel,) = (await small.do("add_guild", **guild))["channels"]
    _, told = await _ask(small, "POST", f"/channels/{channel}/messages", {"content": "hello"})
    return f"/channels/{channel}", told["id"]


async def test_pinning_takes_its_permission_and_leaves_one_notice(small: Discord) -> None:
    channel, message = await _message(small)
    assert (await _ask(small, "PUT", f"{channel}/messages/pins/{message}"))[1]["code"] == 50013

    channel, message = await _message(small, permissions=PIN)
    for _ in range(2):
        assert (await _ask(small, "PUT", f"{channel}/messages/pins/{message}"))[0] == 204
    _, (notice, pinned) = await _ask(small, "GET", f"{channel}/messages")

    assert (notice["type"], notice["message_reference"]["message_id"]) == (NOTICE, message)
    assert pinned["pinned"]
    await _ask(small, "DELETE", f"{channel}/messages/pins/{message}")
    _, (_, unpinned) = await _ask(small, "GET", f"{channel}/messages")
    assert not unpinned["pinned"]


async def test_a_message_has_one_thread(small: Discord) -> None:
    channel, message = await _message(small, permissions=THREAD)
    path, body = f"{channel}/messages/{message}/threads", {"name": "talk", "auto_archive_duration": 1440}

    made, thread = await _ask(small, "POST", path, body)
    again, refusal = await _ask(small, "POST", path, body)

    assert (made, thread["id"], again, refusal["code"]) == (201, message, 400, 160004)


async def test_only_announcement_channels_publish_and_once(small: Discord) -> None:
    channel, message = await _message(small)
    assert (await _ask(small, "POST", f"{channel}/messages/{message}/crosspost"))[1]["code"] == 50024

    channel, message = await _message(small, kind=ANNOUNCEMENT)
    assert (await _ask(small, "POST", f"{channel}/messages/{message}/crosspost"))[0] == 200
    assert (await _ask(small, "POST", f"{channel}/messages/{message}/crosspost"))[1]["code"] == 40033


async def test_a_channel_tells_of_its_latest_message_even_when_that_is_gone(small: Discord) -> None:
    channel, message = await _message(small)
    await _ask(small, "DELETE", f"{channel}/messages/{message}")

    assert (await _ask(small, "GET", channel))[1]["last_message_id"] == message
