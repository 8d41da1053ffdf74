"""What SimCord's gateway tells the bot, put right: locales, installs, and servers the bot is no member of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from demo.people import Person
from demo.server import Server

Feed = Callable[[str, Mapping[str, Any]], None]


class Gateway(list[Feed]):
    """The gateway's listeners, each hearing events as Discord would send them, also after a restart.

    People and servers by their ids; more may come.
    """

    def __init__(self, people: Mapping[int, Person], servers: Mapping[int, Server]) -> None:
        super().__init__()
        self._people, self._servers = people, servers
        self._edited: dict[Feed, Feed] = {}

    def append(self, feed: Feed) -> None:
        def hear(event: str, payload: Mapping[str, Any]) -> None:
            if (sent := self._as_discord_sends(event, payload)) is not None:
                feed(event, sent)

        self._edited[feed] = hear
        super().append(hear)

    def remove(self, feed: Feed) -> None:
        super().remove(self._edited.pop(feed))

    def _as_discord_sends(self, event: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """An event as Discord would send it; None for one it would not."""
        guild_id = int(payload.get("guild_id") or payload.get("id") or 0)
        if event == "INTERACTION_CREATE":
            return self._localized(payload)
        return None if self._brought_along(guild_id) else payload

    def _localized(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        sent = deepcopy(dict(payload))
        user = sent.get("user") or sent["member"]["user"]
        sent["locale"] = self._people[int(user["id"])].locale
        guild_id = sent.get("guild_id")
        if guild_id is not None:
            sent["guild_locale"] = self._servers[int(guild_id)].locale
        # Discord's documentation, Authorizing Integration Owners Object: "0" stands for a server's
        # install and is the server's id, or 0 in a DM; "1" for a person's install
        sent["authorizing_integration_owners"] = (
            {"1": user["id"]} if self._brought_along(int(guild_id or 0)) else {"0": guild_id or "0"}
        )
        return sent

    def _brought_along(self, guild_id: int) -> bool:
        """Whether the bot is no member of a server."""
        server = self._servers.get(guild_id)
        return server is not None and not server.joined
