"""What every test shares: a clean environment, and a world to live in."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings
from pydantic import SecretStr

from bot.app import App, build
from bot.clock import Clock, SystemClock
from bot.config import Config
from bot.facts.base import FactBase, shipped_facts
from demo.world import World
from tests.contract import DESCRIPTION, Contract

settings.register_profile("suite", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("suite")

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "example" / "facts.json"
"""The base of a made-up fandom."""
CONTRACT = Contract.load()
OpenWorld = Callable[..., AbstractAsyncContextManager[World]]


def pytest_report_header() -> str:
    """Say once whether requests are held against Discord's description."""
    return "Discord's API description: " + (
        "held to" if CONTRACT else f"absent, not held to ({DESCRIPTION.name})"
    )


def _faults_of(world: World) -> list[str]:
    """What Discord's own description says against the requests the bot made."""
    if CONTRACT is None:
        return []
    return [
        fault
        for request in world.env.http_requests
        for fault in CONTRACT.request_faults(request.method, request.path, request.json)
    ]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Config.model_fields:
        for variable in set(os.environ) & {name, name.upper()}:
            monkeypatch.delenv(variable)


@pytest.fixture
def open_world(tmp_path: Path) -> OpenWorld:
    """Opens a world that must end without an error in the log; `foreseen=True` where one is the point."""

    @asynccontextmanager
    async def opened(*, foreseen: bool = False, **options: Any) -> AsyncIterator[World]:
        async with World.open(state_dir=tmp_path / "state", **options) as world:
            yield world
            if not foreseen:
                assert world.mishaps.take() is None
            assert _faults_of(world) == []

    return opened


@pytest.fixture
async def world(open_world: OpenWorld) -> AsyncIterator[World]:
    async with open_world() as opened:
        yield opened


def unopened_app(state_dir: Path = Path("nowhere"), clock: Clock | None = None, **settings: Any) -> App:
    """The bot's services, put together; the database is not there until they are opened."""
    config = Config(_env_file=None, discord_token=SecretStr("token"), state_dir=state_dir, **settings)
    return build(config, clock or SystemClock(), Random(1))


@pytest.fixture(scope="session")
def base() -> FactBase:
    """The fact base that ships."""
    return FactBase.load(shipped_facts())
