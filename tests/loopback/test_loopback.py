"""The loopback itself, from Discord's documentation: it must not be kinder than Discord."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from tests.loopback.harness import TOKEN, Discord, Refused, discord_running

SEND = discord.Permissions(send_messages=True).value
HISTORY = discord.Permissions(read_message_history=True).value
VIEW = discord.Permissions(view_channel=True).value
V2 = 1 << 15


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Discord]:
    async with discord_running(tmp_path) as running:
        yield running


async def _call(
    small: Discord, method: str, path: str, body: Any = None, token: str = TOKEN
) -> tuple[int, Any, dict[str, str]]:
    headers = {"Authorization": f"Bot {token}"}
    data = None if body is None else json.dumps(body).encode()
    async with small.browser.request(method, small.api + path, data=data, headers=headers) as answer:
        raw = await answer.read()
        return answer.status, json.loads(raw) if raw else None, dict(answer.headers)


async def _post(small: Discord, channel: int, content: str, **more: Any) -> tuple[int, Any]:
    status, told, _ = await _call(
        small, "POST", f"/channels/{channel}/messages", {"content": content, **more}
    )
    return status, told


async def _history(small: Discord, channel: int, query: str = "") -> tuple[int, Any]:
    status, told, _ = await _call(small, "GET", f"/channels/{channel}/messages{query}")
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
    _, edited, _ = await _call(small, "PATCH", path, {"content": "good bye"})

    assert edited["content"] == "good bye"
    assert edited["edited_timestamp"] > sent["timestamp"]
    assert (await _call(small, "DELETE", path))[0] == 204
    assert (await _call(small, "PATCH", path, {"content": "x"}))[1]["code"] == 10008


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

    status, told, _ = await _call(small, "POST", f"/channels/{channel}/messages", body)

    assert (status, told["code"]) == (400, code)


async def test_limits_are_told_in_headers_and_hold(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    path = f"/channels/{channel}/messages"

    answers = [await _call(small, "POST", path, {"content": str(number)}) for number in range(6)]

    assert [answer[2]["X-RateLimit-Remaining"] for answer in answers[:5]] == ["4", "3", "2", "1", "0"]
    status, told, headers = answers[5]
    assert (status, told["global"], "Via" in headers) == (429, False, True)
    assert 0 < told["retry_after"] <= 5


async def test_fifty_a_second_hold_for_the_bot_as_a_whole(small: Discord) -> None:
    statuses = [(await _call(small, "GET", "/users/@me"))[0] for _ in range(50)]
    assert statuses == [200] * 50

    made = await small.do("add_guild")
    status, told, headers = await _call(small, "GET", f"/channels/{made['channels'][0]}/messages")

    assert (status, told["global"], headers["X-RateLimit-Scope"]) == (429, True, "global")


async def test_another_token_is_refused(small: Discord) -> None:
    status, told, _ = await _call(small, "GET", "/users/@me", token="other")  # noqa: S106  # wrong on purpose

    assert (status, told["message"]) == (401, "401: Unauthorized")


async def test_an_unknown_route_or_field_is_held_against_the_bot(small: Discord) -> None:
    (channel,) = (await small.do("add_guild"))["channels"]
    assert await small.do("violations") == []

    status, _, _ = await _call(small, "GET", "/channels/1/moods")
    await _post(small, channel, "x", mood="good")

    assert status == 404
    violations = await small.do("violations")
    assert any("/channels/1/moods" in found for found in violations)
    assert any("mood" in found and "unexpected" in found for found in violations)


async def test_faults_come_as_often_as_ordered(small: Discord) -> None:
    await small.do("fail", method="GET", path="/users/@me", kind="status", status=502, times=2)

    assert [(await _call(small, "GET", "/users/@me"))[0] for _ in range(3)] == [502, 502, 200]


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


async def test_what_a_test_asks_for_in_vain_is_told(small: Discord) -> None:
    with pytest.raises(Refused, match="no command fact"):
        await small.do(
            "slash", channel=(await small.do("add_guild"))["channels"][0], user=1, command="fact search"
        )


class Shard:
    """A gateway client of a few lines."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def say(self, op: int, told: Any) -> None:
        await self._socket.send_json({"op": op, "d": told})

    async def hear(self) -> Any:
        return await self._socket.receive_json(timeout=5)

    async def identify(self, shard: tuple[int, int] = (0, 1), intents: int = 1, token: str = TOKEN) -> None:
        await self.hear()
        await self.say(2, {"token": token, "intents": intents, "shard": shard, "properties": {}})


async def _shard(small: Discord, http: aiohttp.ClientSession) -> Shard:
    _, told, _ = await _call(small, "GET", "/gateway/bot")
    return Shard(await http.ws_connect(told["url"] + "?v=10&encoding=json"))


async def test_identify_tells_ready_and_the_guilds_and_acknowledges_heartbeats(small: Discord) -> None:
    made = await small.do("add_guild", channels=2)
    async with aiohttp.ClientSession() as http:
        shard = await _shard(small, http)
        await shard.identify()
        ready, guild = await shard.hear(), await shard.hear()
        await shard.say(1, guild["s"])

        assert (ready["t"], ready["s"]) == ("READY", 1)
        assert guild["t"] == "GUILD_CREATE"
        assert int(guild["d"]["id"]) == made["guild"]
        assert len(guild["d"]["channels"]) == 2
        assert (await shard.hear())["op"] == 11


async def test_a_resume_tells_what_was_missed_and_a_foreign_one_is_invalid(small: Discord) -> None:
    made = await small.do("add_guild")
    async with aiohttp.ClientSession() as http:
        first = await _shard(small, http)
        await first.identify()
        ready, last = await first.hear(), await first.hear()
        await small.do("drop")
        await small.do("outage", guild=made["guild"], begins=True)

        second = await _shard(small, http)
        await second.hear()
        await second.say(6, {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": last["s"]})
        missed, resumed = await second.hear(), await second.hear()
        assert (missed["t"], missed["d"]["unavailable"]) == ("GUILD_DELETE", True)
        assert resumed["t"] == "RESUMED"

        third = await _shard(small, http)
        await third.hear()
        await third.say(6, {"token": TOKEN, "session_id": "foreign", "seq": 1})
        invalid = await third.hear()
        assert (invalid["op"], invalid["d"]) == (9, False)


async def test_a_second_identify_in_the_same_window_is_invalid(small: Discord) -> None:
    async with aiohttp.ClientSession() as http:
        first, second = await _shard(small, http), await _shard(small, http)
        await first.identify((0, 2))
        assert (await first.hear())["t"] == "READY"

        await second.identify((1, 2))

        assert (await second.hear())["op"] == 9


@pytest.mark.parametrize(
    ("said", "code"),
    [({"token": "other"}, 4004), ({"shard": (1, 1)}, 4010), ({"intents": 1 << 15}, 4014)],
    ids=["token", "shard", "privileged intent"],
)
async def test_what_the_gateway_refuses_closes_with_its_code(
    small: Discord, said: dict[str, Any], code: int
) -> None:
    async with aiohttp.ClientSession() as http:
        shard = await _shard(small, http)
        await shard.identify(**said)

        with pytest.raises(TypeError):
            await shard.hear()
        assert shard._socket.close_code == code


async def test_events_go_to_the_shard_of_their_guild_only(tmp_path: Path) -> None:
    options = ("--shards", "2", "--max-concurrency", "2")
    async with discord_running(tmp_path, *options) as small, aiohttp.ClientSession() as http:
        zero, one = await _shard(small, http), await _shard(small, http)
        await zero.identify((0, 2))
        await one.identify((1, 2))
        await zero.hear()
        await one.hear()

        made = await small.do("add_guild", shard=1)
        other = await small.do("add_guild", shard=0)

        assert int((await one.hear())["d"]["id"]) == made["guild"]
        assert int((await zero.hear())["d"]["id"]) == other["guild"]


async def test_events_outside_the_intents_are_not_told(small: Discord) -> None:
    async with aiohttp.ClientSession() as http:
        shard = await _shard(small, http)
        await shard.identify(intents=0)
        await shard.hear()

        await small.do("add_guild")
        await shard.say(1, 1)

        assert (await shard.hear())["op"] == 11


async def test_a_lost_event_never_arrives(small: Discord) -> None:
    async with aiohttp.ClientSession() as http:
        shard = await _shard(small, http)
        await shard.identify()
        await shard.hear()
        await small.do("lose_event", event="GUILD_CREATE")

        await small.do("add_guild")
        second = await small.do("add_guild")

        assert int((await shard.hear())["d"]["id"]) == second["guild"]


_COMMAND = {"name": "play", "description": "Play", "type": 1}
_BUTTON = {"type": 2, "style": 2, "label": "A", "custom_id": "a"}


async def _own_id(small: Discord) -> str:
    return str((await _call(small, "GET", "/users/@me"))[1]["id"])


async def _asked(small: Discord, made: dict[str, Any], *, private: bool = False) -> tuple[Shard, Any]:
    """A command that was answered with a button: the bot's gateway client, and the answer's message."""
    await _call(small, "PUT", f"/applications/{await _own_id(small)}/commands", [_COMMAND])
    shard = await _shard(small, small.browser)
    await shard.identify()
    await shard.hear()
    await shard.hear()
    await small.do("slash", channel=made["channels"][0], user=made["member"], command="play")
    told = (await shard.hear())["d"]
    card = {"flags": V2 | (64 if private else 0), "components": [{"type": 1, "components": [_BUTTON]}]}
    path = f"/interactions/{told['id']}/{told['token']}/callback?with_response=1"
    status, answered, _ = await _call(small, "POST", path, {"type": 4, "data": card})
    assert status == 200
    return shard, answered["resource"]["message"]


async def test_an_answer_is_edited_as_any_message_and_a_press_tells_of_the_edit(small: Discord) -> None:
    made = await small.do("add_guild")
    shard, message = await _asked(small, made)
    path = f"/channels/{made['channels'][0]}/messages/{message['id']}"
    shown = {"components": [{"type": 1, "components": [{**_BUTTON, "custom_id": "b"}]}]}

    status, edited, _ = await _call(small, "PATCH", path, shown)
    await small.do("press", message=int(message["id"]), user=made["member"], custom_id="b")

    pressed = (await shard.hear())["d"]
    assert (status, message["edited_timestamp"]) == (200, None)
    assert edited["edited_timestamp"] == pressed["message"]["edited_timestamp"]
    assert pressed["message"]["interaction_metadata"]["user"]["id"] == str(made["member"])
    assert pressed["message"]["components"][0]["components"][0]["custom_id"] == "b"
    assert pressed["data"]["component_type"] == 2


async def test_when_its_token_has_run_out_an_answer_can_be_edited_all_the_same(small: Discord) -> None:
    made = await small.do("add_guild")
    _, message = await _asked(small, made)
    interaction = int(message["interaction_metadata"]["id"])
    token = await small.do("token", interaction=interaction)
    shown = {"components": [{"type": 1, "components": [_BUTTON]}]}

    await small.do("age", interaction=interaction, seconds=901)

    webhook = f"/webhooks/{await _own_id(small)}/{token}/messages/@original"
    assert (await _call(small, "PATCH", webhook, shown))[1]["code"] == 50027
    path = f"/channels/{made['channels'][0]}/messages/{message['id']}"
    assert (await _call(small, "PATCH", path, shown))[0] == 200


async def test_a_private_answer_is_no_message_of_its_channel(small: Discord) -> None:
    made = await small.do("add_guild")
    _, message = await _asked(small, made, private=True)

    path = f"/channels/{made['channels'][0]}/messages/{message['id']}"
    status, told, _ = await _call(small, "PATCH", path, {"components": []})

    assert (status, told["code"]) == (404, 10008)


async def test_edits_are_limited_in_each_channel_over_all_its_messages(small: Discord) -> None:
    made = await small.do("add_guild", channels=2)
    sent = [(await _post(small, channel, "hello"))[1] for channel in (*made["channels"], made["channels"][0])]

    async def edit(number: int) -> int:
        path = f"/channels/{sent[number]['channel_id']}/messages/{sent[number]['id']}"
        return (await _call(small, "PATCH", path, {"content": "x"}))[0]

    assert [await edit(number) for number in (0, 2, 0, 2, 0)] == [200] * 5
    assert await edit(2) == 429
    assert await edit(1) == 200
