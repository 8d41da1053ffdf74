"""A browser's side of SimCord's page: what its own script sends, without drawing anything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

from demo import reading
from demo.page import Site


@dataclass
class Tab:
    """One tab with a channel in it."""

    browser: aiohttp.ClientSession
    origin: str
    key: str
    state: Mapping[str, Any] = field(default_factory=dict)
    sequence: int = 0

    @property
    def texts(self) -> list[str]:
        """What the messages read, oldest first."""
        return [
            "\n".join(part["content"] for part in reading.walk(message["components"]) if "content" in part)
            or message["content"]
            for message in self.state["messages"].values()
        ]

    async def look(self) -> None:
        """Ask what is shown now, as the page does twice a second."""
        async with self.browser.get(f"{self.origin}/api/state", headers=self._headers()) as answer:
            answer.raise_for_status()
            self.state = await answer.json()

    def control(self, label: str) -> str:
        """The newest button of that label, as the page addresses it."""
        parts = [part for one in self.state["messages"].values() for part in reading.walk(one["components"])]
        found = [part["control_key"] for part in parts if part.get("label") == label]
        return str(found[-1])

    async def press(self, label: str) -> dict[str, Any]:
        """Press a button as it was shown when this tab looked last; Preview's receipt."""
        control = self.control(label)
        return await self.act("click", control_key=control, target_id=control.split(":")[1])

    async def run(self, command: str, **options: str) -> dict[str, Any]:
        """Run a command from the picker; Preview's receipt."""
        async with self.browser.get(f"{self.origin}/api/commands", headers=self._headers()) as answer:
            entries = (await answer.json())["entries"]
        found = next(entry for entry in entries if entry["invocation"] == command)
        return await self.act(
            "run_command",
            command_id=found["commandId"],
            path=found["path"],
            schema_fingerprint=found["schemaFingerprint"],
            options=options,
        )

    async def act(self, kind: str, **extra: Any) -> dict[str, Any]:
        """Do something as the page would; Preview's receipt."""
        body = {
            **extra,
            "protocol_version": 3,
            "sequence": self.sequence + 1,
            "request_id": uuid4().hex,
            "generation": self.state["context"]["generation"],
            "bot_generation": self.state["botGeneration"],
            "published_revision": self.state["publishedRevision"],
            "kind": kind,
        }
        async with self.browser.post(
            f"{self.origin}/api/action", json=body, headers=self._headers()
        ) as answer:
            answer.raise_for_status()
            receipt: dict[str, Any] = await answer.json()
        self.sequence = receipt["expectedSequence"]
        return receipt

    def _headers(self) -> dict[str, str]:
        context = {"X-Simcord-Context": self.state["context"]["id"]} if self.state else {}
        return {"X-Simcord-Capability": self.key, **context}


@asynccontextmanager
async def tab(address: str) -> AsyncIterator[Tab]:
    """Open a channel's address."""
    origin, _, key = address.partition("/#")
    async with aiohttp.ClientSession() as browser:
        opened = Tab(browser, origin, key)
        async with browser.post(f"{origin}/api/pages", json={}, headers=opened._headers()) as answer:
            answer.raise_for_status()
            opened.state = await answer.json()
        yield opened


async def index(site: Site, browser: aiohttp.ClientSession) -> str:
    """The page that leads to every channel."""
    async with browser.get(site.address) as answer:
        assert answer.status == 200
        return await answer.text()


async def follow(site: Site, browser: aiohttp.ClientSession, place: str) -> str:
    """Follow a link of the index; where it leads."""
    async with browser.get(f"{site.address}{place}", allow_redirects=False) as answer:
        assert answer.status == 303
        return answer.headers["Location"]
