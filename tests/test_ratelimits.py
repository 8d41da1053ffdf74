"""Rate limits of many channels: let go of in time, at a cost that does not grow with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from discord.http import HTTPClient, Ratelimit

from bot.client import FanBot
from tests.conftest import unopened_app

CHANNELS = 4000
FIVE_MINUTES = 300.0  # seconds


@pytest.fixture
async def http(tmp_path: Path) -> HTTPClient:
    """The bot's own, before it has connected."""
    return FanBot(unopened_app(tmp_path)).http


async def test_a_channel_costs_the_same_however_many_there_are(
    http: HTTPClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, look = [0], Ratelimit.is_inactive

    def counted(of: Ratelimit) -> bool:
        looks[0] += 1
        return look(of)

    monkeypatch.setattr(Ratelimit, "is_inactive", counted)

    for channel in range(CHANNELS):
        http.get_ratelimit(f"POST /channels/{channel}/messages")

    assert len(http._buckets) == CHANNELS
    assert 0 < looks[0] <= 2 * CHANNELS


async def test_what_is_not_used_any_more_is_let_go(http: HTTPClient) -> None:
    for channel in range(CHANNELS):
        limit = http.get_ratelimit(f"first {channel}")
        limit._last_request -= FIVE_MINUTES
        limit.outgoing = int(channel < 10)

    for channel in range(CHANNELS):
        http.get_ratelimit(f"second {channel}")

    kept = {key for key in http._buckets if key.startswith("first")}
    assert kept == {f"first {channel}" for channel in range(10)}
    assert sum(key.startswith("second") for key in http._buckets) == CHANNELS
