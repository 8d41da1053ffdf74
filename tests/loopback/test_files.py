"""Files that come with a message: described by it, shown in full, and as large as they were sent."""

from __future__ import annotations

import json
from typing import Any

import discord
from aiohttp import FormData

from tests.loopback.harness import TOKEN, Discord

V2 = 1 << 15
SEND = discord.Permissions(send_messages=True, attach_files=True).value
PICTURE, SHEET = b"\x89PNG of some length", b"goal,amount\n"


async def _post(small: Discord, channel: int, body: dict[str, Any], **files: bytes) -> Any:
    form = FormData()
    form.add_field("payload_json", json.dumps(body))
    for number, (name, content) in enumerate(files.items()):
        form.add_field(f"files[{number}]", content, filename=name)
    path = f"{small.api}/channels/{channel}/messages"
    async with small.browser.post(path, data=form, headers={"Authorization": f"Bot {TOKEN}"}) as answer:
        assert answer.status == 200
        return await answer.json()


async def test_a_message_tells_of_its_files_and_shows_them(small: Discord) -> None:
    (channel,) = (await small.do("add_guild", permissions=SEND))["channels"]
    named = [{"id": 0, "filename": "curve.png", "description": "A curve"}, {"id": 1, "filename": "all.csv"}]
    components = [
        {"type": 12, "items": [{"media": {"url": "attachment://curve.png"}}]},
        {"type": 13, "file": {"url": "attachment://all.csv"}},
    ]

    told = await _post(
        small, channel, {"flags": V2, "attachments": named, "components": components}, a=PICTURE, b=SHEET
    )

    picture, sheet = told["attachments"]
    assert (picture["filename"], picture["size"]) == ("curve.png", len(PICTURE))
    assert (sheet["filename"], sheet["size"]) == ("all.csv", len(SHEET))
    gallery, file = told["components"]
    assert gallery["items"][0]["media"]["url"] == picture["url"]
    assert (file["file"]["url"], file["name"], file["size"]) == (sheet["url"], "all.csv", len(SHEET))
    assert await small.do("violations") == []
