"""Interactions as raw events: what a person's client would never send reaches the bot all the same.

Knows SimCord, as `demo/world.py` does; delivers past its actors, who press only what is there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simcord.backend import serializers
from simcord.backend.models import Interaction as Record
from simcord.components import COMPONENTS_V2_FLAG
from simcord.interactions import base_payload, store_interaction_attachment

from demo.people import Person
from demo.world import World

GLANCE = 0.001
"""Seconds between two looks whether the bot is done; SimCord's own are most of what an interaction takes."""
COMMAND, COMPONENT, TYPING, SUBMIT = 2, 3, 4, 5
STRANGE = 1100000000000000000
"""A server the bot is no member of."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an interaction comes from."""

    channel_id: int
    guild_id: int | None
    strange: bool = False
    """A server the bot is no member of; the answer goes to the person's direct messages here."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An interaction that was delivered."""

    record: Record
    payload: Mapping[str, Any]


class Wire:
    """The gateway, with everything on it under control."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.backend = world.env.backend

    def place(self, person: Person, guild_id: int | None, channel_id: int | None, *, strange: bool) -> Place:
        """A channel of a server; without one, the direct messages of a person."""
        if guild_id is None or channel_id is None:
            return Place(person.in_server.user.dm_channel.id, None, strange)
        return Place(channel_id, guild_id)

    def make(  # what an interaction is made of
        self,
        kind: int,
        person: Person,
        place: Place,
        data: Mapping[str, Any],
        *,
        locale: str,
        message_id: int | None = None,
    ) -> Sent:
        """An interaction as Discord tells of it; not told yet."""
        record, payload = base_payload(
            self.backend,
            type=kind,
            channel_id=place.channel_id,
            guild_id=place.guild_id,
            user_id=person.id,
            data=dict(data),
        )
        payload |= {"locale": locale, "authorizing_integration_owners": {"0": str(place.guild_id or 0)}}
        if place.guild_id is not None:
            payload["guild_locale"] = self.backend.guilds[place.guild_id].preferred_locale
        if place.strange:
            self._brought_along(payload)
        if message_id is not None:
            message = self.backend.get_message(place.channel_id, message_id)
            payload["message"] = dict(serializers.message_payload(self.backend, message))
            record.source_message_id = message_id
        return Sent(record, json.loads(json.dumps(payload)))

    async def tell(self, sent: Sent) -> None:
        """Let the gateway tell of it, and wait until the bot is done."""
        self.world.env._gateway_feed("INTERACTION_CREATE", sent.payload)  # raw, past its actors
        await self.world.env.settle(idle=GLANCE)

    def expire(self, sent: Sent) -> None:
        """Let its three seconds be over."""
        sent.record.initial_response_deadline = "2000-01-01T00:00:00+00:00"

    def upload(  # what a file is
        self,
        place: Place,
        resolved: dict[str, Any],
        *,
        name: str,
        content: bytes,
        kind: str,
        size: int | None,
    ) -> str:
        """A file somebody attached, with what they claim of it; its id."""
        file_id = store_interaction_attachment(self.backend, place.channel_id, name, content, resolved)
        claimed = resolved["attachments"][file_id]
        claimed["content_type"] = kind
        claimed["size"] = len(content) if size is None else size
        return file_id

    def plant(self, place: Place, message_id: int, channel_id: int) -> int:
        """A copy of a message in another place, as if it had been sent there."""
        there = self.backend.get_message(channel_id, message_id)
        copied = self.backend.create_message(
            place.channel_id, self.backend.bot_user.id, components=there.components, flags=there.flags
        )
        return int(copied.id)

    def plant_button(self, place: Place, custom_id: str) -> int:
        """A message of the bot's with one button."""
        button = {"type": 2, "style": 2, "label": "?", "custom_id": custom_id or "-"}
        made = self.backend.create_message(
            place.channel_id,
            self.backend.bot_user.id,
            components=[{"type": 17, "components": [{"type": 1, "components": [button]}]}],
            flags=COMPONENTS_V2_FLAG,
        )
        return int(made.id)

    def user(self, user_id: int) -> dict[str, Any]:
        return dict(serializers.user_payload(self.backend.get_user(user_id)))

    def member(self, guild_id: int, user_id: int) -> dict[str, Any] | None:
        """A member as an option resolves them; None where they are none."""
        guild = self.backend.get_guild(guild_id)
        if user_id not in guild.members:
            return None
        told = dict(serializers.member_payload(self.backend, guild, guild.members[user_id], with_user=False))
        return told | {"permissions": "0"}

    def role(self, guild_id: int, role_id: int) -> dict[str, Any]:
        return dict(serializers.role_payload(self.backend.guilds[guild_id].roles[role_id]))

    def channel(self, channel_id: int) -> dict[str, Any]:
        told = dict(serializers.channel_payload(self.backend, self.backend.get_channel(channel_id)))
        return told | {"permissions": "0"}

    def _brought_along(self, payload: dict[str, Any]) -> None:
        user = payload.pop("user")
        payload["guild_id"], payload["guild_locale"], payload["context"] = str(STRANGE), "en-US", 0
        payload["guild"] = {"id": str(STRANGE), "locale": "en-US", "features": []}
        payload["authorizing_integration_owners"] = {"1": user["id"]}
        there = self.channel(self.world.general.id)
        payload["channel"] = there | {"id": payload["channel_id"], "guild_id": str(STRANGE)}
        payload["member"] = {
            "user": user,
            "roles": [],
            "joined_at": "2020-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "permissions": str(2**53 - 1),
        }
