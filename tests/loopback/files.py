"""Files that come with messages: sent as forms, told as attachments, shown by components.

Discord's documentation, Uploading Files and Unfurled Media Item. The addresses lead nowhere.
"""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import BodyPartReader, web

from tests.loopback.store import Message

_BESIDE = "attachment://"
_FILE = 13


async def sent(request: web.Request) -> tuple[Any, dict[str, int]]:
    """What a request says, and how large each of the files is that it brings, by its id."""
    if request.content_type != "multipart/form-data":
        return orjson.loads(raw) if (raw := await request.read()) else None, {}
    told, sizes = None, dict[str, int]()
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = await part.read()
        if part.name == "payload_json":
            told = orjson.loads(content)
        else:
            sizes[(part.name or "").removeprefix("files[").removesuffix("]")] = len(content)
    return told, sizes


def weigh(body: Any, sizes: dict[str, int]) -> None:
    """Let the attachments that a message describes be as large as the files that came with it."""
    if sizes:
        for described in body.get("data", body)["attachments"]:
            described["size"] = sizes[str(described["id"])]


def attachments(of: Message) -> list[dict[str, Any]]:
    """A message's files, as it tells of them."""
    return [_attachment(of, told) for told in of.body.get("attachments") or ()]


def _attachment(of: Message, told: dict[str, Any]) -> dict[str, Any]:
    address = f"https://cdn.invalid/{of.channel_id}/{of.id}/{told['filename']}"
    given = {"id": str(of.id), "filename": told["filename"], "size": told["size"]}
    described = {"description": told["description"]} if told.get("description") else {}
    return {**given, **described, "url": address, "proxy_url": address}


def shown(component: dict[str, Any], beside: list[dict[str, Any]]) -> dict[str, Any]:
    """A component with the files it shows in full."""
    by_address = {f"{_BESIDE}{one['filename']}": one for one in beside}
    told = dict(component)
    for name in ("media", "file"):
        if name in told:
            told[name] = _media(told[name], by_address)
            told.setdefault("spoiler", False)
    if told.get("type") == _FILE:
        named = by_address.get(component["file"]["url"], {})
        told |= {"name": named.get("filename"), "size": named.get("size")}
    elif "media" in told:
        told.setdefault("description", None)
    if "items" in told:
        told["items"] = [shown(item, beside) for item in told["items"]]
    return told


def _media(told: dict[str, Any], by_address: dict[str, dict[str, Any]]) -> dict[str, Any]:
    named = by_address.get(told["url"])
    if named is None:
        return {"id": "0", "proxy_url": told["url"], **told}
    return {
        "id": named["id"],
        "url": named["url"],
        "proxy_url": named["proxy_url"],
        "attachment_id": named["id"],
    }
