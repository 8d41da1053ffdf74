"""Answers to interactions as messages of their channel: edited, aged, private, limited as Discord does."""

from __future__ import annotations

from typing import Any

from tests.loopback.harness import Discord, Shard, shard_of

V2 = 1 << 15
_COMMAND = {"name": "play", "description": "Play", "type": 1}
_BUTTON = {"type": 2, "style": 2, "label": "A", "custom_id": "a"}


async def _own_id(small: Discord) -> str:
    return str((await small.call("GET", "/users/@me"))[1]["id"])


async def _asked(small: Discord, made: dict[str, Any], *, private: bool = False) -> tuple[Shard, Any]:
    """A command that was answered with a button: the bot's gateway client, and the answer's message."""
    await small.call("PUT", f"/applications/{await _own_id(small)}/commands", [_COMMAND])
    shard = await shard_of(small, small.browser)
    await shard.identify()
    await shard.hear()
    await shard.hear()
    await small.do("slash", channel=made["channels"][0], user=made["member"], command="play")
    told = (await shard.hear())["d"]
    card = {"flags": V2 | (64 if private else 0), "components": [{"type": 1, "components": [_BUTTON]}]}
    path = f"/interactions/{told['id']}/{told['token']}/callback?with_response=1"
    status, answered, _ = await small.call("POST", path, {"type": 4, "data": card})
    assert status == 200
    return shard, answered["resource"]["message"]


async def test_an_answer_is_edited_as_any_message_and_a_press_tells_of_the_edit(small: Discord) -> None:
    made = await small.do("add_guild")
    shard, message = await _asked(small, made)
    path = f"/channels/{made['channels'][0]}/messages/{message['id']}"
    shown = {"components": [{"type": 1, "components": [{**_BUTTON, "custom_id": "b"}]}]}

    status, edited, _ = await small.call("PATCH", path, shown)
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
    assert (await small.call("PATCH", webhook, shown))[1]["code"] == 50027
    path = f"/channels/{made['channels'][0]}/messages/{message['id']}"
    assert (await small.call("PATCH", path, shown))[0] == 200


async def test_a_private_answer_is_no_message_of_its_channel(small: Discord) -> None:
    made = await small.do("add_guild")
    _, message = await _asked(small, made, private=True)

    path = f"/channels/{made['channels'][0]}/messages/{message['id']}"
    status, told, _ = await small.call("PATCH", path, {"components": []})

    assert (status, told["code"]) == (404, 10008)


async def test_edits_are_limited_in_each_channel_over_all_its_messages(small: Discord) -> None:
    made = await small.do("add_guild", channels=2)
    sent = [
        (await small.call("POST", f"/channels/{channel}/messages", {"content": "hello"}))[1]
        for channel in (*made["channels"], made["channels"][0])
    ]

    async def edit(number: int) -> int:
        path = f"/channels/{sent[number]['channel_id']}/messages/{sent[number]['id']}"
        return (await small.call("PATCH", path, {"content": "x"}))[0]

    assert [await edit(number) for number in (0, 2, 0, 2, 0)] == [200] * 5
    assert await edit(2) == 429
    assert await edit(1) == 200


async def test_what_was_done_to_an_answer_is_known_of_its_interaction_alone(small: Discord) -> None:
    made = await small.do("add_guild")
    shard, message = await _asked(small, made)
    answered = int(message["interaction_metadata"]["id"])
    await small.do("fail", method="POST", path="/interactions/*/callback", kind="status", status=502, times=1)
    struck = await small.do("slash", channel=made["channels"][0], user=made["member"], command="play")
    told = (await shard.hear())["d"]

    path = f"/interactions/{told['id']}/{told['token']}/callback"
    status, _, _ = await small.call("POST", path, {"type": 4, "data": {"content": "hello"}})

    assert status == 502
    assert await small.do("struck", interaction=struck)
    assert not await small.do("struck", interaction=answered)


async def test_who_lets_go_forgets_interactions_and_what_one_person_saw(small: Discord) -> None:
    made = await small.do("add_guild")
    _, private = await _asked(small, made, private=True)
    assert len(await small.do("messages", channel=made["channels"][0])) == 1

    await small.do("let_go", interactions=[int(private["interaction_metadata"]["id"])])

    assert await small.do("messages", channel=made["channels"][0]) == []
    assert await small.do("requests") == []
