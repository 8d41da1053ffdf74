"""The loopback's HTTP half, from Discord's documentation: it must not be kinder than Discord."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord
import pytest

from tests.loopback.harness import Discord, Refused

SEND = discord.Permissions(send_messages=True).value
HISTORY = discord.Permissions(read_message_history=True).value
VIEW = discord.Permissions(view_channel=True).value
V2 = 1 << 15


async def _post(small: Discord, channel: int, content: str, **more: Any) -> tuple[int, Any]:
    status, told, _ = await small.call("POST", f"/channels/{channel}/messages", {"content": content, **more})
    return status, told


async def _history(small: Discord, channel: int, query: str = "") -> tuple[int, Any]:
    status, told, _ = await small.call("GET", f"/channels/{channel}/messages{query}")
    return status, told


async def test_a_nonce_sends_once_and_is_not_told_later(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]

    _, first = await _post(small, channel, "hello", nonce="n1", enforce_nonce=True)
    _, again = await _post(small, channel, "hello", nonce="n1", enforce_nonce=True)
    await _post(small, channel, "hello", nonce="n1")
    _, listed = await _history(small, channel)

    assert first["id"] == again["id"]
    assert first["nonce"] == "n1"
    assert len(listed) == 2
    assert all("nonce" not in message for message in listed)


async def test_a_nonce_is_forgotten_after_some_minutes_of_world_time(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    _, first = await _post(small, channel, "hello", nonce="n1", enforce_nonce=True)

    await small.do("move_time", seconds=600)

    _, later = await _post(small, channel, "hello", nonce="n1", enforce_nonce=True)
    assert later["id"] != first["id"]


async def test_without_read_message_history_the_list_is_empty_and_no_error(small: Discord) -> None:
    made = await small.do("add_guild")
    (channel,) = made["channels"]
    await _post(small, channel, "hello")

    await small.do("overwrite", channel=channel, target=made["guild"], kind=0, deny=HISTORY)

    assert await _history(small, channel) == (200, [])


@pytest.mark.parametrize(
    ("deny", "status", "code"), [(SEND, 403, 50013), (VIEW, 403, 50001), (VIEW | SEND, 403, 50001)]
)
async def test_overwrites_take_permissions_away(small: Discord, deny: int, status: int, code: int) -> None:
    made = await small.do("add_guild")
    (channel,) = made["channels"]

    await small.do("overwrite", channel=channel, target=made["guild"], kind=0, deny=deny)

    refused, told = await _post(small, channel, "hello")
    assert (refused, told["code"]) == (status, code)


async def test_a_members_overwrite_outweighs_a_roles(small: Discord) -> None:
    made = await small.do("add_guild")
    (channel,) = made["channels"]
    await small.do("overwrite", channel=channel, target=made["guild"], kind=0, deny=SEND)

    await small.do("overwrite", channel=channel, target=made["member"], kind=1, allow=SEND)

    held = await small.do("permissions", channel=channel, user=made["member"])
    assert held & SEND


async def test_history_is_paged_from_both_ends(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    ids = [(await _post(small, channel, str(number)))[1]["id"] for number in range(4)]

    assert [m["id"] for m in (await _history(small, channel, f"?before={ids[2]}&limit=1"))[1]] == [ids[1]]
    assert [m["id"] for m in (await _history(small, channel, f"?after={ids[1]}&limit=1"))[1]] == [ids[2]]


async def test_an_edit_has_its_time_and_only_the_author_may(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    _, sent = await _post(small, channel, "hello")
    assert sent["edited_timestamp"] is None
    await small.do("move_time", seconds=3600)

    path = f"/channels/{channel}/messages/{sent['id']}"
    _, edited, _ = await small.call("PATCH", path, {"content": "good bye"})

    assert edited["content"] == "good bye"
    assert edited["edited_timestamp"] > sent["timestamp"]
    assert (await small.call("DELETE", path))[0] == 204
    assert (await small.call("PATCH", path, {"content": "x"}))[1]["code"] == 10008


async def test_a_deleted_channel_is_unknown(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]

    await small.do("delete_channel", channel=channel)

    status, told = await _post(small, channel, "hello")
    assert (status, told["code"]) == (404, 10003)


MESSAGES: dict[str, tuple[dict[str, Any], int]] = {
    "nothing": ({}, 50006),
    "too long": ({"content": "x" * 2001}, 50035),
    "text beside V2": ({"content": "x", "flags": V2, "components": [{"type": 10, "content": "x"}]}, 50035),
    "V2 without its flag": ({"components": [{"type": 10, "content": "x"}]}, 50035),
    "41 components": ({"flags": V2, "components": [{"type": 10, "content": "x"}] * 41}, 50035),
    "4001 characters": ({"flags": V2, "components": [{"type": 10, "content": "x" * 2001}] * 2}, 50035),
}


@pytest.mark.parametrize(("body", "code"), MESSAGES.values(), ids=MESSAGES.keys())
async def test_what_discord_refuses_is_refused(small: Discord, body: dict[str, Any], code: int) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]

    status, told, _ = await small.call("POST", f"/channels/{channel}/messages", body)

    assert (status, told["code"]) == (400, code)


async def test_limits_are_told_in_headers_and_hold(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    path = f"/channels/{channel}/messages"

    answers = [await small.call("POST", path, {"content": str(number)}) for number in range(6)]

    assert [answer[2]["X-RateLimit-Remaining"] for answer in answers[:5]] == ["4", "3", "2", "1", "0"]
    status, told, headers = answers[5]
    assert (status, told["global"], "Via" in headers) == (429, False, True)
    assert 0 < told["retry_after"] <= 5


async def test_fifty_a_second_hold_for_the_bot_as_a_whole(small: Discord) -> None:
    statuses = [(await small.call("GET", "/users/@me"))[0] for _ in range(50)]
    assert statuses == [200] * 50

    made = await small.do("add_guild")
    status, told, headers = await small.call("GET", f"/channels/{made['channels'][0]}/messages")

    assert (status, told["global"], headers["X-RateLimit-Scope"]) == (429, True, "global")


async def test_another_token_is_refused(small: Discord) -> None:
    status, told, _ = await small.call("GET", "/users/@me", token="other")  # noqa: S106  # wrong on purpose

    assert (status, told["message"]) == (401, "401: Unauthorized")


async def test_an_unknown_route_or_field_is_held_against_the_bot(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    assert await small.do("violations") == []

    status, _, _ = await small.call("GET", "/channels/1/moods")
    await _post(small, channel, "x", mood="good")

    assert status == 404
    violations = await small.do("violations")
    assert any("/channels/1/moods" in found for found in violations)
    assert any("mood" in found and "unexpected" in found for found in violations)


async def test_faults_come_as_often_as_ordered(small: Discord) -> None:
    await small.do("fail", method="GET", path="/users/@me", kind="status", status=502, times=2)

    assert [(await small.call("GET", "/users/@me"))[0] for _ in range(3)] == [502, 502, 200]


async def test_a_lost_answer_has_its_effect(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    await small.do("fail", method="POST", path="/channels/*/messages", kind="lost answer", times=1)

    with pytest.raises(aiohttp.ClientConnectionError):
        await _post(small, channel, "hello")

    assert len((await _history(small, channel))[1]) == 1


async def test_a_reset_connection_has_none(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    await small.do("fail", method="POST", path="/channels/*/messages", kind="reset", times=1)

    with pytest.raises(aiohttp.ClientConnectionError):
        await _post(small, channel, "hello")

    assert (await _history(small, channel))[1] == []


async def test_a_held_request_has_its_effect_once_it_goes_on(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    await small.do("fail", method="POST", path="/channels/*/messages", kind="held", times=1)

    posting = asyncio.create_task(_post(small, channel, "hello"))
    await small.do("until_requests", count=1, method="POST", path="/channels/*/messages")
    assert (await _history(small, channel))[1] == []
    await small.do("mend")

    assert (await posting)[0] == 200
    assert len((await _history(small, channel))[1]) == 1


async def test_what_a_test_asks_for_in_vain_is_told(small: Discord) -> None:
    with pytest.raises(Refused, match="no command fact"):
        await small.do(
            "slash", channel=(await small.do("add_guild"))["channels"][0], user=1, command="fact search"
        )
