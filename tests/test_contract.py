"""The contract itself: it lets right bodies pass and catches wrong ones."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract import DESCRIPTION, Contract

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="Discord's API description is not here")


@pytest.fixture(scope="module")
def contract() -> Contract:
    loaded = Contract.load()
    assert loaded is not None
    return loaded


CALLBACK = "/interactions/1/token/callback"
TEXT = {"type": 10, "content": "Hello"}


def _answer(**data: Any) -> dict[str, Any]:
    return {"type": 4, "data": data}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        (
            "POST",
            CALLBACK,
            _answer(components=[TEXT], flags=1 << 15, allowed_mentions={"parse": []}, tts=False),
        ),
        ("POST", CALLBACK, _answer(attachments=[{"id": 0, "filename": "a.json"}])),
        ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "a", "value": "b"}]}}),
        ("GET", "/users/@me", None),
        ("POST", "/channels/1/messages", {"content": "x" * 2000, "nonce": "n", "enforce_nonce": True}),
    ],
)
def test_a_right_request_passes(contract: Contract, method: str, path: str, body: Any) -> None:
    assert contract.request_faults(method, path, body) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "fault"),
    [
        ("POST", CALLBACK, _answer(colour=1), "the body"),
        ("POST", CALLBACK, _answer(components=[{"type": 10, "content": 7}]), "the body"),
        ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "a", "value": "b"}] * 26}}, "the body"),
        ("POST", "/channels/1/messages", {"content": "x" * 2001}, "2001 characters of 2000"),
        ("POST", "/channels/1/messages", {"contents": "x"}, "'contents' was unexpected"),
        ("POST", "/channels/1/moods", {}, "Discord has no such route"),
        ("GET", "/users/@me", {"a": 1}, "takes no body"),
    ],
)
def test_a_wrong_request_is_caught(contract: Contract, method: str, path: str, body: Any, fault: str) -> None:
    assert any(fault in found for found in contract.request_faults(method, path, body))


@pytest.mark.parametrize(
    ("status", "body"), [(200, {"url": 7}), (200, {"url": "wss://x", "shards": 1}), (418, {}), (200, None)]
)
def test_a_wrong_response_is_caught(contract: Contract, status: int, body: Any) -> None:
    assert contract.response_faults("GET", "/gateway/bot", status, body)


def test_a_right_response_passes(contract: Contract) -> None:
    limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
    body = {"url": "wss://gateway.discord.gg", "shards": 1, "session_start_limit": limit}

    assert contract.response_faults("GET", "/gateway/bot", 200, body) == []
